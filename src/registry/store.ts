/**
 * The registry's SQL: finding, listing, counting, removing. Every verb is one statement, so what it
 * promises holds under concurrency; `cutoff` is the instant at or before which a lease has expired.
 */

import { andThen, type Maybe } from '../platform/maybe.ts'
import type { Scope } from '../protocol/actor.ts'
import type { Database, Row } from '../store/database.ts'
import type { Lease } from './lease.ts'
import { COLUMNS, toLease } from './rows.ts'

/** Rows a sweep removes per commit: less than half a millisecond. */
const SWEEP_SLICE_ROWS = 20

/**
 * Pause between two slices: a thousand rows a second, and fewer than one resolve in twenty finds
 * the core taken. Nobody waits for a sweep, since an expired code is not served anyway.
 */
const SWEEP_PAUSE_MS = 20

/** The part of a lease that a controller needs. */
export type Target = {
  readonly address: string
  readonly port: number
  readonly tenantId: string
}

/** Where a page of the list starts: after this lease. */
export type Cursor = { readonly updatedAt: number; readonly code: string }

/** Who may know where the hosts of a tenant are, also of those that do not publish it; or nobody. */
const NO_TENANT = ''

/** What is shown of a tenant: what is live, and what is kept for its owner although it ran out. */
const SHOWN = '(updated_at > $3 OR claimed_at IS NOT NULL)'

const TARGET = `SELECT address, port, tenant_id AS "tenantId" FROM leases
  WHERE code = $1 AND updated_at > $2 AND state <> 'revoked'
    AND (reach <> 'agent' OR tenant_id = $3)`

const LEASE = `SELECT ${COLUMNS} FROM leases
  WHERE code = $1 AND updated_at > $2 AND state <> 'revoked'`

const LEASE_OF_HOST = `SELECT ${COLUMNS} FROM leases
  WHERE tenant_id = $1 AND host_id = $2 AND ${SHOWN}`

const KNOWN = `SELECT 1 AS known FROM leases
  WHERE code = $1 AND (updated_at > $2 OR claimed_at IS NOT NULL)`

