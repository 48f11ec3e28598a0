/** Somebody who has a token, or had one: what it opens, what it never opens, when it stops. */

import { describe, expect, it, onTestFinished } from 'vitest'
import { createTokenStore } from '../../src/access/tokens/store.ts'
import { newTokenSecret } from '../../src/access/tokens/token.ts'
import { type Permission, PERMISSION_NAMES, type Role } from '../../src/protocol/actor.ts'
import { DEFAULT_TENANT } from '../../src/protocol/tenant.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { makeFolder, startTestApp, type TestApp } from '../support/app.ts'
import { ManualTime } from '../support/manual-time.ts'
import { type Caller, join, json, makeTenant, told } from '../support/members.ts'

const HOUR_MS = 3_600_000

type Wish = { kind?: 'personal' | 'tenant'; scopes?: readonly Permission[]; expiresInMs?: number | null | undefined }

type Made = { readonly id: string; readonly secret: string; readonly call: Caller }

const ask = (by: Caller, wish: Wish): Promise<Response> =>
  by('/v1/tokens', json({ kind: 'personal', name: 'x', scopes: ['hosts:read'], expiresInMs: HOUR_MS, ...wish }))

const bearer =
  (app: TestApp, secret: string): Caller =>
  (path, init = {}) => {
    const headers = new Headers(init.headers)
    headers.set('Authorization', `Bearer ${secret}`)
    return app.call(path, { ...init, headers })
  }

const make = async (app: TestApp, by: Caller, wish: Wish = {}): Promise<Made> => {
  const answer = await ask(by, wish)
  expect(answer.status).toBe(201)
  const { token, secret } = (await answer.json()) as { token: { id: string }; secret: string }
  return { id: token.id, secret, call: bearer(app, secret) }
}

const remove = (by: Caller, path: string): Promise<Response> => by(path, { method: 'DELETE' })

const setRole = (app: TestApp, id: string, role: Role): Promise<Response> =>
  app.callAsOwner(`/v1/people/${id}/role`, json({ role }, 'PUT'))

describe('a personal token', () => {
  it('never does more than its person, whatever its scopes say', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'admin')
    const { call } = await make(app, ana.call, { scopes: ['hosts:read', 'tokens:read', 'audit:read'] })
    expect((await call('/v1/audit')).status).toBe(200)
    expect((await setRole(app, ana.id, 'viewer')).status).toBe(200)
    expect(await told(await call('/v1/audit'))).toEqual([403, 'forbidden'])
    expect((await call('/v1/hosts')).status).toBe(200)
    await setRole(app, ana.id, 'admin')
    expect((await call('/v1/audit')).status).toBe(200)
  })

  it('dies with the membership, in mid-stream too', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'operator')
    const { call } = await make(app, ana.call)
    const stream = (await call('/v1/events')).text()
    expect((await remove(app.callAsOwner, `/v1/people/${ana.id}`)).status).toBe(204)
    expect(await stream).toContain('event: signed-out')
    expect(await told(await call('/v1/hosts'))).toEqual([401, 'invalid_token'])
  })

  it('cannot be made by somebody who is no person', async () => {
    const app = await startTestApp()
    expect(await told(await ask(app.callAsOwner, {}))).toEqual([403, 'forbidden'])
    const robot = await make(app, app.callAsOwner, { kind: 'tenant', scopes: [...PERMISSION_NAMES] })
    expect(await told(await ask(robot.call, {}))).toEqual([403, 'forbidden'])
  })

  it('does nothing that wants a person at a browser', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'owner')
    const { call } = await make(app, ana.call, { scopes: [...PERMISSION_NAMES] })
    const attempts: [string, RequestInit][] = [
      ['/v1/me/password', json({ current: 'x', next: 'a new long password' }, 'PUT')],
      ['/v1/me/totp', json({ password: 'x' })],
      ['/v1/sign-ins', {}],
      ['/v1/device-logins/BCDF-GHJK/approve', json({})],
    ]
    for (const [path, init] of attempts) expect((await call(path, init)).status, path).toBe(403)
  })
})

