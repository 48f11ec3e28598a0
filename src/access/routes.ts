/** Signing in and out under `/v1`. */

import { z } from '@hono/zod-openapi'
import { audited, route } from '../http/route.ts'
import { instant, json, jsonBody, refusals } from '../http/schemas.ts'
import type { Client } from '../http/client-address.ts'
import type { Web } from '../http/web.ts'
import { Refusal } from '../protocol/refusals.ts'
import type { Access } from './access.ts'
import type { DeviceLogins } from './devices/device-logins.ts'
import { addDeviceRoutes } from './devices/routes.ts'
import { type SignIn, signInCookie } from './sign-ins/sign-in.ts'
import type { SignIns } from './sign-ins/sign-ins.ts'
import { addTenantRoutes } from './tenants/routes.ts'
import type { Tenants } from './tenants/tenants.ts'
import { addTokenRoutes } from './tokens/routes.ts'
import type { Tokens } from './tokens/tokens.ts'

const signIn = z
  .object({
    id: z.string().openapi({ example: 'sig_V1StGXR8_Z5jdHi6B-myT' }),
    role: z.enum(['owner']),
    createdAt: instant,
    expiresAt: instant,
  })
  .openapi('SignIn')

const create = route(
  { needs: 'anyone', audit: 'sign-in.started' },
  {
    method: 'post',
    path: '/v1/sign-ins',
    operationId: 'signIn',
    tags: ['access'],
    summary: 'Sign a browser in with the owner token; the answer sets a cookie',
    request: { body: jsonBody(z.object({ token: z.string().min(1).max(256) })) },
    responses: {
      201: json(signIn, 'Signed in'),
      ...refusals('invalid_request', 'wrong_token', 'cross_origin', 'rate_limited'),
    },
  },
)

const current = route(
  { needs: 'anyone' },
  {
    method: 'get',
    path: '/v1/sign-ins/current',
    operationId: 'currentSignIn',
    tags: ['access'],
    summary: 'Read the sign-in of this browser',
    responses: { 200: json(signIn, 'Signed in'), ...refusals('sign_in_required') },
  },
)

const end = route(
  { needs: 'anyone', audit: 'sign-in.ended' },
  {
    method: 'delete',
    path: '/v1/sign-ins/current',
    operationId: 'signOut',
    tags: ['access'],
    summary: 'Sign this browser out',
    responses: { 204: { description: 'Signed out' }, ...refusals('sign_in_required') },
  },
)

export type AccessRouteOptions = {
  readonly access: Access
  readonly signIns: SignIns
  readonly tokens: Tokens
  readonly tenants: Tenants
  readonly devices: DeviceLogins
  readonly admitSignIn: (client: Client) => Promise<void>
}

/** Adds access's routes to the application. */
export const addAccessRoutes = (web: Web, options: AccessRouteOptions): void => {
  const { access, signIns } = options
  addTokenRoutes(web, options.tokens)
  addTenantRoutes(web, options.tenants)
  addDeviceRoutes(web, options)

  web.openapi(create, async (c) => {
    const client = c.get('client')
    await options.admitSignIn(client)
    if (!access.isOwnerToken(c.req.valid('json').token.trim())) throw new Refusal('wrong_token')
    const made = await signIns.start(client, c.req.header('user-agent') ?? '')
    audited(c, { kind: 'sign-in', id: made.signIn.id, name: '' }, { actor: access.owner })
    c.header('Set-Cookie', signInCookie(made.secret, client.isSecure))
    return c.json(shown(made.signIn), 201)
  })

  web.openapi(current, async (c) => {
    const found = await access.signInOf(c.env.incoming)
    if (!found) throw new Refusal('sign_in_required')
    return c.json(shown(found), 200)
  })

  web.openapi(end, async (c) => {
    const found = await access.signInOf(c.env.incoming)
    if (!found) throw new Refusal('sign_in_required')
    audited(c, { kind: 'sign-in', id: found.id, name: '' })
    await signIns.end(found.id)
    c.header('Set-Cookie', signInCookie('', c.get('client').isSecure))
    return c.body(null, 204)
  })
}

const shown = ({ id, createdAt, expiresAt }: SignIn) => ({
  id,
  role: 'owner' as const,
  createdAt,
  expiresAt,
})
