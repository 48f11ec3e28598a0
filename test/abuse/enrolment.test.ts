/** Whoever wants in without being enrolled, or more often than the token allows. */

import { describe, expect, it } from 'vitest'
import type { Enrolment, Host } from '../../src/protocol/api.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { act, type Answer, json, listed, put, registerOld, resolved, serverIdOf, SignedHost, toAnswer } from '../registry/signed-host.ts'

const CODE = 'ISR-12345678'
const DAY_MS = 86_400_000

type Made = { enrolment: Enrolment; secret: string }

const enrol = async (app: TestApp, uses = 1, headers = {}): Promise<Made> => {
  const wanted = { name: 'Office', uses, expiresInMs: 7 * DAY_MS, tags: ['office', 'floor 2'] }
  const answer = await app.callAsOwner('/v1/enrolments', json('POST', wanted, headers))
  expect(answer.status).toBe(201)
  return (await answer.json()) as Made
}

const redeem = async (app: TestApp, token: string, code = CODE, more = {}): Promise<Answer> => {
  const body = { token, code, address: '10.0.0.1', ...more }
  return toAnswer(await app.call('/v1/enrolments/redeem', json('POST', body)))
}

const credentialOf = (answer: Answer): string => {
  expect(answer.status).toBe(201)
  return String(answer.body['credential'])
}

const bearing = (secret: string): Record<string, string> => ({ Authorization: `Bearer ${secret}` })

const enrolments = async (app: TestApp): Promise<Enrolment[]> => {
  const answer = await app.callAsOwner('/v1/enrolments')
  return ((await answer.json()) as { enrolments: Enrolment[] }).enrolments
}

describe('an enrolment for 30 hosts', () => {
  it('lets 30 of 100 in that come at once, and writes exactly 30 leases', async () => {
    const app = await startTestApp(['--registration', 'enrolled'])
    const { secret, enrolment } = await enrol(app, 30)
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) => redeem(app, secret, `host-${at}`)),
    )
    const inside = answers.filter(({ status }) => status === 201)
    const outside = answers.filter(({ code }) => code === 'enrolment_invalid')
    expect([inside.length, outside.length]).toEqual([30, 70])
    expect(await listed(app)).toHaveLength(30)
    expect(await enrolments(app)).toMatchObject([{ id: enrolment.id, uses: 30, usesLeft: 0 }])
    expect(new Set(inside.map(({ body }) => body['credential'])).size).toBe(30)
  })
})

describe('an enrolment token', () => {
  it('that is unknown, used up, expired or revoked is refused in the same words', async () => {
    const app = await startTestApp()
    const [used, expired, revoked] = [await enrol(app), await enrol(app), await enrol(app)]
    await redeem(app, used.secret, 'first')
    await app.callAsOwner(`/v1/enrolments/${revoked.enrolment.id}`, { method: 'DELETE' })
    const texts = new Set<string>()
    const note = ({ status, body }: Answer): void => {
      texts.add(JSON.stringify([status, { ...body, requestId: '' }]))
    }
    note(await redeem(app, used.secret))
    note(await redeem(app, revoked.secret))
    note(await redeem(app, `isre_${'A'.repeat(43)}`))
    note(await redeem(app, 'x'))
    app.time.advance(7 * DAY_MS)
    note(await redeem(app, expired.secret))
    expect([...texts]).toEqual([expect.stringContaining('enrolment_invalid')])
    expect(await resolved(app, CODE)).toBe('404')
  })

  it('holds until its last millisecond', async () => {
    const app = await startTestApp()
    const { secret } = await enrol(app)
    app.time.advance(7 * DAY_MS - 1)
    expect((await redeem(app, secret)).status).toBe(201)
  })

  it('does not tell of codes that are taken to those whose token is wrong', async () => {
    const app = await startTestApp()
    await new SignedHost().register(app, { code: CODE })
    expect(await redeem(app, 'isre_wrong')).toMatchObject({ code: 'enrolment_invalid' })
    expect(await redeem(app, 'isre_wrong', 'free')).toMatchObject({ code: 'enrolment_invalid' })
  })

  it('takes no code that belongs to somebody, and is not used up by trying', async () => {
    const app = await startTestApp()
    const { secret } = await enrol(app)
    const owner = new SignedHost()
    await owner.register(app, { code: CODE, address: '10.0.0.5' })
    expect(await redeem(app, secret)).toMatchObject({ status: 403, code: 'code_claimed' })
    expect(await resolved(app, CODE)).toBe('10.0.0.5')
    expect(await enrolments(app)).toMatchObject([{ usesLeft: 1 }])
    expect((await redeem(app, secret, 'free')).status).toBe(201)
  })

  it('is taken from the key that owns the code already', async () => {
    const app = await startTestApp()
    const { secret } = await enrol(app)
    const owner = new SignedHost()
    await owner.register(app, { code: CODE })
    app.time.advance(1)
    const { proof } = owner.body(await serverIdOf(app), { code: CODE, at: app.time.now(), token: secret })
    expect((await redeem(app, secret, CODE, { proof })).status).toBe(201)
    expect(await listed(app)).toMatchObject([{ ownership: 'key', tags: ['office', 'floor 2'] }])
  })

  it('is shown once and kept as a hash, and so is the credential', async () => {
    const app = await startTestApp()
    const { secret } = await enrol(app, 2)
    const credential = credentialOf(await redeem(app, secret))
    const shown = JSON.stringify([await enrolments(app), await listed(app)])
    expect([secret, credential].filter((text) => shown.includes(text))).toEqual([])
    await app.close()
    const { readFileSync } = await import('node:fs')
    const bytes = readFileSync(app.db).toString('latin1')
    expect([secret, credential].filter((text) => bytes.includes(text.slice(5)))).toEqual([])
  })

  it.each([
    ['no uses', { uses: 0 }],
    ['too many uses', { uses: 100_001 }],
    ['no time', { expiresInMs: 0 }],
    ['more than a year', { expiresInMs: 366 * DAY_MS }],
    ['a name of nothing', { name: '\u200b' }],
    ['a tag with a comma', { tags: ['a,b'] }],
    ['a tag of markup', { tags: ['<b>'] }],
    ['too many tags', { tags: Array.from({ length: 11 }, (_, at) => `t${at}`) }],
  ])('with %s is not made', async (_, wrong) => {
    const app = await startTestApp()
    const body = { name: 'n', uses: 1, expiresInMs: DAY_MS, tags: [], ...wrong }
    const answer = await app.callAsOwner('/v1/enrolments', json('POST', body))
    expect(await toAnswer(answer)).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(await enrolments(app)).toEqual([])
  })
})

