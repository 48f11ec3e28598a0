/** The arithmetic of a bandwidth limit: never more than the rate and a second, never starved. */

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bucket, MAX_PAUSE_MS } from '../../src/relay/bucket.ts'

const KIB_64 = 64 * 1024

/** Bytes per millisecond of one megabit per second. */
const PER_MS = 125

const steps = fc.array(
  fc.record({ bytes: fc.integer({ min: 1, max: KIB_64 }), laterMs: fc.integer({ min: 0, max: 3000 }) }),
  { maxLength: 200 },
)

test('who obeys the pauses never gets more than rate x time, one second and one read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), steps, (mbits, reads) => {
      const bucket = new Bucket()
      bucket.setRate(mbits, 0)
      let [now, total] = [0, 0]
      for (const { bytes, laterMs } of reads) {
        total += bytes
        const waitMs = bucket.take(bytes, now)
        expect(total).toBeLessThanOrEqual(mbits * PER_MS * (now + 1000) + KIB_64)
        now += waitMs + laterMs
      }
    }),
  )
})

test('who reads as fast as it may gets all of its rate', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(fc.integer({ min: 1, max: KIB_64 }), { minLength: 1, maxLength: 300 }),
      (mbits, reads) => {
        const bucket = new Bucket()
        bucket.setRate(mbits, 0)
        let [now, total] = [0, 0]
        for (const bytes of reads) {
          now += bucket.take(bytes, now)
          total += bytes
        }
        // Each pause is rounded up to a whole millisecond, and what that gives is kept.
        expect(now).toBeLessThanOrEqual(total / (mbits * PER_MS) + 1)
      },
    ),
  )
})

test('no pause is longer than five seconds however many share a bucket', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), steps, (mbits, reads) => {
      const bucket = new Bucket()
      bucket.setRate(mbits, 0)
      let now = 0
      for (const { bytes, laterMs } of reads) {
        // Many directions that read at the same moment, none of which knows of the others' pauses.
        const waits = Array.from({ length: 100 }, () => bucket.take(bytes, now))
        expect(Math.max(...waits)).toBeLessThanOrEqual(MAX_PAUSE_MS)
        now += laterMs
      }
    }),
  )
})

test('no limit is no pause, and a new rate holds from then on', () => {
  const bucket = new Bucket()
  expect(bucket.take(1e12, 0)).toBe(0)
  bucket.setRate(8, 1000)
  expect(bucket.take(1_000_000, 1000)).toBe(0)
  expect(bucket.take(500_000, 1000)).toBe(500)
  bucket.setRate(16, 1000)
  expect(bucket.waitMs(1000)).toBe(250)
  bucket.setRate(0, 1000)
  expect(bucket.waitMs(1000)).toBe(0)
})

test('a clock that is set back makes nobody wait for it', () => {
  const bucket = new Bucket()
  bucket.setRate(8, 1_000_000)
  bucket.take(1_500_000, 1_000_000)
  expect(bucket.waitMs(0)).toBe(500)
  expect(bucket.waitMs(500)).toBe(0)
})
