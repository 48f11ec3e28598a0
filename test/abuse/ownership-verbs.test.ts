/** Lock, release, transfer, revoke and delete: each holds, differs from the others and survives. */

import { describe, expect, it } from 'vitest'
import { createLeaseStore, importLegacy } from '../../src/registry/index.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { act, listed, put, registerOld, resolved, SignedHost, toAnswer } from '../registry/signed-host.ts'

const CODE = 'ISR-12345678'
const DAY_MS = 86_400_000

const restart = async (app: TestApp): Promise<TestApp> => {
  await app.close()
  return startTestApp([], { folder: app.folder, time: app.time })
}

const idOf = async (app: TestApp): Promise<string> => String((await listed(app))[0]?.['id'])

const remove = async (app: TestApp, id: string) =>
  toAnswer(await app.callAsOwner(`/v1/hosts/${id}`, { method: 'DELETE' }))

describe('a locked code', () => {
  it('without a key keeps its address against everybody, and its old host comes back', async () => {
    const app = await startTestApp()
    await registerOld(app, CODE, '10.0.0.1')
    expect(await act(app, await idOf(app), 'lock')).toMatchObject({ status: 200, body: { state: 'locked', ownership: 'none' } })
    const again = await restart(app)
    expect(await registerOld(again, CODE, '6.6.6.6')).toMatchObject({ status: 403, body: { error_code: 'code_locked' } })
    expect(await put(again, CODE, { address: '10.0.0.1', port: 5901 })).toMatchObject({ status: 403, code: 'code_locked' })
    expect(await new SignedHost().register(again, { code: CODE, address: '10.0.0.1' })).toMatchObject({ status: 403, code: 'code_locked' })
    expect(await registerOld(again, CODE, '10.0.0.1')).toMatchObject({ status: 200 })
    expect(await resolved(again, CODE)).toBe('10.0.0.1')
    await act(again, await idOf(again), 'unlock')
    expect(await registerOld(again, CODE, '10.0.0.3')).toMatchObject({ status: 200 })
  })

  it('with a key keeps its address against its own key, until it is unlocked', async () => {
    const app = await startTestApp()
    const owner = new SignedHost()
    const { body } = await owner.register(app, { code: CODE, address: '10.0.0.1' })
    await act(app, body['id'], 'lock')
    app.time.advance(1)
    expect(await owner.register(app, { code: CODE, address: '10.0.0.2' })).toMatchObject({ status: 403, code: 'code_locked' })
    expect(await owner.register(app, { code: CODE, address: '10.0.0.1' })).toMatchObject({ status: 200 })
    expect(await new SignedHost().register(app, { code: CODE, address: '10.0.0.1' })).toMatchObject({ code: 'code_claimed' })
    expect(await act(app, body['id'], 'unlock')).toMatchObject({ body: { ownership: 'key', state: 'open' } })
    app.time.advance(1)
    expect(await owner.register(app, { code: CODE, address: '10.0.0.2' })).toMatchObject({ status: 200 })
  })

  it('that was released before does not return to its former key', async () => {
    const app = await startTestApp()
    const former = new SignedHost()
    const { body } = await former.register(app, { code: CODE })
    for (const verb of ['release', 'lock']) await act(app, body['id'], verb)
    expect(await listed(app)).toMatchObject([{ ownership: 'none', keyFingerprint: null }])
    app.time.advance(1)
    expect(await former.register(app, { code: CODE })).toMatchObject({ code: 'code_locked' })
    await act(app, body['id'], 'unlock')
    expect(await registerOld(app, CODE)).toMatchObject({ status: 200 })
  })
})

describe('a released code', () => {
  it('belongs to whoever claims it next, and no longer to its former key', async () => {
    const app = await startTestApp()
    const [former, next] = [new SignedHost(), new SignedHost()]
    const { body } = await former.register(app, { code: CODE })
    expect(await act(app, body['id'], 'release')).toMatchObject({ body: { ownership: 'none', state: 'open' } })
    const again = await restart(app)
    expect(await next.register(again, { code: CODE, address: '10.0.0.8' })).toMatchObject({ status: 200 })
    again.time.advance(1)
    expect(await former.register(again, { code: CODE })).toMatchObject({ code: 'code_claimed' })
    expect(await resolved(again, CODE)).toBe('10.0.0.8')
  })
})