it('a personal token is not made for somebody who was removed while it was being made', async () => {
  const time = new ManualTime()
  const file = `${makeFolder()}/registry.db`
  const database = openSqlite({ file, ticker: time, onDeath: () => undefined })
  onTestFinished(() => database.close())
  const store = createTokenStore(database)
  const create = (id: string): Promise<boolean> =>
    store.create(
      {
        id,
        tenantId: DEFAULT_TENANT,
        kind: 'personal',
        name: 'x',
        scopes: ['hosts:read'],
        owner: { id: 'person_ana', name: 'Ana' },
        createdBy: 'ana',
        createdAt: time.now(),
        expiresAt: null,
        usedAt: null,
        usedFrom: null,
        start: 'isrp_xxxx',
      },
      `hash of ${id}`,
    )
  const membership = ['person_ana', DEFAULT_TENANT]
  await database.write("INSERT INTO memberships VALUES ($1, $2, 'viewer', 0)", membership)
  expect(await create('tok_1')).toBe(true)
  await database.write('DELETE FROM memberships WHERE person_id = $1 AND tenant_id = $2', membership)
  expect(await create('tok_2')).toBe(false)
})

describe('whoever stole a token', () => {
  it('keeps no stream that began while it was being revoked', async () => {
    const app = await startTestApp()
    for (let turn = 0; turn < 5; turn++) {
      const { id, call } = await make(app, app.callAsOwner, { kind: 'tenant' })
      const early = [call('/v1/events'), call('/v1/events'), call('/v1/events')]
      const revoking = remove(app.callAsOwner, `/v1/tokens/${id}`)
      const late = [call('/v1/events'), call('/v1/events'), call('/v1/events')]
      expect((await revoking).status).toBe(204)
      for (const answer of await Promise.all([...early, ...late])) {
        const isCut = answer.status === 401 || (await answer.text()).includes('event: signed-out')
        expect(isCut).toBe(true)
      }
    }
  })

  it('makes none that may do more, and none that lives longer', async () => {
    const app = await startTestApp()
    const scopes = ['hosts:read', 'tokens:write'] as const
    const { call } = await make(app, app.callAsOwner, { kind: 'tenant', scopes })
    for (const scope of PERMISSION_NAMES) {
      const answer = await ask(call, { kind: 'tenant', scopes: [scope] })
      const isWithin = (scopes as readonly string[]).includes(scope)
      expect(answer.status, scope).toBe(isWithin ? 201 : 403)
    }
    const longer = [{ expiresInMs: null }, { expiresInMs: HOUR_MS + 1 }]
    for (const wish of longer) {
      const answer = await ask(call, { kind: 'tenant', scopes: ['hosts:read'], ...wish })
      expect(await told(answer)).toEqual([403, 'token_outlives'])
    }
    const unsaid = await ask(call, { kind: 'tenant', expiresInMs: undefined })
    expect(await unsaid.json()).toMatchObject({ token: { expiresAt: app.time.now() + HOUR_MS } })
  })

  it('makes a tenant’s token with tokens:write only, also as a person’s own', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'admin')
    expect(await told(await ask((await join(app, 'luis', 'operator')).call, { kind: 'tenant' }))).toEqual([403, 'forbidden'])
    const { call } = await make(app, ana.call)
    expect(await told(await ask(call, { kind: 'tenant' }))).toEqual([403, 'forbidden'])
  })

  it('sees and revokes only what is his: not other people’s, not another tenant’s', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'operator')
    const luis = await join(app, 'luis', 'operator')
    const north = await makeTenant(app, 'Norte')
    const theirs = [
      await make(app, luis.call),
      await make(app, app.callAsOwner, { kind: 'tenant' }),
      await make(app, north, { kind: 'tenant' }),
    ]
    const mine = await make(app, ana.call)
    const seen = await (await mine.call('/v1/tokens')).text()
    for (const { id, call } of theirs) {
      expect(seen).not.toContain(id)
      expect(await told(await remove(mine.call, `/v1/tokens/${id}`))).toEqual([404, 'token_not_found'])
      expect((await call('/v1/hosts')).status).toBe(200)
    }
    const admin = await make(app, app.callAsOwner, { kind: 'tenant', scopes: ['tokens:read', 'tokens:write'] })
    const inNorth = theirs[2]?.id ?? ''
    expect(await (await admin.call('/v1/tokens')).text()).not.toContain(inNorth)
    expect((await remove(admin.call, `/v1/tokens/${inNorth}`)).status).toBe(404)
    expect((await remove(mine.call, `/v1/tokens/${mine.id}`)).status).toBe(204)
    expect((await mine.call('/v1/hosts')).status).toBe(401)
  })

  it('does not get into another tenant by naming it', async () => {
    const app = await startTestApp()
    const north = await makeTenant(app, 'Norte')
    const { tenant } = (await (await north('/v1/me')).json()) as { tenant: { id: string } }
    const { call } = await make(app, app.callAsOwner, { kind: 'tenant' })
    await app.call('/register?code=ours&host=10.0.0.1', { method: 'POST' })
    const answer = await call('/v1/hosts', { headers: { 'Isr-Tenant': tenant.id } })
    expect(await answer.json()).toMatchObject({ total: 1 })
  })

  it('cannot give a token of another tenant the rights of the whole server', async () => {
    const app = await startTestApp()
    const north = await makeTenant(app, 'Norte')
    const { call } = await make(app, north, { kind: 'tenant', scopes: [...PERMISSION_NAMES] })
    for (const path of ['/v1/bans', '/v1/tenants', '/metrics']) {
      expect((await call(path, { headers: { 'X-Forwarded-For': '203.0.113.9' } })).status, path).not.toBe(200)
    }
  })

  it('learns nothing from the answer: unknown, expired, revoked and misspelt are one', async () => {
    const app = await startTestApp()
    const revoked = await make(app, app.callAsOwner, { kind: 'tenant' })
    const expired = await make(app, app.callAsOwner, { kind: 'tenant', expiresInMs: 60_000 })
    await remove(app.callAsOwner, `/v1/tokens/${revoked.id}`)
    app.time.advance(60_000)
    const unknown = newTokenSecret('tenant')
    const secrets = [revoked.secret, expired.secret, unknown, `${unknown}x`, 'isrt_', 'isrq_x', 'x'.repeat(5000)]
    const answers = new Set<string>()
    for (const secret of secrets) {
      const answer = await bearer(app, secret)('/v1/hosts')
      answers.add(`${answer.status} ${(await answer.text()).replace(/req_[\w-]+/, 'req')}`)
    }
    expect(answers.size).toBe(1)
    expect([...answers][0]).toContain('invalid_token')
  })

  it('is not let in by what the file on the disk holds', async () => {
    const app = await startTestApp()
    const { secret } = await make(app, app.callAsOwner, { kind: 'tenant' })
    const { hashSecret } = await import('../../src/platform/secrets.ts')
    expect((await bearer(app, hashSecret(secret))('/v1/hosts')).status).toBe(401)
    expect((await bearer(app, secret.replace('isrt', 'isrp'))('/v1/hosts')).status).toBe(401)
  })
})

it('a person’s other tokens and the honest ones go on working when one is revoked', async () => {
  const app = await startTestApp()
  const ana = await join(app, 'ana', 'operator')
  const [first, second] = [await make(app, ana.call), await make(app, ana.call)]
  const leaver = (await first.call('/v1/events')).text()
  const stayer = await second.call('/v1/events')
  await remove(ana.call, `/v1/tokens/${first.id}`)
  expect(await leaver).toContain('signed-out')
  expect((await second.call('/v1/hosts')).status).toBe(200)
  await stayer.body?.cancel()
})
