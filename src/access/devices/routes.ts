/** Logins of programs under `/v1`: the program begins and asks, a person decides in the browser. */

import { z } from '@hono/zod-openapi'
import { audited, route } from '../../http/route.ts'
import { instant, json, jsonBody, refusals } from '../../http/schemas.ts'
import type { Client } from '../../http/client-address.ts'
import type { Web } from '../../http/web.ts'
import { lifetime, madeFacts, scopeList, shownToken, tokenSchema } from '../tokens/routes.ts'
import { shownUserCode } from './device-login.ts'
import type { DeviceLogins } from './device-logins.ts'

const startLogin = route({ needs: 'anyone' }, {
  method: 'post',
  path: '/v1/device-logins',
  operationId: 'startDeviceLogin',
  tags: ['access'],
  summary: 'Begin the login of a program without a browser (RFC 8628 in shape)',
  request: {
    body: jsonBody(z.object({ name: z.string().min(1).max(200).openapi({ example: 'isr on RECEPCION' }) })),
  },
  responses: {
    201: json(
      z.object({
        deviceCode: z.string(),
        userCode: z.string().openapi({ example: 'BCDF-GHJK' }),
        verificationPath: z.string().openapi({ example: '/device' }),
        expiresAt: instant,
        intervalMs: z.number().int(),
      }),
      'Begun: show the user code to a person',
    ),
    ...refusals('invalid_request', 'rate_limited'),
  },
})

const askLogin = route({ needs: 'anyone' }, {
  method: 'post',
  path: '/v1/device-logins/token',
  operationId: 'finishDeviceLogin',
  tags: ['access'],
  summary: 'Ask for the token of a login; no more often than every intervalMs',
  request: { body: jsonBody(z.object({ deviceCode: z.string().min(1).max(256) })) },
  responses: {
    200: json(z.object({ token: tokenSchema, secret: z.string() }), 'Approved; this answer comes once'),
    ...refusals('invalid_request', 'login_pending', 'login_denied', 'login_expired', 'rate_limited'),
  },
})

const codeParam = z.object({ userCode: z.string().max(64).openapi({ example: 'BCDF-GHJK' }) })

const lookAtLogin = route({ needs: 'person' }, {
  method: 'get',
  path: '/v1/device-logins/{userCode}',
  operationId: 'getDeviceLogin',
  tags: ['access'],
  summary: 'See which program shows this code, before approving it',
  request: { params: codeParam },
  responses: {
    200: json(z.object({ name: z.string(), address: z.string(), createdAt: instant }), 'The login'),
    ...refusals('sign_in_required', 'forbidden', 'login_expired', 'rate_limited'),
  },
})

const approveLogin = route({ needs: 'person', audit: 'token.made' }, {
  method: 'post',
  path: '/v1/device-logins/{userCode}/approve',
  operationId: 'approveDeviceLogin',
  tags: ['access'],
  summary: 'Let the program act for you with a personal token',
  request: {
    params: codeParam,
    body: jsonBody(z.object({ scopes: scopeList.optional(), expiresInMs: lifetime.optional() })),
  },
  responses: {
    200: json(z.object({ token: tokenSchema }), 'Approved'),
    ...refusals(
      'invalid_request',
      'sign_in_required',
      'forbidden',
      'login_expired',
      'too_many_tokens',
      'rate_limited',
      'storage_unavailable',
    ),
  },
})

const denyLogin = route({ needs: 'person', audit: 'device-login.denied' }, {
  method: 'post',
  path: '/v1/device-logins/{userCode}/deny',
  operationId: 'denyDeviceLogin',
  tags: ['access'],
  summary: 'Send the program away',
  request: { params: codeParam },
  responses: {
    204: { description: 'Denied' },
    ...refusals('sign_in_required', 'forbidden', 'login_expired', 'rate_limited'),
  },
})

export type DeviceRouteOptions = {
  readonly devices: DeviceLogins
  /** Bounds how often one address may begin. */
  readonly admitSignIn: (client: Client) => Promise<void>
}

/** Adds the routes of device logins to the application. */
export const addDeviceRoutes = (web: Web, { devices, admitSignIn }: DeviceRouteOptions): void => {
  web.openapi(startLogin, async (c) => {
    await admitSignIn(c.get('client'))
    const begun = devices.start(c.get('client'), c.req.valid('json').name)
    return c.json({ ...begun, verificationPath: '/device' }, 201)
  })

  web.openapi(askLogin, (c) => {
    const { token, secret } = devices.ask(c.req.valid('json').deviceCode)
    return c.json({ token: shownToken(token), secret }, 200)
  })

  web.openapi(lookAtLogin, (c) => {
    const { name, address, createdAt } = devices.look(c.get('actor'), c.req.valid('param').userCode)
    return c.json({ name, address, createdAt }, 200)
  })

  web.openapi(approveLogin, async (c) => {
    const { userCode } = c.req.valid('param')
    audited(c, { kind: 'token', id: '', name: '' })
    const token = await devices.approve(c.get('actor'), userCode, c.req.valid('json'))
    audited(c, { kind: 'token', id: token.id, name: token.name }, { after: madeFacts(token) })
    return c.json({ token: shownToken(token) }, 200)
  })

  web.openapi(denyLogin, (c) => {
    audited(c, { kind: 'device-login', id: '', name: '' })
    const { userCode, name } = devices.deny(c.get('actor'), c.req.valid('param').userCode)
    audited(c, { kind: 'device-login', id: shownUserCode(userCode), name })
    return c.body(null, 204)
  })
}
