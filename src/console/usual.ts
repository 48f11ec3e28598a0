/** What an hour usually brings, so that an unusual one can be told from a busy server. */

import type { Clock } from '../platform/clock.ts'

const HOUR_MS = 3_600_000

/** A day: nights and mornings are both in it. */
const REMEMBERED_HOURS = 24

/** Fewer whole hours than this are not yet a habit. */
const LEAST_HOURS = 3

/** Counts events by the hour and says what the whole hours before this one had on average. */
export const createUsual = (clock: Clock) => {
  const hourNow = (): number => Math.floor(clock.now() / HOUR_MS)
  // The first hour began before the server did; it is never whole.
  const firstWhole = hourNow() + 1
  const counts = new Map<number, number>()

  return {
    add(): void {
      const hour = hourNow()
      counts.set(hour, (counts.get(hour) ?? 0) + 1)
      for (const old of counts.keys()) if (old < hour - REMEMBERED_HOURS) counts.delete(old)
    },

    /** Events in a usual hour; null while too few hours are known. */
    get perHour(): number | null {
      const end = hourNow()
      const begin = Math.max(firstWhole, end - REMEMBERED_HOURS)
      if (end - begin < LEAST_HOURS) return null
      let sum = 0
      for (let hour = begin; hour < end; hour++) sum += counts.get(hour) ?? 0
      return sum / (end - begin)
    },
  }
}
