/**
 * The framework side of the composition: `/v1`, the pages and the operations' paths. Loaded after
 * the server listens, because the contract's paths need none of it and start-up should be short.
 */

import { getRequestListener } from '@hono/node-server'
import { z } from '@hono/zod-openapi'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { addAccessRoutes } from './access/routes.ts'
import type { Access } from './access/index.ts'
import { addConsoleRoutes, type ConsoleOptions } from './console/routes.ts'
import { addGuardRoutes } from './guard/routes.ts'
import type { Guard } from './guard/index.ts'
import { createWeb, type WebOptions } from './http/web.ts'
import { contractPaths } from './registry/contract.ts'
import { addOpsRoutes, type OpsOptions } from './ops/routes.ts'
import { REFUSALS } from './protocol/refusals.ts'
import type { Registry } from './registry/index.ts'
import { addRegistryRoutes } from './registry/routes.ts'
import { VERSION } from './version.ts'

export type Policies = {
  readonly registration: 'open' | 'enrolled'
  readonly resolve: 'open' | 'signed-in'
  readonly publicList: boolean
}

export type ApiOptions = {
  readonly web: WebOptions
  readonly registry: Registry
  readonly guard: Guard
  readonly access: Access
  readonly policies: Policies
  readonly console: Omit<ConsoleOptions, 'isOwner' | 'signInOf'>
  readonly ops: Omit<OpsOptions, 'requireOwner'>
}

const server = z
  .object({
    name: z.literal('isr'),
    version: z.string(),
    policies: z.object({
      registration: z.enum(['open', 'enrolled']),
      resolve: z.enum(['open', 'signed-in']),
      publicList: z.boolean(),
    }),
    ttlMs: z.number().int(),
  })
  .openapi('Server')

/** Builds the application and returns it as a listener of Node's HTTP server. */
export const createApi = (
  options: ApiOptions,
): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  const { registry, guard, access, policies } = options
  const { requireOwner } = access
  const web = createWeb(options.web)

  web.openapi(
    {
      method: 'get',
      path: '/v1/server',
      operationId: 'getServer',
      tags: ['server'],
      summary: 'Read what this server is and what it lets strangers do',
      responses: { 200: { description: 'The server', content: { 'application/json': { schema: server } } } },
    },
    (c) => c.json({ name: 'isr' as const, version: VERSION, policies, ttlMs: registry.ttlMs }, 200),
  )
  addRegistryRoutes(web, { registry, requireOwner, ...policies })
  addGuardRoutes(web, guard, requireOwner)
  addAccessRoutes(web, access, guard.admitSignIn)
  addConsoleRoutes(web, { ...options.console, isOwner: access.isOwner, signInOf: access.signInOf })
  addOpsRoutes(web, { ...options.ops, requireOwner })

  web.openAPIRegistry.registerComponent('securitySchemes', 'ownerToken', {
    type: 'http',
    scheme: 'bearer',
    description: 'The owner token, from the file whose path the server prints at start.',
  })
  web.openAPIRegistry.registerComponent('securitySchemes', 'signIn', {
    type: 'apiKey',
    in: 'cookie',
    name: 'isr_sign_in',
    description: 'A browser that signed in with the owner token.',
  })
  const description = describe(web)
  web.get('/v1/openapi.json', (c) => c.json(description))

  const listener = getRequestListener((request, env) => web.fetch(request, env), {
    // HTTP/1.0 clients need not name a host.
    hostname: 'localhost',
  })
  return (request, response) => listener(request, response)
}

const TAGS = [
  { name: 'hosts', description: 'The machines that registered, for the owner.' },
  { name: 'codes', description: 'Register a code, find where its host is.' },
  { name: 'guard', description: 'Addresses that were banned.' },
  { name: 'access', description: 'Signing in with the owner token.' },
  { name: 'server', description: 'What this server is and what it lets strangers do.' },
  { name: 'contract', description: 'The older server’s paths, as existing programs use them.' },
]

const describe = (web: ReturnType<typeof createWeb>): Record<string, unknown> => {
  const document = web.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'isr',
      version: VERSION,
      description:
        'Rendezvous and registry server for code-based remote desktop connections. The paths ' +
        'tagged "contract" are those of the older server and stay as they are.',
      license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
    },
    servers: [{ url: '/' }],
    tags: TAGS,
  })
  return {
    ...document,
    paths: { ...document.paths, ...contractPaths },
    'x-refusals': Object.entries(REFUSALS).map(([code, { status, en, es }]) => ({
      code,
      status,
      title: en,
      description: es,
    })),
  }
}
