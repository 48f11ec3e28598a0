/** The owner token: guessing it, flooding the sign-in, and the owner who must still get in. */

import { describe, expect, it } from 'vitest'
import { hashSecret, isSecret, newSecret } from '../../src/platform/secrets.ts'
import { startServer } from '../support/binary.ts'
import { startTestApp } from '../support/app.ts'
import { BEHIND_PROXY } from './attacker.ts'
import { cookieOf, send, signIn } from './browser.ts'

const ATTEMPTS = 30

describe('whoever guesses the owner token', () => {
  it('is told that it is wrong thirty times, and then to wait', async () => {
    const app = await startTestApp()
    for (let turn = 0; turn < ATTEMPTS; turn++) {
      const { status, body, headers } = await signIn(app, `isro_${turn}`)
      expect([status, JSON.parse(body)]).toMatchObject([401, { code: 'wrong_token' }])
      expect(headers.has('set-cookie')).toBe(false)
    }
    const refused = await signIn(app, 'isro_31')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '600'])
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'rate_limited', status: 429 })
  })

  it('learns as little from a token that is almost right as from any other', async () => {
    const app = await startTestApp()
    const { ownerToken } = app
    const near = [
      ownerToken.slice(0, -1),
      `${ownerToken}x`,
      ownerToken.toUpperCase(),
      ownerToken.slice(1),
    ]
    const answers = new Set<string>()
    for (const token of [...near, 'x', 'x'.repeat(256)]) {
      const { status, body } = await signIn(app, token)
      answers.add(`${status} ${body.replace(/req_[\w-]+/, 'req')}`)
    }
    expect(answers.size).toBe(1)
  })

  it('gets in with no cookie but a real one', async () => {
    const app = await startTestApp()
    const cookie = await cookieOf(app)
    const secret = cookie.split('=')[1] ?? ''
    const wrong = [
      'isr_sign_in=',
      'isr_sign_in=x',
      `isr_sign_in=${secret.slice(0, -1)}`,
      `x=${secret}`,
      `isr_sign_in=${hashSecret(secret)}`,
      `isr_sign_in=${app.ownerToken}`,
      `isr_sign_in="${secret}"`,
      `ISR_SIGN_IN=${secret}`,
      `isr_sign_in=${'x'.repeat(5000)}`,
      ';;;=;isr_sign_in',
      '=',
      '\u00ff',
    ]
    for (const header of wrong) {
      expect((await send(app, 'GET', '/v1/hosts', { Cookie: header })).status, header).toBe(401)
    }
    expect((await send(app, 'GET', '/v1/hosts', { Cookie: `a=b; ${cookie}` })).status).toBe(200)
  })

  it('reads it nowhere: not in the output, not in an answer', async () => {
    const server = await startServer(['--log-level', 'trace'])
    const { readFileSync } = await import('node:fs')
    const { dirname, join } = await import('node:path')
    const token = readFileSync(join(dirname(server.db), 'owner-token'), 'utf8').trim()
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }
    const made = await fetch(`${server.url}/v1/sign-ins`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ token }),
    })
    expect(made.status).toBe(201)
    const secret = /isr_sign_in=([^;]+)/.exec(made.headers.get('set-cookie') ?? '')?.[1] ?? ''
    await fetch(`${server.url}/v1/hosts`, { headers })
    await fetch(`${server.url}/v1/sign-ins`, {
      method: 'POST',
      headers,
      body: '{"token":"isro_wrong"}',
    })
    await fetch(`${server.url}/list?token=${token}`)
    expect(secret.length).toBeGreaterThan(40)
    for (const text of [token, secret, 'isro_wrong']) expect(server.output()).not.toContain(text)
    expect(await made.text()).not.toContain(secret)
    await server.stop()
  })
})

describe('the owner', () => {
  it('is let in by the token itself while somebody floods the sign-in from the same address', async () => {
    const app = await startTestApp()
    for (let turn = 0; turn <= ATTEMPTS; turn++) await signIn(app, `isro_${turn}`)
    expect((await signIn(app)).status).toBe(429)
    expect((await app.callAsOwner('/v1/hosts')).status).toBe(200)
    expect((await app.callAsOwner('/list')).status).toBe(200)
    app.time.advance(600_000)
    expect((await signIn(app)).status).toBe(201)
  })

  it('keeps the sign-in of a browser during the flood, and signs in from another address', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    const cookie = await cookieOf(app)
    const attacker = { 'X-Forwarded-For': '203.0.113.66' }
    for (let turn = 0; turn <= ATTEMPTS; turn++) await signIn(app, `isro_${turn}`, attacker)
    expect((await signIn(app, app.ownerToken, attacker)).status).toBe(429)
    expect((await send(app, 'GET', '/v1/hosts', { Cookie: cookie })).status).toBe(200)
    const elsewhere = await signIn(app, app.ownerToken, { 'X-Forwarded-For': '203.0.113.7' })
    expect(elsewhere.status).toBe(201)
  })

  it('may paste the token with the line break that came with it', async () => {
    const app = await startTestApp()
    expect((await signIn(app, ` ${app.ownerToken}\n`)).status).toBe(201)
  })
})

it('compares secrets of any length, and takes the right one only', () => {
  const secret = newSecret('isro')
  const hash = hashSecret(secret)
  expect(isSecret(secret, hash)).toBe(true)
  for (const wrong of ['', 'x', secret.slice(1), `${secret} `, hash, 'x'.repeat(100_000)]) {
    expect(isSecret(wrong, hash)).toBe(false)
  }
})
