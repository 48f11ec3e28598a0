/**
 * A budget for each code, in 128 KiB whatever the number of codes.
 *
 * A table of counters indexed by a keyed hash stands in front of the exact limiter: a code is
 * counted exactly only once its counter says that it may be popular. Two codes that share a counter
 * are merely counted exactly a little earlier.
 */

import { randomInt } from 'node:crypto'
import type { Clock } from '../platform/clock.ts'
import type { Maybe } from '../platform/maybe.ts'
import { BoundedLimiter, type LimiterOptions } from './bounded-limiter.ts'
import { type Budget, consume } from './budget.ts'

const COUNTERS = 2 ** 16
const MAX_COUNT = 2 ** 16 - 1

const WINDOW_MS = 60_000

/** A budget of `perMinute` for each code; `bounded` gives the options of the exact limiter. */
export const createCodeBudget = (
  perMinute: number,
  bounded: (points: number, windowMs: number) => LimiterOptions,
): Budget => {
  // The table lets the first half through uncounted, the exact limiter counts the second.
  const threshold = Math.floor(perMinute / 2)
  const options = bounded(perMinute - threshold, WINDOW_MS)
  const limiter = new BoundedLimiter(options)
  const isPopular = createFrequency(threshold, options.clock)
  return {
    take: (code): Maybe<void> =>
      isPopular(code) ? consume(limiter, code).then(() => undefined) : undefined,
    get size() {
      return limiter.size
    },
  }
}

/** Says whether a code has been asked for more than `threshold` times in this minute. */
const createFrequency = (
  threshold: number,
  clock: Clock,
): ((code: string) => boolean) => {
  const counts = new Uint16Array(COUNTERS)
  // A key of our own, so that nobody can choose codes that collide with a victim's.
  const seed = randomInt(2 ** 32)
  let endsAt = Number.NEGATIVE_INFINITY
  return (code) => {
    const now = clock.now()
    // A window that ends too late is left over from a clock set back.
    if (now >= endsAt || endsAt - now > WINDOW_MS) {
      counts.fill(0)
      endsAt = now + WINDOW_MS
    }
    const at = hash(code, seed) & (COUNTERS - 1)
    const count = Math.min((counts[at] ?? 0) + 1, MAX_COUNT)
    counts[at] = count
    return count > threshold
  }
}

/** 32-bit FNV-1a over UTF-16 units, with a final mix so that the low bits depend on all of them. */
const hash = (text: string, seed: number): number => {
  let h = seed ^ 0x811c9dc5
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193)
  h ^= h >>> 15
  h = Math.imul(h, 0x2c1b3c6d)
  return h ^ (h >>> 12)
}
