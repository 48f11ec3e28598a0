/** Signing browsers in and out. */

import type { Client } from '../../http/client-address.ts'
import type { Bus } from '../../platform/bus.ts'
import type { Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import type { Log } from '../../platform/log.ts'
import { hashSecret, newSecret } from '../../platform/secrets.ts'
import type { Events } from '../../protocol/events.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { DEFAULT_TENANT } from '../../protocol/tenant.ts'
import { SEEN_EVERY_MS, SIGN_IN_MS, type SignIn } from './sign-in.ts'
import type { SignInStore, SignInWithRole } from './store.ts'

export type SignInOptions = {
  readonly store: SignInStore
  readonly ownerTokenHash: string
  readonly clock: Clock
  readonly bus: Bus<Events>
  readonly log: Log
}

/** Longest User-Agent kept, characters. */
const MAX_AGENT = 200

/** Whom a browser is signed in for, and where they work at first. */
export type SignInOf = {
  readonly id: string
  readonly tenantId: string
  /** When the password that was just checked was set; a newer one refuses the sign-in. */
  readonly passwordChangedAt?: number | null
}

export type SignIns = ReturnType<typeof createSignIns>

export const createSignIns = ({ store, ownerTokenHash, clock, bus, log }: SignInOptions) => {
  /** Sign-ins whose `seenAt` is being written; a page's first requests come together. */
  const seeing = new Set<string>()

  const tell = (ids: readonly string[]): void => {
    for (const signInId of ids) bus.emit('authority.ended', { signInId })
  }

  return {
    /** Signs a browser in, for a person or, without one, for the owner token. Throws `Refusal`. */
    async start(
      client: Client,
      agent: string,
      person?: SignInOf,
    ): Promise<{ signIn: SignIn; secret: string }> {
      const createdAt = clock.now()
      const signIn: SignIn = {
        id: newId('sig'),
        tenantId: person?.tenantId ?? DEFAULT_TENANT,
        personId: person?.id,
        address: client.address,
        agent: agent.replace(/\p{C}/gu, '').slice(0, MAX_AGENT),
        createdAt,
        seenAt: createdAt,
        expiresAt: createdAt + SIGN_IN_MS,
      }
      const secret = newSecret('isrs')
      const hash = hashSecret(secret)
      if (!person) {
        await store.createOfOwner(signIn, hash, ownerTokenHash)
        return { signIn, secret }
      }
      const { isMade, ended } = await store.createOfPerson(
        { ...signIn, personId: person.id },
        hash,
        client.bucket,
        person.passwordChangedAt ?? null,
      )
      if (!isMade) throw new Refusal('wrong_password')
      tell(ended)
      return { signIn, secret }
    },

    /** A person's sign-ins that hold now, newest first. */
    listOf: async (personId: string): Promise<SignInWithRole[]> => store.of(personId, clock.now()),

    /** Remembers that a sign-in was used, at most once a minute; nobody waits for it. */
    saw({ id, seenAt }: SignIn): void {
      const now = clock.now()
      if (now - seenAt < SEEN_EVERY_MS || seeing.has(id)) return
      seeing.add(id)
      store
        .see(id, now)
        .catch((err: unknown) => log.warn({ err }, 'the last use of a sign-in was not saved'))
        .finally(() => seeing.delete(id))
    },

    async end(id: string): Promise<void> {
      await store.end(id)
      tell([id])
    },

    /** Ends one of a person's own sign-ins. Throws `Refusal` when it is not theirs. */
    async endOf(id: string, personId: string): Promise<void> {
      if (!(await store.endOf(id, personId))) throw new Refusal('sign_in_not_found')
      tell([id])
    },

    /** Lets a sign-in work in another tenant. Throws `Refusal` where it may not. */
    async switch(id: string, from: string, tenantId: string): Promise<void> {
      if (!(await store.switch(id, tenantId))) throw new Refusal('tenant_not_found')
      bus.emit('authority.ended', { signInId: id, tenantId: from, isChange: true })
    },

    /** Cuts what still runs under sign-ins that were ended together with something else. */
    tell,

    /** Drops sign-ins that have run out or whose owner token was replaced. */
    sweep: (): Promise<void> => store.forget(clock.now(), ownerTokenHash),
  }
}
