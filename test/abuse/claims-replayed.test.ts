/** A race for one code, and recorded proofs played again when the code has changed hands. */

import { describe, expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { auditOf } from '../support/audit.ts'
import { act, listed, put, resolved, serverIdOf, SignedHost } from '../registry/signed-host.ts'

const CODE = 'ISR-12345678'

describe('a hundred keys that claim one code at once', () => {
  it('have one winner, and its owner reads of the ninety-nine others in one row', async () => {
    const app = await startTestApp(['--registers-per-minute', '1000'])
    const serverId = await serverIdOf(app)
    const hosts = Array.from({ length: 100 }, () => new SignedHost())
    const bodies = hosts.map((host) => host.body(serverId, { code: CODE, at: app.time.now() }))
    const answers = await Promise.all(bodies.map((body) => put(app, CODE, body)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ code }) => code === 'code_claimed')).toHaveLength(99)
    expect(await auditOf(app)).toMatchObject([{ action: 'host.registered', reason: 'code_claimed', count: 99 }])
  })
})

describe('a recorded proof', () => {
  it('does not bring a key back that was replaced, nor one that came back since', async () => {
    const app = await startTestApp()
    const [first, second] = [new SignedHost(), new SignedHost()]
    const heard = first.body(await serverIdOf(app), { code: CODE, address: '10.0.0.1', at: app.time.now() })
    const { body } = await put(app, CODE, heard)
    app.time.advance(1000)
    await act(app, body['id'], 'transfer', { key: second.key })
    expect(await put(app, CODE, heard)).toMatchObject({ code: 'replayed' })
    await second.register(app, { code: CODE, address: '10.0.0.2' })
    expect(await put(app, CODE, heard)).toMatchObject({ code: 'replayed' })
    expect(await resolved(app, CODE)).toBe('10.0.0.2')
  })

  it('takes nothing back after the code was released, claimed by another and released again', async () => {
    const app = await startTestApp()
    const [first, second] = [new SignedHost(), new SignedHost()]
    const heard = first.body(await serverIdOf(app), { code: CODE, address: '10.0.0.1', at: app.time.now() })
    const { body } = await put(app, CODE, heard)
    await act(app, body['id'], 'release')
    expect(await put(app, CODE, heard)).toMatchObject({ status: 409, code: 'replayed' })
    app.time.advance(1000)
    await second.register(app, { code: CODE, address: '10.0.0.2' })
    await act(app, body['id'], 'release')
    expect(await put(app, CODE, heard)).toMatchObject({ status: 409, code: 'replayed' })
    expect(await resolved(app, CODE)).toBe('10.0.0.2')
    app.time.advance(1000)
    expect(await first.register(app, { code: CODE, address: '10.0.0.1' })).toMatchObject({ status: 200 })
  })

  it('is the same one for another spelling of its code', async () => {
    const app = await startTestApp()
    const host = new SignedHost()
    const heard = host.body(await serverIdOf(app), { code: CODE, at: app.time.now() })
    expect(await put(app, 'isr 1234 5678', heard)).toMatchObject({ status: 200, body: { code: CODE } })
    expect(await put(app, 'ISR12345678', heard)).toMatchObject({ status: 409, code: 'replayed' })
    for (const code of ['ISR-1234567８', 'ıSR-12345678', 'ISR-12345678\u0301', ' ISR-12345679']) {
      expect(await put(app, code, heard)).toMatchObject({ code: 'wrong_signature' })
    }
    expect(await listed(app)).toHaveLength(1)
  })
})