describe('a server for enrolled hosts only', () => {
  it('lets nobody else in: no stranger, no key it does not know, no owner token', async () => {
    const app = await startTestApp(['--registration', 'enrolled'])
    const owner = bearing(app.ownerToken)
    expect(await put(app, CODE)).toMatchObject({ status: 403, code: 'registration_closed' })
    expect(await put(app, CODE, undefined, owner)).toMatchObject({ code: 'registration_closed' })
    expect(await new SignedHost().register(app, { code: CODE })).toMatchObject({ code: 'registration_closed' })
    expect(await registerOld(app, CODE)).toMatchObject({ body: { error_code: 'registration_closed' } })
    expect(await registerOld(app, CODE, '10.0.0.1', owner)).toMatchObject({ status: 403 })
    expect(await registerOld(app, CODE, '10.0.0.1', bearing(`isrh_${'A'.repeat(43)}`))).toMatchObject({ status: 401, body: { error_code: 'invalid_token' } })
    const allocated = await app.call('/v1/codes', json('POST', { address: '10.0.0.1' }))
    expect(allocated.status).toBe(403)
    expect(await listed(app)).toEqual([])
  })

  it('takes an enrolled host by its credential on both paths, and by its key', async () => {
    const app = await startTestApp(['--registration', 'enrolled'])
    const { secret } = await enrol(app)
    const key = new SignedHost()
    const { proof } = key.body(await serverIdOf(app), { code: CODE, at: app.time.now(), token: secret })
    const credential = credentialOf(await redeem(app, secret, CODE, { proof }))
    expect(await put(app, CODE, { address: '10.0.0.2' }, bearing(credential))).toMatchObject({ status: 200 })
    expect(await registerOld(app, CODE, '10.0.0.3', bearing(credential))).toMatchObject({ status: 200 })
    expect(await resolved(app, CODE)).toBe('10.0.0.3')
    app.time.advance(1)
    expect(await key.register(app, { code: CODE, address: '10.0.0.4' })).toMatchObject({ status: 200 })
    expect(await resolved(app, CODE)).toBe('10.0.0.4')
    expect(await key.register(app, { code: CODE, address: '10.0.0.4' })).toMatchObject({ code: 'replayed' })
  })

  it('answers a stranger the same for a code that exists and one that does not', async () => {
    const app = await startTestApp(['--registration', 'enrolled'])
    const { secret } = await enrol(app)
    await redeem(app, secret)
    const thief = new SignedHost()
    for (const code of [CODE, 'ISR-00000005']) {
      expect(await thief.register(app, { code })).toMatchObject({ status: 403, code: 'registration_closed' })
      expect(await put(app, code)).toMatchObject({ status: 403, code: 'registration_closed' })
    }
  })

  it('keeps hosts out that came in by a key before it was closed, until they are enrolled', async () => {
    const app = await startTestApp()
    const key = new SignedHost()
    await key.register(app, { code: CODE })
    await app.close()
    const flags = ['--registration', 'enrolled']
    const closed = await startTestApp(flags, { folder: app.folder, time: app.time })
    closed.time.advance(1)
    expect(await key.register(closed, { code: CODE })).toMatchObject({ code: 'registration_closed' })
  })
})

