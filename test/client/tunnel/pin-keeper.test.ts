import { describe, expect, it } from 'vitest'
import { createPinKeeper, type Visitor } from '../../../src/client/tunnel/pin-keeper.ts'
import { ManualTime } from '../../support/manual-time.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const keeper = (kind: 'one-time' | 'none' = 'one-time') => {
  const time = new ManualTime()
  const shown: string[] = []
  const pins = createPinKeeper({ policy: { kind }, clock: time, onChange: (pin) => shown.push(pin) })
  return { time, shown, pins }
}

const at = (address: string): Visitor => ({ address, isSignedIn: false })

const guess = ({ wrong }: { wrong: (by: Visitor) => void }, address: string, times: number): void => {
  for (let guesses = 0; guesses < times; guesses++) wrong(at(address))
}

describe('the keeper of a PIN', () => {
  it('shows six digits, and others after each use', () => {
    const { pins, shown } = keeper()
    expect(shown).toEqual([pins.current()])
    expect(pins.current()).toMatch(/^\d{6}$/)
    pins.right(at('198.51.100.9'))
    expect(shown).toHaveLength(2)
    expect(shown[1]).not.toBe(shown[0])
  })

  it('changes a one-time PIN after five wrong ones, from wherever they came', () => {
    const { pins, shown } = keeper()
    for (let from = 1; from <= 4; from++) pins.wrong(at(`198.51.100.${from}`))
    expect(shown).toHaveLength(1)
    pins.wrong(at('198.51.100.5'))
    expect(shown).toHaveLength(2)
  })

  it('makes whoever guesses wrong wait a minute, then two, then four, at most an hour', () => {
    const { pins, time } = keeper()
    const waits: number[] = []
    for (let round = 0; round < 9; round++) {
      guess(pins, 'a', 5)
      waits.push(pins.lockedFor(at('a')) / MINUTE)
      expect(pins.lockedFor(at('b'))).toBe(0)
      // Past the hour's count of all together as well.
      time.advance(HOUR)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
  })

  it('takes the endless addresses of one IPv6 subscriber, and two spellings of one address, for one', () => {
    const { pins } = keeper()
    for (let from = 1; from <= 5; from++) pins.wrong(at(`2001:db8:0:1::${from}`))
    expect(pins.lockedFor(at('2001:db8:0:1:ffff::9'))).toBe(MINUTE)
    expect(pins.lockedFor(at('2001:db8:0:2::1'))).toBe(0)
    for (const spelling of ['::ffff:192.0.2.1', '192.0.2.1', '::FFFF:c000:201', '192.0.2.1', '192.0.2.1']) pins.wrong(at(spelling))
    expect(pins.lockedFor(at('192.0.2.1'))).toBe(MINUTE)
  })

  it('lets strangers guess no more than 30 times an hour, whatever addresses a server makes up', () => {
    const { pins } = keeper()
    let guesses = 0
    for (let from = 0; from < 1000; from++) {
      if (pins.lockedFor(at(`made up ${from}`)) > 0) continue
      pins.wrong(at(`made up ${from}`))
      guesses++
    }
    expect(guesses).toBe(30)
  })

  it('forgives whoever gives the right PIN, or guesses nothing for a day', () => {
    const { pins, time } = keeper()
    guess(pins, 'a', 9)
    time.advance(HOUR)
    pins.right(at('a'))
    guess(pins, 'a', 5)
    expect(pins.lockedFor(at('a'))).toBe(MINUTE)
    time.advance(24 * HOUR)
    guess(pins, 'a', 5)
    expect(pins.lockedFor(at('a'))).toBe(MINUTE)
  })

  it('gives strangers no try after thirty wrong ones in an hour, until the hour is over', () => {
    const { pins, time } = keeper()
    for (let from = 0; from < 29; from++) pins.wrong(at(`2001:db8::${from}`))
    expect(pins.lockedFor(at('somebody else'))).toBe(0)
    pins.wrong(at('2001:db8::29'))
    expect(pins.lockedFor(at('somebody else'))).toBeGreaterThan(0)
    time.advance(HOUR)
    expect(pins.lockedFor(at('somebody else'))).toBe(0)
  })

  it('locks nobody for longer than an hour when the clock is set back', () => {
    const { pins, time } = keeper()
    guess(pins, 'a', 5)
    time.jumpTo(time.now() - 365 * 24 * HOUR)
    expect(pins.lockedFor(at('a'))).toBeLessThanOrEqual(HOUR)
  })

  it('keeps a fixed PIN as it is, and takes none that is too short', () => {
    const shown: string[] = []
    const policy = { kind: 'fixed', pin: '246-810' } as const
    const clock = new ManualTime()
    const pins = createPinKeeper({ policy, clock, onChange: (pin) => shown.push(pin) })
    pins.right(at('a'))
    guess(pins, 'a', 5)
    expect(pins.current()).toBe('246810')
    expect(pins.lockedFor(at('a'))).toBe(MINUTE)
    expect(shown).toEqual([])
    expect(() => createPinKeeper({ policy: { kind: 'fixed', pin: '1-2-3-4-5' }, clock })).toThrow(RangeError)
  })

  it('needs none when told so', () => {
    expect(keeper('none').pins.isNeeded).toBe(false)
    expect(keeper('none').shown).toEqual([])
  })
})
