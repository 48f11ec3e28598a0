import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { BEHIND_PROXY } from '../abuse/attacker.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, cookieIn, enter, LOGIN, setUp, told } from './person.ts'

/** Changes the database of a running app beside it. */
const change = async (app: TestApp, sql: string): Promise<void> => {
  const db = new Sqlite(app.db)
  db.exec(sql)
  db.close()
  // The app reads from a snapshot for some milliseconds; what it writes itself ends that.
  await app.call('/register?code=ISR-12345678&host=10.0.0.1', { method: 'POST' })
}

/** Makes the person a member of a second tenant. */
const joinSecond = (app: TestApp): Promise<void> =>
  change(
    app,
    `INSERT INTO tenants VALUES ('tenant_second', 'Second', 5);
     INSERT INTO memberships SELECT person_id, 'tenant_second', 'viewer', 5 FROM people`,
  )

/** An open live feed; resolves with all it sent once the server ends it. */
const openFeed = async (app: TestApp, cookie: string): Promise<{ ended: Promise<string> }> => {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const stream = await app.call('/v1/events', { headers: { Cookie: cookie }, signal: stop.signal })
  expect(stream.status).toBe(200)
  return { ended: stream.text() }
}

describe('the cookie of a sign-in', () => {
  it('is kept from scripts and other sites, and from plain http where there is https', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    await setUp(app)
    const plain = (await enter(app)).headers.get('set-cookie') ?? ''
    expect(plain).toMatch(/^isr_sign_in=isrs_[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/)
    const secure = await ask(app, 'POST', '/v1/sign-ins', {
      body: { token: app.ownerToken },
      headers: { 'X-Forwarded-Proto': 'https' },
    })
    expect(secure.headers.get('set-cookie')).toMatch(/; Secure$/)
    expect(secure.body).toMatchObject({ kind: 'owner-token', person: null, role: 'owner' })
  })

  it('does not serve a page of another site', async () => {
    const app = await startTestApp()
    const cookie = await setUp(app)
    const headers = { Origin: 'https://evil.example' }
    const asked = { cookie, headers, body: { current: 'x', next: 'y' } }
    expect(told(await ask(app, 'PUT', '/v1/me/password', asked))).toBe('403 cross_origin')
    const signingIn = { headers, body: { token: app.ownerToken } }
    expect(told(await ask(app, 'POST', '/v1/sign-ins', signingIn))).toBe('403 cross_origin')
    expect(told(await ask(app, 'POST', '/v1/set-up', signingIn))).toBe('403 cross_origin')
  })
})

describe('the list of sign-ins', () => {
  it('shows where and when, and which one is this, to its person alone', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    const here = await setUp(app, '10.0.0.1')
    app.time.advance(1000)
    const there = cookieIn(await enter(app, {}, '2001:db8::7'))
    const { body } = await ask(app, 'GET', '/v1/sign-ins', { cookie: here })
    expect(body.signIns).toMatchObject([
      { address: '2001:db8::7', isCurrent: false, role: 'owner', person: { login: LOGIN } },
      { address: '10.0.0.1', isCurrent: true },
    ])
    expect(JSON.stringify(body)).not.toContain(there.split('=')[1])
    expect((await ask(app, 'GET', '/v1/sign-ins')).status).toBe(401)
    expect((await app.callAsOwner('/v1/sign-ins')).status).toBe(403)
  })

  it('tells when each was used last, to the minute', async () => {
    const app = await startTestApp()
    const cookie = await setUp(app)
    const seenAt = async (): Promise<number> =>
      (await ask(app, 'GET', '/v1/sign-ins', { cookie })).body.signIns[0].seenAt
    const first = await seenAt()
    app.time.advance(59_000)
    await seenAt()
    expect(await seenAt()).toBe(first)
    app.time.advance(1000)
    await seenAt()
    await expect.poll(seenAt).toBe(app.time.now())
  })

  it('never holds more than fifty of one person: the oldest ends', async () => {
    const app = await startTestApp()
    const first = await setUp(app)
    for (let turn = 0; turn < 50; turn++) {
      await change(
        app,
        `INSERT INTO sign_ins SELECT 'hash${turn}', 'sig_${turn}', tenant_id, person_id, NULL, '', '',
         created_at + 1 + ${turn}, 0, expires_at FROM sign_ins ORDER BY created_at LIMIT 1`,
      )
    }
    app.time.advance(60_000)
    const last = cookieIn(await enter(app))
    const { body } = await ask(app, 'GET', '/v1/sign-ins', { cookie: last })
    expect(body.signIns).toHaveLength(50)
    expect((await ask(app, 'GET', '/v1/me', { cookie: first })).status).toBe(401)
  })
})

