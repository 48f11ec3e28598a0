/** Rows of `leases` and the leases they are. */

import type { Row } from '../store/database.ts'
import type { Lease, LeaseState, Reach } from './lease.ts'

/**
 * What a lease is read from. A released code keeps its last key, so that no old proof claims it
 * again, but that key owns nothing any more.
 */
export const COLUMNS = `code, tenant_id, host_id, address, port, name, registered_at, updated_at,
  state, CASE WHEN claimed_at IS NULL THEN NULL ELSE key END AS owner_key,
  CASE WHEN credential_hash IS NULL THEN 0 ELSE 1 END AS has_credential, tags, previous_address,
  address_changed_at, cloned_at, claimed_at, reach`

/** Reads a row of `COLUMNS`. */
export const toLease = (row: Row): Lease => ({
  code: String(row['code']),
  tenantId: String(row['tenant_id']),
  hostId: String(row['host_id']),
  address: String(row['address']),
  port: Number(row['port']),
  name: String(row['name']),
  registeredAt: Number(row['registered_at']),
  updatedAt: Number(row['updated_at']),
  state: row['state'] as LeaseState,
  key: textOf(row['owner_key']),
  hasCredential: Number(row['has_credential']) === 1,
  tags: tagsOf(row['tags']),
  previousAddress: textOf(row['previous_address']),
  addressChangedAt: numberOf(row['address_changed_at']),
  clonedAt: numberOf(row['cloned_at']),
  claimedAt: numberOf(row['claimed_at']),
  reach: row['reach'] as Reach,
})

/** A column that may be NULL. */
export const textOf = (value: Row[string] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

/** A BIGINT column that may be NULL; PostgreSQL's driver hands it over as text. */
export const numberOf = (value: Row[string] | undefined): number | undefined =>
  value === null || value === undefined ? undefined : Number(value)

/** Tags as they are kept: separated by commas. */
export const tagsOf = (value: Row[string] | undefined): string[] =>
  String(value ?? '').split(',').filter(Boolean)
