/** A browser as far as the server can tell: a cookie, an Origin, a Host. */

import { expect } from 'vitest'
import { exchange, type RawAnswer, request } from '../contract/raw.ts'
import type { TestApp } from '../support/app.ts'

/** Signs in with the owner token and returns the answer. */
export const signIn = (
  app: TestApp,
  token = app.ownerToken,
  headers: Record<string, string> = {},
): Promise<RawAnswer> => {
  const body = JSON.stringify({ token })
  const all = {
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    ...headers,
  }
  return exchange(app.url, request('POST', '/v1/sign-ins', all, body))
}

/** The `name=value` of a fresh sign-in. */
export const cookieOf = async (app: TestApp): Promise<string> => {
  const { status, headers } = await signIn(app)
  expect(status).toBe(201)
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

/** A request with a JSON body (or none) and any headers. */
export const send = (
  app: TestApp,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
): Promise<RawAnswer> => {
  const length = { 'Content-Length': String(Buffer.byteLength(body)) }
  const type = { 'Content-Type': 'application/json', ...length }
  return exchange(app.url, request(method, path, { ...(body ? type : {}), ...headers }, body))
}
