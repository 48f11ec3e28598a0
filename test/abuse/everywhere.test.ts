/** Guessing from very many addresses: each one has few free guesses while all guess too much. */

import { describe, expect, it } from 'vitest'
import { BEHIND_PROXY, guess, probe, registerHost, startWatchedApp } from './attacker.ts'

const FLAGS = [...BEHIND_PROXY, '--misses-in-all', '50']

const address = (turn: number): string => `2001:db8:${turn.toString(16)}::1`

describe('a botnet', () => {
  it('beyond the misses of all is slowed down after two guesses at each address', async () => {
    const app = await startWatchedApp(FLAGS)
    for (let turn = 0; turn < 51; turn++) {
      expect(await probe(app, guess(turn), address(turn))).toMatchObject({
        status: 404,
        delayMs: 0,
      })
    }
    const bot = address(1000)
    const delays: number[] = []
    for (let turn = 0; turn < 6; turn++) {
      delays.push((await probe(app, guess(100 + turn), bot)).delayMs)
    }
    expect(delays).toEqual([0, 0, 0, 250, 500, 1000])
    app.time.advance(600_000)
    const later: number[] = []
    for (let turn = 0; turn < 6; turn++) later.push((await probe(app, guess(turn), bot)).delayMs)
    expect(later).toEqual([0, 0, 0, 0, 0, 0])
  })
})

describe('a person meanwhile', () => {
  it('resolves a right code at once, also after a typing mistake', async () => {
    const app = await startWatchedApp(FLAGS)
    await registerHost(app, 'ISR-12345678')
    for (let turn = 0; turn < 80; turn++) await probe(app, guess(turn), address(turn))
    expect(await probe(app, 'ISR-12345677', '203.0.113.7')).toMatchObject({
      status: 404,
      delayMs: 0,
    })
    expect(await probe(app, 'ISR-12345678', '203.0.113.7')).toMatchObject({
      status: 200,
      delayMs: 0,
    })
  })

  it('registers as ever', async () => {
    const app = await startWatchedApp(FLAGS)
    for (let turn = 0; turn < 80; turn++) await probe(app, guess(turn), address(turn))
    expect(await registerHost(app, 'ISR-12345678', '203.0.113.7')).toBe(200)
  })
})