describe('a sign-in that is ended elsewhere', () => {
  it('is out at once, and its open feed is cut before any time has passed', async () => {
    const app = await startTestApp()
    const here = await setUp(app)
    const there = cookieIn(await enter(app))
    const { ended } = await openFeed(app, there)
    const { body } = await ask(app, 'GET', '/v1/sign-ins', { cookie: here })
    const other = body.signIns.find((one: { isCurrent: boolean }) => !one.isCurrent)
    expect((await ask(app, 'DELETE', `/v1/sign-ins/${other.id}`, { cookie: here })).status).toBe(204)
    expect(await ended).toContain('event: signed-out')
    expect((await ask(app, 'GET', '/v1/me', { cookie: there })).status).toBe(401)
    const again = await ask(app, 'DELETE', `/v1/sign-ins/${other.id}`, { cookie: here })
    expect(told(again)).toBe('404 sign_in_not_found')
  })

  it('by a change of the password is cut too', async () => {
    const app = await startTestApp()
    const here = await setUp(app)
    const mine = await openFeed(app, here)
    const { ended } = await openFeed(app, cookieIn(await enter(app)))
    const body = { current: 'correct horse battery', next: 'another long one' }
    expect((await ask(app, 'PUT', '/v1/me/password', { cookie: here, body })).status).toBe(204)
    expect(await ended).toContain('event: signed-out')
    expect(await Promise.race([mine.ended, Promise.resolve('open')])).toBe('open')
  })

  it('was never somebody else’s to end', async () => {
    const app = await startTestApp()
    const cookie = await setUp(app)
    const owners = await ask(app, 'POST', '/v1/sign-ins', { body: { token: app.ownerToken } })
    const foreign = await ask(app, 'DELETE', `/v1/sign-ins/${owners.body.id}`, { cookie })
    const unknown = await ask(app, 'DELETE', '/v1/sign-ins/sig_unknown', { cookie })
    expect([told(foreign), told(unknown)]).toEqual(Array(2).fill('404 sign_in_not_found'))
    expect((await ask(app, 'GET', '/v1/me', { cookie: cookieIn(owners) })).status).toBe(200)
  })
})

describe('a person', () => {
  it('who is removed from the tenant is out at once, with all that was open', async () => {
    const app = await startTestApp()
    const cookie = await setUp(app)
    await change(app, 'DELETE FROM memberships')
    expect((await ask(app, 'GET', '/v1/me', { cookie })).status).toBe(401)
    expect((await ask(app, 'GET', '/v1/sign-ins/current', { cookie })).status).toBe(401)
    expect((await ask(app, 'GET', '/v1/hosts', { cookie })).status).toBe(401)
    expect(told(await enter(app))).toBe('403 not_a_member')
  })

  it('who is made less may do less with the next request', async () => {
    const app = await startTestApp()
    const cookie = await setUp(app)
    expect((await ask(app, 'GET', '/v1/tenants', { cookie })).status).toBe(200)
    await change(app, "UPDATE memberships SET role = 'viewer'")
    expect((await ask(app, 'GET', '/v1/tenants', { cookie })).status).toBe(403)
    expect((await ask(app, 'GET', '/v1/me', { cookie })).body.permissions).toEqual(['hosts:read'])
  })

  it('works in another tenant with the same sign-in, as what they are there', async () => {
    const app = await startTestApp()
    const cookie = await setUp(app)
    const to = (tenantId: string) =>
      ask(app, 'PUT', '/v1/sign-ins/current/tenant', { cookie, body: { tenantId } })
    await change(app, "INSERT INTO tenants VALUES ('tenant_third', 'Third', 6)")
    await joinSecond(app)
    const { ended } = await openFeed(app, cookie)
    expect((await to('tenant_second')).status).toBe(204)
    expect(await ended).toContain('event: changed')
    const me = await ask(app, 'GET', '/v1/me', { cookie })
    expect(me.body).toMatchObject({ tenant: { id: 'tenant_second', name: 'Second' }, role: 'viewer' })
    expect(me.body.tenants).toHaveLength(2)
    const answers = [await to('tenant_third'), await to('tenant_nowhere')]
    expect(answers.map(told)).toEqual(Array(2).fill('404 tenant_not_found'))
    expect((await ask(app, 'GET', '/v1/me', { cookie })).body.tenant.id).toBe('tenant_second')
  })
})

it('tells the bearer of the owner token who he is', async () => {
  const app = await startTestApp()
  const me = await (await app.callAsOwner('/v1/me')).json()
  expect(me).toMatchObject({
    kind: 'owner-token',
    person: null,
    tenant: { id: 'tenant_default' },
    tenants: [{ id: 'tenant_default', role: 'owner' }],
    role: 'owner',
  })
})
