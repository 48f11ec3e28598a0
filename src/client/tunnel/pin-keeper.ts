/**
 * The host's PIN and who may still guess it. A one-time PIN changes once it was used and after five
 * wrong ones; whoever guesses wrong waits longer and longer, and everybody together gets 50 tries
 * an hour: somebody with endless addresses who guesses all day is right once in 833 days.
 */

import { bucketOf } from '../../platform/addresses.ts'
import { BoundedMap } from '../../platform/bounded-map.ts'
import type { Clock } from '../../platform/clock.ts'
import { randomDigits } from '../../platform/ids.ts'
import { RollingCount } from '../../platform/rolling-count.ts'
import { normalisedPin } from './pin.ts'

/** Where the PIN comes from; with `none` the service asks for a password itself, as ssh does. */
export type PinPolicy =
  | { readonly kind: 'one-time' }
  | { readonly kind: 'fixed'; readonly pin: string }
  | { readonly kind: 'none' }

/** Digits of a one-time PIN: what people read out without a mistake. */
const DIGITS = 6

/** Shortest fixed PIN, characters: as many as a one-time PIN, and it never changes. */
export const MIN_FIXED_PIN = 6

/** Wrong PINs after which an address (of IPv6 its /64: one subscriber has them all) waits, and a one-time PIN changes. */
const TRIES = 5

/** First wait; each further one is twice as long, up to the longest. */
const FIRST_LOCK_MS = 60_000
const LONGEST_LOCK_MS = 3_600_000

/** An address that guessed nothing wrong for a day begins anew. */
const FORGIVEN_AFTER_MS = 86_400_000

/** Wrong PINs an hour from everywhere together, after which nobody gets a try for a while. */
const TRIES_PER_HOUR = 50

/** How long a new look at the hour's count is worth it. */
const HOUR_LOCK_MS = 60_000

/** Addresses remembered; a thousand times what the hour's count lets in. */
const MAX_ADDRESSES = 10_000

type Guesser = { wrong: number; locks: number; lockedUntil: number; lastAt: number }

export type PinKeeper = ReturnType<typeof createPinKeeper>

export const createPinKeeper = ({
  policy,
  clock,
  onChange = () => undefined,
}: {
  readonly policy: PinPolicy
  readonly clock: Clock
  /** A one-time PIN was made: the host prints it. */
  readonly onChange?: ((pin: string) => void) | undefined
}) => {
  const guessers = new BoundedMap<string, Guesser>(MAX_ADDRESSES)
  const wrongInHour = new RollingCount(clock)
  let wrongSinceChange = 0
  let pin = ''

  const change = (): void => {
    const last = pin
    while (pin === last) pin = randomDigits(DIGITS)
    wrongSinceChange = 0
    onChange(pin)
  }

  if (policy.kind === 'one-time') change()
  if (policy.kind === 'fixed') pin = normalisedPin(policy.pin)
  if (policy.kind === 'fixed' && pin.length < MIN_FIXED_PIN) throw new RangeError('PIN too short')

  const guesserOf = (address: string): Guesser => {
    const now = clock.now()
    const bucket = bucketOf(address)
    const known = guessers.get(bucket)
    if (known && now - known.lastAt < FORGIVEN_AFTER_MS) return known
    const fresh = { wrong: 0, locks: 0, lockedUntil: 0, lastAt: now }
    guessers.set(bucket, fresh)
    return fresh
  }

  return {
    isNeeded: policy.kind !== 'none',

    /** The PIN of now, normalised; empty when none is needed. */
    current: (): string => pin,

    /** How long this address gets no try, milliseconds; 0 when it does. */
    lockedFor(address: string): number {
      const own = (guessers.get(bucketOf(address))?.lockedUntil ?? 0) - clock.now()
      const everybody = wrongInHour.total >= TRIES_PER_HOUR ? HOUR_LOCK_MS : 0
      return Math.max(0, Math.min(own, LONGEST_LOCK_MS), everybody)
    },

    /** An address gave a wrong PIN. */
    wrong(address: string): void {
      const guesser = guesserOf(address)
      guesser.lastAt = clock.now()
      guesser.wrong++
      if (guesser.wrong % TRIES === 0) {
        const lock = Math.min(FIRST_LOCK_MS * 2 ** guesser.locks, LONGEST_LOCK_MS)
        guesser.lockedUntil = clock.now() + lock
        guesser.locks++
      }
      wrongInHour.add()
      wrongSinceChange++
      if (policy.kind === 'one-time' && wrongSinceChange >= TRIES) change()
    },

    /** An address gave the right PIN, which a one-time PIN does not survive. */
    right(address: string): void {
      guessers.delete(bucketOf(address))
      if (policy.kind === 'one-time') change()
    },
  }
}
