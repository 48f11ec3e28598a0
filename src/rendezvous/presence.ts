/** Who is connected now. Lives in memory only: after a restart hosts come back by themselves. */

import type { Scope } from '../protocol/actor.ts'
import type { Presence } from '../protocol/presence.ts'

/** The hosts with a live control channel. */
export type PresenceBook = ReturnType<typeof createPresenceBook>

export const createPresenceBook = () => {
  const known = new Map<string, Presence & Scope>()
  const counts = new Map<string, number>()

  const count = (tenantId: string, by: 1 | -1): void => {
    const now = (counts.get(tenantId) ?? 0) + by
    if (now > 0) counts.set(tenantId, now)
    else counts.delete(tenantId)
  }

  const remove = (hostId: string): void => {
    const before = known.get(hostId)
    if (before && known.delete(hostId)) count(before.tenantId, -1)
  }

  return {
    of: (hostId: string): Presence | undefined => known.get(hostId),

    set(hostId: string, presence: Presence & Scope): void {
      remove(hostId)
      known.set(hostId, presence)
      count(presence.tenantId, 1)
    },

    remove,

    /** Hosts of a tenant that are connected. */
    countOf: ({ tenantId }: Scope): number => counts.get(tenantId) ?? 0,

    get size(): number {
      return known.size
    },
  }
}
