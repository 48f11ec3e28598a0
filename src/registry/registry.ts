/**
 * The registry's verbs: register, resolve, list, delete, sweep. It knows codes and leases; who may
 * call what is decided by the `Guard` it is given and by its routes.
 */

import { BoundedMap } from '../platform/bounded-map.ts'
import type { Bus } from '../platform/bus.ts'
import type { Clock } from '../platform/clock.ts'
import { newId, randomDigits } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { andThen, type Maybe } from '../platform/maybe.ts'
import type { Client } from '../http/client-address.ts'
import type { Host } from '../protocol/api.ts'
import { canonicalCode, ISR_DIGITS } from '../protocol/code.ts'
import type { Events } from '../protocol/events.ts'
import { Refusal } from '../protocol/refusals.ts'
import { createCounter, type Release } from './counter.ts'
import { type Claim, expiryCutoff, type Lease, type RawClaim, toClaim, toHost } from './lease.ts'
import { searchHosts, type HostPage, type HostQuery } from './search.ts'
import type { LeaseStore, Target } from './store.ts'

/** Draws before giving up on finding a free code; at 10^6 taken of 10^8 each draw succeeds 99 %. */
const ALLOCATION_DRAWS = 20

/** Codes whose last register is kept in memory; about 10 MiB when full. */
const MAX_REMEMBERED = 50_000

/** Keeps strangers from guessing codes and flooding the registry; throws `Refusal`. */
export interface Guard {
  /** Looks a code up with `find`, if the client may, and counts it against him if it is unknown. */
  look<T>(client: Client, code: string, find: () => Maybe<T | undefined>): Maybe<T | undefined>
  /** Before a register. */
  admitRegister(client: Client, code: string): Maybe<void>
  /** Before a register of a code that is not registered yet. */
  admitNewCode(client: Client): Promise<void>
}

export type RegistryOptions = {
  readonly store: LeaseStore
  readonly guard: Guard
  readonly clock: Clock
  readonly bus: Bus<Events>
  readonly log: Log
  readonly ttlMs: number
  readonly maxCodes: number
}

/** Nothing was reserved: the code is registered already. */
const KEEP: Release = () => undefined

/** The registry's verbs, bound to their surroundings. */
export type Registry = ReturnType<typeof createRegistry>

