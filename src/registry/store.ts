/**
 * The registry's SQL. Every verb is one statement, so what it promises holds under concurrency;
 * `cutoff` is the instant at or before which a lease counts as expired.
 */

import { andThen, type Maybe } from '../platform/maybe.ts'
import { DEFAULT_TENANT } from '../protocol/tenant.ts'
import type { Database, Row } from '../store/database.ts'
import type { Claim, Lease } from './lease.ts'

/** Rows a sweep removes per commit: less than half a millisecond. */
const SWEEP_SLICE_ROWS = 20

/**
 * Pause between two slices: a thousand rows a second, and fewer than one resolve in twenty finds
 * the core taken. Nobody waits for a sweep, since an expired code is not served anyway.
 */
const SWEEP_PAUSE_MS = 20

/** The part of a lease that a controller needs. */
export type Target = { readonly address: string; readonly port: number }

/** Where a page of the list starts: after this lease. */
export type Cursor = { readonly updatedAt: number; readonly code: string }

const COLUMNS = 'code, host_id, address, port, name, registered_at, updated_at'

const TARGET = 'SELECT address, port FROM leases WHERE code = $1 AND updated_at > $2'

const LEASE = `SELECT ${COLUMNS} FROM leases WHERE code = $1 AND updated_at > $2`

const LEASE_OF_HOST = `SELECT ${COLUMNS} FROM leases WHERE host_id = $1 AND updated_at > $2`

