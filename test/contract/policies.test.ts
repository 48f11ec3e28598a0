/** What each policy opens and closes on the contract's paths, and in which words it refuses. */

import { expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'

const REGISTER = '/register?code=X&host=10.0.0.1'

const ask = async (
  app: TestApp,
  method: string,
  path: string,
  authorization?: string,
): Promise<[number, string]> => {
  const headers = authorization === undefined ? {} : { Authorization: authorization }
  const answer = await app.call(path, { method, headers })
  return [answer.status, await answer.text()]
}

const CLOSED: [number, string] = [
  403,
  '{"error":"Este servidor solo admite equipos inscritos","success":false,"error_code":"registration_closed"}',
]

const SIGN_IN: [number, string] = [
  401,
  '{"error":"Inicie sesión o envíe un token: \\"Authorization: Bearer …\\"","success":false,' +
    '"error_code":"sign_in_required"}',
]

const INVALID: [number, string] = [
  401,
  '{"error":"Este token o credencial no existe, ha caducado o fue revocado; pida otro",' +
    '"success":false,"error_code":"invalid_token"}',
]

it('takes registers from anybody, resolves for anybody, lists and deletes for the owner only', async () => {
  const app = await startTestApp()
  const owner = `Bearer ${app.ownerToken}`
  expect((await ask(app, 'POST', REGISTER))[0]).toBe(200)
  expect((await ask(app, 'GET', '/resolve?code=X'))[0]).toBe(200)
  expect((await ask(app, 'GET', '/info?code=X'))[0]).toBe(200)
  expect(await ask(app, 'GET', '/list')).toEqual(SIGN_IN)
  expect(await ask(app, 'POST', '/delete?code=X')).toEqual(SIGN_IN)
  expect((await ask(app, 'GET', '/resolve?code=X'))[0]).toBe(200)
  expect((await ask(app, 'GET', '/list', owner))[0]).toBe(200)
  expect((await ask(app, 'POST', '/delete?code=X', owner))[0]).toBe(200)
  expect((await ask(app, 'GET', '/resolve?code=X'))[0]).toBe(404)
})

it('takes no anonymous register where hosts must be enrolled, on any path', async () => {
  const app = await startTestApp(['--registration', 'enrolled'])
  expect(await ask(app, 'POST', REGISTER)).toEqual(CLOSED)
  expect(await ask(app, 'POST', '/register')).toEqual(CLOSED)
  const body = JSON.stringify({ address: '10.0.0.1' })
  const headers = { 'Content-Type': 'application/json' }
  const made = [
    await app.call('/v1/codes', { method: 'POST', headers, body }),
    await app.call('/v1/codes/X', { method: 'PUT', headers, body }),
  ]
  expect(made.map(({ status }) => status)).toEqual([403, 403])
  expect((await ask(app, 'GET', '/resolve?code=X'))[0]).toBe(404)
})

it('resolves for the owner only where that is the policy, on any path', async () => {
  const app = await startTestApp(['--resolve', 'signed-in'])
  const owner = `Bearer ${app.ownerToken}`
  await ask(app, 'POST', REGISTER)
  const headers = { 'Content-Type': 'application/json' }
  const body = JSON.stringify({ code: 'X' })
  for (const path of ['/resolve?code=X', '/info?code=X', '/resolve?code=unknown', '/resolve']) {
    expect(await ask(app, 'GET', path), path).toEqual(SIGN_IN)
    expect((await ask(app, 'HEAD', path))[0], path).toBe(401)
  }
  expect((await app.call('/v1/codes/X')).status).toBe(401)
  expect((await app.call('/v1/resolve', { method: 'POST', headers, body })).status).toBe(401)
  expect((await ask(app, 'GET', '/resolve?code=X', owner))[0]).toBe(200)
  expect((await ask(app, 'GET', '/info?code=X', owner))[0]).toBe(200)
  expect((await app.callAsOwner('/v1/codes/X')).status).toBe(200)
  expect((await app.callAsOwner('/v1/resolve', { method: 'POST', headers, body })).status).toBe(200)
})

it('lists for anybody with --public-list, and still deletes for the owner only', async () => {
  const app = await startTestApp(['--public-list'])
  await ask(app, 'POST', REGISTER)
  expect((await ask(app, 'GET', '/list'))[1]).toMatch(/^\{"success":true,"count":1,"codes":\{"X":/)
  expect(await ask(app, 'POST', '/delete?code=X')).toEqual(SIGN_IN)
  expect((await app.call('/v1/hosts')).status).toBe(401)
})

it.each([
  ['an empty bearer', () => 'Bearer '],
  ['a wrong token', () => `Bearer isro_${'A'.repeat(43)}`],
  ['the token cut by one', (token: string) => `Bearer ${token.slice(0, -1)}`],
  ['the token and one more', (token: string) => `Bearer ${token}x`],
  ['the token twice', (token: string) => `Bearer ${token} ${token}`],
  ['another scheme', (token: string) => `Basic ${token}`],
  ['no scheme', (token: string) => token],
  ['a token of 300 characters', () => `Bearer ${'x'.repeat(300)}`],
])('does not take %s for the owner', async (_, authorization) => {
  const app = await startTestApp()
  await ask(app, 'POST', REGISTER)
  const header = authorization(app.ownerToken)
  expect(await ask(app, 'GET', '/list', header)).toEqual(INVALID)
  expect(await ask(app, 'POST', '/delete?code=X', header)).toEqual(INVALID)
  expect((await ask(app, 'GET', `/list?token=${app.ownerToken}`))[0]).toBe(401)
})
