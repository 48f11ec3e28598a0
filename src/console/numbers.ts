/** The numbers at the top of the console, counted from the events of the bus. */

import type { Bus } from '../platform/bus.ts'
import type { Clock } from '../platform/clock.ts'
import { RollingCount } from '../platform/rolling-count.ts'
import type { Numbers } from '../protocol/api.ts'
import type { Events } from '../protocol/events.ts'

export type NumbersOptions = {
  readonly bus: Bus<Events>
  readonly clock: Clock
  readonly countHosts: () => Promise<number>
  readonly countBans: () => Promise<number>
}

/** Returns a function that reads the numbers as they are now. */
export const createNumbers = (options: NumbersOptions): (() => Promise<Numbers>) => {
  const { bus, clock, countHosts, countBans } = options
  const startedAt = clock.now()
  const registers = new RollingCount(clock)
  const resolves = new RollingCount(clock)
  const refused = new RollingCount(clock)
  bus.on('host.registered', () => registers.add())
  bus.on('code.resolved', () => resolves.add())
  bus.on('request.refused', () => refused.add())
  return async () => ({
    hosts: await countHosts(),
    registersLastHour: registers.total,
    resolvesLastHour: resolves.total,
    refusedLastHour: refused.total,
    bans: await countBans(),
    startedAt,
  })
}
