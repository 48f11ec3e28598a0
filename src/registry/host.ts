/** Leases as the API and the console show them. */

import type { Host } from '../protocol/api.ts'
import { fingerprintOf } from './keys.ts'
import type { Lease } from './lease.ts'

/** When a lease runs out and whether it has. */
export type Lifetime = { readonly ttlMs: number; readonly cutoff: number }

/** The lease as those see it who may read hosts. */
export const toHost = (lease: Lease, { ttlMs, cutoff }: Lifetime): Host => ({
  id: lease.hostId,
  code: lease.code,
  name: lease.name,
  address: lease.address,
  port: lease.port,
  presence: lease.updatedAt > cutoff && lease.state !== 'revoked' ? 'registered' : 'expired',
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
})

/** The same for whoever registers or looks a code up: what its owner notes of it stays his. */
export const toShownHost = (host: Host): Host => ({
  ...host,
  tags: [],
  previousAddress: null,
  addressChangedAt: null,
  clonedAt: null,
})
