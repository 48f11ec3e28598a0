/** Enrolment under `/v1/enrolments`. */

import { z } from '@hono/zod-openapi'
import { audited, route } from '../../http/route.ts'
import { instant, json, jsonBody, refusals } from '../../http/schemas.ts'
import type { Web } from '../../http/web.ts'
import { ANONYMOUS } from '../../protocol/actor.ts'
import { cleanName } from '../../protocol/host.ts'
import { hostActor } from '../claims/claims.ts'
import { toShownHost } from '../host.ts'
import type { Registry } from '../registry.ts'
import { claim, host, proof, tagList } from '../schemas.ts'

/** Hosts that one token may enrol. */
const MAX_USES = 100_000

const MINUTE_MS = 60_000
const YEAR_MS = 365 * 86_400_000

const enrolment = z
  .object({
    id: z.string().openapi({ example: 'enr_V1StGXR8_Z5jdHi6B-myT' }),
    name: z.string().openapi({ example: 'Office, autumn' }),
    tags: z.array(z.string()),
    uses: z.number().int(),
    usesLeft: z.number().int(),
    createdBy: z.string(),
    createdAt: instant,
    expiresAt: instant,
    revokedAt: instant.nullable(),
  })
  .openapi('Enrolment')

const ROUTES = {
  list: route(
    { needs: 'enrolments:read' },
    {
      method: 'get',
      path: '/v1/enrolments',
      operationId: 'listEnrolments',
      tags: ['enrolments'],
      summary: 'List enrolments, newest first',
      responses: {
        200: json(z.object({ enrolments: z.array(enrolment) }), 'The enrolments'),
        ...refusals('sign_in_required', 'forbidden'),
      },
    },
  ),
  make: route(
    { needs: 'enrolments:write', audit: 'enrolment.made' },
    {
      method: 'post',
      path: '/v1/enrolments',
      operationId: 'makeEnrolment',
      tags: ['enrolments'],
      summary: 'Make a token with which a number of hosts get a credential each',
      request: {
        body: jsonBody(
          z
            .object({
              name: z.string().min(1).max(128).refine((name) => cleanName(name) !== ''),
              uses: z.number().int().min(1).max(MAX_USES),
              expiresInMs: z.number().int().min(MINUTE_MS).max(YEAR_MS),
              tags: tagList.default([]),
            })
            .openapi('WantedEnrolment'),
        ),
      },
      responses: {
        201: json(z.object({ enrolment, secret: z.string() }), 'Made; the secret is shown once'),
        ...refusals('invalid_request', 'sign_in_required', 'forbidden', 'storage_unavailable'),
      },
    },
  ),
  revoke: route(
    { needs: 'enrolments:write', audit: 'enrolment.revoked' },
    {
      method: 'delete',
      path: '/v1/enrolments/{id}',
      operationId: 'revokeEnrolment',
      tags: ['enrolments'],
      summary: 'End an enrolment; the hosts that it let in stay',
      request: {
        params: z.object({
          id: z.string().max(64).openapi({ example: 'enr_V1StGXR8_Z5jdHi6B-myT' }),
        }),
      },
      responses: {
        204: { description: 'Revoked' },
        ...refusals('sign_in_required', 'forbidden', 'enrolment_not_found', 'storage_unavailable'),
      },
    },
  ),
  redeem: route(
    { needs: 'anyone', audit: 'enrolment.redeemed' },
    {
      method: 'post',
      path: '/v1/enrolments/redeem',
      operationId: 'redeemEnrolment',
      tags: ['enrolments'],
      summary: 'Register a host under an enrolment; the answer has its credential, once',
      request: {
        body: jsonBody(
          claim
            .extend({
              token: z.string().min(1).max(256),
              code: z.string().max(256).openapi({ example: 'ISR-12345678' }),
              proof: proof.optional(),
              hasAgent: z.boolean().default(false).openapi({
                description: 'It stays connected: its address is told to nobody but its people.',
              }),
            })
            .openapi('Redemption'),
        ),
      },
      responses: {
        201: json(z.object({ host, credential: z.string() }), 'Enrolled, on the disk'),
        ...refusals(
          'invalid_request',
          'invalid_code',
          'invalid_host',
          'invalid_port',
          'clock_skewed',
          'wrong_signature',
          'enrolment_invalid',
          'code_claimed',
          'code_locked',
          'code_revoked',
          'replayed',
          'rate_limited',
          'registry_full',
          'storage_unavailable',
        ),
      },
    },
  ),
}

/** Adds the routes of enrolment to the application. */
export const addEnrolmentRoutes = (web: Web, { enrolments }: Registry): void => {
  web.openapi(ROUTES.list, async (c) =>
    c.json({ enrolments: await enrolments.list(c.get('actor')) }, 200),
  )

  web.openapi(ROUTES.make, async (c) => {
    const wanted = c.req.valid('json')
    const name = cleanName(wanted.name)
    audited(c, { kind: 'enrolment', id: '', name })
    const made = await enrolments.make(c.get('actor'), { ...wanted, name })
    const { id, uses, tags, expiresAt } = made.enrolment
    audited(c, { kind: 'enrolment', id, name }, { after: { uses, tags, expiresAt } })
    return c.json(made, 201)
  })

  web.openapi(ROUTES.revoke, async (c) => {
    const { id } = c.req.valid('param')
    audited(c, { kind: 'enrolment', id, name: '' })
    const { name, usesLeft } = await enrolments.revoke(c.get('actor'), id)
    audited(c, { kind: 'enrolment', id, name }, { after: { usesLeft } })
    return c.body(null, 204)
  })

  web.openapi(ROUTES.redeem, async (c) => {
    const { token, proof: presented, hasAgent, ...raw } = c.req.valid('json')
    // Whose code it is, a stranger's attempt must not tell those who read the server's own audit.
    audited(c, { kind: 'enrolment', id: '', name: '' }, { actor: ANONYMOUS })
    const reach = hasAgent ? 'agent' : 'address'
    const enrolled = await enrolments.redeem(c.get('client'), token, raw, presented, reach)
    const { id: hostId, code } = enrolled.host
    const { tenantId, credential } = enrolled
    const actor = hostActor({ hostId, code, tenantId })
    audited(c, { kind: 'host', id: hostId, name: code }, { actor })
    return c.json({ host: toShownHost(enrolled.host), credential }, 201)
  })
}