const INSERT = `INSERT INTO leases
  (code, tenant_id, host_id, address, port, name, registered_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

const OVERWRITE = `address = excluded.address, port = excluded.port, name = excluded.name,
  updated_at = excluded.updated_at`

/** An expired lease that was not swept yet starts anew; a live one keeps its first instant. */
const REGISTER = `${INSERT}
  ON CONFLICT (code) DO UPDATE SET ${OVERWRITE},
    registered_at = CASE WHEN leases.updated_at > $9 THEN leases.registered_at
      ELSE excluded.registered_at END
  RETURNING host_id, registered_at`

/** Takes the code only if nobody lives there. */
const CLAIM_FREE = `${INSERT}
  ON CONFLICT (code) DO UPDATE SET ${OVERWRITE}, host_id = excluded.host_id,
    registered_at = excluded.registered_at
  WHERE leases.updated_at <= $9
  RETURNING host_id, registered_at`

/** Keeps the newer of two truths when an old server's file is taken over twice. */
const IMPORT = `${INSERT}
  ON CONFLICT (code) DO UPDATE SET ${OVERWRITE}, registered_at = excluded.registered_at
  WHERE leases.updated_at < excluded.updated_at
  RETURNING code`

const DELETE_CODE = 'DELETE FROM leases WHERE code = $1 AND updated_at > $2 RETURNING host_id, code'

const DELETE_HOST = 'DELETE FROM leases WHERE host_id = $1 AND updated_at > $2 RETURNING host_id, code'

const PAGE = `SELECT ${COLUMNS} FROM leases
  WHERE updated_at > $1 AND (updated_at, code) < ($2, $3)
  ORDER BY updated_at DESC, code DESC LIMIT $4`

/** The count rides along, so that it and the rows come from one snapshot. */
const EVERYTHING = `SELECT ${COLUMNS},
  (SELECT count(*) FROM leases WHERE updated_at > $1) AS total
  FROM leases WHERE updated_at > $1 ORDER BY code`

const COUNT = 'SELECT count(*) AS live FROM leases WHERE updated_at > $1'

const SWEEP = `DELETE FROM leases WHERE updated_at <= $1 AND code IN
  (SELECT code FROM leases WHERE updated_at <= $1 ORDER BY updated_at, code LIMIT $2)`

/** Every text of this store, so that a test can hold each against both engines. */
export const REGISTRY_SQL = {
  TARGET,
  LEASE,
  LEASE_OF_HOST,
  REGISTER,
  CLAIM_FREE,
  IMPORT,
  DELETE_CODE,
  DELETE_HOST,
  PAGE,
  EVERYTHING,
  COUNT,
  SWEEP,
}

/** What the registry asks of the database. */
export type LeaseStore = ReturnType<typeof createLeaseStore>

/** Binds the registry's SQL to a database. */
export const createLeaseStore = (database: Database) => ({
  findTarget: (code: string, cutoff: number): Maybe<Target | undefined> =>
    database.get(TARGET, [code, cutoff]) as Maybe<Target | undefined>,

  findLease: (code: string, cutoff: number): Maybe<Lease | undefined> =>
    andThen(database.get(LEASE, [code, cutoff]), (row) => row && toLease(row)),

  findLeaseOfHost: (hostId: string, cutoff: number): Maybe<Lease | undefined> =>
    andThen(database.get(LEASE_OF_HOST, [hostId, cutoff]), (row) => row && toLease(row)),

  async register(claim: Claim, hostId: string, now: number, cutoff: number): Promise<Lease> {
    const [row] = await database.write(REGISTER, [...insertParams(claim, hostId, now, now), cutoff])
    return written(claim, row as Row, now)
  },

  async claimFreeCode(
    claim: Claim,
    hostId: string,
    now: number,
    cutoff: number,
  ): Promise<Lease | undefined> {
    const params = [...insertParams(claim, hostId, now, now), cutoff]
    const [row] = await database.write(CLAIM_FREE, params)
    return row && written(claim, row, now)
  },

  /** Writes leases of another server in one transaction; returns how many were taken over. */
  async importLeases(leases: readonly Lease[]): Promise<number> {
    const results = await database.transact(
      leases.map((lease) => ({
        sql: IMPORT,
        params: insertParams(lease, lease.hostId, lease.registeredAt, lease.updatedAt),
      })),
    )
    return results.reduce((sum, rows) => sum + rows.length, 0)
  },

  async deleteCode(code: string, cutoff: number): Promise<Removed | undefined> {
    return toRemoved(await database.write(DELETE_CODE, [code, cutoff]))
  },

  async deleteHost(hostId: string, cutoff: number): Promise<Removed | undefined> {
    return toRemoved(await database.write(DELETE_HOST, [hostId, cutoff]))
  },

  async page(cutoff: number, after: Cursor, limit: number): Promise<Lease[]> {
    const rows = await database.all(PAGE, [cutoff, after.updatedAt, after.code, limit])
    return rows.map(toLease)
  },

  async *everything(cutoff: number): AsyncGenerator<{ total: number; leases: Lease[] }> {
    for await (const rows of database.stream(EVERYTHING, [cutoff])) {
      yield { total: Number(rows[0]?.['total']), leases: rows.map(toLease) }
    }
  },

  async count(cutoff: number): Promise<number> {
    const row = await database.get(COUNT, [cutoff])
    return Number(row?.['live'])
  },

  sweep: (cutoff: number): Promise<number> =>
    database.repeat(
      { sql: SWEEP, params: [cutoff, SWEEP_SLICE_ROWS] },
      { pauseMs: SWEEP_PAUSE_MS },
    ),
})

type Removed = { readonly id: string; readonly code: string }

const insertParams = (claim: Claim, hostId: string, registeredAt: number, updatedAt: number) => [
  claim.code,
  DEFAULT_TENANT,
  hostId,
  claim.address,
  claim.port,
  claim.name,
  registeredAt,
  updatedAt,
]

/** What was just written, of which the database alone knows the id and the first instant. */
const written = (claim: Claim, row: Row, now: number): Lease => ({
  ...claim,
  hostId: String(row['host_id']),
  registeredAt: Number(row['registered_at']),
  updatedAt: now,
})

const toRemoved = ([row]: Row[]): Removed | undefined =>
  row && { id: String(row['host_id']), code: String(row['code']) }

const toLease = (row: Row): Lease => ({
  code: String(row['code']),
  hostId: String(row['host_id']),
  address: String(row['address']),
  port: Number(row['port']),
  name: String(row['name']),
  registeredAt: Number(row['registered_at']),
  updatedAt: Number(row['updated_at']),
})
