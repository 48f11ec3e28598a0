/** A person at a browser: a password, a cookie, an authenticator. */

import { expect } from 'vitest'
import { Secret, TOTP } from 'otpauth'
import type { TestApp } from '../support/app.ts'

export const LOGIN = 'ana@example.com'
export const PASSWORD = 'correct horse battery'

/** A hash of some 40 ms: long enough for others to come in between. */
export const NOTICEABLE = { N: 2 ** 14, r: 8, p: 1 }

export type Answer = {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- bodies of any route, read by tests
  readonly body: any
  readonly headers: Headers
}

/** A request with a JSON body, as a browser at `address` behind the trusted proxy sends it. */
export const ask = async (
  app: Pick<TestApp, 'call'>,
  method: string,
  path: string,
  { body, cookie, address, headers = {} }: Asked = {},
): Promise<Answer> => {
  const answer = await app.call(path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(cookie === undefined ? {} : { Cookie: cookie }),
      ...(address === undefined ? {} : { 'X-Forwarded-For': address }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text ? JSON.parse(text) : undefined, headers: answer.headers }
}

export type Asked = {
  readonly body?: unknown
  readonly cookie?: string
  readonly address?: string
  readonly headers?: Record<string, string>
}

/** The `name=value` of the cookie that an answer sets. */
export const cookieIn = ({ headers }: Answer): string =>
  (headers.get('set-cookie') ?? '').split(';')[0] ?? ''

/** Makes the first person and returns their cookie. */
export const setUp = async (app: TestApp, address?: string): Promise<string> => {
  const body = { token: app.ownerToken, login: LOGIN, name: 'Ana', password: PASSWORD }
  const made = await ask(app, 'POST', '/v1/set-up', { body, ...(address ? { address } : {}) })
  expect(made.status).toBe(201)
  return cookieIn(made)
}

/** Tries to sign in. */
export const enter = (
  app: Pick<TestApp, 'call'>,
  typed: Record<string, string> = {},
  address?: string,
): Promise<Answer> =>
  ask(app, 'POST', '/v1/sign-ins', {
    body: { login: LOGIN, password: PASSWORD, ...typed },
    ...(address ? { address } : {}),
  })

/** What an answer says in two words. */
export const told = ({ status, body }: Answer): string =>
  body?.code === undefined ? String(status) : `${status} ${body.code}`

/** Puts an authenticator into use; `digits` shows what it shows at the app's time. */
export const useAuthenticator = async (app: TestApp, cookie: string) => {
  const started = await ask(app, 'POST', '/v1/me/totp', { cookie, body: { password: PASSWORD } })
  expect(started.status).toBe(200)
  const secret: string = started.body.secret
  const totp = new TOTP({ algorithm: 'SHA1', digits: 6, period: 30, secret: Secret.fromBase32(secret) })
  const digits = (shiftMs = 0): string => totp.generate({ timestamp: app.time.now() + shiftMs })
  const confirmed = await ask(app, 'PUT', '/v1/me/totp', { cookie, body: { code: digits() } })
  expect(confirmed.status).toBe(200)
  const codes: string[] = confirmed.body.recoveryCodes
  // The digits that confirmed are used up.
  app.time.advance(30_000)
  return { secret, uri: String(started.body.uri), digits, codes }
}
