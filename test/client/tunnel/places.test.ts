/** Places that are kept for those whom strangers must not shut out, and what they do not add up to. */

import { describe, expect, it } from 'vitest'
import { createPasses } from '../../../src/client/tunnel/passes.ts'
import { createPinKeeper, type PinKeeper, type Visitor } from '../../../src/client/tunnel/pin-keeper.ts'
import { ManualTime } from '../../support/manual-time.ts'
import { generateKeyPairSync } from 'node:crypto'

const HOUR = 3_600_000

const stranger: Visitor = { address: '198.51.100.9', isSignedIn: false }
const known = (pass: string, address = '203.0.113.5'): Visitor => ({ address, isSignedIn: false, pass })

const keeper = () => {
  const time = new ManualTime()
  return { time, pins: createPinKeeper({ policy: { kind: 'fixed', pin: '246810' }, clock: time }) }
}

/** Guesses as often as these visitors are let, each in turn; how often that was. */
const guessAll = (pins: PinKeeper, visitors: readonly Visitor[]): number => {
  let guesses = 0
  for (const visitor of visitors) {
    while (pins.lockedFor(visitor) === 0) {
      pins.wrong(visitor)
      guesses++
    }
  }
  return guesses
}

const strangers = Array.from({ length: 1000 }, (_, at): Visitor => ({ ...stranger, address: `2001:db8:${at}::1` }))

describe('a host at which strangers used up their tries', () => {
  it('lets people of its own tenant and those it knows try on', () => {
    const { pins } = keeper()
    expect(guessAll(pins, strangers)).toBe(30)
    expect(pins.lockedFor(stranger)).toBeGreaterThan(0)
    expect(pins.lockedFor({ ...stranger, isSignedIn: true })).toBe(0)
    expect(pins.lockedFor(known('a'))).toBe(0)
  })

  it('has places of their own for both: neither uses up those of the other', () => {
    const { pins } = keeper()
    guessAll(pins, strangers)
    expect(guessAll(pins, strangers.map((each) => ({ ...each, isSignedIn: true })))).toBe(10)
    expect(pins.lockedFor({ ...stranger, isSignedIn: true })).toBeGreaterThan(0)
    expect(pins.lockedFor(known('a'))).toBe(0)
  })

  it('takes 50 guesses an hour in all, from a lying server with a thousand passes as well', () => {
    const { pins, time } = keeper()
    const everything = strangers.map((each, at) => ({ ...each, isSignedIn: true, pass: `pass ${at}` }))
    expect(guessAll(pins, everything)).toBe(50)
    expect(guessAll(pins, [...strangers, ...everything])).toBe(0)
    time.advance(HOUR)
    expect(guessAll(pins, [...strangers, ...everything])).toBeLessThanOrEqual(50)
  })

  it('counts a mistake of those it knows among everybody’s while there is room', () => {
    const { pins } = keeper()
    for (let at = 0; at < 30; at++) pins.wrong(known(`${at}`))
    expect(pins.lockedFor(stranger)).toBeGreaterThan(0)
    expect(guessAll(pins, strangers.map((each, at) => ({ ...each, pass: `more ${at}` })))).toBe(10)
  })
})

describe('a pass', () => {
  it('is not held up by what others guess behind the same address', () => {
    const { pins } = keeper()
    for (let at = 0; at < 5; at++) pins.wrong(stranger)
    expect(pins.lockedFor(stranger)).toBe(60_000)
    expect(pins.lockedFor(known('a', stranger.address))).toBe(0)
  })

  it('is worth nothing after five wrong PINs, for a day or until the right one', () => {
    const { pins, time } = keeper()
    guessAll(pins, strangers)
    for (let at = 0; at < 5; at++) pins.wrong(known('a'))
    expect(pins.lockedFor(known('a'))).toBeGreaterThan(0)
    expect(pins.lockedFor(known('b'))).toBe(0)
    time.advance(24 * HOUR)
    guessAll(pins, strangers)
    expect(pins.lockedFor(known('a'))).toBe(0)
    for (let at = 0; at < 5; at++) pins.wrong(known('a'))
    pins.right(known('a'))
    expect(pins.lockedFor(known('a'))).toBe(0)
  })

  it('is known by the host that made it, also after a restart, and by no other', () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const before = createPasses(privateKey)
    const pass = before.give()
    expect(before.idOf(pass)).toMatch(/^[0-9a-f]{32}$/)
    expect(createPasses(privateKey).idOf(pass)).toBe(before.idOf(pass))
    expect(createPasses(generateKeyPairSync('ed25519').privateKey).idOf(pass)).toBeUndefined()
  })

  it('cannot be made up or altered', () => {
    const passes = createPasses(generateKeyPairSync('ed25519').privateKey)
    const pass = passes.give()
    const altered = `${pass.slice(0, 6)}${pass[6] === 'A' ? 'B' : 'A'}${pass.slice(7)}`
    for (const each of [altered, `${pass}A`, pass.slice(0, -1), '', undefined, 7, `isrv_${'A'.repeat(64)}`]) {
      expect(passes.idOf(each)).toBeUndefined()
    }
  })
})
