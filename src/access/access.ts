/**
 * Who sends a request: the bearer of the owner token, of a token or of a host's credential, or a
 * browser that signed in. Everything else of this feature serves this one question.
 *
 * The owner token lives in a 0600 file and is the root of trust: it works in every tenant, and
 * replacing the file ends the sign-ins that were made with it.
 */

import type { IncomingMessage } from 'node:http'
import type { Clock } from '../platform/clock.ts'
import { hashSecret, isSecret } from '../platform/secrets.ts'
import { type Actor, ANONYMOUS, permissionsOf } from '../protocol/actor.ts'
import { Refusal } from '../protocol/refusals.ts'
import { DEFAULT_TENANT } from '../protocol/tenant.ts'
import { type SignIn, signInSecret } from './sign-ins/sign-in.ts'
import type { SignInStore } from './sign-ins/store.ts'

/** Finds the bearer of a secret; `undefined` when it is unknown, expired or revoked. */
export type FindBearer = (secret: string, request: IncomingMessage) => Promise<Actor | undefined>

export type AccessOptions = {
  readonly signIns: SignInStore
  readonly ownerToken: string
  readonly clock: Clock
  /** Bearers by the prefix of their secrets, such as `isrp_`. */
  readonly bearers: Readonly<Record<string, FindBearer>>
  /** What a person is in the tenant a sign-in works in; `undefined` when no member any more. */
  readonly personOf: (signIn: SignIn) => Promise<Actor | undefined>
  readonly hasTenant: (tenantId: string) => Promise<boolean>
  /** Told of each request that a sign-in makes. */
  readonly onSeen: (signIn: SignIn) => void
}

/** A sign-in and who works in it. */
export type SignedIn = { readonly signIn: SignIn; readonly actor: Actor }

/** Longest secret that is hashed, characters; ours have 48. */
const MAX_SECRET_LENGTH = 256

/** Chooses the tenant of a request that the owner token makes. */
const TENANT_HEADER = 'isr-tenant'

/** Tells who sends requests. */
export type Access = ReturnType<typeof createAccess>

export const createAccess = (options: AccessOptions) => {
  const { signIns, clock } = options
  const ownerTokenHash = hashSecret(options.ownerToken)

  const isOwnerToken = (token: string): boolean =>
    token.length <= MAX_SECRET_LENGTH && isSecret(token, ownerTokenHash)

  /** The sign-in of a browser, if it holds and its person is a member of its tenant still. */
  const signInOf = async (request: IncomingMessage): Promise<SignedIn | undefined> => {
    const secret = signInSecret(request.headers.cookie)
    if (!secret || secret.length > MAX_SECRET_LENGTH) return undefined
    const signIn = await signIns.find(hashSecret(secret), clock.now(), ownerTokenHash)
    if (!signIn) return undefined
    const found = signIn.personId ? await options.personOf(signIn) : ownerIn(signIn.tenantId)
    if (!found) return undefined
    options.onSeen(signIn)
    return { signIn, actor: { ...found, signInId: signIn.id, expiresAt: signIn.expiresAt } }
  }

  const bearerOf = async (token: string, request: IncomingMessage): Promise<Actor> => {
    if (isOwnerToken(token)) return ownerIn(await wantedTenant(request))
    const find = options.bearers[token.slice(0, token.indexOf('_') + 1)]
    const found = token.length <= MAX_SECRET_LENGTH ? await find?.(token, request) : undefined
    if (!found) throw new Refusal('invalid_token')
    return found
  }

  const wantedTenant = async ({ headers }: IncomingMessage): Promise<string> => {
    const wanted = headers[TENANT_HEADER]
    if (typeof wanted !== 'string') return DEFAULT_TENANT
    if (wanted.length > MAX_SECRET_LENGTH || !(await options.hasTenant(wanted))) {
      throw new Refusal('tenant_not_found')
    }
    return wanted
  }

  const browserOf = async (request: IncomingMessage): Promise<Actor> =>
    (await signInOf(request))?.actor ?? ANONYMOUS

  return {
    isOwnerToken,
    ownerTokenHash,
    /** The bearer of the owner token, in the default tenant. */
    owner: ownerIn(DEFAULT_TENANT),

    /** The sign-in of the browser that sends the request. Throws `Refusal` when there is none. */
    async requireSignIn(request: IncomingMessage): Promise<SignedIn> {
      const found = await signInOf(request)
      if (!found) throw new Refusal('sign_in_required')
      return found
    },

    /** Who sends the request. Throws `Refusal` when a token is presented that is not valid. */
    async authenticate(request: IncomingMessage): Promise<Actor> {
      const { authorization } = request.headers
      if (authorization === undefined) return browserOf(request)
      const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
      if (token === undefined) throw new Refusal('invalid_token')
      return bearerOf(token, request)
    },
  }
}

/** The bearer of the owner token, in any tenant. */
const ownerIn = (tenantId: string): Actor => ({
  kind: 'owner-token',
  id: 'owner-token',
  name: 'owner token',
  tenantId,
  role: 'owner',
  // Whoever holds the file owns the server, whichever tenant he looks at.
  permissions: permissionsOf('owner', true),
})
