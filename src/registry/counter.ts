/**
 * How many codes are live, exactly while that is cheap. Counting reads an index: 0.1 ms at 10 000
 * codes, 30 ms at 1 000 000; a slow count is kept for a hundred times as long as it took.
 */

import type { Clock } from '../platform/clock.ts'

/** Counts that take less than this are never reused, milliseconds. */
const CHEAP_MS = 2

/** A slow count is reused for this many times its own duration: at most 1 % of one core. */
const REUSE_FACTOR = 100

/** A count that remembers itself for as long as it was dear. */
export type Counter = { read(): Promise<number> }

export const createCounter = (count: () => Promise<number>, clock: Clock): Counter => {
  let value = 0
  let validUntil = Number.NEGATIVE_INFINITY
  return {
    async read() {
      const startedAt = clock.now()
      if (startedAt < validUntil) return value
      value = await count()
      const tookMs = clock.now() - startedAt
      validUntil = tookMs < CHEAP_MS ? Number.NEGATIVE_INFINITY : startedAt + tookMs * REUSE_FACTOR
      return value
    },
  }
}
