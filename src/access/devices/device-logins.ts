/**
 * Logins of programs, in memory: they live for ten minutes, and a restart only means to start one
 * again. Their number is bounded in all and per address, and so are the guesses of each person.
 */

import type { Client } from '../../http/client-address.ts'
import { BoundedMap } from '../../platform/bounded-map.ts'
import type { Clock } from '../../platform/clock.ts'
import { hashSecret, newSecret } from '../../platform/secrets.ts'
import type { Actor, Permission } from '../../protocol/actor.ts'
import { cleanName } from '../../protocol/host.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { MAX_TOKEN_NAME, type Token } from '../tokens/token.ts'
import type { Tokens } from '../tokens/tokens.ts'
import {
  ASK_EVERY_MS,
  canonicalUserCode,
  type Decision,
  type DeviceLogin,
  LOGIN_MS,
  MAX_MISSES,
  newUserCode,
  shownUserCode,
} from './device-login.ts'

export type DeviceLoginOptions = {
  readonly tokens: Pick<Tokens, 'make'>
  readonly clock: Clock
}

/** What a person lets a program do. */
export type Approval = {
  /** Absent: all that the person may do. */
  readonly scopes?: readonly Permission[] | undefined
  readonly expiresInMs?: number | undefined
}

/** Logins under way at once, about 5 MiB, and of one address. */
const MAX_PENDING = 10_000
const MAX_PENDING_OF_ADDRESS = 10

/** People whose wrong guesses are remembered. */
const MAX_GUESSERS = 10_000

type Misses = { readonly count: number; readonly until: number }

export type DeviceLogins = ReturnType<typeof createDeviceLogins>

export const createDeviceLogins = ({ tokens, clock }: DeviceLoginOptions) => {
  /** By the hash of the device code, in the order in which they end. */
  const pending = new Map<string, DeviceLogin>()
  const byUserCode = new Map<string, string>()
  const misses = new BoundedMap<string, Misses>(MAX_GUESSERS)

  const drop = (hash: string, { userCode }: DeviceLogin): void => {
    pending.delete(hash)
    byUserCode.delete(userCode)
  }

  const dropExpired = (): void => {
    for (const [hash, login] of pending) if (!isLive(login)) drop(hash, login)
  }

  /** A login that began in the future is left over from a clock set back. */
  const isLive = ({ createdAt, expiresAt }: DeviceLogin): boolean =>
    clock.now() < expiresAt && clock.now() >= createdAt - LOGIN_MS

  const makeRoom = ({ bucket }: Client): void => {
    dropExpired()
    const same = [...pending.values()].filter((login) => login.bucket === bucket)
    const isFull = pending.size >= MAX_PENDING || same.length >= MAX_PENDING_OF_ADDRESS
    if (isFull) throw new Refusal('rate_limited', { retryAfterMs: LOGIN_MS })
  }

  const missesOf = (who: string): Misses => {
    const known = misses.get(who)
    const until = clock.now() + LOGIN_MS
    return known && known.until > clock.now() && known.until <= until ? known : { count: 0, until }
  }

  /** The undecided login under a code that a person typed. Guessing is counted, and ends. */
  const typed = (actor: Actor, text: string): { hash: string; login: DeviceLogin } => {
    const who = actor.personId ?? actor.id
    const { count, until } = missesOf(who)
    if (count >= MAX_MISSES) {
      throw new Refusal('rate_limited', { retryAfterMs: until - clock.now() })
    }
    const hash = byUserCode.get(canonicalUserCode(text))
    const login = hash === undefined ? undefined : pending.get(hash)
    if (hash === undefined || login?.decision.kind !== 'pending' || !isLive(login)) {
      misses.set(who, { count: count + 1, until })
      throw new Refusal('login_expired')
    }
    return { hash, login }
  }

  const decide = (hash: string, login: DeviceLogin, decision: Decision): void => {
    if (pending.has(hash)) pending.set(hash, { ...login, decision })
  }

  return {
    /** How many are under way, for the test that floods them. */
    get size(): number {
      return pending.size
    },

    /** Begins a login for whoever asks. Throws `Refusal`. */
    start(client: Client, wantedName: string) {
      makeRoom(client)
      let userCode = newUserCode()
      while (byUserCode.has(userCode)) userCode = newUserCode()
      const deviceCode = newSecret('isrd')
      const hash = hashSecret(deviceCode)
      const createdAt = clock.now()
      const expiresAt = createdAt + LOGIN_MS
      pending.set(hash, {
        userCode,
        name: cleanName(wantedName).slice(0, MAX_TOKEN_NAME).toWellFormed() || 'isr',
        address: client.address,
        bucket: client.bucket,
        createdAt,
        expiresAt,
        decision: { kind: 'pending' },
        askedAt: createdAt,
      })
      byUserCode.set(userCode, hash)
      return { deviceCode, userCode: shownUserCode(userCode), expiresAt, intervalMs: ASK_EVERY_MS }
    },

    /** Gives the program its token, once. Throws `Refusal` until a person has approved. */
    ask(deviceCode: string): { token: Token; secret: string } {
      const hash = hashSecret(deviceCode)
      const login = pending.get(hash)
      if (!login || !isLive(login)) throw new Refusal('login_expired')
      const waitedMs = clock.now() - login.askedAt
      if (waitedMs >= 0 && waitedMs < ASK_EVERY_MS) {
        throw new Refusal('rate_limited', { retryAfterMs: ASK_EVERY_MS - waitedMs })
      }
      const { decision } = login
      if (decision.kind === 'pending') {
        pending.set(hash, { ...login, askedAt: clock.now() })
        throw new Refusal('login_pending', { retryAfterMs: ASK_EVERY_MS })
      }
      drop(hash, login)
      if (decision.kind === 'denied') throw new Refusal('login_denied')
      return decision
    },

    /** What a person sees before deciding. Throws `Refusal`. */
    look(actor: Actor, userCode: string): DeviceLogin {
      return typed(actor, userCode).login
    },

    /** Makes the person's token for the program. Throws `Refusal`. */
    async approve(actor: Actor, userCode: string, approval: Approval): Promise<Token> {
      const { hash, login } = typed(actor, userCode)
      // Nobody else decides while the token is being written.
      byUserCode.delete(login.userCode)
      try {
        const { token, secret } = await tokens.make(actor, {
          kind: 'personal',
          name: login.name,
          scopes: approval.scopes ?? [...actor.permissions],
          expiresInMs: approval.expiresInMs,
        })
        decide(hash, login, { kind: 'approved', token, secret })
        return token
      } catch (error) {
        if (pending.has(hash)) byUserCode.set(login.userCode, hash)
        throw error
      }
    },

    /** Sends the program away. Throws `Refusal`. */
    deny(actor: Actor, userCode: string): DeviceLogin {
      const { hash, login } = typed(actor, userCode)
      byUserCode.delete(login.userCode)
      decide(hash, login, { kind: 'denied' })
      return login
    },

    /** Drops logins that have run out. */
    sweep: dropExpired,
  }
}
