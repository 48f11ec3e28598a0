/** How many sessions there may be: of a code, of an address, in all, and while nobody has come. */

import { Refusal } from '../protocol/refusals.ts'
import type { RelayPolicy } from '../protocol/session.ts'

/** Sessions that wait for somebody; enough for people, too few to hold the server's memory. */
const PENDING_PER_ADDRESS = 5
const PENDING_PER_CODE = 2
const PENDING_IN_ALL = 1000

/** How long somebody who finds the room full should wait, milliseconds. */
const RETRY_AFTER_MS = 10_000

/** The same while others are on their way in: two ends that come are there within a second. */
const PENDING_RETRY_AFTER_MS = 1000

/** Whom a session counts against. */
export type Place = { readonly code: string; readonly bucket: string }

type Count = { all: number; pending: number }

export const createRoom = (policy: () => RelayPolicy) => {
  const codes = new Map<string, Count>()
  const addresses = new Map<string, Count>()
  const total: Count = { all: 0, pending: 0 }

  const countsOf = ({ code, bucket }: Place): readonly Count[] => [
    total,
    countOf(codes, code),
    countOf(addresses, bucket),
  ]

  const forgetEmpty = ({ code, bucket }: Place): void => {
    if (codes.get(code)?.all === 0) codes.delete(code)
    if (addresses.get(bucket)?.all === 0) addresses.delete(bucket)
  }

  return {
    /** Whether as many sessions of the code wait for somebody as may. */
    isCrowded: (code: string): boolean => (codes.get(code)?.pending ?? 0) >= PENDING_PER_CODE,

    /** Whether the code has all the sessions that it may have. */
    isFull: (code: string): boolean => (codes.get(code)?.all ?? 0) >= policy().sessionsPerCode,

    /** Takes a place that is pending. Throws `Refusal` when there is none, and then takes none. */
    take(place: Place): void {
      const { sessions, sessionsPerCode, sessionsPerAddress } = policy()
      const ofCode = codes.get(place.code)
      const ofAddress = addresses.get(place.bucket)
      const retry = { retryAfterMs: RETRY_AFTER_MS }
      const retrySoon = { retryAfterMs: PENDING_RETRY_AFTER_MS }
      if (total.all >= sessions || total.pending >= PENDING_IN_ALL) {
        throw new Refusal('relay_full', retry)
      }
      if ((ofCode?.all ?? 0) >= sessionsPerCode) {
        throw new Refusal('host_busy', { limit: sessionsPerCode, ...retry })
      }
      if ((ofCode?.pending ?? 0) >= PENDING_PER_CODE) {
        throw new Refusal('host_busy', { limit: PENDING_PER_CODE, ...retrySoon })
      }
      if ((ofAddress?.all ?? 0) >= sessionsPerAddress) {
        throw new Refusal('too_many_sessions', { limit: sessionsPerAddress, ...retry })
      }
      if ((ofAddress?.pending ?? 0) >= PENDING_PER_ADDRESS) {
        throw new Refusal('too_many_sessions', { limit: PENDING_PER_ADDRESS, ...retrySoon })
      }
      for (const count of countsOf(place)) {
        count.all++
        count.pending++
      }
    },

    /** Both ends have come. */
    settle(place: Place): void {
      for (const count of countsOf(place)) count.pending--
    },

    /** Gives a place back. */
    leave(place: Place, wasPending: boolean): void {
      for (const count of countsOf(place)) {
        count.all--
        if (wasPending) count.pending--
      }
      forgetEmpty(place)
    },

    /** Keys that are held; none when there are no sessions. */
    get remembered(): number {
      return codes.size + addresses.size
    },
  }
}

const countOf = (counts: Map<string, Count>, key: string): Count => {
  const known = counts.get(key)
  if (known) return known
  const made: Count = { all: 0, pending: 0 }
  counts.set(key, made)
  return made
}
