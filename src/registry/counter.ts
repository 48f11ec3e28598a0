/**
 * How many codes are live, exactly while that is cheap. Counting reads an index: 0.1 ms at 10 000
 * codes, 30 ms at 1 000 000; a slow count is kept for a hundred times as long as it took. Whether
 * there is room for one more needs no count while there is plenty.
 */

import type { Clock } from '../platform/clock.ts'

/** Counts that take less than this are never reused, milliseconds. */
const CHEAP_MS = 2

/** A slow count is reused for this many times its own duration: at most 1 % of one core. */
const REUSE_FACTOR = 100

/** But never for longer than this, milliseconds: a machine that stood still for a second is no cost. */
const MAX_REUSE_MS = 5_000

/**
 * A count is good for reservations this long, milliseconds: what is added through them is known, what
 * runs out only makes room, and an import beside the running server is seen by the next count.
 */
const ROOM_KNOWN_MS = 10_000

/** Ends a reservation; `wasAdded` tells whether the code is now registered. */
export type Release = (wasAdded: boolean) => void

/** A count that remembers itself for as long as it was dear. */
export type Counter = {
  read(): Promise<number>
  /** Makes room for one more code below `max`, also among many at once; `undefined` when full. */
  reserve(max: number): Promise<Release | undefined>
}

export const createCounter = (count: () => Promise<number>, clock: Clock): Counter => {
  let value = 0
  let added = 0
  /** How many had been added when the count that holds began: what came later is counted on top. */
  let addedBefore = 0
  let underWay = 0
  let validUntil = Number.NEGATIVE_INFINITY
  let countedAt = Number.NEGATIVE_INFINITY

  const known = (): number => value + added - addedBefore

  const read = async (): Promise<number> => {
    const startedAt = clock.now()
    // What is valid for longer than that is left over from a clock set back.
    const leftMs = validUntil - startedAt
    if (leftMs > 0 && leftMs <= MAX_REUSE_MS) return known()
    // What is added while we count is counted twice rather than not at all.
    const addedNow = added
    const counting = count()
    // What SQLite needs is over by now; the time until we get our next turn is not its cost.
    const tookMs = clock.now() - startedAt
    value = await counting
    addedBefore = addedNow
    countedAt = startedAt
    const reuseMs = tookMs < CHEAP_MS ? 0 : Math.min(tookMs * REUSE_FACTOR, MAX_REUSE_MS)
    validUntil = startedAt + reuseMs
    return value
  }

  return {
    read,
    async reserve(max) {
      const isRoomKnown = clock.now() - countedAt < ROOM_KNOWN_MS && known() + underWay < max
      if (!isRoomKnown) await read()
      // From here to the increment nobody else gets a turn.
      if (known() + underWay >= max) return undefined
      underWay++
      return (wasAdded) => {
        underWay--
        if (wasAdded) added++
      }
    },
  }
}
