/** Guessing codes: one after the other, at random, all at once, from a whole IPv6 network. */

import { describe, expect, it } from 'vitest'
import { dial, request } from '../contract/raw.ts'
import {
  BEHIND_PROXY,
  guess,
  probe,
  randomFrom,
  registerHost,
  startWatchedApp,
} from './attacker.ts'
import type { WatchedApp } from './attacker.ts'

const WINDOW_MS = 600_000

/** Documented: wrong codes per address in 10 minutes, and the part of them that is free. */
const MISSES = 100
const FREE = 20

const random = randomFrom(7)

const GUESSERS: [string, (turn: number) => string][] = [
  ['counts up', guess],
  ['draws at random', () => guess(Math.floor(random() * 80_000_000))],
  ['tries words', (turn) => `casa ${turn}`],
]

/** Sends everything at once and counts the answers that told something about a code. */
const burst = async (app: WatchedApp, codes: string[]): Promise<number> => {
  let told = 0
  let settled = 0
  const asked = codes.map(async (code) => {
    const answer = await app.call(`/resolve?code=${code}`)
    settled++
    if (answer.status !== 429) told++
    await answer.text()
  })
  while (settled < codes.length) {
    await new Promise((turn) => setImmediate(turn))
    // Time passes only when everybody is answered or waits: no request is late by accident.
    if (settled + app.time.waiting === codes.length) app.time.advance(4000)
  }
  await Promise.all(asked)
  return told
}

describe('a guesser', () => {
  it.each(GUESSERS)('who %s waits longer and longer, and is then refused', async (_, next) => {
    const app = await startWatchedApp()
    const delays: number[] = []
    for (let turn = 0; turn < MISSES; turn++) {
      const { status, delayMs } = await probe(app, next(turn))
      expect([turn, status]).toEqual([turn, 404])
      delays.push(delayMs)
    }
    expect(delays.slice(0, FREE).every((delayMs) => delayMs === 0)).toBe(true)
    expect(delays.slice(FREE + 1, FREE + 6)).toEqual([250, 500, 1000, 2000, 4000])
    expect(delays.slice(FREE + 6).every((delayMs) => delayMs === 4000)).toBe(true)
    const spent = delays.reduce((sum, delayMs) => sum + delayMs, 0)
    const refused = await probe(app, next(MISSES))
    expect(refused).toMatchObject({ status: 429, delayMs: 0 })
    expect(refused.retryAfterSeconds).toBe(Math.ceil((WINDOW_MS - spent) / 1000))
    expect(JSON.parse(refused.body)).toMatchObject({ success: false, error_code: 'rate_limited' })
  })

  it('waits as long when the guess is right', async () => {
    const app = await startWatchedApp()
    await registerHost(app, 'ISR-12345678')
    for (let turn = 0; turn < FREE + 3; turn++) await probe(app, guess(turn))
    expect(await probe(app, 'ISR-12345678')).toMatchObject({ status: 200, delayMs: 1000 })
  })

  it('who spent the budget is refused a right code too, on every path that knows codes', async () => {
    const app = await startWatchedApp(['--misses-per-address', '10'])
    await registerHost(app, 'ISR-12345678')
    for (let turn = 0; turn < 10; turn++) await probe(app, guess(turn))
    const body = JSON.stringify({ code: 'ISR-12345678' })
    const headers = { 'Content-Type': 'application/json' }
    const answers = [
      await app.call('/resolve?code=ISR-12345678'),
      await app.call('/info?code=ISR-12345678'),
      await app.call('/v1/codes/ISR-12345678'),
      await app.call('/v1/resolve', { method: 'POST', headers, body }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 429, 429])
    for (const { headers: got } of answers)
      expect(Number(got.get('retry-after'))).toBeGreaterThan(500)
  })

  it('gains nothing by asking the other paths in turn', async () => {
    const app = await startWatchedApp(['--misses-per-address', '10'])
    const paths = ['/resolve?code=', '/info?code=', '/v1/codes/']
    const statuses: number[] = []
    for (let turn = 0; turn < 11; turn++) {
      const path = `${paths[turn % 3]}${guess(turn)}`
      const delayed = app.time.nextDelay()
      const asked = app.call(path)
      const first = await Promise.race([asked, delayed])
      if (typeof first === 'number') app.time.advance(first)
      statuses.push((await asked).status)
    }
    expect(statuses).toEqual([...Array<number>(10).fill(404), 429])
  })

  it('gets no further by sending all guesses in one write than one after the other', async () => {
    const app = await startWatchedApp()
    const line = await dial(app.url)
    const count = 3 * MISSES
    const codes = Array.from({ length: count }, (_, turn) => guess(turn))
    line.write(codes.map((code) => request('GET', `/resolve?code=${code}`)).join(''))
    let told = 0
    for (let turn = 0; turn < count; turn++) if ((await line.next()).status !== 429) told++
    expect(told).toBeLessThanOrEqual(MISSES)
  })

  it('gets no further by having many guesses wait at once', async () => {
    const app = await startWatchedApp()
    for (let turn = 0; turn < FREE + 2; turn++) await probe(app, guess(turn))
    const codes = Array.from({ length: 2 * MISSES }, (_, turn) => guess(1000 + turn))
    expect(await burst(app, codes)).toBeLessThanOrEqual(MISSES - FREE - 2)
  })

  it('in an IPv6 /64 has one budget however many addresses it uses', async () => {
    const app = await startWatchedApp([...BEHIND_PROXY, '--misses-per-address', '10'])
    for (let turn = 0; turn < 10; turn++) {
      await probe(app, guess(turn), `2001:db8:1:2:${turn}::${turn}`)
    }
    const network = [
      '2001:db8:1:2:ffff:ffff:ffff:ffff',
      '2001:0DB8:0001:0002::1',
      '[2001:db8:1:2::9]',
    ]
    for (const address of network) {
      expect(await probe(app, guess(99), address), address).toMatchObject({ status: 429 })
    }
    expect(await probe(app, guess(99), '2001:db8:1:3::1')).toMatchObject({
      status: 404,
      delayMs: 0,
    })
  })

  it('gets no second budget by the other spelling of an IPv4 address', async () => {
    const app = await startWatchedApp([...BEHIND_PROXY, '--misses-per-address', '10'])
    for (let turn = 0; turn < 10; turn++) await probe(app, guess(turn), '203.0.113.7')
    const spellings = [
      '203.0.113.7',
      '::ffff:203.0.113.7',
      '::FFFF:cb00:7107',
      '0:0:0:0:0:ffff:203.0.113.7',
    ]
    for (const address of spellings) {
      expect(await probe(app, guess(99), address), address).toMatchObject({ status: 429 })
    }
  })
})

