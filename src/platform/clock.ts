/** The wall clock as an argument, so that tests can hold time still. */

/** A source of the current instant in epoch milliseconds. */
export interface Clock {
  now(): number
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() }
