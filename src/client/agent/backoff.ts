/**
 * How long a host waits before it tries again: 1 s, half as much more each time, up to 60 s, and
 * never all hosts at once. Pure: it neither waits nor draws.
 */

/** The first wait, the longest one, milliseconds, and how it grows. */
const FIRST_MS = 1000
const LONGEST_MS = 60_000
const GROWTH = 1.5

/** Each wait is up to a quarter shorter or longer, so that hosts do not come back together. */
const JITTER = 0.25

/** A channel that held this long was a good one: the next trouble starts from the beginning. */
const GOOD_AFTER_MS = 60_000

/** Nobody is made to wait longer, whatever a server asks for. */
const LONGEST_ASKED_MS = 3_600_000

/** Makes one; `draw` gives a number from 0 to below 1. */
export const createBackoff = (draw: () => number) => {
  let baseMs = FIRST_MS

  /** What a server asks for: later than that by up to a quarter, never earlier; all were asked the same. */
  const wished = (askedMs: number): number =>
    Math.round(Math.min(Math.max(askedMs, 0), LONGEST_ASKED_MS) * (1 + JITTER * draw()))

  const jittered = (ms: number): number => Math.round(ms * (1 - JITTER + 2 * JITTER * draw()))

  return {
    /** The wait before the next try; the one after is longer. A server's wish is never undercut. */
    next(askedMs = 0): number {
      const waitMs = jittered(baseMs)
      baseMs = Math.min(baseMs * GROWTH, LONGEST_MS)
      return Math.max(waitMs, wished(askedMs))
    },

    /** The wait when only a person can mend what is wrong. */
    slow: (askedMs = 0): number => Math.max(jittered(LONGEST_MS), wished(askedMs)),

    /** A channel ended that had been open for this long. */
    held(ms: number): void {
      if (ms >= GOOD_AFTER_MS) baseMs = FIRST_MS
    },

    /** Something changed for the better: the network, or the computer woke up. */
    reset(): void {
      baseMs = FIRST_MS
    },
  }
}
