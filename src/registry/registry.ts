/**
 * The registry's verbs: register, resolve, list, own, enrol, sweep. It knows codes and leases; who
 * may call what is decided by the `Guard` it is given and by its routes.
 */

import type { Client } from '../http/client-address.ts'
import { BoundedMap } from '../platform/bounded-map.ts'
import type { Bus } from '../platform/bus.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { andThen, type Maybe } from '../platform/maybe.ts'
import type { Scope } from '../protocol/actor.ts'
import type { Host } from '../protocol/api.ts'
import { canonicalCode } from '../protocol/code.ts'
import type { Events } from '../protocol/events.ts'
import { Refusal } from '../protocol/refusals.ts'
import type { PresenceOf } from '../protocol/presence.ts'
import type { Database } from '../store/database.ts'
import { createAdmission, type RegisterGuard } from './claims/admission.ts'
import { createClaims } from './claims/claims.ts'
import { createClaimStore } from './claims/store.ts'
import { type Counter, createCounter } from './counter.ts'
import { createEnrolments } from './enrolments/enrolments.ts'
import { createEnrolmentStore } from './enrolments/store.ts'
import { toHost } from './host.ts'
import { expiryCutoff, type Lease } from './lease.ts'
import { createOwnership } from './ownership/ownership.ts'
import { createOwnershipStore } from './ownership/store.ts'
import { searchHosts, type HostPage, type HostQuery } from './search.ts'
import { createLeaseStore, type LeaseStore, type Target } from './store.ts'

/** Keeps strangers from guessing codes and flooding the registry; throws `Refusal`. */
export interface Guard extends RegisterGuard {
  /** Looks a code up with `find`, if the client may, and counts it against him if it is unknown. */
  look<T>(client: Client, code: string, find: () => Maybe<T | undefined>): Maybe<T | undefined>
}

/** Tenants whose count is kept in memory. */
const MAX_COUNTERS = 1000

export type RegistryOptions = {
  readonly database: Database
  readonly guard: Guard
  readonly clock: Clock
  readonly bus: Bus<Events>
  readonly log: Log
  readonly ttlMs: number
  readonly maxCodes: number
  readonly registration: 'open' | 'enrolled'
  /** What hosts sign, so that a proof fits no other server. */
  readonly serverId: string
  readonly presenceOf: PresenceOf
}

/** The registry's verbs, bound to their surroundings. */
export type Registry = ReturnType<typeof createRegistry>

