/** What happened, past tense: the events features tell each other and the console receives. */

import type { EndedAuthority } from './actor.ts'
import type { Host } from './api.ts'
import type { Session } from './session.ts'

/** Every event of the bus and its payload. */
export type Events = {
  /** A host registered for the first time, or again; `host.registeredAt` tells which. */
  'host.registered': { host: Host; tenantId: string }
  /** A host's lease was removed by a person. */
  'host.deleted': { id: string; code: string; tenantId: string }
  /** Leases ran out and were swept; their hosts are those whose `expiresAt` is not after `at`. */
  'leases.expired': { count: number; at: number; tenantIds: readonly string[] }
  /** A code was resolved. */
  'code.resolved': { code: string; tenantId: string }
  /** A session was asked for, or took a path; nothing is told of the bytes it carries. */
  'session.changed': { session: Session; tenantId: string }
  /** A session ended; it is told once. */
  'session.ended': { session: Session; tenantId: string }
  /** Somebody was refused; `reason` is a metric label. */
  'request.refused': { reason: string }
  /**
   * Somebody was refused at a code that has an owner; `tenantId` is the owner's, `reason` a refusal's
   * code such as `code_claimed`, `id` the host's, `by` the fingerprint of the key or `no key`.
   */
  'claim.refused': {
    id: string
    code: string
    tenantId: string
    address: string
    reason: string
    by: string
  }
  /**
   * A live code that nobody owned has an owner now: its old host is no longer let in. `id` is the
   * host's until then, `by` the fingerprint of the key or `enrolment`, where it left the tenant.
   */
  'code.claimed': { id: string; code: string; tenantId: string; address: string; by: string }
  /** The owner of a code did something with it: locked it, say. */
  'host.changed': { host: Host; tenantId: string }
  /** A code without owner was registered from another address than before; `by` sent the request. */
  'host.address-changed': {
    id: string
    code: string
    tenantId: string
    by: string
    before: string
    after: string
  }
  /**
   * Too many wrong passwords: the account takes none from this address for a while. `tenantIds` are
   * those whose member the account is, empty for a login nobody has.
   */
  'sign-in.locked': { login: string; address: string; tenantIds: readonly string[] }
  /** An address touched a honeypot and is banned. */
  'address.banned': { address: string; code: string; expiresAt: number }
  /** A ban ended early, by a person. */
  'address.pardoned': { address: string }
  /** A sign-in, token or membership ended before its time, or may do less than before. */
  'authority.ended': EndedAuthority
}
