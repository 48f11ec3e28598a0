/** Signing browsers in and out. */

import type { Client } from '../../http/client-address.ts'
import type { Bus } from '../../platform/bus.ts'
import type { Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { hashSecret, newSecret } from '../../platform/secrets.ts'
import type { Events } from '../../protocol/events.ts'
import { DEFAULT_TENANT } from '../../protocol/tenant.ts'
import { SIGN_IN_MS, type SignIn } from './sign-in.ts'
import type { SignInStore } from './store.ts'

export type SignInOptions = {
  readonly store: SignInStore
  readonly ownerTokenHash: string
  readonly clock: Clock
  readonly bus: Bus<Events>
}

/** Longest User-Agent kept, characters. */
const MAX_AGENT = 200

export type SignIns = ReturnType<typeof createSignIns>

export const createSignIns = ({ store, ownerTokenHash, clock, bus }: SignInOptions) => ({
  /** Signs a browser in, for a person or, without one, for the owner token. */
  async start(
    client: Client,
    agent: string,
    person?: { readonly id: string; readonly tenantId: string },
  ): Promise<{ signIn: SignIn; secret: string }> {
    const createdAt = clock.now()
    const signIn: SignIn = {
      id: newId('sig'),
      tenantId: person?.tenantId ?? DEFAULT_TENANT,
      personId: person?.id,
      address: client.address,
      agent: agent.slice(0, MAX_AGENT),
      createdAt,
      seenAt: createdAt,
      expiresAt: createdAt + SIGN_IN_MS,
    }
    const secret = newSecret('isrs')
    await store.create(signIn, hashSecret(secret), person ? null : ownerTokenHash)
    return { signIn, secret }
  },

  async end(id: string): Promise<void> {
    await store.end(id)
    bus.emit('authority.ended', { signInId: id })
  },

  /** Drops sign-ins that have run out or whose owner token was replaced. */
  sweep: (): Promise<void> => store.forget(clock.now(), ownerTokenHash),
})
