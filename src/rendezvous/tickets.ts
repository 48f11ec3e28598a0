/**
 * Tickets: what lets one end of one session into the relay, once, for 30 seconds. Kept as hashes in
 * memory; a restart ends the sessions that they were for.
 */

import { hashSecret, newSecret } from '../platform/secrets.ts'
import type { Role } from '../protocol/session.ts'

/** How long a ticket may be redeemed, milliseconds. */
export const TICKET_LIFE_MS = 30_000

/** What a ticket is for. */
export type Ticket = {
  readonly sessionId: string
  readonly role: Role
  readonly expiresAt: number
}

/** Longest text that is looked up, characters; ours have 48. */
const MAX_LENGTH = 64

export const createTickets = () => {
  const byHash = new Map<string, Ticket>()
  const ofSession = new Map<string, string[]>()
  return {
    /** Makes a ticket; it is told this once. */
    make(sessionId: string, role: Role, now: number): string {
      const secret = newSecret('isrx')
      const hash = hashSecret(secret)
      byHash.set(hash, { sessionId, role, expiresAt: now + TICKET_LIFE_MS })
      ofSession.set(sessionId, [...(ofSession.get(sessionId) ?? []), hash])
      return secret
    },

    /** Takes a ticket back: of those who present it, one gets what it is for. */
    redeem(secret: string, now: number): Ticket | undefined {
      if (secret.length > MAX_LENGTH) return undefined
      const hash = hashSecret(secret)
      const ticket = byHash.get(hash)
      if (!ticket || ticket.expiresAt <= now) return undefined
      byHash.delete(hash)
      return ticket
    },

    /** Makes the tickets of a session worthless. */
    forget(sessionId: string): void {
      for (const hash of ofSession.get(sessionId) ?? []) byHash.delete(hash)
      ofSession.delete(sessionId)
    },

    get size(): number {
      return byHash.size
    },
  }
}
