import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createBackoff } from '../../../src/client/agent/backoff.ts'

const middle = () => 0.5

it('waits 1 s, half as much more each time, and never longer than 60 s', () => {
  const backoff = createBackoff(middle)
  const waits = Array.from({ length: 14 }, () => backoff.next())
  expect(waits.slice(0, 4)).toEqual([1000, 1500, 2250, 3375])
  expect(waits.slice(-2)).toEqual([60_000, 60_000])
})

it('spreads hosts over a quarter to both sides, so that they do not come back together', () => {
  expect(createBackoff(() => 0).next()).toBe(750)
  expect(createBackoff(() => 0.999_999).next()).toBe(1250)
  expect(createBackoff(() => 0).slow()).toBe(45_000)
})

it('begins anew after a channel that held for a minute, not after one that broke at once', () => {
  const backoff = createBackoff(middle)
  for (let tries = 0; tries < 10; tries++) backoff.next()
  backoff.held(59_999)
  expect(backoff.next()).toBeGreaterThan(30_000)
  backoff.held(60_000)
  expect(backoff.next()).toBe(1000)
})

it('comes back no earlier than the server asked, and at most an hour and a quarter later', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999_999, noNaN: true }), fc.integer({ max: 10 ** 9 }), (drawn, asked) => {
      const wait = createBackoff(() => drawn).next(asked)
      expect(wait).toBeGreaterThanOrEqual(Math.min(asked, 3_600_000))
      expect(wait).toBeLessThanOrEqual(4_500_000)
    }),
  )
})