const INSERT = `INSERT INTO leases
  (code, tenant_id, host_id, address, port, name, registered_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

/** Keeps the newer of two truths when an old server's file is taken over twice. */
const IMPORT = `${INSERT}
  ON CONFLICT (code) DO UPDATE SET address = excluded.address, port = excluded.port,
    name = excluded.name, updated_at = excluded.updated_at, registered_at = excluded.registered_at,
    reach = excluded.reach
  WHERE leases.updated_at < excluded.updated_at AND leases.claimed_at IS NULL
  RETURNING code`

/** By its code only what can be found by it: a revocation is not lifted by accident. */
const DELETE_CODE = `DELETE FROM leases
  WHERE tenant_id = $1 AND code = $2 AND ${SHOWN} AND state <> 'revoked'
  RETURNING host_id, code`

/** A revocation is lifted by whoever may revoke ($4 is 1). */
const DELETE_HOST = `DELETE FROM leases
  WHERE tenant_id = $1 AND host_id = $2 AND ${SHOWN} AND (state <> 'revoked' OR $4 = 1)
  RETURNING host_id, code`

const PAGE = `SELECT ${COLUMNS} FROM leases
  WHERE tenant_id = $1 AND (updated_at > $2 OR claimed_at IS NOT NULL)
    AND (updated_at, code) < ($3, $4)
  ORDER BY updated_at DESC, code DESC LIMIT $5`

/** What a list shows; only to the tenant's own ($3 is 1) those that do not publish their address. */
const LISTED = `tenant_id = $1 AND updated_at > $2 AND state <> 'revoked'
    AND ($3 = 1 OR reach <> 'agent')`

/** The count rides along, so that it and the rows come from one snapshot. */
const EVERYTHING = `SELECT ${COLUMNS}, (SELECT count(*) FROM leases WHERE ${LISTED}) AS total
  FROM leases WHERE ${LISTED} ORDER BY code`

/** Said so that each tenant's part of the index is entered where it begins to count. */
const LIVE = `(SELECT count(*) FROM leases
    WHERE tenant_id IN (SELECT tenant_id FROM tenants) AND updated_at > $1)`

/** Those that are revoked are subtracted: counting all that are not would read every row. */
const COUNT = `SELECT ${LIVE}
  - (SELECT count(*) FROM leases
      WHERE claimed_at IS NOT NULL AND state = 'revoked' AND updated_at > $1) AS found`

/** With those that ran out and are kept: what takes up room. */
const COUNT_HELD = `SELECT ${LIVE}
  + (SELECT count(*) FROM leases WHERE claimed_at IS NOT NULL AND updated_at <= $1) AS found`

const COUNT_OF_TENANT = `SELECT
  (SELECT count(*) FROM leases WHERE tenant_id = $1 AND updated_at > $2)
  + (SELECT count(*) FROM leases
      WHERE tenant_id = $1 AND claimed_at IS NOT NULL AND updated_at <= $2) AS found`

/** A claimed code belongs to its owner also while his machine is off, so it stays. */
const SWEEP = `DELETE FROM leases WHERE updated_at <= $2 AND claimed_at IS NULL AND code IN
  (SELECT code FROM leases WHERE tenant_id = $1 AND updated_at <= $2 AND claimed_at IS NULL
    ORDER BY updated_at, code LIMIT $3)`

const TENANTS = 'SELECT tenant_id FROM tenants'

/** Every text of this store, so that a test can hold each against both engines. */
export const REGISTRY_SQL = {
  TARGET,
  LEASE,
  LEASE_OF_HOST,
  KNOWN,
  IMPORT,
  DELETE_CODE,
  DELETE_HOST,
  PAGE,
  EVERYTHING,
  COUNT,
  COUNT_HELD,
  COUNT_OF_TENANT,
  SWEEP,
  TENANTS,
}

/** What the registry asks of the database. */
export type LeaseStore = ReturnType<typeof createLeaseStore>

/** Binds the registry's SQL to a database. */
export const createLeaseStore = (database: Database) => ({
  findTarget: (code: string, cutoff: number, reader?: Scope): Maybe<Target | undefined> =>
    database.get(TARGET, [code, cutoff, reader?.tenantId ?? NO_TENANT]) as Maybe<Target | undefined>,

  findLease: (code: string, cutoff: number): Maybe<Lease | undefined> =>
    andThen(database.get(LEASE, [code, cutoff]), (row) => row && toLease(row)),

  findLeaseOfHost: (
    { tenantId }: Scope,
    hostId: string,
    cutoff: number,
  ): Maybe<Lease | undefined> =>
    andThen(database.get(LEASE_OF_HOST, [tenantId, hostId, cutoff]), (row) => row && toLease(row)),

  /** Whether the code is taken: live, or kept for its owner. */
  isKnown: (code: string, cutoff: number): Maybe<boolean> =>
    andThen(database.get(KNOWN, [code, cutoff]), (row) => row !== undefined),

  /** Writes leases of another server in one transaction; returns how many were taken over. */
  async importLeases(leases: readonly Lease[]): Promise<number> {
    const results = await database.transact(
      leases.map((lease) => ({
        sql: IMPORT,
        params: insertParams(lease),
      })),
    )
    return results.reduce((sum, rows) => sum + rows.length, 0)
  },

  async deleteCode({ tenantId }: Scope, code: string, cutoff: number): Promise<Removed | undefined> {
    return toRemoved(await database.write(DELETE_CODE, [tenantId, code, cutoff]))
  },

  /** `mayLift`: also one that is revoked. */
  async deleteHost(
    { tenantId }: Scope,
    hostId: string,
    cutoff: number,
    mayLift: boolean,
  ): Promise<Removed | undefined> {
    const params = [tenantId, hostId, cutoff, mayLift ? 1 : 0]
    return toRemoved(await database.write(DELETE_HOST, params))
  },

  async page({ tenantId }: Scope, cutoff: number, after: Cursor, limit: number): Promise<Lease[]> {
    const rows = await database.all(PAGE, [tenantId, cutoff, after.updatedAt, after.code, limit])
    return rows.map(toLease)
  },

  /** Every live lease in the order of its code; `isOwn`: also those that strangers are not told. */
  async *everything(
    { tenantId }: Scope,
    cutoff: number,
    isOwn: boolean,
  ): AsyncGenerator<{ total: number; leases: Lease[] }> {
    for await (const rows of database.stream(EVERYTHING, [tenantId, cutoff, isOwn ? 1 : 0])) {
      yield { total: Number(rows[0]?.['total']), leases: rows.map(toLease) }
    }
  },

  async count(cutoff: number): Promise<number> {
    const row = await database.get(COUNT, [cutoff])
    return Number(row?.['found'])
  },

  async countHeld(cutoff: number): Promise<number> {
    const row = await database.get(COUNT_HELD, [cutoff])
    return Number(row?.['found'])
  },

  async countOfTenant({ tenantId }: Scope, cutoff: number): Promise<number> {
    const row = await database.get(COUNT_OF_TENANT, [tenantId, cutoff])
    return Number(row?.['found'])
  },

  /** Removes what ran out; how many, and of which tenants. */
  async sweep(cutoff: number): Promise<{ count: number; tenantIds: string[] }> {
    const swept = { count: 0, tenantIds: [] as string[] }
    for (const { tenant_id: tenantId = '' } of await database.all(TENANTS, [])) {
      const statement = { sql: SWEEP, params: [tenantId, cutoff, SWEEP_SLICE_ROWS] }
      const count = await database.repeat(statement, { pauseMs: SWEEP_PAUSE_MS })
      swept.count += count
      if (count > 0) swept.tenantIds.push(String(tenantId))
    }
    return swept
  },
})

/** What a delete removed. */
export type Removed = { readonly id: string; readonly code: string }

const insertParams = (lease: Lease) => [
  lease.code,
  lease.tenantId,
  lease.hostId,
  lease.address,
  lease.port,
  lease.name,
  lease.registeredAt,
  lease.updatedAt,
]

const toRemoved = ([row]: Row[]): Removed | undefined =>
  row && { id: String(row['host_id']), code: String(row['code']) }
