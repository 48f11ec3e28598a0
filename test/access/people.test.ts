import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BEHIND_PROXY } from '../abuse/attacker.ts'
import { startTestApp } from '../support/app.ts'
import {
  ask,
  cookieIn,
  enter,
  LOGIN,
  NOTICEABLE,
  PASSWORD,
  setUp,
  told,
  useAuthenticator,
} from './person.ts'

describe('setting up', () => {
  it('makes the first person, who owns the server, and closes', async () => {
    const app = await startTestApp()
    expect((await ask(app, 'GET', '/v1/server')).body).toMatchObject({
      needsSetUp: true,
      signIn: { password: true, oidc: null },
    })
    const cookie = await setUp(app)
    expect((await ask(app, 'GET', '/v1/server')).body.needsSetUp).toBe(false)
    const me = await ask(app, 'GET', '/v1/me', { cookie })
    expect(me.body).toMatchObject({
      kind: 'person',
      name: LOGIN,
      person: { login: LOGIN, name: 'Ana', hasPassword: true, hasTotp: false },
      tenant: { id: 'tenant_default' },
      tenants: [{ id: 'tenant_default', role: 'owner' }],
      role: 'owner',
    })
    expect(me.body.permissions).toContain('server:write')
    const body = { token: app.ownerToken, login: 'eve', name: 'Eve', password: PASSWORD }
    expect(told(await ask(app, 'POST', '/v1/set-up', { body }))).toBe('409 set_up_done')
  })

  it('has one winner of fifty at the same time', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, turn) =>
        ask(app, 'POST', '/v1/set-up', {
          body: { token: app.ownerToken, login: `p${turn}`, name: '', password: PASSWORD },
          address: `10.0.0.${turn}`,
        }),
      ),
    )
    const count = (status: number): number => answers.filter((one) => one.status === status).length
    expect(count(201)).toBe(1)
    expect(count(409) + count(503)).toBe(49)
    expect((await ask(app, 'GET', '/v1/server')).body.needsSetUp).toBe(false)
  })

  it('wants the owner token, and nothing of a stranger', async () => {
    const app = await startTestApp()
    const body = { token: 'isro_wrong', login: LOGIN, name: '', password: PASSWORD }
    expect(told(await ask(app, 'POST', '/v1/set-up', { body }))).toBe('401 wrong_token')
    expect((await ask(app, 'GET', '/v1/server')).body.needsSetUp).toBe(true)
  })
})

describe('a password', () => {
  it.each([
    ['too short', 'ninechars'],
    ['too long', 'x'.repeat(257)],
    ['the login', 'Ana@Example.com'],
    ['one that everybody tries', 'Password123'],
    ['one that everybody tries, in another spelling', '１２３４５６７８９０'],
  ])('is refused when it is %s', async (_, password) => {
    const app = await startTestApp()
    const body = { token: app.ownerToken, login: LOGIN, name: '', password }
    const refused = await ask(app, 'POST', '/v1/set-up', { body })
    expect([refused.status, refused.body.code]).toEqual([400, expect.stringMatching(/^password_/)])
  })

  it('is the same however the keyboard writes it, and so is the login', async () => {
    const app = await startTestApp()
    const password = 'contraseñ\u00e1 larga'
    const body = { token: app.ownerToken, login: LOGIN, name: '', password }
    expect((await ask(app, 'POST', '/v1/set-up', { body })).status).toBe(201)
    const typed = { login: ' ANA@example.com ', password: password.normalize('NFD') }
    expect((await enter(app, typed)).status).toBe(201)
  })

  it('that is changed ends the other sign-ins and is the only one that works', async () => {
    const app = await startTestApp()
    const here = await setUp(app)
    const there = cookieIn(await enter(app))
    const wrong = { current: 'not my password', next: 'another long one' }
    expect(told(await ask(app, 'PUT', '/v1/me/password', { cookie: here, body: wrong }))).toBe(
      '401 wrong_password',
    )
    expect((await ask(app, 'GET', '/v1/me', { cookie: there })).status).toBe(200)
    const body = { current: PASSWORD, next: 'another long one' }
    expect((await ask(app, 'PUT', '/v1/me/password', { cookie: here, body })).status).toBe(204)
    expect((await ask(app, 'GET', '/v1/me', { cookie: here })).status).toBe(200)
    expect((await ask(app, 'GET', '/v1/me', { cookie: there })).status).toBe(401)
    expect(told(await enter(app))).toBe('401 wrong_password')
    expect((await enter(app, { password: 'another long one' })).status).toBe(201)
  })

  it('that is being changed lets nobody in who typed the old one at that moment', async () => {
    const app = await startTestApp([], { passwordCost: NOTICEABLE })
    const cookie = await setUp(app)
    const change = ask(app, 'PUT', '/v1/me/password', {
      cookie,
      body: { current: PASSWORD, next: 'another long one' },
    })
    const late = await Promise.all([enter(app), enter(app), enter(app)])
    expect((await change).status).toBe(204)
    // Whoever was faster was signed in, and is out now like all the others.
    for (const one of late.filter(({ status }) => status === 201)) {
      expect((await ask(app, 'GET', '/v1/me', { cookie: cookieIn(one) })).status).toBe(401)
    }
    const mine = await ask(app, 'GET', '/v1/sign-ins', { cookie })
    expect(mine.body.signIns).toHaveLength(1)
  })
})

