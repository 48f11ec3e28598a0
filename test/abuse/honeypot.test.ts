/** Honeypot codes: asking for one bans the address, across restarts, until it ends or is lifted. */

import { describe, expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { BEHIND_PROXY, from, guess, probe, registerHost, startWatchedApp } from './attacker.ts'

const HOUR_MS = 3_600_000

const ATTACKER = '203.0.113.66'

describe('whoever asks for a honeypot', () => {
  it.each([
    ['/resolve?code=ISR-00000000', 'GET'],
    ['/info?code=ISR-00000001', 'GET'],
    ['/resolve?code=isr%209999%209999', 'GET'],
    ['/v1/codes/ISR-00000000', 'GET'],
  ])('by %s is banned for an hour', async (path, method) => {
    const app = await startWatchedApp(BEHIND_PROXY)
    await registerHost(app, 'ISR-12345678')
    const touched = await app.call(path, { method, headers: from(ATTACKER) })
    expect(touched.status).toBe(404)
    const refused = await probe(app, 'ISR-12345678', ATTACKER)
    expect(refused).toMatchObject({ status: 429, retryAfterSeconds: HOUR_MS / 1000 })
    app.time.advance(HOUR_MS - 1)
    expect(await probe(app, 'ISR-12345678', ATTACKER)).toMatchObject({ status: 429 })
    app.time.advance(1)
    await registerHost(app, 'ISR-12345678')
    expect(await probe(app, 'ISR-12345678', ATTACKER)).toMatchObject({ status: 200 })
  })

  it('learns nothing from the answer that bans', async () => {
    const app = await startWatchedApp(BEHIND_PROXY)
    const unknown = await probe(app, 'ISR-00000077', ATTACKER)
    const honeypot = await probe(app, 'ISR-00000000', ATTACKER)
    expect(honeypot).toEqual({
      ...unknown,
      body: unknown.body.replace('ISR-00000077', 'ISR-00000000'),
    })
  })

  it('stays banned after a restart, with its whole /64', async () => {
    const app = await startWatchedApp(BEHIND_PROXY)
    await probe(app, 'ISR-00000000', '2001:db8:1:2::1')
    await app.close()
    const again = await startTestApp(BEHIND_PROXY, { folder: app.folder, time: app.time })
    const neighbour = await again.call('/resolve?code=X', { headers: from('2001:db8:1:2:3:4:5:6') })
    expect(neighbour.status).toBe(429)
    const other = await again.call('/resolve?code=X', { headers: from('2001:db8:1:3::1') })
    expect(other.status).toBe(404)
  })

  it('is banned also when a rogue host has registered the honeypot to disarm it', async () => {
    const app = await startWatchedApp(BEHIND_PROXY)
    await registerHost(app, 'ISR-00000000', '198.51.100.1')
    await probe(app, 'ISR-00000000', ATTACKER)
    expect(await probe(app, guess(1), ATTACKER)).toMatchObject({ status: 429 })
  })

  it('may still register: the hosts beside a guesser stay reachable', async () => {
    const app = await startWatchedApp(BEHIND_PROXY)
    await probe(app, 'ISR-00000000', ATTACKER)
    expect(await registerHost(app, 'ISR-12345678', ATTACKER)).toBe(200)
    expect(await probe(app, 'ISR-12345678', '203.0.113.7')).toMatchObject({ status: 200 })
  })
})

describe('an honest neighbour', () => {
  it('at another address is not banned, nor is one who asks for a code close to a honeypot', async () => {
    const app = await startWatchedApp(BEHIND_PROXY)
    await registerHost(app, 'ISR-12345678')
    await probe(app, 'ISR-00000000', ATTACKER)
    for (const code of ['ISR-00000002', 'ISR-99999998', 'ISR-0000000', '00000000']) {
      expect(await probe(app, code, '203.0.113.7')).toMatchObject({ status: 404, delayMs: 0 })
    }
    expect(await probe(app, 'ISR-12345678', '203.0.113.7')).toMatchObject({
      status: 200,
      delayMs: 0,
    })
  })

  it.each([
    ['203.0.113.66', '203.0.113.66'],
    ['2001:db8:1:2:3::4', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
  ])('at %s is let in again when the owner lifts the ban', async (address, banned) => {
    const app = await startWatchedApp(BEHIND_PROXY)
    await registerHost(app, 'ISR-12345678')
    for (let turn = 0; turn < 30; turn++) await probe(app, guess(turn), address)
    await probe(app, 'ISR-00000000', address)
    const { bans } = (await (await app.callAsOwner('/v1/bans')).json()) as {
      bans: { address: string }[]
    }
    expect(bans).toMatchObject([{ address: banned, reason: 'honeypot', code: 'ISR-00000000' }])
    const path = `/v1/bans/${encodeURIComponent(bans[0]?.address ?? '')}`
    expect((await app.call(path, { method: 'DELETE' })).status).toBe(401)
    expect((await app.callAsOwner(path, { method: 'DELETE' })).status).toBe(204)
    expect(await probe(app, 'ISR-12345678', address)).toMatchObject({ status: 200, delayMs: 0 })
    expect((await app.callAsOwner(path, { method: 'DELETE' })).status).toBe(404)
    expect(await (await app.callAsOwner('/v1/bans')).json()).toEqual({ bans: [] })
    await app.close()
    const again = await startTestApp(BEHIND_PROXY, { folder: app.folder, time: app.time })
    const answer = await again.call('/resolve?code=ISR-12345678', { headers: from(address) })
    expect(answer.status).toBe(200)
  })
})
