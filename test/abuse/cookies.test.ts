/** The cookie of a sign-in, from the seat of whoever holds a neighbouring name or the way to it. */

import { describe, expect, it } from 'vitest'
import { ask, cookieIn, LOGIN, PASSWORD, setUp, told } from '../access/person.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { BEHIND_PROXY } from './attacker.ts'

const HTTPS = { 'X-Forwarded-Proto': 'https' }

const originOf = (app: TestApp, scheme: string): string => `${scheme}://${new URL(app.url).host}`

const enterWith = (app: TestApp, headers: Record<string, string>) =>
  ask(app, 'POST', '/v1/sign-ins', { body: { login: LOGIN, password: PASSWORD }, headers })

describe('where the browser speaks https', () => {
  it('no other host of the domain can put its own sign-in in the place of the person’s', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    await setUp(app)
    const secure = await enterWith(app, HTTPS)
    expect(secure.headers.get('set-cookie')).toMatch(/^__Host-isr_sign_in=isrs_[^;]+; Path=\/; .*; Secure$/)
    const own = cookieIn(secure)
    const foreign = cookieIn(await ask(app, 'POST', '/v1/sign-ins', { body: { token: app.ownerToken } }))
    expect(foreign).toMatch(/^isr_sign_in=/)
    for (const cookie of [`${foreign}; ${own}`, `${own}; ${foreign}`]) {
      const { body } = await ask(app, 'GET', '/v1/me', { cookie, headers: HTTPS })
      expect(body).toMatchObject({ kind: 'person' })
    }
    const out = await ask(app, 'DELETE', '/v1/sign-ins/current', { cookie: own, headers: HTTPS })
    expect(out.headers.get('set-cookie')).toMatch(/^__Host-isr_sign_in=; .*Max-Age=0; Secure$/)
    expect((await ask(app, 'GET', '/v1/me', { cookie: own })).status).toBe(401)
  })

  it('the cookie is kept from plain http although nobody told the server of its proxy', async () => {
    const app = await startTestApp()
    await setUp(app)
    const secure = await enterWith(app, { Origin: originOf(app, 'https') })
    expect(secure.headers.get('set-cookie')).toMatch(/; Secure$/)
    const plain = await enterWith(app, { Origin: originOf(app, 'http') })
    expect(plain.headers.get('set-cookie')).not.toMatch(/Secure/)
  })

  it('a page of the same name that came over plain http changes nothing', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    await setUp(app)
    const downgraded = { ...HTTPS, Origin: originOf(app, 'http') }
    expect(told(await enterWith(app, downgraded))).toBe('403 cross_origin')
    expect((await enterWith(app, { ...HTTPS, Origin: originOf(app, 'https') })).status).toBe(201)
  })
})
