/**
 * Keeps strangers from guessing codes and from flooding the server, without punishing an office of
 * 200 hosts behind one address.
 *
 * In order of what it costs an attacker: each address has a budget of requests; wrong guesses have
 * a much smaller one, and beyond the free ones each answer, right or wrong, comes later than the
 * one before; a code that is probed in vain by many has a budget too; when all addresses together
 * guess too much, the free guesses of each shrink; touching a honeypot ends it for an hour.
 */

import type { Bus } from '../platform/bus.ts'
import { BoundedMap } from '../platform/bounded-map.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { andThen, type Maybe } from '../platform/maybe.ts'
import { sleep, type Ticker } from '../platform/ticker.ts'
import type { Ban } from '../protocol/api.ts'
import { canonicalCode } from '../protocol/code.ts'
import type { Events } from '../protocol/events.ts'
import { Refusal } from '../protocol/refusals.ts'
import { BoundedLimiter } from './bounded-limiter.ts'
import { consume, createBudget } from './budget.ts'
import { createCodeBudget } from './code-budget.ts'
import { penaltyDelayMs } from './penalty.ts'
import type { BanStore } from './store.ts'

/** Who is asking, as far as limits go. */
export type Caller = { readonly bucket: string }

/** The numbers an owner may change; each is described where it is configured. */
export type GuardLimits = {
  readonly resolvesPerMinute: number
  readonly registersPerMinute: number
  readonly newCodesPerHour: number
  readonly resolvesPerCodePerMinute: number
  readonly registersPerCodePerMinute: number
  readonly missesPerAddress: number
  readonly missesPerCode: number
  readonly missesInAll: number
  readonly honeypots: readonly string[]
  readonly banMs: number
}

