/** Time that moves only when a test says so, for clock and timers together. */

import type { Clock } from '../../src/platform/clock.ts'
import type { Stop, Ticker } from '../../src/platform/ticker.ts'

type Timer = { at: number; periodMs: number | undefined; task: () => void }

/** An instant that is easy to recognise: 2026-01-01T00:00:00Z. */
export const START = 1_767_225_600_000

export class ManualTime implements Clock, Ticker {
  #now: number
  readonly #timers = new Set<Timer>()

  constructor(startAt = START) {
    this.#now = startAt
  }

  now(): number {
    return this.#now
  }

  every(periodMs: number, task: () => void): Stop {
    return this.#add({ at: this.#now + periodMs, periodMs, task })
  }

  after(delayMs: number, task: () => void): Stop {
    return this.#add({ at: this.#now + delayMs, periodMs: undefined, task })
  }

  /** Moves the clock, running what falls due on the way, in order. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const next = this.#first()
      if (!next || next.at > end) break
      this.#now = Math.max(this.#now, next.at)
      if (next.periodMs === undefined) this.#timers.delete(next)
      else next.at += next.periodMs
      next.task()
    }
    this.#now = end
  }

  /** Sets the wall clock as a person or NTP would; timers are not affected. */
  jumpTo(instant: number): void {
    this.#now = instant
  }

  /** Timers that have not run yet. */
  get pending(): number {
    return this.#timers.size
  }

  /** The timer that is due first, of equals the one that was started first. */
  #first(): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) if (!first || timer.at < first.at) first = timer
    return first
  }

  #add(timer: Timer): Stop {
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }
}
