/**
 * What the owner of the server does with a host: lock, unlock, release, transfer, revoke,
 * delete, tag.
 * Each is on the disk before it is answered, and told to whoever watches.
 */

import type { Bus } from '../../platform/bus.ts'
import type { Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import type { Log } from '../../platform/log.ts'
import { type Actor, may, type Scope } from '../../protocol/actor.ts'
import type { Host } from '../../protocol/api.ts'
import { canonicalCode } from '../../protocol/code.ts'
import type { PresenceOf } from '../../protocol/presence.ts'
import type { Events } from '../../protocol/events.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { isUsable } from '../keys.ts'
import { toHost } from '../host.ts'
import { expiryCutoff, type Lease } from '../lease.ts'
import type { LeaseStore, Removed } from '../store.ts'
import { distinct } from '../tags.ts'
import type { OwnershipStore, Which } from './store.ts'

export type OwnershipOptions = {
  readonly store: OwnershipStore
  readonly leases: LeaseStore
  readonly clock: Clock
  readonly bus: Bus<Events>
  readonly log: Log
  readonly ttlMs: number
  readonly presenceOf: PresenceOf
  /** A code is free again: what is remembered of it no longer holds. */
  readonly forget: (code: string) => void
}

/** The owner's verbs; they throw `Refusal` for a host that the tenant does not have. */
export const createOwnership = (options: OwnershipOptions) => {
  const { store, leases, clock, bus, log, ttlMs, presenceOf } = options

  const which = ({ tenantId }: Scope, hostId: string): Which => ({
    tenantId,
    hostId,
    cutoff: expiryCutoff(clock.now(), ttlMs),
  })

  /** Why nothing was changed: there is no such host here, or it is revoked. */
  const refusal = async (of: Which, revoked: Refusal): Promise<Refusal> => {
    const lease = await leases.findLeaseOfHost(of, of.hostId, of.cutoff)
    return lease?.state === 'revoked' ? revoked : new Refusal('host_not_found')
  }

  const changed = async (of: Which, verb: string, lease: Lease | undefined): Promise<Host> => {
    if (!lease) throw await refusal(of, new Refusal('code_revoked'))
    const host = toHost(lease, { ttlMs, cutoff: of.cutoff, presenceOf })
    log.info({ id: host.id, code: host.code }, `host ${verb}`)
    bus.emit('host.changed', { host, tenantId: lease.tenantId })
    return host
  }

  const removed = ({ tenantId }: Scope, gone: Removed): Removed => {
    options.forget(gone.code)
    log.info(gone, 'host deleted')
    bus.emit('host.deleted', { ...gone, tenantId })
    return gone
  }

  return {
    /** From now on the code keeps its address, whoever registers it. */
    async lock(scope: Scope, hostId: string): Promise<Host> {
      const of = which(scope, hostId)
      return changed(of, 'locked', await store.lock(of, clock.now()))
    },

    async unlock(scope: Scope, hostId: string): Promise<Host> {
      const of = which(scope, hostId)
      return changed(of, 'unlocked', await store.unlock(of))
    },

    /** Forgets key and credential: the next who claims the code has it. */
    async release(scope: Scope, hostId: string): Promise<Host> {
      const of = which(scope, hostId)
      return changed(of, 'released', await store.release(of))
    },

    /** Nobody may register the code any more, and nobody finds it. */
    async revoke(scope: Scope, hostId: string): Promise<Host> {
      const of = which(scope, hostId)
      return changed(of, 'revoked', await store.revoke(of, clock.now()))
    },

    /** Gives the host these tags and no others; they last as long as its lease. */
    async tag(scope: Scope, hostId: string, tags: readonly string[]): Promise<Host> {
      const of = which(scope, hostId)
      return changed(of, 'tagged', await store.tag(of, distinct(tags)))
    },

    /** Makes the code another key's: that of the machine which replaces the host, say. */
    async giveToKey(scope: Scope, hostId: string, key: string): Promise<Host> {
      if (!isUsable(key)) throw new Refusal('invalid_request', { detail: 'key' })
      const of = which(scope, hostId)
      return changed(of, 'given to a key', await store.giveToKey(of, clock.now(), key))
    },

    /** Moves the host to another tenant, where it has another id. */
    async giveToTenant(scope: Scope, hostId: string, tenantId: string): Promise<Host> {
      const of = which(scope, hostId)
      if (tenantId === scope.tenantId) {
        const lease = await leases.findLeaseOfHost(scope, hostId, of.cutoff)
        if (!lease) throw new Refusal('host_not_found')
        return toHost(lease, { ttlMs, cutoff: of.cutoff, presenceOf })
      }
      const lease = await store.giveToTenant(of, tenantId, newId('host'))
      const host = await changed(of, 'given to a tenant', lease)
      bus.emit('host.deleted', { id: hostId, code: host.code, tenantId: scope.tenantId })
      return host
    },

    async deleteCode(scope: Scope, typed: string): Promise<Removed> {
      const { cutoff } = which(scope, '')
      const gone = await leases.deleteCode(scope, canonicalCode(typed), cutoff)
      if (!gone) throw new Refusal('code_not_found', { code: typed })
      return removed(scope, gone)
    },

    /** Deletes a host, which may come back; one that is revoked only for those who may revoke. */
    async deleteHost(actor: Actor, hostId: string): Promise<Removed> {
      const of = which(actor, hostId)
      const mayLift = may(actor, 'hosts:own')
      const gone = await leases.deleteHost(of, hostId, of.cutoff, mayLift)
      if (gone) return removed(actor, gone)
      throw await refusal(of, new Refusal('forbidden', { detail: 'hosts:own' }))
    },
  }
}