export type GuardOptions = {
  readonly store: BanStore
  readonly limits: GuardLimits
  readonly clock: Clock
  readonly ticker: Ticker
  readonly bus: Bus<Events>
  readonly log: Log
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Wrong guesses are counted over this long. */
const MISS_WINDOW_MS = 10 * MINUTE_MS

/** Addresses (or codes) remembered by each limit: about 10 MiB when all are full. */
const MAX_KEYS = 50_000

/** Bans held at once; beyond it the oldest is forgotten. */
const MAX_BANS = 10_000

/** Answers held back at once; whoever comes on top is refused instead. */
const MAX_DELAYED = 1000

/** A fifth of an address's misses are free: people mistype. */
const FREE_PART = 5

/** Free misses while everybody together guesses too much. */
const FREE_UNDER_ATTACK = 2

/** Sign-in attempts per address; the token cannot be guessed, but trying costs us hashing. */
const SIGN_INS_PER_WINDOW = 30

/** Wrong PINs of one address at all hosts together; each host has a smaller limit of its own. */
const WRONG_PINS_PER_WINDOW = 20

/** An address that guessed wrong: how often, until when that counts, and how many answers it awaits. */
type Standing = { misses: number; until: number; waiting: number }

/** The guard's verbs. */
export type Guard = ReturnType<typeof createGuard>

export const createGuard = (options: GuardOptions) => {
  const { store, limits, clock, ticker, bus, log } = options
  const bounded = (points: number, windowMs: number) => ({
    points,
    windowMs,
    maxKeys: MAX_KEYS,
    clock,
  })
  const resolves = createBudget(bounded(limits.resolvesPerMinute, MINUTE_MS))
  const registers = createBudget(bounded(limits.registersPerMinute, MINUTE_MS))
  const newCodes = new BoundedLimiter(bounded(limits.newCodesPerHour, HOUR_MS))
  const signIns = new BoundedLimiter(bounded(SIGN_INS_PER_WINDOW, MISS_WINDOW_MS))
  const wrongPins = new BoundedLimiter(bounded(WRONG_PINS_PER_WINDOW, MISS_WINDOW_MS))
  const missesOfCode = new BoundedLimiter(bounded(limits.missesPerCode, MISS_WINDOW_MS))
  const missesInAll = new BoundedLimiter(bounded(limits.missesInAll, MISS_WINDOW_MS))
  const resolvesOfCode = createCodeBudget(limits.resolvesPerCodePerMinute, bounded)
  const registersOfCode = createCodeBudget(limits.registersPerCodePerMinute, bounded)
  const standings = new BoundedMap<string, Standing>(MAX_KEYS)
  const bans = new BoundedMap<string, Ban>(2 * MAX_BANS)
  const honeypots = new Set(limits.honeypots.map(canonicalCode))
  const saving = new Set<Promise<void>>()
  let attackEndsAt = Number.NEGATIVE_INFINITY
  let delayed = 0

  const refuse = (reason: string, retryAfterMs: number): never => {
    bus.emit('request.refused', { reason })
    throw new Refusal('rate_limited', { retryAfterMs })
  }

  const counted = async (reason: string, taken: Maybe<unknown>): Promise<void> => {
    try {
      await taken
    } catch (error) {
      if (error instanceof Refusal) bus.emit('request.refused', { reason })
      throw error
    }
  }

  const countedIfAny = (reason: string, taken: Maybe<void>): Maybe<void> =>
    taken === undefined ? undefined : counted(reason, taken)

  const refuseBanned = (bucket: string): void => {
    const ban = bans.get(bucket)
    if (ban && ban.expiresAt > clock.now()) refuse('banned', ban.expiresAt - clock.now())
  }

  const isUnderAttack = (): boolean => clock.now() < attackEndsAt

  const freeMisses = (): number =>
    isUnderAttack() ? FREE_UNDER_ATTACK : Math.ceil(limits.missesPerAddress / FREE_PART)

  /** What an address has on its account; a window that lies in the future is a clock set back. */
  const standingOf = (bucket: string): Standing | undefined => {
    const standing = standings.get(bucket)
    if (!standing) return undefined
    const leftMs = standing.until - clock.now()
    return leftMs > 0 && leftMs <= MISS_WINDOW_MS ? standing : undefined
  }

  /** Refuses an address whose guesses, with those still under way, have used up its budget. */
  const refuseSpent = (bucket: string): void => {
    const standing = standingOf(bucket)
    if (standing && standing.misses >= limits.missesPerAddress) {
      refuse('misses', standing.until - clock.now())
    }
  }

  /** Holds an answer back; answers that wait together each wait longer than the one before. */
  const wait = async (standing: Standing): Promise<void> => {
    const place = standing.misses + standing.waiting
    const delayMs = penaltyDelayMs(place, freeMisses())
    if (delayMs === 0) return
    if (delayed >= MAX_DELAYED) refuse('delayed', delayMs)
    if (place >= limits.missesPerAddress) refuse('misses', standing.until - clock.now())
    delayed++
    standing.waiting++
    await sleep(ticker, delayMs)
    standing.waiting--
    delayed--
  }

  const spend = (bucket: string, code: string): Maybe<void> => {
    const taken = resolves.take(bucket)
    const spendOnCode = (): Maybe<void> =>
      honeypots.has(code) ? undefined : countedIfAny('code_rate', resolvesOfCode.take(code))
    // A code's budget is spent only by requests that their address's budget allows.
    return taken === undefined
      ? spendOnCode()
      : counted('address_rate', taken).then(spendOnCode)
  }

  const countOfAddress = (bucket: string): void => {
    const standing = standingOf(bucket)
    if (standing) standing.misses++
    else standings.set(bucket, { misses: 1, until: clock.now() + MISS_WINDOW_MS, waiting: 0 })
  }

  const ban = (bucket: string, code: string): void => {
    const createdAt = clock.now()
    const expiresAt = createdAt + limits.banMs
    const entry: Ban = { address: bucket, reason: 'honeypot', code, createdAt, expiresAt }
    bans.set(bucket, entry)
    log.warn({ address: bucket, code, forMs: limits.banMs }, 'honeypot touched, address banned')
    bus.emit('address.banned', { address: bucket, code, expiresAt })
    if (bans.size > MAX_BANS) return
    // Nobody waits for the disk, or the time of the answer would tell a trap from an unknown code.
    const saved = store
      .ban(entry)
      .catch((err: unknown) => log.error({ err }, 'a ban was not saved'))
      .finally(() => saving.delete(saved))
    saving.add(saved)
  }

  const missAll = async (): Promise<void> => {
    try {
      await consume(missesInAll, 'all')
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (!isUnderAttack()) log.warn('too many wrong codes from everywhere: guards tightened')
      attackEndsAt = clock.now() + (error.facts.retryAfterMs ?? MISS_WINDOW_MS)
    }
  }

  const miss = async (bucket: string, code: string): Promise<undefined> => {
    bus.emit('request.refused', { reason: 'unknown_code' })
    countOfAddress(bucket)
    if (honeypots.has(code)) ban(bucket, code)
    await missAll()
    await counted('code_misses', consume(missesOfCode, code))
    return undefined
  }

  return {
    /** Reads the bans of earlier runs. */
    async load(): Promise<void> {
      for (const entry of await store.active(clock.now(), MAX_BANS)) bans.set(entry.address, entry)
    },

    /**
     * Looks a code up with `find`, at once for whoever has behaved, and counts a miss before anything
     * else gets a turn. A honeypot is never looked up, also if somebody has registered it.
     */
    look<T>(
      { bucket }: Caller,
      code: string,
      find: () => Maybe<T | undefined>,
    ): Maybe<T | undefined> {
      refuseBanned(bucket)
      refuseSpent(bucket)
      const search = (): Maybe<T | undefined> => {
        const found = honeypots.has(code) ? undefined : find()
        return andThen(found, (value) => (value === undefined ? miss(bucket, code) : value))
      }
      const standing = standingOf(bucket)
      const waited = standing && wait(standing)
      const spent = waited ? waited.then(() => spend(bucket, code)) : spend(bucket, code)
      if (spent === undefined) return search()
      return spent.then(() => {
        // Others of the same address have guessed meanwhile.
        refuseBanned(bucket)
        refuseSpent(bucket)
        return search()
      })
    },

    /** Before a code is looked up for somebody who does not guess: bans and budgets hold all the same. */
    admitKnown({ bucket }: Caller, code: string): Maybe<void> {
      refuseBanned(bucket)
      return spend(bucket, canonicalCode(code))
    },

    /** Before a register. A ban does not apply: the hosts beside a guesser must stay reachable. */
    admitRegister({ bucket }: Caller, code: string): Maybe<void> {
      const taken = registers.take(bucket)
      const takeOfCode = (): Maybe<void> =>
        countedIfAny('code_register_rate', registersOfCode.take(code))
      return taken === undefined ? takeOfCode() : counted('register_rate', taken).then(takeOfCode)
    },

    /** Before a register of a code nobody has. */
    admitNewCode: ({ bucket }: Caller): Promise<void> =>
      counted('new_code_rate', consume(newCodes, bucket)),

    /** Before a token is compared. */
    admitSignIn: ({ bucket }: Caller): Promise<void> =>
      counted('sign_in_rate', consume(signIns, bucket)),

    /** Before a session is asked for: not for who gave wrong PINs at one host after the other. */
    async admitPins({ bucket }: Caller): Promise<void> {
      const spent = await wrongPins.get(bucket)
      if (!spent || spent.consumedPoints < WRONG_PINS_PER_WINDOW) return
      bus.emit('request.refused', { reason: 'wrong_pins' })
      throw new Refusal('pin_locked', { retryAfterMs: spent.msBeforeNext })
    },

    /** A host says that a PIN from this address was wrong. */
    countWrongPin({ bucket }: Caller): void {
      consume(wrongPins, bucket).catch(() => undefined)
    },

    /** Bans that hold now, newest first. */
    async activeBans(): Promise<Ban[]> {
      await Promise.all(saving)
      return store.active(clock.now(), MAX_BANS)
    },

    /** How many bans hold now, those included that are on their way to the disk. */
    async countBans(): Promise<number> {
      await Promise.all(saving)
      return store.count(clock.now())
    },

    /** Ends a ban and forgives the misses. Throws `Refusal` when there is none. */
    async pardon(address: string): Promise<void> {
      await Promise.all(saving)
      const wasSaved = await store.pardon(address, clock.now())
      const wasHeld = bans.delete(address)
      if (!wasSaved && !wasHeld) throw new Refusal('ban_not_found')
      standings.delete(address)
      log.info({ address }, 'ban lifted')
      bus.emit('address.pardoned', { address })
    },

    /** Drops bans that have run out from the disk. */
    sweep: (): Promise<void> => store.forgetExpired(clock.now()),

    /** Keys remembered over all limits; bounded however many addresses there are. */
    get remembered(): number {
      const limiters = [newCodes, signIns, wrongPins, missesOfCode, resolvesOfCode, registersOfCode]
      const maps = [resolves, registers, standings, bans, ...limiters]
      return maps.reduce((sum, { size }) => sum + size, 0)
    },
  }
}
