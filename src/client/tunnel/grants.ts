/**
 * Grants: by one of them a controller that proved the PIN comes back without it, after a network
 * change or a restart of the server. Kept in this process only, and only as hashes.
 */

import type { Clock } from '../../platform/clock.ts'
import { hashSecret, newSecret } from '../../platform/secrets.ts'

/** A working day and its lunch: whoever left in the evening types the PIN in the morning. */
const UNUSED_MS = 12 * 3_600_000

/** Grants kept; the one unused longest goes first. Four for each of 64 live sessions. */
const MAX_GRANTS = 256

/** Longer than any of ours, characters. */
const MAX_LENGTH = 128

type Grant = { readonly service: string; usedAt: number; readonly sessions: Set<string> }

export type Grants = ReturnType<typeof createGrants>

export const createGrants = (clock: Clock) => {
  // In order of use: the first is the one unused longest.
  const grants = new Map<string, Grant>()

  const prune = (): void => {
    for (const [hash, { usedAt }] of grants) {
      if (grants.size <= MAX_GRANTS && clock.now() - usedAt < UNUSED_MS) return
      grants.delete(hash)
    }
  }

  return {
    get size(): number {
      return grants.size
    },

    /** Makes one for whoever just proved the PIN in this session. */
    give(session: string, service: string): string {
      const secret = newSecret('isrg')
      grants.set(hashSecret(secret), { service, usedAt: clock.now(), sessions: new Set([session]) })
      prune()
      return secret
    },

    /** Whether `secret` lets a session use the service; using it keeps it. */
    use(secret: unknown, session: string, service: string): secret is string {
      if (typeof secret !== 'string' || secret.length > MAX_LENGTH) return false
      prune()
      const hash = hashSecret(secret)
      const grant = grants.get(hash)
      if (grant?.service !== service) return false
      grants.delete(hash)
      // A grant serves one controller: of its sessions, only those of now can still be ended.
      if (grant.sessions.size >= MAX_GRANTS) grant.sessions.clear()
      grant.sessions.add(session)
      grants.set(hash, Object.assign(grant, { usedAt: clock.now() }))
      return true
    },

    /** Takes back what a session came in by: somebody who may ended it. */
    revoke(session: string): void {
      for (const [hash, { sessions }] of grants) if (sessions.has(session)) grants.delete(hash)
    },

    clear: (): void => grants.clear(),
  }
}
