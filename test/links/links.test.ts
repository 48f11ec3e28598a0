/** Making, listing and revoking guest links through the API, and what nobody is told of them. */

import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { auditOf } from '../support/audit.ts'
import { connectHost, newKey } from '../support/host.ts'
import { join, json, makeTenant, told } from '../support/members.ts'
import { DAY, HOUR, listLinks, makeLink, wanted } from './links-beside.ts'

const look = (link: string): RequestInit => json({ link })

describe('a guest link', () => {
  it('is made by an operator for one service of one host, and its secret is told once', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app, { name: 'TIENDA' })
    const ana = await join(app, 'ana', 'operator')
    const rest = { note: '  For \u202ethe  auditor ', isViewOnly: true, uses: 3 }
    const { link, secret } = await makeLink(app, hostId, rest, ana.call)
    expect(secret).toMatch(/^isrg_[\w-]{43}$/)
    expect(link).toEqual({
      id: link.id,
      hostId,
      hostName: 'TIENDA',
      code: 'ISR-12345678',
      service: 'vnc',
      kind: 'screen',
      isViewOnly: true,
      note: 'For the auditor',
      createdAt: app.time.now(),
      createdBy: 'ana',
      expiresAt: app.time.now() + HOUR,
      uses: 3,
      used: 0,
      lastUsedAt: null,
      state: 'good',
    })
    expect(await listLinks(ana.call, `?hostId=${hostId}`)).toEqual([link])
    expect(await listLinks(ana.call, '?hostId=host_another')).toEqual([])
  })

  it('tells whoever holds it what it opens, which is no use of it', async () => {
    const app = await startTestApp()
    const { hostId, socket } = await connectHost(app, { name: 'TIENDA' })
    const { secret, link } = await makeLink(app, hostId, { note: 'the till' })
    const answer = await app.call('/v1/links/look', look(secret))
    const facts = { hostName: 'TIENDA', service: 'vnc', kind: 'screen', isViewOnly: false }
    const rest = { note: 'the till', expiresAt: link.expiresAt, usesLeft: 1, isOnline: true }
    expect(await answer.json()).toEqual({ ...facts, ...rest })
    socket.terminate()
    const isOnline = async (): Promise<unknown> =>
      ((await (await app.call('/v1/links/look', look(secret))).json()) as { isOnline: boolean }).isOnline
    await expect.poll(isOnline).toBe(false)
    expect((await listLinks(app.callAsOwner))[0]?.used).toBe(0)
  })

  it('is refused where it could never open, or would open for too long', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    await app.call('/register?code=OLD-1&host=10.0.0.1', { method: 'POST' })
    const old = (await (await app.callAsOwner('/v1/hosts?q=OLD-1')).json()) as { hosts: { id: string }[] }
    const refused = async (rest: object, host = hostId) =>
      told(await app.callAsOwner('/v1/links', json(wanted(app, host, rest))))
    expect(await refused({ kind: 'terminal', service: 'ssh', isViewOnly: true })).toEqual([400, 'invalid_request'])
    expect(await refused({ expiresAt: app.time.now() })).toEqual([400, 'invalid_request'])
    expect(await refused({ expiresAt: app.time.now() + 30 * DAY + 1 })).toEqual([400, 'invalid_request'])
    expect(await refused({ uses: 0 })).toEqual([400, 'invalid_request'])
    expect(await refused({ uses: 101 })).toEqual([400, 'invalid_request'])
    expect(await refused({ note: 'x'.repeat(121) })).toEqual([400, 'invalid_request'])
    expect(await refused({ service: 'vnc/../ssh' })).toEqual([400, 'invalid_request'])
    expect(await refused({ service: 'rdp' })).toEqual([404, 'service_not_found'])
    expect(await refused({}, 'host_nobody')).toEqual([404, 'host_not_found'])
    expect(await refused({}, old.hosts[0]?.id)).toEqual([409, 'no_agent'])
    expect(await listLinks(app.callAsOwner)).toEqual([])
  })

  it('is one of 200 of its host that work, and a place is free again when one is revoked', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    const first = await makeLink(app, hostId)
    for (let made = 1; made < 200; made++) await makeLink(app, hostId)
    const more = async () => app.callAsOwner('/v1/links', json(wanted(app, hostId)))
    expect(await told(await more())).toEqual([409, 'too_many_links'])
    await app.callAsOwner(`/v1/links/${first.link.id}`, { method: 'DELETE' })
    expect((await more()).status).toBe(201)
  })

  it('says the same of a secret that was revoked as of one that never was', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    const { secret, link } = await makeLink(app, hostId)
    const before = (await (await app.call('/v1/links/look', look(`isrg_${'A'.repeat(43)}`))).json()) as object
    expect((await app.callAsOwner(`/v1/links/${link.id}`, { method: 'DELETE' })).status).toBe(204)
    const after = (await (await app.call('/v1/links/look', look(secret))).json()) as object
    expect({ ...after, requestId: '' }).toEqual({ ...before, requestId: '' })
    const again = await app.callAsOwner(`/v1/links/${link.id}`, { method: 'DELETE' })
    expect(await told(again)).toEqual([404, 'link_not_found'])
    expect((await listLinks(app.callAsOwner))[0]?.state).toBe('revoked')
  })

  it('expires, and says so to whoever holds it', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    const { secret } = await makeLink(app, hostId)
    app.time.advance(HOUR)
    expect(await told(await app.call('/v1/links/look', look(secret)))).toEqual([410, 'link_expired'])
    expect((await listLinks(app.callAsOwner))[0]?.state).toBe('expired')
  })

  it('is forgotten 30 days after it ended, and not before', async () => {
    const app = await startTestApp(['--ttl', '2190d'])
    const { hostId } = await connectHost(app)
    const { link } = await makeLink(app, hostId, { expiresAt: app.time.now() + DAY })
    await makeLink(app, hostId, { expiresAt: app.time.now() + 2 * DAY })
    app.time.jumpTo(link.expiresAt + 30 * DAY - 1)
    await app.sweep()
    expect(await listLinks(app.callAsOwner)).toHaveLength(2)
    app.time.jumpTo(link.expiresAt + 30 * DAY)
    await app.sweep()
    expect(await listLinks(app.callAsOwner)).toHaveLength(1)
  })

  it('outlives the membership of its maker, who stays named', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    const ana = await join(app, 'ana', 'operator')
    const { secret } = await makeLink(app, hostId, {}, ana.call)
    await app.callAsOwner(`/v1/people/${ana.id}`, { method: 'DELETE' })
    expect((await app.call('/v1/links/look', look(secret))).status).toBe(200)
    expect((await listLinks(app.callAsOwner))[0]?.createdBy).toBe('ana')
  })

  it('is nobody else’s: another tenant neither makes, sees nor revokes one', async () => {
    const app = await startTestApp()
    const other = await makeTenant(app, 'other')
    const { hostId } = await connectHost(app)
    const { link } = await makeLink(app, hostId)
    expect(await listLinks(other, `?hostId=${hostId}`)).toEqual([])
    expect(await told(await other('/v1/links', json(wanted(app, hostId))))).toEqual([404, 'host_not_found'])
    const revoked = await other(`/v1/links/${link.id}`, { method: 'DELETE' })
    expect(await told(revoked)).toEqual([404, 'link_not_found'])
    expect((await listLinks(app.callAsOwner))[0]?.state).toBe('good')
  })
})

