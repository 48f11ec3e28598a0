/**
 * Signing in with OpenID Connect: who gets in.
 *
 * Whoever was linked before; else, by an e-mail address that the provider has verified, a person who
 * has no password, or somebody new whom an open invitation names. Nobody else: a person who has a
 * password would otherwise be as safe as the mailbox, second factor or not.
 */

import type { Clock } from '../../platform/clock.ts'
import { canonicalLogin } from '../people/person.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Invitations } from '../invitations/invitations.ts'
import type { Attempts } from './attempts.ts'
import type { Claims, Provider } from './provider.ts'
import type { IdentityStore } from './store.ts'

export type OidcOptions = {
  /** As the button on the page names the provider. */
  readonly name: string
  /** Browsers reach this server over https. */
  readonly isSecure: boolean
  readonly provider: Provider
  readonly attempts: Attempts
  readonly store: IdentityStore
  readonly invitations: Invitations
  /** The tenants of a person, the oldest membership first. */
  readonly tenantsOf: (personId: string) => Promise<readonly { readonly tenantId: string }[]>
  readonly clock: Clock
}

/** Somebody who may sign in, and where. */
export type Admitted = {
  readonly id: string
  readonly tenantId: string
  /** How they were recognised; the audit keeps it. */
  readonly by: 'identity' | 'e-mail' | 'invitation'
}

export type Oidc = ReturnType<typeof createOidc>

export const createOidc = (options: OidcOptions) => {
  const { provider, attempts, store, invitations, clock } = options

  const inFirstTenant = async (id: string, by: Admitted['by']): Promise<Admitted> => {
    const [first] = await options.tenantsOf(id)
    if (!first) throw new Refusal('oidc_unknown_person')
    return { id, tenantId: first.tenantId, by }
  }

  const admit = async ({ issuer, subject, email, name }: Claims): Promise<Admitted> => {
    const identity = { issuer, subject }
    const known = await store.find(identity)
    if (known) return inFirstTenant(known, 'identity')
    const login = email === undefined ? undefined : loginOf(email)
    if (login === undefined) throw new Refusal('oidc_unknown_person')
    const linked = await store.link(identity, login, clock.now())
    if (linked) return inFirstTenant(linked, 'e-mail')
    const accepted = await invitations.acceptByEmail(login, { name, identity })
    if (!accepted) throw new Refusal('oidc_unknown_person')
    return {
      id: accepted.personId,
      tenantId: accepted.invitation.tenantId,
      by: 'invitation',
    }
  }

  return {
    name: options.name,
    isSecure: options.isSecure,

    /** Where to send a browser of this address, and the secret that it keeps meanwhile. */
    async begin(bucket: string): Promise<{ url: URL; secret: string }> {
      const { url, attempt } = await provider.begin()
      return { url, secret: attempts.begin(attempt, bucket, clock.now()) }
    },

    /** Who came back with the answer in `query`. Throws `Refusal`. */
    async finish(query: string, secret: string): Promise<Admitted> {
      const state = new URLSearchParams(query).get('state') ?? ''
      const attempt = attempts.take(secret, state, clock.now())
      return admit(await provider.finish(query, attempt))
    },
  }
}

/**
 * The login that an address is. Case aside it must be spelled as we would: letters that only become
 * those of somebody else when they are canonicalised belong to another mailbox.
 */
const loginOf = (email: string): string | undefined => {
  const login = canonicalLogin(email)
  return /^[\x21-\x7e]+$/.test(email) || login === email ? login : undefined
}
