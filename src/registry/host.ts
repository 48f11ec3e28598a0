/** Leases as the API and the console show them. */

import type { Host } from '../protocol/api.ts'
import type { Presence, PresenceOf } from '../protocol/presence.ts'
import { fingerprintOf } from './keys.ts'
import type { Lease } from './lease.ts'

/** When a lease runs out and whether it has, and what is known of hosts that are connected. */
export type Lifetime = {
  readonly ttlMs: number
  readonly cutoff: number
  readonly presenceOf: PresenceOf
}

/** The lease as those see it who may read hosts. */
export const toHost = (lease: Lease, { ttlMs, cutoff, presenceOf }: Lifetime): Host => ({
  id: lease.hostId,
  code: lease.code,
  name: lease.name,
  address: lease.address,
  port: lease.port,
  registeredAt: lease.registeredAt,
  updatedAt: lease.updatedAt,
  expiresAt: lease.updatedAt + ttlMs,
  ownership: lease.key ? 'key' : lease.hasCredential ? 'credential' : 'none',
  state: lease.state,
  tags: [...lease.tags],
  keyFingerprint: lease.key ? fingerprintOf(lease.key) : null,
  previousAddress: lease.previousAddress ?? null,
  addressChangedAt: lease.addressChangedAt ?? null,
  clonedAt: lease.clonedAt ?? null,
  ...presenceFacts(lease, lease.updatedAt > cutoff, presenceOf(lease.hostId)),
})

type PresenceFacts = Pick<Host, 'presence' | 'presenceAt' | 'agent'>

const presenceFacts = (
  { state, reach, updatedAt }: Lease,
  isLive: boolean,
  known: Presence | undefined,
): PresenceFacts => {
  if (state === 'revoked') return { presence: 'expired', presenceAt: null, agent: null }
  if (known) {
    const { version, services, address, allowsBrowser } = known
    const agent = { version, services, address, allowsBrowser }
    return { presence: known.state, presenceAt: known.at, agent }
  }
  // Its lease is refreshed while it is connected, and when it leaves.
  if (reach !== 'address') return { presence: 'offline', presenceAt: updatedAt, agent: null }
  return { presence: isLive ? 'registered' : 'expired', presenceAt: null, agent: null }
}

/** The same for whoever registers or looks a code up: what its owner notes of it stays his. */
export const toShownHost = (host: Host): Host => ({
  ...host,
  tags: [],
  previousAddress: null,
  addressChangedAt: null,
  clonedAt: null,
  presenceAt: null,
  agent: null,
})
