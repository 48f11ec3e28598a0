/**
 * The host's PIN and who may still guess it. A one-time PIN changes once it was used and after five
 * wrong ones; whoever guesses wrong waits longer and longer, and everybody together gets 50 tries
 * an hour: somebody with endless addresses who guesses all day is right once in 833 days.
 *
 * Of the 50 anybody may have 30. The rest is kept for those whom a stranger cannot pretend to be, so
 * that he cannot shut them out: 10 for people of the host's own tenant, as the server says, and 10
 * for whoever shows a pass. The parts add up to what all had before, so neither a server that lies
 * nor somebody with a thousand passes guesses more often than 50 times an hour.
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

/** Wrong PINs an hour by kind of place; whoever finds none gets no try for a while. In all 50. */
const TRIES_PER_HOUR = { anybody: 30, signedIn: 10, known: 10 } as const

/** How long a new look at the hour's count is worth it. */
const HOUR_LOCK_MS = 60_000

/** Addresses remembered; a thousand times what the hour's count lets in. */
const MAX_ADDRESSES = 10_000

/** Who wants a try. */
export type Visitor = {
  /** As the server says. */
  readonly address: string
  /** Of the host's own tenant, as the server says. */
  readonly isSignedIn: boolean
  /** Which pass of this host he showed; proof that he was let in before. */
  readonly pass?: string | undefined
}

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
  const wrongInHour = {
    anybody: new RollingCount(clock),
    signedIn: new RollingCount(clock),
    known: new RollingCount(clock),
  }
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

  /** What is remembered of a guesser, unless it is forgiven. */
  const recall = (name: string): Guesser | undefined => {
    const known = guessers.get(name)
    return known && clock.now() - known.lastAt < FORGIVEN_AFTER_MS ? known : undefined
  }

  /** A pass that still counts; after as many wrong PINs as an address has it is like none for a day. */
  const passOf = ({ pass }: Visitor): string | undefined => {
    if (pass === undefined) return undefined
    const name = `pass ${pass}`
    return (recall(name)?.wrong ?? 0) < TRIES ? name : undefined
  }

  /** The places a visitor may take, those that are open to all first. */
  const placesOf = (visitor: Visitor): readonly RollingCount[] =>
    (['anybody', 'signedIn', 'known'] as const)
      .filter((place) => place !== 'signedIn' || visitor.isSignedIn)
      .filter((place) => place !== 'known' || passOf(visitor) !== undefined)
      .filter((place) => wrongInHour[place].total < TRIES_PER_HOUR[place])
      .map((place) => wrongInHour[place])

  const guesserOf = (name: string): Guesser => {
    const known = recall(name)
    if (known) return known
    const fresh = { wrong: 0, locks: 0, lockedUntil: 0, lastAt: clock.now() }
    guessers.set(name, fresh)
    return fresh
  }

  return {
    isNeeded: policy.kind !== 'none',

    /** The PIN of now, normalised; empty when none is needed. */
    current: (): string => pin,

    /** How long this visitor gets no try, milliseconds; 0 when he does. */
    lockedFor(visitor: Visitor): number {
      const everybody = placesOf(visitor).length === 0 ? HOUR_LOCK_MS : 0
      // Somebody with a pass does not wait for what others do behind his address.
      if (passOf(visitor) !== undefined) return everybody
      const own = (guessers.get(bucketOf(visitor.address))?.lockedUntil ?? 0) - clock.now()
      return Math.max(0, Math.min(own, LONGEST_LOCK_MS), everybody)
    },

    /** A visitor gave a wrong PIN. */
    wrong(visitor: Visitor): void {
      // Before the pass loses its worth by this very try.
      const [place = wrongInHour.anybody] = placesOf(visitor)
      const guesser = guesserOf(passOf(visitor) ?? bucketOf(visitor.address))
      guesser.lastAt = clock.now()
      guesser.wrong++
      if (guesser.wrong % TRIES === 0) {
        const lock = Math.min(FIRST_LOCK_MS * 2 ** guesser.locks, LONGEST_LOCK_MS)
        guesser.lockedUntil = clock.now() + lock
        guesser.locks++
      }
      place.add()
      wrongSinceChange++
      if (policy.kind === 'one-time' && wrongSinceChange >= TRIES) change()
    },

    /** A visitor gave the right PIN, which a one-time PIN does not survive. */
    right({ address, pass }: Visitor): void {
      guessers.delete(bucketOf(address))
      if (pass !== undefined) guessers.delete(`pass ${pass}`)
      if (policy.kind === 'one-time') change()
    },
  }
}
