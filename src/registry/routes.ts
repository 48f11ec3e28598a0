/** The registry under `/v1`: hosts, codes and resolve. */

import { createRoute, z } from '@hono/zod-openapi'
import type { IncomingMessage } from 'node:http'
import { instant, json, jsonBody, OWNER_ONLY, refusals } from '../http/schemas.ts'
import type { Web } from '../http/web.ts'
import { DEFAULT_PORT, MAX_HOST_LENGTH } from '../protocol/host.ts'
import { canonicalCode } from '../protocol/code.ts'
import { Refusal } from '../protocol/refusals.ts'
import { toHost } from './lease.ts'
import type { Registry } from './registry.ts'

/** Hosts on one page of the list. */
const MAX_PAGE = 1000

const host = z
  .object({
    id: z.string().openapi({ example: 'host_V1StGXR8_Z5jdHi6B-myT' }),
    code: z.string().openapi({ example: 'ISR-12345678' }),
    name: z.string().openapi({ example: 'RECEPCION-PC' }),
    address: z.string().openapi({ example: '192.168.1.20' }),
    port: z.number().int().openapi({ example: 5900 }),
    presence: z.enum(['registered']).openapi({
      description: '`registered`: it announced itself at `updatedAt`; more is not known.',
    }),
    registeredAt: instant,
    updatedAt: instant,
    expiresAt: instant,
  })
  .openapi('Host')

const hostPage = z
  .object({
    hosts: z.array(host),
    total: z.number().int().openapi({ description: 'How many hosts match in all.' }),
    nextCursor: z.string().nullable(),
  })
  .openapi('HostPage')

// The rules for these values live in protocol/, where the contract's paths find the same ones.
const claim = z
  .object({
    address: z.string().max(MAX_HOST_LENGTH * 2).openapi({ example: '192.168.1.20' }),
    port: z.number().int().default(DEFAULT_PORT).openapi({ example: DEFAULT_PORT }),
    name: z.string().max(1024).optional().openapi({ example: 'RECEPCION-PC' }),
  })
  .openapi('Claim')

const codeParam = z.object({ code: z.string().max(256).openapi({ example: 'ISR-12345678' }) })

const idParam = z.object({ id: z.string().max(64).openapi({ example: 'host_V1StGXR8_Z5jdHi6B-myT' }) })

const target = z
  .object({
    code: z.string().openapi({ example: 'ISR-12345678' }),
    address: z.string().openapi({ example: '192.168.1.20' }),
    port: z.number().int().openapi({ example: 5900 }),
  })
  .openapi('Target')

const ROUTES = {
  listHosts: createRoute({
    method: 'get',
    path: '/v1/hosts',
    operationId: 'listHosts',
    tags: ['hosts'],
    summary: 'List or search hosts, newest update first',
    security: OWNER_ONLY,
    request: {
      query: z.object({
        q: z.string().max(200).default('').openapi({ description: 'Text in code, name or address.' }),
        limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
        cursor: z.string().max(600).optional().openapi({ description: '`nextCursor` of the page before.' }),
      }),
    },
    responses: {
      200: json(hostPage, 'A page of hosts'),
      ...refusals('invalid_request', 'sign_in_required', 'storage_unavailable'),
    },
  }),
  getHost: createRoute({
    method: 'get',
    path: '/v1/hosts/{id}',
    operationId: 'getHost',
    tags: ['hosts'],
    summary: 'Read one host',
    security: OWNER_ONLY,
    request: { params: idParam },
    responses: { 200: json(host, 'The host'), ...refusals('sign_in_required', 'host_not_found') },
  }),
  deleteHost: createRoute({
    method: 'delete',
    path: '/v1/hosts/{id}',
    operationId: 'deleteHost',
    tags: ['hosts'],
    summary: 'Delete a host; it may register again',
    security: OWNER_ONLY,
    request: { params: idParam },
    responses: {
      204: { description: 'Deleted' },
      ...refusals('sign_in_required', 'host_not_found', 'storage_unavailable'),
    },
  }),
  allocateCode: createRoute({
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
  putCode: createRoute({
    method: 'put',
    path: '/v1/codes/{code}',
    operationId: 'registerCode',
    tags: ['codes'],
    summary: 'Register or refresh a code',
    request: { params: codeParam, body: jsonBody(claim) },
    responses: {
      200: json(host, 'Registered, on the disk'),
      ...refusals(
        'invalid_request',
        'invalid_code',
        'invalid_host',
        'invalid_port',
        'registration_closed',
        'rate_limited',
        'registry_full',
        'storage_unavailable',
      ),
    },
  }),
  getCode: createRoute({
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
  deleteCode: createRoute({
    method: 'delete',
    path: '/v1/codes/{code}',
    operationId: 'deleteCode',
    tags: ['codes'],
    summary: 'Delete the host under a code; it may register again',
    security: OWNER_ONLY,
    request: { params: codeParam },
    responses: {
      204: { description: 'Deleted' },
      ...refusals('sign_in_required', 'code_not_found', 'storage_unavailable'),
    },
  }),
  resolve: createRoute({
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
  readonly requireOwner: (request: IncomingMessage) => Promise<void>
  readonly registration: 'open' | 'enrolled'
  readonly resolve: 'open' | 'signed-in'
}

/** Adds the registry's routes to the application. */
export const addRegistryRoutes = (web: Web, options: RouteOptions): void => {
  const { registry, requireOwner } = options

  const admitHost = (): void => {
    if (options.registration === 'enrolled') throw new Refusal('registration_closed')
  }
  const admitReader = async (request: IncomingMessage): Promise<void> => {
    if (options.resolve === 'signed-in') await requireOwner(request)
  }

  web.openapi(ROUTES.listHosts, async (c) => {
    await requireOwner(c.env.incoming)
    return c.json(await registry.hosts(c.req.valid('query')), 200)
  })

  web.openapi(ROUTES.getHost, async (c) => {
    await requireOwner(c.env.incoming)
    return c.json(await registry.host(c.req.valid('param').id), 200)
  })

  web.openapi(ROUTES.deleteHost, async (c) => {
    await requireOwner(c.env.incoming)
    await registry.deleteHost(c.req.valid('param').id)
    return c.body(null, 204)
  })

  web.openapi(ROUTES.allocateCode, async (c) => {
    admitHost()
    return c.json(await registry.allocate(c.get('client'), c.req.valid('json')), 201)
  })

  web.openapi(ROUTES.putCode, async (c) => {
    admitHost()
    const raw = { ...c.req.valid('json'), code: c.req.valid('param').code }
    return c.json(await registry.register(c.get('client'), raw), 200)
  })

  web.openapi(ROUTES.getCode, async (c) => {
    await admitReader(c.env.incoming)
    const lease = await registry.info(c.get('client'), c.req.valid('param').code)
    return c.json(toHost(lease, registry.ttlMs), 200)
  })

  web.openapi(ROUTES.deleteCode, async (c) => {
    await requireOwner(c.env.incoming)
    await registry.deleteCode(c.req.valid('param').code)
    return c.body(null, 204)
  })

  web.openapi(ROUTES.resolve, async (c) => {
    await admitReader(c.env.incoming)
    const { code } = c.req.valid('json')
    const { address, port } = await registry.resolve(c.get('client'), code)
    return c.json({ code: canonicalCode(code), address, port }, 200)
  })
}
