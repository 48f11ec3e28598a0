/** Whoever wants another host's code: foreign keys, old proofs, borrowed signatures, races. */

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { act, listed, put, registerOld, resolved, serverIdOf, SignedHost } from '../registry/signed-host.ts'

const CODE = 'ISR-12345678'
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

describe('a code that a key has claimed', () => {
  it('is changed by that key at once, and by no other key and no keyless host', async () => {
    const app = await startTestApp()
    const [owner, thief] = [new SignedHost(), new SignedHost()]
    const first = await owner.register(app, { code: CODE, address: '10.0.0.1' })
    const digest = createHash('sha256').update(owner.key, 'base64url').digest('base64')
    expect(first.body).toMatchObject({
      ownership: 'key',
      state: 'open',
      keyFingerprint: `SHA256:${digest.replace('=', '')}`,
    })
    app.time.advance(1000)
    expect(await thief.register(app, { code: CODE, address: '6.6.6.6' })).toMatchObject({ status: 403, code: 'code_claimed' })
    expect(await put(app, CODE, { address: '6.6.6.6' })).toMatchObject({ status: 403, code: 'code_claimed' })
    expect(await registerOld(app, CODE, '6.6.6.6')).toEqual({
      status: 403,
      body: { error: expect.stringContaining('pertenece a otro equipo'), success: false, error_code: 'code_claimed' },
    })
    const [host] = await listed(app)
    expect(host).toMatchObject({ address: '10.0.0.1', updatedAt: first.body['updatedAt'], keyFingerprint: first.body['keyFingerprint'] })
    expect(await owner.register(app, { code: CODE, address: '10.0.0.2' })).toMatchObject({ status: 200 })
    expect(await resolved(app, CODE)).toBe('10.0.0.2')
  })

  it('stays its key’s after it ran out, after a sweep and after a restart', async () => {
    const app = await startTestApp(['--ttl', '1h'])
    const [owner, thief] = [new SignedHost(), new SignedHost()]
    await owner.register(app, { code: CODE, address: '10.0.0.1' })
    await registerOld(app, 'keyless')
    app.time.advance(DAY_MS)
    await app.sweep()
    expect(await resolved(app, CODE)).toBe('404')
    expect(await listed(app)).toMatchObject([{ code: CODE, presence: 'expired' }])
    const status = (await (await app.call('/status')).json()) as { registered_codes: number }
    expect(status.registered_codes).toBe(0)
    await app.close()
    const again = await startTestApp(['--ttl', '1h'], { folder: app.folder, time: app.time })
    expect(await serverIdOf(again)).toBe(await serverIdOf(app).catch(() => ''))
    expect(await thief.register(again, { code: CODE })).toMatchObject({ status: 403, code: 'code_claimed' })
    expect(await registerOld(again, CODE)).toMatchObject({ status: 403 })
    expect(await owner.register(again, { code: CODE, address: '10.0.0.7' })).toMatchObject({ status: 200 })
    expect(await resolved(again, CODE)).toBe('10.0.0.7')
  })

  it('has one winner of many that claim it in the same moment', async () => {
    const app = await startTestApp()
    const hosts = Array.from({ length: 50 }, () => new SignedHost())
    await serverIdOf(app)
    const answers = await Promise.all(
      hosts.map((host, at) => host.register(app, { code: CODE, address: `10.0.1.${at}` })),
    )
    const winners = answers.flatMap(({ status }, at) => (status === 200 ? [at] : []))
    expect(winners).toHaveLength(1)
    expect(answers.filter(({ code }) => code === 'code_claimed')).toHaveLength(49)
    expect(await resolved(app, CODE)).toBe(`10.0.1.${winners[0]}`)
  })

  it('keeps its register budget for its owner, whatever strangers sign for it', async () => {
    const app = await startTestApp(['--registers-per-code-per-minute', '5'])
    const [owner, thief] = [new SignedHost(), new SignedHost()]
    await owner.register(app, { code: CODE })
    for (let turn = 1; turn <= 8; turn++) {
      app.time.advance(1)
      await thief.register(app, { code: CODE })
      await registerOld(app, CODE)
    }
    expect(await owner.register(app, { code: CODE, address: '10.0.0.5' })).toMatchObject({ status: 200 })
  })
})

