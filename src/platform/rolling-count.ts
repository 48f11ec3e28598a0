/** How often something happened in the last hour, in sixty numbers. */

import type { Clock } from './clock.ts'

const MINUTE_MS = 60_000
const MINUTES = 60

/** Counts events over a sliding hour, exact to the minute. */
export class RollingCount {
  readonly #clock: Clock
  readonly #minutes = new Float64Array(MINUTES)
  #current = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.#current = this.#minute()
  }

  add(): void {
    this.#forget()
    const at = this.#current % MINUTES
    this.#minutes[at] = (this.#minutes[at] ?? 0) + 1
  }

  /** Events in the last hour. */
  get total(): number {
    this.#forget()
    return this.#minutes.reduce((sum, count) => sum + count, 0)
  }

  #minute(): number {
    return Math.floor(this.#clock.now() / MINUTE_MS)
  }

  #forget(): void {
    const now = this.#minute()
    const passed = now - this.#current
    // A clock that was set back must not make old counts look new.
    if (passed < 0 || passed >= MINUTES) this.#minutes.fill(0)
    else for (let step = 1; step <= passed; step++) this.#minutes[(this.#current + step) % MINUTES] = 0
    this.#current = now
  }
}
