/** The owner's verbs under `/v1/hosts/{id}`. */

import { z } from '@hono/zod-openapi'
import { audited, route } from '../../http/route.ts'
import { json, jsonBody, refusals } from '../../http/schemas.ts'
import type { Web } from '../../http/web.ts'
import type { Actor, Permission } from '../../protocol/actor.ts'
import type { Host } from '../../protocol/api.ts'
import { isKey } from '../../protocol/proof.ts'
import { Refusal, type RefusalCode } from '../../protocol/refusals.ts'
import type { Registry } from '../registry.ts'
import { host, idParam, tagList } from '../schemas.ts'

const verb = <Verb extends string>(
  name: Verb,
  needs: Permission,
  audit: string,
  summary: string,
) =>
  route(
    { needs, audit },
    {
      method: 'post',
      path: `/v1/hosts/{id}/${name}`,
      operationId: `${name}Host`,
      tags: ['hosts'],
      summary,
      request: { params: idParam },
      responses: { 200: json(host, 'The host as it is now'), ...refusals(...REFUSED) },
    },
  )

const REFUSED: RefusalCode[] = [
  'sign_in_required',
  'forbidden',
  'code_revoked',
  'host_not_found',
  'storage_unavailable',
]

const ROUTES = {
  lock: verb('lock', 'hosts:write', 'host.locked', 'Hold a host to its present address'),
  unlock: verb('unlock', 'hosts:write', 'host.unlocked', 'Let a host change its address again'),
  release: verb(
    'release',
    'hosts:own',
    'host.released',
    'Forget the key and credential of a host: whoever claims its code next has it',
  ),
  revoke: verb(
    'revoke',
    'hosts:own',
    'host.revoked',
    'Bar a code: nobody may register it and nobody finds it, until the host is deleted',
  ),
  tag: route(
    { needs: 'hosts:write', audit: 'host.tagged' },
    {
      method: 'put',
      path: '/v1/hosts/{id}/tags',
      operationId: 'tagHost',
      tags: ['hosts'],
      summary: 'Give a host these tags and no others',
      request: { params: idParam, body: jsonBody(z.object({ tags: tagList }).openapi('Tags')) },
      responses: {
        200: json(host, 'The host as it is now'),
        ...refusals('invalid_request', ...REFUSED),
      },
    },
  ),
  transfer: route(
    { needs: 'hosts:own', audit: 'host.transferred' },
    {
      method: 'post',
      path: '/v1/hosts/{id}/transfer',
      operationId: 'transferHost',
      tags: ['hosts'],
      summary: 'Give a host to another key, or to another tenant, where its id is a new one',
      request: {
        params: idParam,
        body: jsonBody(
          z
            .object({
              tenantId: z.string().max(64).optional(),
              key: z.string().max(64).optional().openapi({
                description: 'Ed25519 public key, base64url.',
              }),
            })
            .openapi('Transfer'),
        ),
      },
      responses: {
        200: json(host, 'The host as it is now'),
        ...refusals('invalid_request', 'tenant_not_found', ...REFUSED),
      },
    },
  ),
}

export type OwnershipRouteOptions = {
  readonly registry: Registry
  /** Whether the actor may do this in another tenant; false for one that does not exist. */
  readonly mayIn: (actor: Actor, tenantId: string, permission: Permission) => Promise<boolean>
}

/** Adds the owner's verbs to the application. */
export const addOwnershipRoutes = (web: Web, options: OwnershipRouteOptions): void => {
  const { registry } = options

  for (const name of ['lock', 'unlock', 'release', 'revoke'] as const) {
    web.openapi(ROUTES[name], async (c) => {
      const { id } = c.req.valid('param')
      const actor = c.get('actor')
      audited(c, { kind: 'host', id, name: '' })
      const before = await registry.host(actor, id)
      audited(c, objectOf(before))
      const after = await registry[name](actor, id)
      audited(c, objectOf(before), { before: factsOf(before), after: factsOf(after) })
      return c.json(after, 200)
    })
  }

  web.openapi(ROUTES.tag, async (c) => {
    const { id } = c.req.valid('param')
    const actor = c.get('actor')
    audited(c, { kind: 'host', id, name: '' })
    const before = await registry.host(actor, id)
    audited(c, objectOf(before))
    const after = await registry.tag(actor, id, c.req.valid('json').tags)
    audited(c, objectOf(before), { before: { tags: before.tags }, after: { tags: after.tags } })
    return c.json(after, 200)
  })

  web.openapi(ROUTES.transfer, async (c) => {
    const { id } = c.req.valid('param')
    const { tenantId, key } = c.req.valid('json')
    const actor = c.get('actor')
    audited(c, { kind: 'host', id, name: '' })
    const before = await registry.host(actor, id)
    audited(c, objectOf(before))
    if ((tenantId === undefined) === (key === undefined)) {
      throw new Refusal('invalid_request', { detail: 'tenantId | key' })
    }
    if (key !== undefined && !isKey(key)) throw new Refusal('invalid_request', { detail: 'key' })
    if (tenantId !== undefined && !(await options.mayIn(actor, tenantId, 'hosts:own'))) {
      throw new Refusal('tenant_not_found')
    }
    const after =
      tenantId === undefined
        ? await registry.giveToKey(actor, id, key as string)
        : await registry.giveToTenant(actor, id, tenantId)
    const facts = {
      before: { ...factsOf(before), tenantId: actor.tenantId },
      after: { ...factsOf(after), tenantId: tenantId ?? actor.tenantId },
    }
    audited(c, objectOf(before), facts)
    return c.json(after, 200)
  })
}

const objectOf = ({ id, code }: Host) => ({ kind: 'host', id, name: code })

/** What the verbs change. */
const factsOf = ({ state, ownership, keyFingerprint }: Host) => ({ state, ownership, keyFingerprint })