describe('a proof', () => {
  it('counts once: not again, not one that is older, not after a restart', async () => {
    const app = await startTestApp()
    const owner = new SignedHost()
    const serverId = await serverIdOf(app)
    const old = owner.body(serverId, { code: CODE, address: '10.0.0.1', at: app.time.now() })
    const older = owner.body(serverId, { code: CODE, address: '10.0.0.9', at: app.time.now() - 1 })
    expect(await put(app, CODE, old)).toMatchObject({ status: 200 })
    expect(await put(app, CODE, old)).toMatchObject({ status: 409, code: 'replayed' })
    expect(await put(app, CODE, older)).toMatchObject({ status: 409, code: 'replayed' })
    await app.close()
    const again = await startTestApp([], { folder: app.folder, time: app.time })
    expect(await put(again, CODE, old)).toMatchObject({ status: 409, code: 'replayed' })
    const next = owner.body(serverId, { code: CODE, address: '10.0.0.2', at: app.time.now() + 1 })
    expect(await put(again, CODE, next)).toMatchObject({ status: 200 })
  })

  it('that was heard before a release does not claim the code again, a new one does', async () => {
    const app = await startTestApp()
    const owner = new SignedHost()
    const heard = owner.body(await serverIdOf(app), { code: CODE, at: app.time.now() })
    const { body } = await put(app, CODE, heard)
    await act(app, body['id'], 'release')
    expect(await put(app, CODE, heard)).toMatchObject({ status: 409, code: 'replayed' })
    expect(await listed(app)).toMatchObject([{ ownership: 'none', keyFingerprint: null }])
    app.time.advance(1)
    expect(await owner.register(app, { code: CODE })).toMatchObject({ status: 200 })
  })

  it('by a clock that is five minutes off is taken, by one that is more is told the time', async () => {
    const app = await startTestApp()
    const host = new SignedHost()
    const now = app.time.now()
    for (const at of [now - 5 * MINUTE_MS, now + 5 * MINUTE_MS]) {
      expect(await host.register(app, { code: `edge-${at}`, at })).toMatchObject({ status: 200 })
    }
    for (const at of [now - 5 * MINUTE_MS - 1, now + 5 * MINUTE_MS + 1, 0, 8.64e15]) {
      const refused = await host.register(app, { code: CODE, at })
      expect(refused).toMatchObject({ status: 401, code: 'clock_skewed' })
      expect(refused.body['detail']).toContain(new Date(now).toISOString())
    }
    expect(await resolved(app, CODE)).toBe('404')
  })

  it.each([
    ['another server', { serverId: 'srv_somebody-elses-00000' }],
    ['another code', { code: 'ISR-87654321' }],
    ['another address', { address: '10.0.0.2' }],
    ['another port', { port: 5901 }],
    ['another name', { name: 'other' }],
    ['another time', { at: 1 }],
    ['another nonce', { nonce: 'other-nonce' }],
    ['another run', { instance: 'other-run' }],
  ])('signed for %s is refused, and the honest one is taken', async (_, signed) => {
    const app = await startTestApp()
    const host = new SignedHost()
    const sent = { code: CODE, name: 'PC', instance: 'run-1' }
    expect(await host.register(app, sent, signed)).toMatchObject({ status: 401, code: 'wrong_signature' })
    expect(await resolved(app, CODE)).toBe('404')
    expect(await host.register(app, sent)).toMatchObject({ status: 200 })
  })

  it('with somebody else’s key beside one’s own signature is refused', async () => {
    const app = await startTestApp()
    const [owner, thief] = [new SignedHost(), new SignedHost()]
    await owner.register(app, { code: CODE })
    app.time.advance(1)
    const body = thief.body(await serverIdOf(app), { code: CODE, at: app.time.now() })
    const stolen = { ...body, proof: { ...(body['proof'] as object), key: owner.key } }
    expect(await put(app, CODE, stolen)).toMatchObject({ status: 401, code: 'wrong_signature' })
  })

  it.each([
    ['a key of another spelling', { key: `${'A'.repeat(42)}B` }],
    ['a key that is too short', { key: 'AAAA' }],
    ['a signature that is too short', { signature: 'AAAA' }],
    ['a time that is text', { at: '1' }],
    ['a time in fractions', { at: 1.5 }],
    ['no nonce', { nonce: undefined }],
    ['a nonce with a line end', { nonce: 'abcdefgh\n' }],
    ['a run with a line end', { instance: 'a\nb' }],
  ])('with %s is no proof', async (_, wrong) => {
    const app = await startTestApp()
    const body = new SignedHost().body(await serverIdOf(app), { code: CODE, at: app.time.now() })
    const answer = await put(app, CODE, { ...body, proof: { ...(body['proof'] as object), ...wrong } })
    expect(answer).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(await resolved(app, CODE)).toBe('404')
  })

  it('with a key that is no point of the curve proves nothing', async () => {
    const app = await startTestApp()
    const body = new SignedHost().body(await serverIdOf(app), { code: CODE, at: app.time.now() })
    const key = Buffer.alloc(32, 0xff).toString('base64url')
    const answer = await put(app, CODE, { ...body, proof: { ...(body['proof'] as object), key } })
    expect(answer).toMatchObject({ status: 401, code: 'wrong_signature' })
  })
})

describe('a machine that was copied with its key', () => {
  it('is pointed out once a run comes back after another, and stays registered', async () => {
    const app = await startTestApp()
    const key = new SignedHost()
    const seen: unknown[] = []
    for (const instance of ['run-x', 'run-x', 'run-y', 'run-y', 'run-x']) {
      app.time.advance(1000)
      const answer = await key.register(app, { code: CODE, address: '10.0.0.1', instance })
      expect(answer.status).toBe(200)
      seen.push((await listed(app))[0]?.['clonedAt'])
    }
    expect(seen).toEqual([null, null, null, null, app.time.now()])
    expect(await resolved(app, CODE)).toBe('10.0.0.1')
  })

  it('is no longer pointed out when one of them has been alone for a day', async () => {
    const app = await startTestApp()
    const key = new SignedHost()
    for (const instance of ['run-x', 'run-y', 'run-x']) {
      app.time.advance(1000)
      await key.register(app, { code: CODE, instance })
    }
    app.time.advance(DAY_MS)
    await key.register(app, { code: CODE, instance: 'run-x' })
    expect(await listed(app)).toMatchObject([{ clonedAt: null }])
  })

  it('is not what a host is that was merely started again', async () => {
    const app = await startTestApp()
    const key = new SignedHost()
    for (let run = 0; run < 10; run++) {
      app.time.advance(1000)
      await key.register(app, { code: CODE, instance: `run-${run}`, address: `10.0.0.${run}` })
    }
    expect(await listed(app)).toMatchObject([{ clonedAt: null }])
  })
})