describe('a person', () => {
  it('who mistypes three times is served at once', async () => {
    const app = await startWatchedApp()
    await registerHost(app, 'ISR-12345678')
    for (const typo of ['ISR-12345677', 'ISR-1234567', 'ISR-22345678']) {
      expect(await probe(app, typo)).toMatchObject({ status: 404, delayMs: 0 })
    }
    expect(await probe(app, 'isr 1234 5678')).toMatchObject({ status: 200, delayMs: 0 })
  })

  it('beside a guesser, at another address, notices nothing', async () => {
    const app = await startWatchedApp(BEHIND_PROXY)
    await registerHost(app, 'ISR-12345678')
    for (let turn = 0; turn < MISSES; turn++) await probe(app, guess(turn), '203.0.113.66')
    expect(await probe(app, guess(999), '203.0.113.66')).toMatchObject({ status: 429 })
    expect(await probe(app, 'ISR-12345678', '203.0.113.7')).toMatchObject({
      status: 200,
      delayMs: 0,
    })
  })

  it('at the guesser’s address still registers hosts, and resolves again after ten minutes', async () => {
    const app = await startWatchedApp(['--misses-per-address', '10'])
    for (let turn = 0; turn < 11; turn++) await probe(app, guess(turn))
    expect(await registerHost(app, 'ISR-12345678')).toBe(200)
    app.time.advance(WINDOW_MS)
    expect(await probe(app, 'ISR-12345678')).toMatchObject({ status: 200, delayMs: 0 })
  })

  it('who asks for the right code all day is never made to wait', async () => {
    const app = await startWatchedApp()
    await registerHost(app, 'ISR-12345678')
    for (let turn = 0; turn < 300; turn++) {
      expect(await probe(app, 'ISR-12345678')).toMatchObject({ status: 200, delayMs: 0 })
      app.time.advance(1000)
    }
  })
})
