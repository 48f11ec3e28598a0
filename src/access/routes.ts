/** Signing in and out under `/v1`. */

import { createRoute, z } from '@hono/zod-openapi'
import { instant, json, jsonBody, refusals } from '../http/schemas.ts'
import type { Client } from '../http/client-address.ts'
import type { Web } from '../http/web.ts'
import { Refusal } from '../protocol/refusals.ts'
import type { Access } from './access.ts'
import { signInCookie } from './sign-in.ts'

const signIn = z
  .object({
    id: z.string().openapi({ example: 'sig_V1StGXR8_Z5jdHi6B-myT' }),
    role: z.enum(['owner']),
    createdAt: instant,
    expiresAt: instant,
  })
  .openapi('SignIn')

const create = createRoute({
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
})

const current = createRoute({
  method: 'get',
  path: '/v1/sign-ins/current',
  operationId: 'currentSignIn',
  tags: ['access'],
  summary: 'Read the sign-in of this browser',
  responses: { 200: json(signIn, 'Signed in'), ...refusals('sign_in_required') },
})

const end = createRoute({
  method: 'delete',
  path: '/v1/sign-ins/current',
  operationId: 'signOut',
  tags: ['access'],
  summary: 'Sign this browser out',
  responses: { 204: { description: 'Signed out' }, ...refusals('sign_in_required') },
})

/** Adds access's routes to the application. */
export const addAccessRoutes = (
  web: Web,
  access: Access,
  admitSignIn: (client: Client) => Promise<void>,
): void => {
  web.openapi(create, async (c) => {
    const client = c.get('client')
    await admitSignIn(client)
    const made = await access.signIn(c.req.valid('json').token.trim(), client.address)
    c.header('Set-Cookie', signInCookie(made.secret, client.isSecure))
    return c.json(made.signIn, 201)
  })

  web.openapi(current, async (c) => {
    const found = await access.signInOf(c.env.incoming)
    if (!found) throw new Refusal('sign_in_required')
    return c.json(found, 200)
  })

  web.openapi(end, async (c) => {
    const found = await access.signInOf(c.env.incoming)
    if (!found) throw new Refusal('sign_in_required')
    await access.signOut(found.id)
    c.header('Set-Cookie', signInCookie('', c.get('client').isSecure))
    return c.body(null, 204)
  })
}
