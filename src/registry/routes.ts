/** The registry under `/v1`: hosts, codes and resolve. */

import { z } from '@hono/zod-openapi'
import { audited, route } from '../http/route.ts'
import { json, jsonBody, refusals } from '../http/schemas.ts'
import type { Web } from '../http/web.ts'
import { type Actor, may, type Scope } from '../protocol/actor.ts'
import { canonicalCode } from '../protocol/code.ts'
import { Refusal } from '../protocol/refusals.ts'
import { toShownHost } from './host.ts'
import type { Registry } from './registry.ts'
import { claim, host, idParam, proof } from './schemas.ts'

/** Hosts on one page of the list. */
const MAX_PAGE = 1000

const hostPage = z
  .object({
    hosts: z.array(host),
    total: z.number().int().openapi({ description: 'How many hosts match in all.' }),
    nextCursor: z.string().nullable(),
  })
  .openapi('HostPage')

const codeParam = z.object({ code: z.string().max(256).openapi({ example: 'ISR-12345678' }) })

const target = z
  .object({
    code: z.string().openapi({ example: 'ISR-12345678' }),
    address: z.string().openapi({ example: '192.168.1.20' }),
    port: z.number().int().openapi({ example: 5900 }),
  })
  .openapi('Target')

const ROUTES = {
  listHosts: route({ needs: 'hosts:read' }, {
    method: 'get',
    path: '/v1/hosts',
    operationId: 'listHosts',
    tags: ['hosts'],
    summary: 'List or search hosts, newest update first',
    request: {
      query: z.object({
        q: z.string().max(200).default('').openapi({ description: 'Text in code, name, address or a tag.' }),
        limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
        cursor: z.string().max(600).optional().openapi({ description: '`nextCursor` of the page before.' }),
      }),
    },
    responses: {
      200: json(hostPage, 'A page of hosts'),
      ...refusals('invalid_request', 'sign_in_required', 'storage_unavailable'),
    },
  }),
  getHost: route({ needs: 'hosts:read' }, {
    method: 'get',
    path: '/v1/hosts/{id}',
    operationId: 'getHost',
    tags: ['hosts'],
    summary: 'Read one host',
    request: { params: idParam },
    responses: { 200: json(host, 'The host'), ...refusals('sign_in_required', 'host_not_found') },
  }),
  deleteHost: route({ needs: 'hosts:write', audit: 'host.deleted' }, {
    method: 'delete',
    path: '/v1/hosts/{id}',
    operationId: 'deleteHost',
    tags: ['hosts'],
    summary: 'Delete a host; it may register again',
    request: { params: idParam },
    responses: {
      204: { description: 'Deleted' },
      ...refusals('sign_in_required', 'host_not_found', 'storage_unavailable'),
    },
  }),
  allocateCode: route({ needs: 'anyone' }, {
    method: 'post',
    path: '/v1/codes',
    operationId: 'allocateCode',
    tags: ['codes'],
    summary: 'Register a host under a free code that the server draws',
    request: { body: jsonBody(claim) },
    responses: {
      201: json(host, 'Registered, on the disk'),
      ...refusals(
        'invalid_request',
        'invalid_host',
        'invalid_port',
        'registration_closed',
        'rate_limited',
        'registry_full',
        'storage_unavailable',
      ),
    },
  }),
  putCode: route({ needs: 'anyone' }, {
    method: 'put',
    path: '/v1/codes/{code}',
    operationId: 'registerCode',
    tags: ['codes'],
    summary: 'Register or refresh a code: as a stranger, with a key, or with a credential',
    request: {
      params: codeParam,
      body: jsonBody(claim.extend({ proof: proof.optional() }).openapi('SignedClaim')),
    },
    responses: {
      200: json(host, 'Registered, on the disk'),
      ...refusals(
        'invalid_request',
        'invalid_code',
        'invalid_host',
        'invalid_port',
        'invalid_token',
        'clock_skewed',
        'wrong_signature',
        'registration_closed',
        'code_claimed',
        'code_locked',
        'code_revoked',
        'wrong_code',
        'replayed',
        'rate_limited',
        'registry_full',
        'storage_unavailable',
      ),
    },
  }),
  getCode: route({ needs: 'anyone' }, {
    method: 'get',
    path: '/v1/codes/{code}',
    operationId: 'getCode',
    tags: ['codes'],
    summary: 'Read what is registered under a code (follows the resolve policy)',
    request: { params: codeParam },
    responses: {
      200: json(host, 'The host under this code'),
      ...refusals('sign_in_required', 'code_not_found', 'rate_limited', 'storage_unavailable'),
    },
  }),
  deleteCode: route({ needs: 'hosts:write', audit: 'host.deleted' }, {
    method: 'delete',
    path: '/v1/codes/{code}',
    operationId: 'deleteCode',
    tags: ['codes'],
    summary: 'Delete the host under a code; it may register again',
    request: { params: codeParam },
    responses: {
      204: { description: 'Deleted' },
      ...refusals('sign_in_required', 'code_not_found', 'storage_unavailable'),
    },
  }),
  resolve: route({ needs: 'anyone' }, {
    method: 'post',
    path: '/v1/resolve',
    operationId: 'resolve',
    tags: ['codes'],
    summary: 'Find where the host of a code is (the code stays out of URLs and their logs)',
    request: {
      body: jsonBody(z.object({ code: z.string().min(1).max(256).openapi({ example: 'ISR-12345678' }) })),
    },
    responses: {
      200: json(target, 'Where the host is'),
      ...refusals(
        'invalid_request',
        'sign_in_required',
        'code_not_found',
        'rate_limited',
        'storage_unavailable',
      ),
    },
  }),
}