export const createRegistry = (options: RegistryOptions) => {
  const { store, guard, clock, bus, log, ttlMs, maxCodes } = options
  const cutoff = (): number => expiryCutoff(clock.now(), ttlMs)
  const counter = createCounter(() => store.count(cutoff()), clock)
  const remembered = new BoundedMap<string, number>(MAX_REMEMBERED)
  let sweeping: Promise<number> | undefined

  /** A host that registered a while ago comes back: no need to look, and nothing new to limit. */
  const isRemembered = (code: string): boolean => (remembered.get(code) ?? 0) > cutoff()

  /** Admits a claim and says how to end the reservation that a new code needs. */
  const admitClaim = (client: Client, { code }: Claim): Maybe<Release> => {
    const admitted = guard.admitRegister(client, code)
    if (admitted === undefined && isRemembered(code)) return KEEP
    return admitNewCode(client, code, admitted)
  }

  const admitNewCode = async (
    client: Client,
    code: string,
    admitted: Maybe<void>,
  ): Promise<Release> => {
    await admitted
    if (isRemembered(code) || (await store.findTarget(code, cutoff()))) return KEEP
    await guard.admitNewCode(client)
    const release = await counter.reserve(maxCodes)
    if (!release) throw new Refusal('registry_full')
    return release
  }

  /** Writes under a reservation; a write that fails gives its room back. */
  const writing = async <T>(release: Release, write: () => Promise<T>): Promise<T> => {
    let isDone = false
    try {
      const written = await write()
      isDone = true
      return written
    } finally {
      release(isDone)
    }
  }

  const announce = (lease: Lease): Host => {
    const host = toHost(lease, ttlMs)
    const isNew = lease.registeredAt === lease.updatedAt
    remembered.set(lease.code, lease.updatedAt)
    const { id, code, name, address, port } = host
    log[isNew ? 'info' : 'debug']({ id, code, name, address, port }, 'host registered')
    bus.emit('host.registered', { host })
    return host
  }

  /** One answer for unknown, expired and deleted: nobody learns which it was. */
  const lookUp = <T>(
    client: Client,
    typed: string,
    find: (code: string, cutoff: number) => Maybe<T | undefined>,
  ): Maybe<T> => {
    const code = canonicalCode(typed)
    return andThen(
      guard.look(client, code, () => find(code, cutoff())),
      (found) => {
        if (found === undefined) throw new Refusal('code_not_found', { code: typed })
        bus.emit('code.resolved', { code })
        return found
      },
    )
  }

  const forget = (removed: { id: string; code: string } | undefined): boolean => {
    if (!removed) return false
    remembered.delete(removed.code)
    log.info(removed, 'host deleted')
    bus.emit('host.deleted', removed)
    return true
  }

  return {
    ttlMs,

    /** Where a controller finds the host of a code. At once when the guard and the store allow. */
    resolve: (client: Client, typed: string): Maybe<Target> =>
      lookUp(client, typed, store.findTarget),

    /** Everything known of a code, under the same guards as resolve. */
    info: (client: Client, typed: string): Maybe<Lease> => lookUp(client, typed, store.findLease),

    /** Registers or refreshes a code; resolves once it is on the disk. */
    async register(client: Client, raw: RawClaim): Promise<Host> {
      const claim = toClaim(raw)
      const admitted = admitClaim(client, claim)
      const release = admitted instanceof Promise ? await admitted : admitted
      return writing(release, async () =>
        announce(await store.register(claim, newId('host'), clock.now(), cutoff())),
      )
    },

    /** Registers a host under a free code drawn from the cryptographic generator. */
    async allocate(client: Client, raw: Omit<RawClaim, 'code'>): Promise<Host> {
      const draw = (): Claim =>
        toClaim({ ...raw, code: `ISR-${randomDigits(ISR_DIGITS)}` })
      const release = await admitClaim(client, draw())
      return writing(release, async () => {
        for (let draws = 0; draws < ALLOCATION_DRAWS; draws++) {
          const lease = await store.claimFreeCode(draw(), newId('host'), clock.now(), cutoff())
          if (lease) return announce(lease)
        }
        throw new Refusal('registry_full')
      })
    },

    async deleteCode(typed: string): Promise<void> {
      const removed = await store.deleteCode(canonicalCode(typed), cutoff())
      if (!forget(removed)) throw new Refusal('code_not_found', { code: typed })
    },

    async deleteHost(id: string): Promise<void> {
      if (!forget(await store.deleteHost(id, cutoff()))) throw new Refusal('host_not_found')
    },

    async host(id: string): Promise<Host> {
      const lease = await store.findLeaseOfHost(id, cutoff())
      if (!lease) throw new Refusal('host_not_found')
      return toHost(lease, ttlMs)
    },

    /** A page of hosts, newest update first. */
    hosts: (query: HostQuery): Promise<HostPage> =>
      searchHosts({ store, cutoff: cutoff(), ttlMs, count: counter.read }, query),

    /** Every live lease in the order of its code, from one snapshot. */
    everything: (): ReturnType<LeaseStore['everything']> => store.everything(cutoff()),

    /** How many codes are live. */
    count: (): Promise<number> => counter.read(),

    /** Removes expired leases; a sweep that is already under way is shared. */
    sweep(): Promise<number> {
      sweeping ??= (async () => {
        const now = clock.now()
        try {
          const count = await store.sweep(expiryCutoff(now, ttlMs))
          if (count > 0) {
            log.info({ count }, 'expired leases swept')
            bus.emit('leases.expired', { count, at: now })
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
