/**
 * A token bucket that never says no, only how long to wait: what was read is forwarded, and the next
 * read waits until the debt is paid. Pure: the caller brings the time.
 */

/** A limit that is reached by pauses may use up this much at once, milliseconds of its rate. */
const BURST_MS = 1000

/**
 * Longest pause, milliseconds, and longest debt that is kept: the first version's viewer gives up
 * after 10 s without a byte, so no stall of ours may come near.
 */
export const MAX_PAUSE_MS = 5000

/** What one direction may carry; a rate of 0 is no limit. */
export class Bucket {
  #bytesPerMs = 0
  #level = 0
  #filledAt = 0

  /** Sets the rate; a bucket that had none starts full. */
  setRate(mbits: number, now: number): void {
    // A megabit per second is 125 bytes per millisecond.
    const bytesPerMs = mbits * 125
    if (bytesPerMs === this.#bytesPerMs) return
    const wasUnlimited = this.#bytesPerMs === 0
    if (!wasUnlimited) this.#fill(now)
    this.#bytesPerMs = bytesPerMs
    this.#filledAt = now
    const full = bytesPerMs * BURST_MS
    this.#level = wasUnlimited ? full : this.#clamp(this.#level)
  }

  /** Counts bytes that were read; returns how long to read no more, milliseconds. */
  take(bytes: number, now: number): number {
    if (this.#bytesPerMs === 0) return 0
    this.#fill(now)
    this.#level = this.#clamp(this.#level - bytes)
    return this.waitMs(now)
  }

  /** How long to read no more, milliseconds. */
  waitMs(now: number): number {
    if (this.#bytesPerMs === 0) return 0
    this.#fill(now)
    return this.#level >= 0 ? 0 : Math.ceil(-this.#level / this.#bytesPerMs)
  }

  #fill(now: number): void {
    // The wall clock may be set back; nobody waits for it to come round again.
    const elapsed = Math.max(0, now - this.#filledAt)
    this.#filledAt = now
    this.#level = this.#clamp(this.#level + elapsed * this.#bytesPerMs)
  }

  #clamp(level: number): number {
    const deepest = -MAX_PAUSE_MS * this.#bytesPerMs
    return Math.min(BURST_MS * this.#bytesPerMs, Math.max(deepest, level))
  }
}