export type RouteOptions = {
  readonly registry: Registry
  readonly resolve: 'open' | 'signed-in'
}

/** Who may know where all hosts of his tenant are. */
const readerOf = (actor: Actor): Scope | undefined =>
  may(actor, 'codes:resolve') ? actor : undefined

/** Adds the registry's routes to the application. */
export const addRegistryRoutes = (web: Web, options: RouteOptions): void => {
  const { registry } = options

  /** Where the reader may look: everywhere if anybody may, else in the own tenant. */
  const admitReader = (actor: Actor): Scope | undefined => {
    if (options.resolve === 'open') return undefined
    if (may(actor, 'codes:resolve')) return actor
    if (actor.kind === 'anonymous') throw new Refusal('sign_in_required')
    throw new Refusal('forbidden', { detail: 'codes:resolve' })
  }

  web.openapi(ROUTES.listHosts, async (c) =>
    c.json(await registry.hosts(c.get('actor'), c.req.valid('query')), 200),
  )

  web.openapi(ROUTES.getHost, async (c) =>
    c.json(await registry.host(c.get('actor'), c.req.valid('param').id), 200),
  )

  web.openapi(ROUTES.deleteHost, async (c) => {
    const { id } = c.req.valid('param')
    audited(c, { kind: 'host', id, name: '' })
    const { code } = await registry.deleteHost(c.get('actor'), id)
    audited(c, { kind: 'host', id, name: code })
    return c.body(null, 204)
  })

  web.openapi(ROUTES.allocateCode, async (c) =>
    c.json(toShownHost(await registry.allocate(c.get('client'), c.req.valid('json'))), 201),
  )

  web.openapi(ROUTES.putCode, async (c) => {
    const { proof: presented, ...body } = c.req.valid('json')
    const raw = { ...body, code: c.req.valid('param').code }
    const by = { proof: presented, actor: c.get('actor') }
    return c.json(toShownHost(await registry.register(c.get('client'), raw, by)), 200)
  })

  web.openapi(ROUTES.getCode, async (c) => {
    const actor = c.get('actor')
    const within = admitReader(actor)
    const { code } = c.req.valid('param')
    const lease = await registry.info(c.get('client'), code, within, readerOf(actor))
    const found = registry.show(lease)
    const isOwn = may(actor, 'hosts:read') && actor.tenantId === lease.tenantId
    return c.json(isOwn ? found : toShownHost(found), 200)
  })

  web.openapi(ROUTES.deleteCode, async (c) => {
    const { code } = c.req.valid('param')
    audited(c, { kind: 'host', id: '', name: canonicalCode(code) })
    const { id } = await registry.deleteCode(c.get('actor'), code)
    audited(c, { kind: 'host', id, name: canonicalCode(code) })
    return c.body(null, 204)
  })

  web.openapi(ROUTES.resolve, async (c) => {
    const actor = c.get('actor')
    const within = admitReader(actor)
    const { code } = c.req.valid('json')
    const found = registry.resolve(c.get('client'), code, within, readerOf(actor))
    const { address, port } = await found
    return c.json({ code: canonicalCode(code), address, port }, 200)
  })
}
