/**
 * Whether somebody is who they say: login, password and, where it is on, the second factor. What is
 * not right looks and costs the same whether or not anybody has the login.
 */

import type { Client } from '../../http/client-address.ts'
import type { Bus } from '../../platform/bus.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { Events } from '../../protocol/events.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Row } from '../../store/database.ts'
import type { SecondFactor } from './factors/second-factor.ts'
import type { Admitted, Attempt, LockOut } from './lock-out.ts'
import { checkPassword } from './password-rules.ts'
import type { Passwords } from './passwords.ts'
import { canonicalLogin, type Person } from './person.ts'
import type { Credentials, PeopleStore } from './store.ts'
import type { Statement } from '../../store/database.ts'

export type CredentialOptions = {
  readonly store: PeopleStore
  readonly passwords: Passwords
  readonly secondFactor: SecondFactor
  readonly lockOut: LockOut
  readonly clock: Clock
  readonly bus: Bus<Events>
  readonly log: Log
}

/** What somebody types to sign in. */
export type Typed = {
  readonly login: string
  readonly password: string
  readonly totp?: string | undefined
  readonly recoveryCode?: string | undefined
}

/** Whose password is asked for again, and in which sign-in. */
export type Asking = { readonly login: string; readonly signInId: string }

/** Somebody who was right; `passwordChangedAt` is that of the password they typed. */
export type Proven = { readonly person: Person; readonly passwordChangedAt: number | null }

export type CredentialCheck = ReturnType<typeof createCredentialCheck>

export const createCredentialCheck = (options: CredentialOptions) => {
  const { store, passwords, secondFactor, lockOut, bus, log } = options

  /** Admits an attempt, runs it, and settles what it was. */
  const attempt = async <T>(
    wanted: Attempt,
    found: Credentials | undefined,
    run: () => Promise<T>,
  ): Promise<T> => {
    const admitted = admit(wanted)
    try {
      const result = await run()
      admitted.right()
      return result
    } catch (error) {
      const isWrong = error instanceof Refusal && WRONG.has(error.code)
      if (!isWrong) admitted.undecided()
      else if (admitted.wrong().isLocked) await tellLocked(found, wanted.bucket)
      throw error
    }
  }

  const admit = (wanted: Attempt): Admitted => {
    try {
      return lockOut.admit(wanted)
    } catch (error) {
      if (error instanceof Refusal) bus.emit('request.refused', { reason: error.code })
      throw error
    }
  }

  /** What strangers type as a login may be a password: only logins that exist are told. */
  const tellLocked = async (found: Credentials | undefined, address: string): Promise<void> => {
    const memberships = found ? await store.membershipsOf(found.person.id) : []
    const tenantIds = memberships.map(({ tenantId }) => tenantId)
    bus.emit('sign-in.locked', { login: found?.person.login ?? '', address, tenantIds })
  }

  const comparePassword = async (
    password: string,
    found: Credentials | undefined,
  ): Promise<Credentials> => {
    const line = found?.isKnown ? 'known' : 'others'
    const compared = await passwords.compare(password, found?.passwordHash ?? null, line)
    if (!found || !compared.isRight) throw new Refusal('wrong_password')
    if (compared.isWeak) await renew(found, password)
    return found
  }

  /** A hash of former days; a sign-in does not fail because it could not be renewed now. */
  const renew = async ({ person, passwordHash }: Credentials, password: string): Promise<void> => {
    try {
      const renewed = await passwords.hash(password, 'known')
      await store.renewHash(person.id, passwordHash ?? '', renewed)
    } catch (err) {
      log.warn({ err }, 'a password hash was not renewed')
    }
  }

  const checkFactor = async ({ id, hasTotp }: Person, typed: Typed): Promise<void> => {
    if (!hasTotp) return
    const { totp, recoveryCode } = typed
    if (!totp && !recoveryCode) throw new Refusal('totp_required')
    const isRight = recoveryCode
      ? await secondFactor.useRecoveryCode(id, recoveryCode)
      : await secondFactor.useTotp(id, totp ?? '')
    if (!isRight) throw new Refusal('wrong_totp')
  }

  const ownCredentials = async (
    { login, signInId }: Asking,
    { bucket }: Client,
  ): Promise<{ wanted: Attempt; found: Credentials }> => {
    const found = await store.credentials(login, bucket)
    if (!found) throw new Refusal('sign_in_required')
    // Whoever has the cookie works from here: others' guesses elsewhere do not stop them.
    return { wanted: { login, bucket, isKnown: true, signInId }, found: { ...found, isKnown: true } }
  }

  return {
    /** The hash of a password that somebody gives themselves. Throws `Refusal` for a bad one. */
    async hashNew(login: string, password: string): Promise<string> {
      checkPassword(password, login)
      return passwords.hash(password)
    },

    /** The person with a login, as far as known before the password is: for the audit. */
    async personOf(login: string): Promise<Person | undefined> {
      return store.findByLogin(canonicalLogin(login))
    },

    /** Proves who signs in. Throws `Refusal`. */
    async prove(typed: Typed, { bucket }: Client): Promise<Proven> {
      const login = canonicalLogin(typed.login)
      const found = await store.credentials(login, bucket)
      const isKnown = found?.isKnown ?? false
      return attempt({ login, bucket, isKnown }, found, async () => {
        const { person, passwordChangedAt } = await comparePassword(typed.password, found)
        await checkFactor(person, typed)
        return { person, passwordChangedAt }
      })
    },

    /** Asks somebody who is signed in for their password again. Throws `Refusal`. */
    async confirm(asking: Asking, password: string, client: Client): Promise<void> {
      const { wanted, found } = await ownCredentials(asking, client)
      await attempt(wanted, found, () => comparePassword(password, found))
    },

    /**
     * Replaces a person's password, together with what `also` makes of the new hash; returns the
     * rows of the latter. Throws `Refusal`.
     */
    async changePassword(
      asking: Asking,
      { current, next }: { readonly current: string; readonly next: string },
      client: Client,
      also: (newHash: string) => readonly Statement[],
    ): Promise<Row[][]> {
      const { login } = asking
      checkPassword(next, login)
      const { wanted, found } = await ownCredentials(asking, client)
      await attempt(wanted, found, () => comparePassword(current, found))
      const to = await passwords.hash(next, 'known')
      // A renewed hash is another text of the same password.
      const fresh = await store.credentials(login, client.bucket)
      const isSame = fresh?.passwordChangedAt === found.passwordChangedAt
      const from = (isSame && fresh?.passwordHash) || ''
      const change = { from, to, now: options.clock.now() }
      const { isDone, rows } = await store.setPassword(found.person.id, change, also(to))
      if (!isDone) throw new Refusal('wrong_password')
      return rows
    },
  }
}

/** What counts against whoever guesses. */
const WRONG = new Set(['wrong_password', 'wrong_totp'])
