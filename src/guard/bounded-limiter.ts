/**
 * rate-limiter-flexible over a map that cannot grow without end and a clock that tests can move.
 * The library's own memory store keeps a timer for each key and no bound on their number.
 */

import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js'
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js'
import { BoundedMap } from '../platform/bounded-map.ts'
import type { Clock } from '../platform/clock.ts'

type Counted = { points: number; expiresAt: number }

export type LimiterOptions = {
  /** Points a key may consume within a window. */
  readonly points: number
  readonly windowMs: number
  /** Keys remembered; the least recently used are forgotten. */
  readonly maxKeys: number
  readonly clock: Clock
}

/** A fixed-window limiter whose memory is bounded by `maxKeys`. */
export class BoundedLimiter extends RateLimiterStoreAbstract {
  readonly #counted: BoundedMap<string, Counted>
  readonly #clock: Clock

  constructor({ points, windowMs, maxKeys, clock }: LimiterOptions) {
    super({ storeClient: null, keyPrefix: '', points, duration: windowMs / 1000 })
    this.#counted = new BoundedMap(maxKeys)
    this.#clock = clock
  }

  /** How many keys are remembered now. */
  get size(): number {
    return this.#counted.size
  }

  _upsert(key: string, points: number, windowMs: number, isFresh: boolean): Promise<Counted> {
    const now = this.#clock.now()
    const known = this.#counted.get(key)
    const counted =
      known && !isFresh && this.#isCurrent(known)
        ? known
        : { points: 0, expiresAt: now + windowMs }
    counted.points += points
    this.#counted.set(key, counted)
    return Promise.resolve(counted)
  }

  _get(key: string): Promise<Counted | null> {
    const counted = this.#counted.get(key)
    return Promise.resolve(counted && this.#isCurrent(counted) ? counted : null)
  }

  /** A window that ends later than a whole window from now is left over from a clock set back. */
  #isCurrent({ expiresAt }: Counted): boolean {
    const leftMs = expiresAt - this.#clock.now()
    return leftMs > 0 && leftMs <= this.msDuration
  }

  _delete(key: string): Promise<boolean> {
    return Promise.resolve(this.#counted.delete(key))
  }

  _getRateLimiterRes(_key: string, changed: number, { points, expiresAt }: Counted): RateLimiterRes {
    const remaining = Math.max(this.points - points, 0)
    return new RateLimiterRes(remaining, expiresAt - this.#clock.now(), points, points === changed)
  }
}