describe('a host’s credential', () => {
  it('registers its own code and no other, and may do nothing else', async () => {
    const app = await startTestApp()
    const { secret } = await enrol(app, 2)
    const credential = credentialOf(await redeem(app, secret))
    await redeem(app, secret, 'other')
    for (const code of ['other', 'free']) {
      expect(await put(app, code, { address: '6.6.6.6' }, bearing(credential))).toMatchObject({ status: 403, code: 'wrong_code' })
      expect(await registerOld(app, code, '6.6.6.6', bearing(credential))).toMatchObject({ body: { error_code: 'wrong_code' } })
    }
    for (const path of ['/v1/hosts', '/v1/enrolments', '/v1/me', '/list']) {
      expect((await app.call(path, { headers: bearing(credential) })).status).toBe(403)
    }
    expect(await put(app, CODE, undefined, bearing(credential))).toMatchObject({ status: 200 })
  })

  it('makes the code its host’s against keys and strangers', async () => {
    const app = await startTestApp()
    const { secret } = await enrol(app)
    const credential = credentialOf(await redeem(app, secret))
    expect(await listed(app)).toMatchObject([{ ownership: 'credential' }])
    expect(await new SignedHost().register(app, { code: CODE })).toMatchObject({ code: 'code_claimed' })
    expect(await registerOld(app, CODE)).toMatchObject({ body: { error_code: 'code_claimed' } })
    const key = new SignedHost()
    const body = key.body(await serverIdOf(app), { code: CODE, at: app.time.now() })
    expect(await put(app, CODE, body, bearing(credential))).toMatchObject({ status: 200, body: { ownership: 'key' } })
    app.time.advance(1)
    const thief = new SignedHost().body(await serverIdOf(app), { code: CODE, at: app.time.now() })
    expect(await put(app, CODE, thief, bearing(credential))).toMatchObject({ status: 403, code: 'code_claimed' })
  })

  it('ends with a release and with another key; a revoked host learns that it is revoked', async () => {
    const app = await startTestApp()
    const { secret } = await enrol(app, 3)
    const secrets: string[] = []
    for (const code of ['a', 'b', 'c']) {
      secrets.push(credentialOf(await redeem(app, secret, code)))
      app.time.advance(1)
    }
    const hosts = await listed(app)
    const idOf = (code: string): unknown => hosts.find((host) => host['code'] === code)?.['id']
    await act(app, idOf('a'), 'release')
    await act(app, idOf('b'), 'transfer', { key: new SignedHost().key })
    await act(app, idOf('c'), 'revoke')
    const [a = '', b = '', c = ''] = secrets
    expect(await put(app, 'a', undefined, bearing(a))).toMatchObject({ status: 401, code: 'invalid_token' })
    expect(await put(app, 'b', undefined, bearing(b))).toMatchObject({ status: 401, code: 'invalid_token' })
    expect(await put(app, 'c', undefined, bearing(c))).toMatchObject({ status: 403, code: 'code_revoked' })
  })
})

describe('an enrolment of another tenant', () => {
  it('brings its hosts there, under an id that the tenant they leave does not know', async () => {
    const app = await startTestApp()
    const made = await app.callAsOwner('/v1/tenants', json('POST', { name: 'Branch' }))
    const { id: tenantId } = (await made.json()) as { id: string }
    const there = { 'Isr-Tenant': tenantId }
    await registerOld(app, CODE)
    const [before] = await listed(app)
    const { secret } = await enrol(app, 1, there)
    const answer = await redeem(app, secret)
    expect((answer.body['host'] as Host).id).not.toBe(before?.['id'])
    expect(await listed(app)).toEqual([])
    expect(await enrolments(app)).toEqual([])
    const page = await app.callAsOwner('/v1/hosts', { headers: there })
    expect(await page.json()).toMatchObject({ hosts: [{ code: CODE, tags: ['office', 'floor 2'] }] })
  })

  it('is neither seen nor ended from here', async () => {
    const app = await startTestApp()
    const made = await app.callAsOwner('/v1/tenants', json('POST', { name: 'Branch' }))
    const { id: tenantId } = (await made.json()) as { id: string }
    const there = { 'Isr-Tenant': tenantId }
    const { enrolment, secret } = await enrol(app, 1, there)
    const path = `/v1/enrolments/${enrolment.id}`
    expect((await app.callAsOwner(path, { method: 'DELETE' })).status).toBe(404)
    expect((await redeem(app, secret)).status).toBe(201)
    expect((await app.callAsOwner(path, { method: 'DELETE', headers: there })).status).toBe(204)
  })

  it('gets a host by transfer, whose old id is gone with everything the old tenant noted', async () => {
    const app = await startTestApp()
    const { secret } = await enrol(app)
    const credential = credentialOf(await redeem(app, secret))
    const made = await app.callAsOwner('/v1/tenants', json('POST', { name: 'Branch' }))
    const { id: tenantId } = (await made.json()) as { id: string }
    const id = (await listed(app))[0]?.['id']
    const moved = await act(app, id, 'transfer', { tenantId })
    expect(moved).toMatchObject({ status: 200, body: { tags: [], ownership: 'credential' } })
    expect(moved.body['id']).not.toBe(id)
    expect(await listed(app)).toEqual([])
    expect(await act(app, id, 'lock')).toMatchObject({ status: 404 })
    expect(await put(app, CODE, undefined, bearing(credential))).toMatchObject({ status: 200 })
  })
})
