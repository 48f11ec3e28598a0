import { describe, expect, it } from 'vitest'
import { ASK_EVERY_MS, LOGIN_MS, MAX_MISSES } from '../../src/access/devices/device-login.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { BEHIND_PROXY, from } from '../abuse/attacker.ts'
import { type Caller, join, json, told } from '../support/members.ts'
import type { DeviceLogin } from '../../src/protocol/api.ts'

const begin = async (app: TestApp, address?: string): Promise<DeviceLogin> => {
  const { headers, ...init } = json({ name: 'isr on\u0007 RECEPCION' })
  const all = { ...(headers as Record<string, string>), ...from(address) }
  const answer = await app.call('/v1/device-logins', { ...init, headers: all })
  expect(answer.status).toBe(201)
  return (await answer.json()) as DeviceLogin
}

const poll = (app: TestApp, { deviceCode }: DeviceLogin): Promise<Response> => {
  app.time.advance(ASK_EVERY_MS)
  return app.call('/v1/device-logins/token', json({ deviceCode }))
}

const decide = (by: Caller, { userCode }: DeviceLogin, verb: string, body: unknown = {}): Promise<Response> =>
  by(`/v1/device-logins/${userCode}/${verb}`, json(body))

const bearer = (secret: string): RequestInit => ({ headers: { Authorization: `Bearer ${secret}` } })

describe('a program without a browser', () => {
  it('gets a token of the person who approves its code, once', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'operator')
    const begun = await begin(app)
    expect(begun.userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
    expect(begun).toMatchObject({ verificationPath: '/device', expiresAt: app.time.now() + LOGIN_MS })
    expect(await told(await poll(app, begun))).toEqual([409, 'login_pending'])
    const seen = await ana.call(`/v1/device-logins/${begun.userCode.toLowerCase().replace('-', '')}`)
    expect(await seen.json()).toMatchObject({ name: 'isr on RECEPCION', address: '127.0.0.1' })
    const approved = await decide(ana.call, begun, 'approve')
    expect(approved.status).toBe(200)
    const shownToPerson = await approved.text()
    const answer = await poll(app, begun)
    const { token, secret } = (await answer.json()) as { token: Record<string, unknown>; secret: string }
    expect(token).toMatchObject({
      kind: 'personal',
      scopes: [
        'codes:resolve',
        'hosts:read',
        'hosts:write',
        'links:read',
        'links:write',
        'screens:open',
      ],
      owner: { id: ana.id },
    })
    expect(Number(token['expiresAt']) - Number(token['createdAt'])).toBe(90 * 86_400_000)
    expect(shownToPerson).not.toContain(secret)
    expect((await app.call('/v1/hosts', bearer(secret))).status).toBe(200)
    expect(await told(await poll(app, begun))).toEqual([404, 'login_expired'])
    expect(await told(await decide(ana.call, begun, 'approve'))).toEqual([404, 'login_expired'])
  })

  it('gets no more than the person chose, and the person can choose no more than their own', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'viewer')
    const begun = await begin(app)
    const greedy = await decide(ana.call, begun, 'approve', { scopes: ['hosts:read', 'server:write'] })
    expect(await told(greedy)).toEqual([403, 'forbidden'])
    const modest = { scopes: ['hosts:read'], expiresInMs: 3_600_000 }
    expect((await decide(ana.call, begun, 'approve', modest)).status).toBe(200)
    const { token } = (await (await poll(app, begun)).json()) as { token: Record<string, number> }
    expect(token).toMatchObject({ scopes: ['hosts:read'], expiresAt: (token['createdAt'] ?? 0) + 3_600_000 })
  })

  it('is sent away when the person says no, and when nobody says anything for ten minutes', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'viewer')
    const [denied, ignored] = [await begin(app), await begin(app)]
    expect((await decide(ana.call, denied, 'deny')).status).toBe(204)
    expect(await told(await poll(app, denied))).toEqual([403, 'login_denied'])
    app.time.advance(LOGIN_MS)
    expect(await told(await poll(app, ignored))).toEqual([404, 'login_expired'])
    expect(await told(await decide(ana.call, ignored, 'approve'))).toEqual([404, 'login_expired'])
  })

  it('is slowed down when it asks more often than it was told', async () => {
    const app = await startTestApp()
    const begun = await begin(app)
    const hasty = await app.call('/v1/device-logins/token', json({ deviceCode: begun.deviceCode }))
    expect(hasty.headers.get('retry-after')).toBe('2')
    expect(await told(hasty)).toEqual([429, 'rate_limited'])
    expect(await told(await poll(app, begun))).toEqual([409, 'login_pending'])
  })
})

describe('an attacker', () => {
  it('guesses no user code: ten wrong ones, then a person must wait, and others need not', async () => {
    const app = await startTestApp()
    const eve = await join(app, 'eve', 'viewer')
    const ana = await join(app, 'ana', 'viewer')
    const begun = await begin(app)
    for (let turn = 0; turn < MAX_MISSES; turn++) {
      const answer = await eve.call(`/v1/device-logins/BBBB-BBB${'BCDFGHJKLM'[turn]}`)
      expect(await told(answer)).toEqual([404, 'login_expired'])
    }
    expect(await told(await eve.call(`/v1/device-logins/${begun.userCode}`))).toEqual([429, 'rate_limited'])
    expect(await told(await decide(eve.call, begun, 'approve'))).toEqual([429, 'rate_limited'])
    expect((await ana.call(`/v1/device-logins/${begun.userCode}`)).status).toBe(200)
  })

  it('cannot approve as a stranger, with a token, or as the bearer of the owner token', async () => {
    const app = await startTestApp()
    const begun = await begin(app)
    expect(await told(await decide(app.call, begun, 'approve'))).toEqual([401, 'sign_in_required'])
    expect(await told(await decide(app.callAsOwner, begun, 'approve'))).toEqual([403, 'forbidden'])
    expect(await told(await poll(app, begun))).toEqual([409, 'login_pending'])
  })

  it('fills no memory and locks nobody else out: ten logins per address', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    for (let turn = 0; turn < 10; turn++) await begin(app, '203.0.113.66')
    const { headers, ...init } = json({ name: 'x' })
    const all = { ...(headers as Record<string, string>), ...from('203.0.113.66') }
    const refused = await app.call('/v1/device-logins', { ...init, headers: all })
    expect(await told(refused)).toEqual([429, 'rate_limited'])
    await begin(app, '203.0.113.7')
    app.time.advance(LOGIN_MS)
    await begin(app, '203.0.113.66')
  })

  it('gets nothing for a device code that is none', async () => {
    const app = await startTestApp()
    for (const deviceCode of ['x', 'isrd_x', 'x'.repeat(256), '__proto__']) {
      const answer = await app.call('/v1/device-logins/token', json({ deviceCode }))
      expect(await told(answer)).toEqual([404, 'login_expired'])
    }
  })

  it('who removes a person between approval and collection leaves a token that opens nothing', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'operator')
    const begun = await begin(app)
    expect((await decide(ana.call, begun, 'approve')).status).toBe(200)
    await app.callAsOwner(`/v1/people/${ana.id}`, { method: 'DELETE' })
    const { secret } = (await (await poll(app, begun)).json()) as { secret: string }
    expect((await app.call('/v1/hosts', bearer(secret))).status).toBe(401)
  })
})
