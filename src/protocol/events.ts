/** What happened, past tense: the events features tell each other and the console receives. */

import type { Host } from './api.ts'

/** Every event of the bus and its payload. */
export type Events = {
  /** A host registered for the first time, or again; `host.registeredAt` tells which. */
  'host.registered': { host: Host }
  /** A host's lease was removed by a person. */
  'host.deleted': { id: string; code: string }
  /** Leases ran out and were swept; their hosts are those whose `expiresAt` is not after `at`. */
  'leases.expired': { count: number; at: number }
  /** A code was resolved. */
  'code.resolved': { code: string }
  /** Somebody was refused; `reason` is a metric label. */
  'request.refused': { reason: string }
  /** An address touched a honeypot and is banned. */
  'address.banned': { address: string; code: string; expiresAt: number }
  /** A ban ended early, by a person. */
  'address.pardoned': { address: string }
  /** A browser's sign-in ended before its time. */
  'sign-in.ended': { id: string }
}