export const createRegistry = (options: RegistryOptions) => {
  const { database, guard, clock, bus, log, ttlMs, presenceOf } = options
  const store = createLeaseStore(database)
  const claimStore = createClaimStore(database)
  const cutoff = (): number => expiryCutoff(clock.now(), ttlMs)
  const counter = createCounter(() => store.count(cutoff()), clock)
  const held = createCounter(() => store.countHeld(cutoff()), clock)
  const counters = new BoundedMap<string, Counter>(MAX_COUNTERS)
  const admission = createAdmission({ ...options, store: claimStore, isKnown: store.isKnown, held })
  const { forget } = admission
  const claims = createClaims({ ...options, store: claimStore, admission })
  const ownership = createOwnership({
    ...options,
    store: createOwnershipStore(database),
    leases: store,
    forget,
  })
  const enrolments = createEnrolments({
    ...options,
    store: createEnrolmentStore(database),
    claims: claimStore,
    admission,
  })
  let sweeping: Promise<number> | undefined

  const counterOf = (scope: Scope): Counter => {
    const known = counters.get(scope.tenantId)
    if (known) return known
    const made = createCounter(() => store.countOfTenant(scope, cutoff()), clock)
    counters.set(scope.tenantId, made)
    return made
  }

  /** One answer for unknown, expired, revoked and deleted: nobody learns which it was. */
  const lookUp = <T extends Scope>(
    client: Client,
    typed: string,
    find: (code: string, cutoff: number) => Maybe<T | undefined>,
    within?: Scope,
  ): Maybe<T> => {
    const code = canonicalCode(typed)
    const findHere = (): Maybe<T | undefined> => {
      if (!within) return find(code, cutoff())
      return andThen(find(code, cutoff()), (found) =>
        found?.tenantId === within.tenantId ? found : undefined,
      )
    }
    return andThen(
      guard.look(client, code, findHere),
      (found) => {
        if (found === undefined) throw new Refusal('code_not_found', { code: typed })
        bus.emit('code.resolved', { code, tenantId: found.tenantId })
        return found
      },
    )
  }

  const findShown =
    (isShown: (lease: Lease) => boolean) =>
    (code: string, at: number): Maybe<Lease | undefined> =>
      andThen(store.findLease(code, at), (lease) => (lease && isShown(lease) ? lease : undefined))

  return {
    ...claims,
    ...ownership,
    enrolments,
    ttlMs,
    serverId: options.serverId,

    /**
     * Where a controller finds the host of a code, of any tenant or `within` one. At once when the
     * guard and the store allow. `reader` may know where hosts are that tell only their own people.
     */
    resolve: (client: Client, typed: string, within?: Scope, reader = within): Maybe<Target> =>
      lookUp(client, typed, (code, at) => store.findTarget(code, at, reader), within),

    /** Everything known of a code, under the same guards as resolve. */
    info: (client: Client, typed: string, within?: Scope, reader = within): Maybe<Lease> => {
      const isShown = ({ reach, tenantId }: Lease): boolean =>
        reach !== 'agent' || tenantId === reader?.tenantId
      return lookUp(client, typed, findShown(isShown), within)
    },

    /** The live lease of a code, for those who need not be watched. */
    recall: (typed: string): Maybe<Lease | undefined> =>
      store.findLease(canonicalCode(typed), cutoff()),

    /** The lease of a code for a session, under the same guards; `isShown` decides what is found. */
    seek: (
      client: Client,
      typed: string,
      isShown: (lease: Lease) => boolean,
      within?: Scope,
    ): Maybe<Lease> => lookUp(client, typed, findShown(isShown), within),

    /** A live lease that was found by its code, as its host is shown. */
    show: (lease: Lease): Host =>
      toHost(lease, { ttlMs, cutoff: expiryCutoff(lease.updatedAt, ttlMs), presenceOf }),

    async host(scope: Scope, id: string): Promise<Host> {
      const lease = await store.findLeaseOfHost(scope, id, cutoff())
      if (!lease) throw new Refusal('host_not_found')
      return toHost(lease, { ttlMs, cutoff: cutoff(), presenceOf })
    },

    /** A page of a tenant's hosts, newest update first; those kept for their owners are last. */
    hosts: (scope: Scope, query: HostQuery): Promise<HostPage> => {
      const count = (): Promise<number> => counterOf(scope).read()
      return searchHosts({ store, scope, cutoff: cutoff(), ttlMs, presenceOf, count }, query)
    },

    /**
     * Every live lease of a tenant in the order of its code, from one snapshot; for its own people
     * also of the hosts that tell nobody else where they are.
     */
    everything: (scope: Scope, isOwn: boolean): ReturnType<LeaseStore['everything']> =>
      store.everything(scope, cutoff(), isOwn),

    /** How many hosts a tenant's list has. */
    countOf: (scope: Scope): Promise<number> => counterOf(scope).read(),

    /** How many codes are live. */
    count: (): Promise<number> => counter.read(),

    /** Removes expired leases; a sweep that is already under way is shared. */
    sweep(): Promise<number> {
      sweeping ??= (async () => {
        const now = clock.now()
        try {
          const { count, tenantIds } = await store.sweep(expiryCutoff(now, ttlMs))
          if (count > 0) {
            log.info({ count }, 'expired leases swept')
            bus.emit('leases.expired', { count, at: now, tenantIds })
          }
          return count
        } finally {
          sweeping = undefined
        }
      })()
      return sweeping
    },
  }
}