describe('a code given to another key', () => {
  it('is that key’s from this moment on, also after a restart', async () => {
    const app = await startTestApp()
    const [former, next] = [new SignedHost(), new SignedHost()]
    const { body } = await former.register(app, { code: CODE })
    expect(await act(app, body['id'], 'transfer', { key: next.key })).toMatchObject({ status: 200, body: { ownership: 'key' } })
    const again = await restart(app)
    again.time.advance(1)
    expect(await former.register(again, { code: CODE })).toMatchObject({ code: 'code_claimed' })
    expect(await next.register(again, { code: CODE, address: '10.0.0.8' })).toMatchObject({ status: 200 })
  })

  it('needs one of key and tenant, a key that is one and a tenant that exists', async () => {
    const app = await startTestApp()
    await registerOld(app, CODE)
    const id = await idOf(app)
    for (const body of [{}, { key: 'AAAA' }, { key: new SignedHost().key, tenantId: 'tenant_default' }]) {
      expect(await act(app, id, 'transfer', body)).toMatchObject({ status: 400, code: 'invalid_request' })
    }
    const weak = Buffer.alloc(32).toString('base64url')
    expect(await act(app, id, 'transfer', { key: weak })).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(await act(app, id, 'transfer', { tenantId: 'tenant_nobody' })).toMatchObject({ status: 404, code: 'tenant_not_found' })
    expect(await listed(app)).toMatchObject([{ id, ownership: 'none' }])
  })
})

describe('a revoked code', () => {
  it('is registered by nobody and found by nobody, byte for byte like one that never was', async () => {
    const app = await startTestApp()
    const owner = new SignedHost()
    const { body } = await owner.register(app, { code: CODE })
    expect(await act(app, body['id'], 'revoke')).toMatchObject({ body: { state: 'revoked', presence: 'expired' } })
    const again = await restart(app)
    again.time.advance(1)
    expect(await owner.register(again, { code: CODE })).toMatchObject({ status: 403, code: 'code_revoked' })
    expect(await registerOld(again, CODE)).toMatchObject({ status: 403, body: { error_code: 'code_revoked' } })
    const texts = new Set<string>()
    for (const code of [CODE, 'ISR-10000001']) {
      for (const path of ['/resolve', '/info']) {
        const answer = await again.call(`${path}?code=${code}`)
        texts.add(`${answer.status} ${(await answer.text()).replace(code, 'CODE')}`)
      }
    }
    expect([...texts]).toEqual(['404 {"error":"Código CODE no encontrado","success":false}'])
    const status = (await (await again.call('/status')).json()) as { registered_codes: number }
    expect(status.registered_codes).toBe(0)
    const list = (await (await again.callAsOwner('/list')).json()) as { count: number }
    expect(list.count).toBe(0)
  })

  it('is not lifted by any verb but deleting the host, nor by the older path', async () => {
    const app = await startTestApp()
    await registerOld(app, CODE)
    const id = await idOf(app)
    await act(app, id, 'revoke')
    for (const verb of ['lock', 'unlock', 'release']) {
      expect(await act(app, id, verb)).toMatchObject({ status: 403, code: 'code_revoked' })
    }
    expect(await act(app, id, 'transfer', { key: new SignedHost().key })).toMatchObject({ code: 'code_revoked' })
    expect((await app.callAsOwner(`/delete?code=${CODE}`, { method: 'POST' })).status).toBe(404)
    expect(await act(app, id, 'revoke')).toMatchObject({ status: 200 })
    // Passed over at once: what runs every few seconds would run millions of times.
    app.time.jumpTo(app.time.now() + 400 * DAY_MS)
    await app.sweep()
    expect(await registerOld(app, CODE)).toMatchObject({ status: 403 })
    expect(await remove(app, id)).toMatchObject({ status: 204 })
    expect(await registerOld(app, CODE)).toMatchObject({ status: 200 })
  })
})

