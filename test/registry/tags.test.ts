/** Tags that people give their hosts: who may, what may stand in them, and how long they last. */

import { describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { auditOf } from '../support/audit.ts'
import { watchFeed } from '../support/tenant-feed.ts'
import { startWorld, type World } from '../support/tenants.ts'
import { act, json, listed, registerOld, SignedHost, toAnswer } from './signed-host.ts'

const CODE = 'ISR-12345678'
const TTL_MS = 24 * 3_600_000

const tag = async (app: TestApp, id: unknown, tags: unknown) =>
  toAnswer(await app.callAsOwner(`/v1/hosts/${String(id)}/tags`, json('PUT', { tags })))

const tagsOf = async (app: TestApp): Promise<unknown> => (await listed(app))[0]?.['tags']

const startOld = async () => {
  const app = await startTestApp()
  await registerOld(app, CODE, '10.0.0.1')
  return { app, id: (await listed(app))[0]?.['id'] }
}

describe('the tags of a host', () => {
  it('are what was sent last, each once, and are told to whoever watches', async () => {
    const world = await startWorld()
    const { id } = await world.openHost()
    const feed = await watchFeed(world, 'tenant_default')
    expect(await tag(world.app, id, ['office', 'floor 2', 'office'])).toMatchObject({ status: 200, body: { tags: ['office', 'floor 2'] } })
    world.app.time.advance(250)
    expect(await feed.until('floor 2')).toContain('"tags":["office","floor 2"]')
    expect(await tag(world.app, id, [])).toMatchObject({ status: 200, body: { tags: [] } })
    expect(await tagsOf(world.app)).toEqual([])
  })

  it('are in the audit as they were and as they are', async () => {
    const { app, id } = await startOld()
    await tag(app, id, ['office'])
    await tag(app, id, ['office', 'desk'])
    expect(await auditOf(app, '?action=host.tagged')).toMatchObject([
      { outcome: 'allowed', object: { kind: 'host', id, name: CODE }, before: { tags: ['office'] }, after: { tags: ['office', 'desk'] } },
      { before: { tags: [] }, after: { tags: ['office'] } },
    ])
  })

  it('that look the same are the same: in one spelling, without spaces around them', async () => {
    const { app, id } = await startOld()
    const { body } = await tag(app, id, ['recepcio\u0301n', ' recepci\u00f3n ', 'Luanda_2'])
    expect(body['tags']).toEqual(['recepci\u00f3n', 'Luanda_2'])
  })

  const TEN = Array.from({ length: 10 }, (_, at) => `tag ${at}`)

  it.each([
    ['with a comma', ['a,b']],
    ['with the bar that rows are told apart by', ['a|b']],
    ['of markup', ['<img src=x onerror=alert(1)>']],
    ['that turns the writing around', ['a\u202Eb']],
    ['with a line feed', ['a\nb']],
    ['with a zero', ['a\0b']],
    ['of spaces', ['   ']],
    ['that is empty', ['']],
    ['of 33 characters', ['x'.repeat(33)]],
    ['that is no text', [1]],
    ['beyond ten', [...TEN, 'one more']],
    ['in no list', 'office'],
    ['that are missing', undefined],
  ])('refuse one %s and stay as they were', async (_, tags) => {
    const { app, id } = await startOld()
    await tag(app, id, TEN)
    expect(await tag(app, id, tags)).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(await tagsOf(app)).toEqual(TEN)
  })

  it('are words, and names that mean something to a program are words like others', async () => {
    const { app, id } = await startOld()
    const odd = ['constructor', 'toString', 'null', '0']
    expect(await tag(app, id, odd)).toMatchObject({ status: 200, body: { tags: odd } })
  })

  it('are given by nobody of another tenant, who learns nothing by trying', async () => {
    const world = await startWorld()
    const other = await world.tenant('Other')
    const { id } = await world.openHost()
    const ask = (path: string) =>
      world.ask({ method: 'PUT', path, body: { tags: ['mine'] }, as: world.owner(other) })
    const [known, unknown] = [await ask(`/v1/hosts/${id}/tags`), await ask('/v1/hosts/host_none/tags')]
    expect([known.status, unknown.status]).toEqual([404, 404])
    expect(without(known.json)).toEqual(without(unknown.json))
    expect(await tagsOf(world.app)).toEqual([])
  })

  it('are found by the search, as the console finds them where it has all hosts', async () => {
    const { app, id } = await startOld()
    await tag(app, id, ['Floor 2'])
    for (const [q, total] of [['floor', 1], ['flor', 0]] as const) {
      expect(await (await app.callAsOwner(`/v1/hosts?q=${q}`)).json()).toMatchObject({ total })
    }
  })

  it('stay as they are on a revoked host, which says why', async () => {
    const { app, id } = await startOld()
    await tag(app, id, ['office'])
    await act(app, id, 'revoke')
    expect(await tag(app, id, ['other'])).toMatchObject({ status: 403, code: 'code_revoked' })
    expect(await tagsOf(app)).toEqual(['office'])
  })
})

/** A refusal without what is each request's own. */
const without = (problem: Record<string, unknown>) => ({ ...problem, requestId: '', instance: '' })

describe('tags last', () => {
  it('while an old host registers again, also for who watches it register', async () => {
    const world = await startWorld()
    const { id, code } = await world.openHost()
    await tag(world.app, id, ['office', 'desk'])
    const feed = await watchFeed(world, 'tenant_default')
    const body = { address: '10.0.0.2', name: 'Later, with a comma' }
    await world.must(200, { method: 'PUT', path: `/v1/codes/${code}`, body })
    world.app.time.advance(250)
    expect(await feed.until('Later, with a comma')).toMatch(/"name":"Later, with a comma".*"tags":\["office","desk"\]/)
    expect(await tagsOf(world.app)).toEqual(['office', 'desk'])
  })

  it('when a key claims the code, proves it again, and another key gets it', async () => {
    const { app, id } = await startOld()
    await tag(app, id, ['office'])
    const host = new SignedHost()
    for (let round = 0; round < 2; round++) {
      app.time.advance(1)
      expect(await host.register(app, { code: CODE })).toMatchObject({ status: 200, body: { tags: [] } })
      expect(await tagsOf(app)).toEqual(['office'])
    }
    const key = new SignedHost().key
    expect(await toAnswer(await app.callAsOwner(`/v1/hosts/${String(id)}/transfer`, json('POST', { key })))).toMatchObject({ body: { tags: ['office'] } })
  })

  it('no longer than the lease of a host that nobody owns, and as long as that of one that is locked', async () => {
    const { app, id } = await startOld()
    await tag(app, id, ['office'])
    app.time.advance(TTL_MS)
    await registerOld(app, CODE, '10.0.0.1')
    expect(await tagsOf(app)).toEqual([])
    await tag(app, id, ['desk'])
    await act(app, id, 'lock')
    app.time.advance(TTL_MS)
    await registerOld(app, CODE, '10.0.0.1')
    expect(await tagsOf(app)).toEqual(['desk'])
  })

  it('over no release and over no move to another tenant', async () => {
    const world = await startWorld()
    const { app } = world
    const { id } = await world.openHost()
    await tag(app, id, ['office'])
    expect(await act(app, id, 'release')).toMatchObject({ body: { tags: [] } })
    await tag(app, id, ['office'])
    const tenantId = await world.tenant('Other')
    const moved = await world.must(200, { method: 'POST', path: `/v1/hosts/${id}/transfer`, body: { tenantId }, as: world.owner() })
    expect(moved['tags']).toEqual([])
  })

  it('when an enrolment brings none; one that brings tags has the last word', async () => {
    const world = await startWorld()
    const { id, code } = await world.openHost()
    await tag(world.app, id, ['office'])
    await redeem(world, code, [])
    expect(await tagsOf(world.app)).toEqual(['office'])
    await act(world.app, id, 'release')
    await tag(world.app, id, ['office'])
    await redeem(world, code, ['moved'])
    expect(await tagsOf(world.app)).toEqual(['moved'])
  })
})

const redeem = async (world: World, code: string, tags: readonly string[]): Promise<void> => {
  const { secret: token } = await world.enrolment(world.owner(), undefined, tags)
  const body = { token, code, address: '10.0.0.2' }
  await world.must(201, { method: 'POST', path: '/v1/enrolments/redeem', body })
}