describe('the secret of a guest link', () => {
  it('is on the disk as a hash, and neither in the audit nor in what is answered later', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    const { secret, link } = await makeLink(app, hostId, { note: 'for Eva' })
    await app.call('/v1/links/look', look(secret))
    await app.call('/v1/links/look', look(`${secret}x`))
    await app.callAsOwner(`/v1/links/${link.id}`, { method: 'DELETE' })
    const refused = await app.call('/v1/links/look', look(secret))
    expect(await refused.text()).not.toContain(secret)
    const database = new Sqlite(app.db, { readonly: true })
    expect(JSON.stringify(database.prepare('SELECT * FROM guest_links').all())).not.toContain(secret)
    database.close()
    const audit = await auditOf(app)
    expect(JSON.stringify(audit)).not.toContain(secret.slice(5))
    expect(audit.map(({ action, object }) => [action, object.id, object.name])).toEqual([
      ['link.revoked', link.id, 'for Eva'],
      ['link.created', link.id, 'for Eva'],
    ])
    expect(await (await app.callAsOwner('/metrics')).text()).not.toContain('isrg_')
  })

  it('cannot be guessed for long from one address', async () => {
    const app = await startTestApp(['--misses-per-address', '5'])
    const guess = async (turn: number) =>
      told(await app.call('/v1/links/look', look(`isrg_${String(turn).padStart(43, '0')}`)))
    const answers: unknown[] = []
    const guessing = (async () => {
      for (let turn = 0; turn < 6; turn++) answers.push(await guess(turn))
    })()
    // Answers after the first are held back; time has to pass for them.
    await expect.poll(() => (app.time.advance(5000), answers.length)).toBe(6)
    await guessing
    expect(answers.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => [404, 'link_not_found']))
    expect(answers[5]).toEqual([429, 'rate_limited'])
  })
})

describe('a host that is not what it was', () => {
  const verbs: [string, string, object | undefined][] = [
    ['is deleted', '', undefined],
    ['is revoked', '/revoke', {}],
    ['is released', '/release', {}],
    ['is given to another key', '/transfer', { key: newKey().key }],
  ]
  it.each(verbs)('has no links any more when it %s', async (_, verb, body) => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    const { secret } = await makeLink(app, hostId)
    const request = body ? json(body) : { method: 'DELETE' }
    expect((await app.callAsOwner(`/v1/hosts/${hostId}${verb}`, request)).ok).toBe(true)
    expect(await told(await app.call('/v1/links/look', look(secret)))).toEqual([404, 'link_not_found'])
    await expect.poll(async () => (await listLinks(app.callAsOwner))[0]?.state).toBe('revoked')
  })

  it('leaves its links behind when it is given to another tenant', async () => {
    const app = await startTestApp()
    const tenant = (await (await app.callAsOwner('/v1/tenants', json({ name: 'other' }))).json()) as { id: string }
    const { hostId } = await connectHost(app)
    const { secret } = await makeLink(app, hostId)
    const given = await app.callAsOwner(`/v1/hosts/${hostId}/transfer`, json({ tenantId: tenant.id }))
    expect(given.status).toBe(200)
    expect(await told(await app.call('/v1/links/look', look(secret)))).toEqual([404, 'link_not_found'])
    await expect.poll(async () => (await listLinks(app.callAsOwner))[0]?.state).toBe('revoked')
  })

  it('keeps its links while it is locked, away, or has another name', async () => {
    const app = await startTestApp()
    const key = newKey()
    const { hostId, socket } = await connectHost(app, { key })
    const { secret } = await makeLink(app, hostId)
    await app.callAsOwner(`/v1/hosts/${hostId}/lock`, { method: 'POST' })
    await app.callAsOwner(`/v1/hosts/${hostId}/unlock`, { method: 'POST' })
    socket.terminate()
    app.time.advance(1000)
    await connectHost(app, { key, name: 'NUEVA' })
    const answer = (await (await app.call('/v1/links/look', look(secret))).json()) as object
    expect(answer).toMatchObject({ hostName: 'NUEVA', usesLeft: 1 })
  })
})
