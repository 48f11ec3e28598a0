/**
 * The framework side of the composition: `/v1`, the pages and the operations' paths. Loaded after
 * the server listens, because the contract's paths need none of it and start-up should be short.
 */

import { getRequestListener } from '@hono/node-server'
import { z } from '@hono/zod-openapi'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AccessRouteOptions, addAccessRoutes } from './access/routes.ts'
import { addAuditRoutes, type AuditRouteOptions } from './audit/routes.ts'
import { addConsoleRoutes, type ConsoleOptions } from './console/routes.ts'
import { addGuardRoutes } from './guard/routes.ts'
import type { Guard } from './guard/index.ts'
import { guard as guarding, route, type RouteFact, routesOf } from './http/route.ts'
import { json } from './http/schemas.ts'
import { createWeb, type WebOptions } from './http/web.ts'
import type { Links } from './links/index.ts'
import { addLinkRoutes } from './links/routes.ts'
import { contractPaths } from './registry/contract.ts'
import { addOpsRoutes, type OpsOptions } from './ops/routes.ts'
import { ADVICE } from './protocol/advice.ts'
import { REFUSALS, type RefusalCode } from './protocol/refusals.ts'
import { addEnrolmentRoutes } from './registry/enrolments/routes.ts'
import type { Registry } from './registry/index.ts'
import { addOwnershipRoutes, type OwnershipRouteOptions } from './registry/ownership/routes.ts'
import { addRegistryRoutes } from './registry/routes.ts'
import type { PolicyStore } from './relay/index.ts'
import { addRelayRoutes } from './relay/routes.ts'
import type { Rendezvous } from './rendezvous/index.ts'
import { addRendezvousRoutes } from './rendezvous/routes.ts'
import type { ScreenPolicyStore } from './screens/index.ts'
import { addScreenRoutes } from './screens/routes.ts'
import { VERSION } from './version.ts'

export type Policies = {
  readonly registration: 'open' | 'enrolled'
  readonly resolve: 'open' | 'signed-in'
  readonly publicList: boolean
}

export type ApiOptions = {
  readonly web: WebOptions
  readonly registry: Registry
  readonly mayIn: OwnershipRouteOptions['mayIn']
  readonly guard: Guard
  readonly access: AccessRouteOptions
  readonly audit: AuditRouteOptions
  readonly policies: Policies
  /** The OpenID Connect provider people may sign in with, as the page names it. */
  readonly oidc: { readonly name: string } | null
  readonly console: ConsoleOptions
  readonly rendezvous: Rendezvous
  readonly relayPolicies: PolicyStore
  readonly screenPolicies: ScreenPolicyStore
  readonly links: Links
  readonly ops: OpsOptions
}

const server = z
  .object({
    id: z.string().openapi({ example: 'srv_V1StGXR8_Z5jdHi6B-myT', description: 'What hosts sign.' }),
    name: z.literal('isr'),
    version: z.string(),
    policies: z.object({
      registration: z.enum(['open', 'enrolled']),
      resolve: z.enum(['open', 'signed-in']),
      publicList: z.boolean(),
    }),
    ttlMs: z.number().int(),
    /** Nobody exists yet: the page of the first start is open. */
    needsSetUp: z.boolean(),
    signIn: z.object({
      password: z.literal(true),
      oidc: z.object({ name: z.string() }).nullable(),
    }),
  })
  .openapi('Server')

/** The application as a listener of Node's HTTP server, and its routes. */
export type Api = {
  readonly listener: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  readonly routes: readonly RouteFact[]
}

/** Builds the application. */
export const createApi = (options: ApiOptions): Api => {
  const { registry, guard, access, policies } = options
  const web = createWeb(options.web)

  web.openapi(
    route(
      { needs: 'anyone' },
      {
        method: 'get',
        path: '/v1/server',
        operationId: 'getServer',
        tags: ['server'],
        summary: 'Read what this server is and what it lets strangers do',
        responses: { 200: json(server, 'The server') },
      },
    ),
    async (c) => {
      const needsSetUp = !(await access.people.hasAny())
      const signIn = { password: true as const, oidc: options.oidc }
      const { serverId: id, ttlMs } = registry
      return c.json(
        { id, name: 'isr' as const, version: VERSION, policies, ttlMs, needsSetUp, signIn },
        200,
      )
    },
  )
  addRegistryRoutes(web, { registry, ...policies })
  addOwnershipRoutes(web, { registry, mayIn: options.mayIn })
  addEnrolmentRoutes(web, registry)
  addGuardRoutes(web, guard)
  addRendezvousRoutes(web, options.rendezvous)
  addRelayRoutes(web, options.relayPolicies)
  addScreenRoutes(web, options.screenPolicies)
  addLinkRoutes(web, options.links)
  addAccessRoutes(web, access)
  addAuditRoutes(web, options.audit)
  addOpsRoutes(web, options.ops)

  web.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token with the scopes it needs, or the owner token from its file.',
  })
  web.openAPIRegistry.registerComponent('securitySchemes', 'signIn', {
    type: 'apiKey',
    in: 'cookie',
    name: 'isr_sign_in',
    description: 'A browser that signed in with the owner token.',
  })
  let description: Record<string, unknown> | undefined
  web.get('/v1/openapi.json', guarding('anyone'), (c) => c.json((description ??= describe(web))))
  addConsoleRoutes(web, options.console)

  const listener = getRequestListener((request, env) => web.fetch(request, env), {
    // HTTP/1.0 clients need not name a host.
    hostname: 'localhost',
  })
  return { listener: (request, response) => listener(request, response), routes: routesOf(web) }
}

const TAGS = [
  { name: 'hosts', description: 'The machines that registered, for the owner.' },
  { name: 'codes', description: 'Register a code, find where its host is.' },
  { name: 'sessions', description: 'Who is connected to which host, and who was.' },
  { name: 'links', description: 'Links for guests, who open one service of one host in a browser.' },
  { name: 'enrolments', description: 'Tokens with which hosts get a credential of their own.' },
  { name: 'guard', description: 'Addresses that were banned.' },
  { name: 'access', description: 'People, signing in, tokens.' },
  { name: 'tenants', description: 'Apart from each other: hosts, people and tokens of several owners.' },
  { name: 'audit', description: 'Who did what, allowed or refused.' },
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
    'x-refusals': Object.entries(REFUSALS).map(([code, { status, en, es }]) => {
      const [why, remedy] = ADVICE[code as RefusalCode]
      return { code, status, title: en, description: es, why, remedy }
    }),
  }
}
