/**
 * A request budget that costs a map lookup on hot paths.
 *
 * Asking the limiter is a chain of promises (6 µs under load, a sixth of a resolve). So a key that
 * keeps coming buys a few requests ahead and spends them without waiting. What is bought counts as
 * spent, so nobody gets more than the budget; who asks once is charged for one.
 */

import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js'
import { BoundedMap } from '../platform/bounded-map.ts'
import type { Maybe } from '../platform/maybe.ts'
import { Refusal } from '../protocol/refusals.ts'
import { BoundedLimiter, type LimiterOptions } from './bounded-limiter.ts'

/** Most requests bought ahead. */
const MAX_AHEAD = 32

/** Never more ahead than this part of what is left, so that the last ones are charged singly. */
const AHEAD_DIVISOR = 16

type Prepaid = { left: number; until: number; remaining: number; isBuying: boolean }

/** Takes one request from a key's budget, or throws `Refusal` with how long to wait. */
export type Budget = {
  take(key: string): Maybe<void>
  /** Keys remembered, for the test that floods them. */
  readonly size: number
}

export const createBudget = (options: LimiterOptions): Budget => {
  const limiter = new BoundedLimiter(options)
  const prepaid = new BoundedMap<string, Prepaid>(options.maxKeys)
  const { clock } = options

  const buy = async (key: string, known: Prepaid | undefined): Promise<void> => {
    // Of requests that arrive together only one buys ahead, or a burst would spend the budget.
    const ahead = known ? aheadOf(known) : 0
    if (known) known.isBuying = true
    const result = await consume(limiter, key, 1 + ahead)
    if (known && ahead === 0) return
    const until = clock.now() + result.msBeforeNext
    prepaid.set(key, { left: ahead, until, remaining: result.remainingPoints, isBuying: false })
  }

  /** A window in the far future is left over from a clock set back. */
  const isCurrent = ({ until }: Prepaid): boolean => {
    const leftMs = until - clock.now()
    return leftMs > 0 && leftMs <= options.windowMs
  }

  return {
    take(key) {
      const known = prepaid.get(key)
      if (known === undefined || !isCurrent(known)) return buy(key, undefined)
      if (known.left === 0) return buy(key, known)
      known.left--
      return undefined
    },
    get size() {
      return limiter.size + prepaid.size
    },
  }
}

const aheadOf = ({ remaining, isBuying }: Prepaid): number =>
  isBuying ? 0 : Math.min(MAX_AHEAD, Math.floor(remaining / AHEAD_DIVISOR))

/** Consumes points, turning the library's rejection into a `Refusal`. */
export const consume = async (
  limiter: BoundedLimiter,
  key: string,
  points = 1,
): Promise<RateLimiterRes> => {
  try {
    return await limiter.consume(key, points)
  } catch (error) {
    if (error instanceof RateLimiterRes) {
      throw new Refusal('rate_limited', { retryAfterMs: error.msBeforeNext })
    }
    throw error
  }
}
