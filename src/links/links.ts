/**
 * Guest links: a secret that shows one service of one host in a browser, to somebody without an
 * account. It ends by its expiry, its uses, or a hand; and with its host.
 *
 * A link does not end with the membership of whoever made it, as enrolments do not: it is the
 * tenant's, and every operator sees who made it and may revoke it.
 */

import type { Client } from '../http/client-address.ts'
import type { Bus } from '../platform/bus.ts'
import type { Clock } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import type { Maybe } from '../platform/maybe.ts'
import { hashSecret, newSecret } from '../platform/secrets.ts'
import type { Actor, Scope } from '../protocol/actor.ts'
import type { Host } from '../protocol/api.ts'
import type { RecordAct } from '../protocol/audit.ts'
import type { Events } from '../protocol/events.ts'
import { cleanName } from '../protocol/host.ts'
import { Refusal } from '../protocol/refusals.ts'
import type { GuestInvitation, GuestLink, ScreenKind, ScreenPolicy } from '../protocol/screen.ts'
import { type KeptLink, type LinkStore, MAX_PER_HOST, MAX_PER_TENANT } from './store.ts'

const DAY_MS = 86_400_000

/** A link is for a task, not for good: at most as an invitation holds. */
export const MAX_LIFE_MS = 30 * DAY_MS

/** A link that has ended is shown this long, for whoever wonders what became of it. */
const KEEP_ENDED_MS = 30 * DAY_MS

/** Longest secret that is hashed, characters; ours have 48. */
const MAX_SECRET = 256

const SECRET_PREFIX = 'isrg'

export type LinkOptions = {
  readonly store: LinkStore
  /** A host of a tenant; throws `Refusal` when there is none. */
  readonly hostOf: (scope: Scope, id: string) => Promise<Host>
  /** The guard's way to look something up for somebody who may be guessing. */
  readonly look: <T>(client: Client, code: string, find: () => Maybe<T | undefined>) => Maybe<T | undefined>
  readonly policy: () => ScreenPolicy
  readonly record: RecordAct
  readonly clock: Clock
  readonly bus: Bus<Events>
  readonly log: Log
}

/** What an operator asks for. */
export type WantedLink = Pick<
  GuestLink,
  'hostId' | 'service' | 'kind' | 'isViewOnly' | 'note' | 'expiresAt' | 'uses'
>

/** One use of a link, by whom and for what. */
export type TakenLink = {
  /** A guest, who may do nothing else. */
  readonly actor: Actor
  readonly linkId: string
  readonly hostId: string
  readonly service: string
  readonly kind: ScreenKind
  readonly isViewOnly: boolean
  /** Undoes the use, once, when the host did not let the guest in. */
  readonly giveBack: () => Promise<void>
}

export type Links = ReturnType<typeof createLinks>

