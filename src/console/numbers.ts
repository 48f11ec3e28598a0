/** The numbers at the top of the console, counted from the events of the bus. */

import type { Bus } from '../platform/bus.ts'
import type { Clock } from '../platform/clock.ts'
import { RollingCount } from '../platform/rolling-count.ts'
import type { Scope } from '../protocol/actor.ts'
import type { Numbers, ServerState } from '../protocol/api.ts'
import type { Events } from '../protocol/events.ts'
import { DEFAULT_TENANT } from '../protocol/tenant.ts'
import { createUsual } from './usual.ts'

export type NumbersOptions = {
  readonly bus: Bus<Events>
  readonly clock: Clock
  readonly countHosts: (scope: Scope) => Promise<number>
  readonly countBans: () => Promise<number>
  /** Hosts with a live control channel. */
  readonly countOnline: (scope: Scope) => Promise<number> | number
  /** Sessions that have not ended. */
  readonly countSessions: (scope: Scope) => Promise<number> | number
  /** What the relay carries now for all tenants, both directions. */
  readonly readRelayBits: () => number
  /** Whether the relay takes sessions now. */
  readonly readRelay: () => ServerState['relay']
  readonly isStorageWritable: () => boolean
}

/** Returns a function that reads a tenant's numbers as they are now. */
export const createNumbers = (options: NumbersOptions): ((scope: Scope) => Promise<Numbers>) => {
  const { bus, clock, countHosts, countBans, countOnline, countSessions, readRelayBits } = options
  const { readRelay, isStorageWritable } = options
  const startedAt = clock.now()
  const counts = new Map<string, { registers: RollingCount; resolves: RollingCount }>()
  const refused = new RollingCount(clock)
  const usual = createUsual(clock)

  const countsOf = ({ tenantId }: Scope) => {
    const known = counts.get(tenantId)
    if (known) return known
    const made = { registers: new RollingCount(clock), resolves: new RollingCount(clock) }
    counts.set(tenantId, made)
    return made
  }

  bus.on('host.registered', (event) => countsOf(event).registers.add())
  bus.on('code.resolved', (event) => countsOf(event).resolves.add())
  bus.on('request.refused', () => {
    refused.add()
    usual.add()
  })

  const readServer = (): ServerState => ({
    relay: readRelay(),
    isStorageWritable: isStorageWritable(),
    refusedUsually: usual.perHour,
  })

  return async (scope) => {
    const { registers, resolves } = countsOf(scope)
    // Refusals, bans and the relay belong to no tenant: those who own the server see them.
    const isOfServer = scope.tenantId === DEFAULT_TENANT
    return {
      hosts: await countHosts(scope),
      registersLastHour: registers.total,
      resolvesLastHour: resolves.total,
      refusedLastHour: isOfServer ? refused.total : null,
      bans: isOfServer ? await countBans() : null,
      startedAt,
      online: await countOnline(scope),
      sessions: await countSessions(scope),
      relayBitsPerSecond: isOfServer ? readRelayBits() : null,
      server: isOfServer ? readServer() : null,
    }
  }
}