/** What three at the same time are told, of whom one was first. */
const ONCE = ['201', '401 wrong_totp', '401 wrong_totp']

describe('an authenticator', () => {
  it('is asked for once it is confirmed, and its digits work once', async () => {
    const app = await startTestApp()
    const cookie = await setUp(app)
    const { uri, digits } = await useAuthenticator(app, cookie)
    expect(uri).toContain(`otpauth://totp/isr:${encodeURIComponent(LOGIN)}?issuer=isr&secret=`)
    expect(told(await enter(app))).toBe('401 totp_required')
    expect(told(await enter(app, { totp: '000000' }))).toBe('401 wrong_totp')
    const now = digits()
    expect((await enter(app, { totp: now })).status).toBe(201)
    expect(told(await enter(app, { totp: now }))).toBe('401 wrong_totp')
    expect(told(await enter(app, { totp: digits(-30_000) })), 'older than the used one').toBe(
      '401 wrong_totp',
    )
    app.time.advance(30_000)
    const racing = await Promise.all([0, 0, 0].map(() => enter(app, { totp: digits() })))
    expect(racing.map(told).toSorted((a, b) => a.localeCompare(b))).toEqual(ONCE)
  })

  it('may be some seconds off, not a minute', async () => {
    const app = await startTestApp()
    const cookie = await setUp(app)
    const { digits } = await useAuthenticator(app, cookie)
    expect(told(await enter(app, { totp: digits(60_000) }))).toBe('401 wrong_totp')
    expect((await enter(app, { totp: digits(30_000) })).status).toBe(201)
  })

  it('is not asked for while nobody has shown that it works', async () => {
    const app = await startTestApp()
    const cookie = await setUp(app)
    await ask(app, 'POST', '/v1/me/totp', { cookie, body: { password: PASSWORD } })
    const wrong = await ask(app, 'PUT', '/v1/me/totp', { cookie, body: { code: '000000' } })
    expect(told(wrong)).toBe('401 wrong_totp')
    expect((await enter(app)).status).toBe(201)
  })

  it('is started, replaced and removed only by who knows the password', async () => {
    const app = await startTestApp()
    const cookie = await setUp(app)
    await useAuthenticator(app, cookie)
    const body = { password: 'not my password' }
    for (const [method, path] of [
      ['POST', '/v1/me/totp'],
      ['DELETE', '/v1/me/totp'],
      ['POST', '/v1/me/recovery-codes'],
    ] as const) {
      expect(told(await ask(app, method, path, { cookie, body })), path).toBe('401 wrong_password')
    }
    const again = await ask(app, 'POST', '/v1/me/totp', { cookie, body: { password: PASSWORD } })
    expect(told(again)).toBe('409 totp_on')
    const removed = await ask(app, 'DELETE', '/v1/me/totp', { cookie, body: { password: PASSWORD } })
    expect(removed.status).toBe(204)
    expect((await enter(app)).status).toBe(201)
  })
})

describe('recovery codes', () => {
  it('open once each, however they are typed', async () => {
    const app = await startTestApp()
    const cookie = await setUp(app)
    const { codes } = await useAuthenticator(app, cookie)
    expect(codes).toHaveLength(10)
    const [first = '', second = ''] = codes
    const typed = first.toLowerCase().replaceAll('-', ' ')
    const racing = await Promise.all([0, 0, 0].map(() => enter(app, { recoveryCode: typed })))
    expect(racing.map(told).toSorted((a, b) => a.localeCompare(b))).toEqual(ONCE)
    expect((await ask(app, 'GET', '/v1/me', { cookie })).body.person.recoveryCodesLeft).toBe(9)
    const made = await ask(app, 'POST', '/v1/me/recovery-codes', { cookie, body: { password: PASSWORD } })
    expect(made.body.recoveryCodes).toHaveLength(10)
    expect(told(await enter(app, { recoveryCode: second })), 'an old one').toBe('401 wrong_totp')
    expect((await enter(app, { recoveryCode: made.body.recoveryCodes[0] })).status).toBe(201)
  })

  it('open nothing without the password', async () => {
    const app = await startTestApp()
    const { codes } = await useAuthenticator(app, await setUp(app))
    const wrong = { password: 'not my password', recoveryCode: codes[0] ?? '' }
    expect(told(await enter(app, wrong))).toBe('401 wrong_password')
    expect((await enter(app, { recoveryCode: codes[0] ?? '' })).status).toBe(201)
  })
})

it('keeps no password, cookie, TOTP secret or recovery code in any file but as a hash or sealed', async () => {
  const app = await startTestApp()
  const cookie = await setUp(app)
  const { secret, codes } = await useAuthenticator(app, cookie)
  const bytes = (): Buffer =>
    Buffer.concat(
      readdirSync(app.folder)
        .filter((name) => name !== 'owner-token')
        .map((name) => readFileSync(join(app.folder, name))),
    )
  const secrets = [PASSWORD, secret, cookie.split('=')[1] ?? '', app.ownerToken, ...codes]
  const open = bytes()
  expect(open.includes(LOGIN)).toBe(true)
  for (const one of secrets) expect(open.includes(one), one).toBe(false)
  await app.close()
  for (const one of secrets) expect(bytes().includes(one), one).toBe(false)
  expect(statSync(join(app.folder, 'secret-key')).mode & 0o777).toBe(0o600)
})
