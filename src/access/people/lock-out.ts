/**
 * Slows down whoever guesses passwords, without giving them a way to keep the owner of the account
 * out.
 *
 * Wrong attempts count on the address and, from addresses the person has never signed in from, on
 * the account. Beyond a few free ones each makes the next attempt wait twice as long, up to a
 * quarter of an hour, never longer. An address from which the person has signed in before answers
 * for its own attempts on that account only: guessing elsewhere does not touch it. The owner token
 * needs no password and always opens.
 *
 * An attempt is charged before it is looked at and given back when it was right, so a thousand at
 * once get no more tries than one after the other. Nothing here survives a restart, which nobody but
 * the owner can cause.
 */

import { BoundedMap } from '../../platform/bounded-map.ts'
import type { Clock } from '../../platform/clock.ts'
import { hashSecret } from '../../platform/secrets.ts'
import { Refusal } from '../../protocol/refusals.ts'

const MINUTE_MS = 60_000

/** The first wait; each further wrong attempt doubles it. */
const FIRST_WAIT_MS = 1000

/** The worst wait there is. */
export const LONGEST_WAIT_MS = 15 * MINUTE_MS

/** One wrong attempt is forgotten each time this long has passed. */
const FORGET_ONE_MS = LONGEST_WAIT_MS

/** Wrong attempts without a wait. An office behind one address mistypes more than one person does. */
export const FREE_OF_ADDRESS = 20
export const FREE_OF_ACCOUNT = 10
export const FREE_OF_KNOWN = 5

/** Addresses, accounts, and known pairs remembered, each: about 5 MiB when all are full. */
const MAX_KEYS = 20_000

/** Attempts of one address that are being looked at; the line of passwords is for all. */
const MAX_AT_ONCE = 4

type Standing = { wrong: number; countedFrom: number; waitUntil: number }
type Counter = { readonly standings: BoundedMap<string, Standing>; readonly free: number }

/** Where an attempt comes from and at which account. */
export type Attempt = {
  /** The canonical login, whether or not somebody has it. */
  readonly login: string
  readonly bucket: string
  /** The person who has the login signed in from there before. */
  readonly isKnown: boolean
  /** The sign-in that asks; it answers for its own attempts, wherever it is carried. */
  readonly signInId?: string
}

/** An admitted attempt; exactly one of the two must be called. */
export type Admitted = {
  /** It was right: it does not count. */
  right(): void
  /** It was wrong; tells whether that made the next one wait. */
  wrong(): { readonly isLocked: boolean }
  /** It was never looked at, or told nothing: it does not count either. */
  undecided(): void
}

export type LockOut = ReturnType<typeof createLockOut>

export const createLockOut = ({ clock }: { readonly clock: Clock }) => {
  const counter = (free: number): Counter => ({ standings: new BoundedMap(MAX_KEYS), free })
  const addresses = counter(FREE_OF_ADDRESS)
  const accounts = counter(FREE_OF_ACCOUNT)
  const pairs = counter(FREE_OF_KNOWN)
  const underWay = new Map<string, number>()

  /** Logins are typed by strangers: what is remembered has one length. */
  const keysOf = ({ login, bucket, isKnown, signInId }: Attempt): [Counter, string][] => {
    const account = hashSecret(login)
    if (isKnown) return [[pairs, `${account} ${signInId ?? bucket}`]]
    return [
      [addresses, bucket],
      [accounts, account],
    ]
  }

  /** What is remembered of a key by now; counted from the future is a clock set back. */
  const standingOf = ({ standings }: Counter, key: string): Standing => {
    const now = clock.now()
    const known = standings.get(key)
    const forgotten = Math.floor((now - (known?.countedFrom ?? 0)) / FORGET_ONE_MS)
    if (known && forgotten >= 0 && forgotten < known.wrong) {
      known.wrong -= forgotten
      known.countedFrom += forgotten * FORGET_ONE_MS
      return known
    }
    return { wrong: 0, countedFrom: now, waitUntil: 0 }
  }

  const release = (bucket: string): void => {
    const left = (underWay.get(bucket) ?? 1) - 1
    if (left > 0) underWay.set(bucket, left)
    else underWay.delete(bucket)
  }

  const refuseWaiting = (standings: readonly Standing[], bucket: string): void => {
    const left = standings.map(({ waitUntil }) => waitUntil - clock.now())
    // A longer wait than there is was left over by a clock that was set back.
    const retryAfterMs = Math.max(0, ...left.filter((ms) => ms <= LONGEST_WAIT_MS))
    if (retryAfterMs > 0) throw new Refusal('sign_in_locked', { retryAfterMs })
    if ((underWay.get(bucket) ?? 0) >= MAX_AT_ONCE) {
      throw new Refusal('sign_ins_busy', { retryAfterMs: FIRST_WAIT_MS })
    }
  }

  return {
    /** Before a password is looked at. Throws `Refusal` with how long to wait. */
    admit(attempt: Attempt): Admitted {
      const { bucket } = attempt
      const counted = keysOf(attempt).map(([from, key]) => ({
        standing: standingOf(from, key),
        from,
        key,
      }))
      refuseWaiting(
        counted.map(({ standing }) => standing),
        bucket,
      )
      underWay.set(bucket, (underWay.get(bucket) ?? 0) + 1)
      const now = clock.now()
      const charged = counted.map(({ standing, from, key }) => {
        // Not before: refused attempts are free, and must not push out what others did wrong.
        from.standings.set(key, standing)
        standing.wrong++
        const waitMs = waitMsAfter(standing.wrong, from.free)
        const before = standing.waitUntil
        if (waitMs > 0) standing.waitUntil = now + waitMs
        return { standing, before, waitMs }
      })
      const giveBack = (): void => {
        release(bucket)
        for (const { standing, before, waitMs } of charged) {
          standing.wrong = Math.max(0, standing.wrong - 1)
          // Only its own wait: whoever was wrong meanwhile keeps theirs.
          if (waitMs > 0 && standing.waitUntil === now + waitMs) standing.waitUntil = before
        }
      }
      return {
        right() {
          giveBack()
          if (attempt.isKnown) for (const { standing } of charged) standing.wrong = 0
        },
        wrong() {
          release(bucket)
          // Hashing may have taken longer than the wait: it begins with the answer.
          for (const { standing, waitMs } of charged) {
            if (waitMs > 0) standing.waitUntil = Math.max(standing.waitUntil, clock.now() + waitMs)
          }
          return { isLocked: charged.some(({ waitMs }) => waitMs > 0) }
        },
        undecided: giveBack,
      }
    },

    /** Keys remembered now; bounded however many there are. */
    get remembered(): number {
      return addresses.standings.size + accounts.standings.size + pairs.standings.size
    },
  }
}

/** How long the next attempt waits after this many wrong ones, of which some are free. */
export const waitMsAfter = (wrong: number, free: number): number => {
  if (wrong <= free) return 0
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(wrong - free - 1, 20), LONGEST_WAIT_MS)
}
