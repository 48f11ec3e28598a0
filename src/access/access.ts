/**
 * Who may do what, as long as there is one owner: the bearer of the owner token, and browsers that
 * signed in with it. The token lives in a 0600 file; replacing the file ends every sign-in.
 */

import type { IncomingMessage } from 'node:http'
import type { Bus } from '../platform/bus.ts'
import type { Clock } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { hashSecret, isSecret, newSecret } from '../platform/secrets.ts'
import type { Events } from '../protocol/events.ts'
import { Refusal } from '../protocol/refusals.ts'
import { SIGN_IN_MS, type SignIn, signInSecret } from './sign-in.ts'
import type { SignInStore } from './store.ts'

export type AccessOptions = {
  readonly store: SignInStore
  readonly ownerToken: string
  readonly clock: Clock
  readonly bus: Bus<Events>
  readonly log: Log
}

/** Longest secret that is hashed, characters; ours have 48. */
const MAX_SECRET_LENGTH = 256

/** Access's verbs. */
export type Access = ReturnType<typeof createAccess>

export const createAccess = (options: AccessOptions) => {
  const { store, clock, bus, log } = options
  const tokenHash = hashSecret(options.ownerToken)

  const isOwnerToken = (token: string): boolean =>
    token.length <= MAX_SECRET_LENGTH && isSecret(token, tokenHash)

  /** Whether the request carries the owner token as `Authorization: Bearer …`. */
  const isOwner = (request: IncomingMessage): boolean => {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    return token !== undefined && isOwnerToken(token)
  }

  const signInOf = async (request: IncomingMessage): Promise<SignIn | undefined> => {
    const secret = signInSecret(request.headers.cookie)
    if (!secret || secret.length > MAX_SECRET_LENGTH) return undefined
    return store.find(hashSecret(secret), tokenHash, clock.now())
  }

  return {
    isOwner,
    signInOf,

    /** Throws `Refusal` unless the owner asks, by token or by cookie. */
    async requireOwner(request: IncomingMessage): Promise<void> {
      if (isOwner(request) || (await signInOf(request))) return
      throw new Refusal('sign_in_required')
    },

    /** Trades the owner token for a browser sign-in. Throws `Refusal`. */
    async signIn(token: string, address: string): Promise<{ signIn: SignIn; secret: string }> {
      if (!isOwnerToken(token)) {
        log.warn({ address }, 'sign-in with a wrong token')
        throw new Refusal('wrong_token')
      }
      const createdAt = clock.now()
      const id = newId('sig')
      const signIn = { id, role: 'owner', createdAt, expiresAt: createdAt + SIGN_IN_MS } as const
      const secret = newSecret('isrs')
      await store.create(signIn, hashSecret(secret), tokenHash)
      log.info({ id, address }, 'owner signed in')
      return { signIn, secret }
    },

    async signOut(id: string): Promise<void> {
      await store.end(id)
      bus.emit('sign-in.ended', { id })
    },

    /** Drops sign-ins that have run out or whose owner token was replaced. */
    sweep: (): Promise<void> => store.forget(clock.now(), tokenHash),
  }
}