export const createLinks = (options: LinkOptions) => {
  const { store, hostOf, policy, record, clock, bus, log } = options

  const isOn = (): boolean => policy().isOn && policy().isForGuests

  const refuseIfOff = (): void => {
    if (!isOn()) throw new Refusal('links_off')
  }

  const stateOf = (link: KeptLink): GuestLink['state'] => {
    if (link.revokedAt !== null) return 'revoked'
    if (link.expiresAt <= clock.now()) return 'expired'
    return link.used >= link.uses ? 'used-up' : 'good'
  }

  const show = (link: KeptLink): GuestLink => {
    const { tenantId: _, revokedAt: __, ...shown } = link
    return { ...shown, state: stateOf(link) }
  }

  /** Unknown, malformed, revoked, of a host that is gone: one answer, and a miss for the guard. */
  const find = async (secret: string, client: Client): Promise<KeptLink> => {
    const isOurs = secret.startsWith(`${SECRET_PREFIX}_`) && secret.length <= MAX_SECRET
    const hash = hashSecret(secret.slice(0, MAX_SECRET))
    const found = await options.look(client, `link ${hash}`, () =>
      isOurs ? store.find(hash) : undefined,
    )
    if (!found) throw new Refusal('link_not_found')
    return found
  }

  const guestOf = ({ id, note, tenantId, expiresAt }: KeptLink): Actor => ({
    kind: 'guest',
    id,
    name: note,
    tenantId,
    permissions: new Set(),
    expiresAt,
  })

  const recordUse = (link: KeptLink, { address }: Client, reason?: string): Promise<void> => {
    const { id, note, code, hostId, service, kind, isViewOnly, used, uses } = link
    return record({
      actor: guestOf(link),
      address,
      action: 'link.used',
      object: { kind: 'link', id, name: note || code },
      ...(reason === undefined ? {} : { reason }),
      after: { hostId, code, service, kind, isViewOnly, used, uses },
    })
  }

  /** Why a link that exists takes nobody in; recorded, since its people may want to know. */
  const refuseEnded = async (link: KeptLink, client: Client): Promise<never> => {
    const code = stateOf(link) === 'expired' ? 'link_expired' : 'link_used_up'
    await recordUse(link, client, code)
    throw new Refusal(code)
  }

  const tellEnded = (ids: readonly string[]): void => {
    for (const linkId of ids) bus.emit('authority.ended', { linkId })
  }

  /** A host has changed or gone: ends the links that were for what it was. */
  const follow = (scope: Scope, hostId: string): void => {
    store
      .endLost(scope, hostId, clock.now())
      .then(tellEnded)
      .catch((err: unknown) => log.error({ err }, 'links of a host that changed were not ended'))
  }
  bus.on('host.deleted', ({ id, tenantId }) => follow({ tenantId }, id))
  bus.on('host.changed', ({ host, tenantId }) => follow({ tenantId }, host.id))
  bus.on('code.claimed', ({ id, tenantId }) => follow({ tenantId }, id))

  const tooMany = async (scope: Scope, hostId: string): Promise<Refusal> => {
    const ofHost = await store.countOfHost(scope, hostId, clock.now())
    return new Refusal('too_many_links', { limit: ofHost < MAX_PER_HOST ? MAX_PER_TENANT : MAX_PER_HOST })
  }

  return {
    /** A tenant's links, or those of one of its hosts, newest first. */
    list: async (scope: Scope, hostId?: string): Promise<GuestLink[]> =>
      (await store.list(scope, hostId)).map(show),

    /** Makes a link; the secret is shown this once. Throws `Refusal`. */
    async make(actor: Actor, wanted: WantedLink): Promise<{ link: GuestLink; secret: string }> {
      refuseIfOff()
      const createdAt = clock.now()
      if (wanted.kind === 'terminal' && wanted.isViewOnly) {
        throw new Refusal('invalid_request', { detail: 'isViewOnly: a terminal cannot be' })
      }
      if (wanted.expiresAt <= createdAt || wanted.expiresAt > createdAt + MAX_LIFE_MS) {
        throw new Refusal('invalid_request', { detail: 'expiresAt: at most 30 days from now' })
      }
      const host = await hostOf(actor, wanted.hostId)
      refuseUnreachable(host, wanted.service)
      const secret = newSecret(SECRET_PREFIX)
      const made = {
        ...wanted,
        note: cleanName(wanted.note),
        id: newId('link'),
        createdBy: actor.name,
        createdAt,
      }
      const secretHash = hashSecret(secret)
      const createdById = actor.personId ?? actor.id
      if (!(await store.make(actor, { ...made, secretHash, createdById }))) {
        throw await tooMany(actor, host.id)
      }
      const facts = { hostName: host.name, code: host.code, used: 0, lastUsedAt: null }
      return { link: { ...made, ...facts, state: 'good' }, secret }
    },

    /** Ends a link, and what was opened with it. Throws `Refusal` when there is none. */
    async revoke(scope: Scope, id: string): Promise<GuestLink> {
      const link = await store.revoke(scope, id, clock.now())
      if (!link) throw new Refusal('link_not_found')
      tellEnded([id])
      return show(link)
    },

    /** What a link is for, before it is used. Throws `Refusal`. */
    async look(secret: string, client: Client): Promise<GuestInvitation> {
      refuseIfOff()
      const link = await find(secret, client)
      const state = stateOf(link)
      if (state === 'expired') throw new Refusal('link_expired')
      if (state === 'used-up') throw new Refusal('link_used_up')
      const { presence, name } = await hostOf(link, link.hostId)
      const { service, kind, isViewOnly, note, expiresAt } = link
      const usesLeft = link.uses - link.used
      const isOnline = presence === 'online'
      return { hostName: name, service, kind, isViewOnly, note, expiresAt, usesLeft, isOnline }
    },

    /** Takes one use of a link. Throws `Refusal`. */
    async take(secret: string, client: Client): Promise<TakenLink> {
      refuseIfOff()
      const before = await find(secret, client)
      if (stateOf(before) !== 'good') return refuseEnded(before, client)
      const at = clock.now()
      const link = await store.take(hashSecret(secret), at)
      // Ended, or somebody else took the last use in the moment between.
      if (!link) return refuseEnded(await find(secret, client), client)
      await recordUse(link, client)
      let isGivenBack = false
      const giveBack = async (): Promise<void> => {
        if (isGivenBack) return
        isGivenBack = true
        await store.giveBack(link.id, at, before.lastUsedAt)
      }
      const { id: linkId, hostId, service, kind, isViewOnly } = link
      return { actor: guestOf(link), linkId, hostId, service, kind, isViewOnly, giveBack }
    },

    /** Whether whoever came in by the link may come back; that its uses are used up is no matter. */
    isGood: async (linkId: string): Promise<boolean> =>
      isOn() && (await store.holds(linkId, clock.now())),

    /** Ends the links whose hosts are gone, and drops those that ended a while ago. */
    async sweep(): Promise<void> {
      tellEnded(await store.endAllLost(clock.now()))
      await store.forget(clock.now() - KEEP_ENDED_MS)
    },
  }
}

/** A link to what can never open would only disappoint; what is offline now may come back. */
const refuseUnreachable = ({ presence, keyFingerprint, agent, state }: Host, service: string): void => {
  if (state === 'revoked') throw new Refusal('host_not_found')
  const hasAgent = presence === 'online' || presence === 'degraded' || presence === 'offline'
  if (!hasAgent || keyFingerprint === null) throw new Refusal('no_agent')
  if (agent && !agent.services.includes(service)) {
    throw new Refusal('service_not_found', { detail: agent.services.join(', ') })
  }
}