describe('a deleted code', () => {
  it('is free: anybody may come, also its former key', async () => {
    const app = await startTestApp()
    const owner = new SignedHost()
    const { body } = await owner.register(app, { code: CODE })
    expect(await remove(app, String(body['id']))).toMatchObject({ status: 204 })
    expect(await listed(app)).toEqual([])
    expect(await registerOld(app, CODE)).toMatchObject({ status: 200 })
  })

  it('may be one that ran out', async () => {
    const app = await startTestApp()
    const { body } = await new SignedHost().register(app, { code: CODE })
    app.time.advance(2 * DAY_MS)
    expect(await remove(app, String(body['id']))).toMatchObject({ status: 204 })
    expect(await remove(app, String(body['id']))).toMatchObject({ status: 404, code: 'host_not_found' })
  })
})

describe('the owner’s verbs', () => {
  it('are for the owner, and know no host that is not there', async () => {
    const app = await startTestApp()
    await registerOld(app, CODE)
    const id = await idOf(app)
    for (const verb of ['lock', 'unlock', 'release', 'revoke', 'transfer']) {
      const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }
      expect((await app.call(`/v1/hosts/${id}/${verb}`, init)).status).toBe(401)
      expect(await act(app, 'host_unknown', verb, {})).toMatchObject({ status: 404, code: 'host_not_found' })
    }
    expect(await listed(app)).toMatchObject([{ state: 'open', ownership: 'none' }])
  })

  it('do not touch a lease without owner that ran out', async () => {
    const app = await startTestApp()
    await registerOld(app, CODE)
    const id = await idOf(app)
    app.time.advance(2 * DAY_MS)
    expect(await act(app, id, 'lock')).toMatchObject({ status: 404, code: 'host_not_found' })
    expect(await registerOld(app, CODE, '10.0.0.2')).toMatchObject({ status: 200 })
  })
})

describe('a code without owner', () => {
  it('is overwritten by anybody as ever, and shows to its owner where it pointed before', async () => {
    const app = await startTestApp()
    await registerOld(app, CODE, '10.0.0.1')
    expect(await listed(app)).toMatchObject([{ previousAddress: null, addressChangedAt: null }])
    app.time.advance(1000)
    const answer = await put(app, CODE, { address: '10.0.0.2' })
    expect(answer).toMatchObject({ status: 200, body: { previousAddress: null, addressChangedAt: null } })
    const flagged = { previousAddress: '10.0.0.1', addressChangedAt: app.time.now() }
    expect(await listed(app)).toMatchObject([flagged])
    app.time.advance(1000)
    await registerOld(app, CODE, '10.0.0.2')
    expect(await listed(app)).toMatchObject([flagged])
    expect((await (await app.call(`/v1/codes/${CODE}`)).json()) as object).toMatchObject({ previousAddress: null })
  })

  it('is claimed by the first valid proof, and its old host no longer changes it', async () => {
    const app = await startTestApp()
    await registerOld(app, CODE, '10.0.0.1')
    const id = await idOf(app)
    expect(await new SignedHost().register(app, { code: CODE, address: '10.0.0.2' })).toMatchObject({ status: 200, body: { id } })
    expect(await listed(app)).toMatchObject([{ previousAddress: '10.0.0.1' }])
    expect(await registerOld(app, CODE, '10.0.0.1')).toMatchObject({ status: 403 })
  })
})

describe('taking over an old server’s file', () => {
  it('leaves codes that somebody owns as they are, and brings the others', async () => {
    const app = await startTestApp()
    await new SignedHost().register(app, { code: CODE, address: '10.0.0.1' })
    await app.close()
    const onDeath = (error: unknown): never => {
      throw error
    }
    const database = openSqlite({ file: app.db, ticker: app.time, onDeath })
    const now = app.time.now() + 60_000
    const entry = { host: '6.6.6.6', port: 5900, name: 'x', last_update: now / 1000, registered_at: now / 1000 }
    const result = await importLegacy(createLeaseStore(database), { [CODE]: entry, other: entry }, now)
    await database.close()
    expect(result).toMatchObject({ imported: 1, unchanged: 1 })
    const again = await startTestApp([], { folder: app.folder, time: app.time })
    expect([await resolved(again, CODE), await resolved(again, 'other')]).toEqual(['10.0.0.1', '6.6.6.6'])
  })
})
