/** Sessions that have ended, in SQL: written once each, listed newest first, kept for a while. */

import { andThen, type Maybe } from '../platform/maybe.ts'
import type { Scope } from '../protocol/actor.ts'
import type { Outcome, Path, Session } from '../protocol/session.ts'
import type { Database, Row } from '../store/database.ts'

const COLUMNS = `session_id, tenant_id, host_id, code, service, controller_kind, controller_id,
  controller_name, controller_device, controller_address, path, outcome, reason, asked_at, connected_at,
  first_byte_at, ended_at, bytes_to_host, bytes_to_controller, via, is_view_only`

const RECORD = `INSERT INTO sessions (${COLUMNS})
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
    $20, $21)
  ON CONFLICT (session_id) DO NOTHING`

const AFTER = '(ended_at, session_id) < ($2, $3)'

const NEWEST = 'ORDER BY ended_at DESC, session_id DESC LIMIT $4'

const OUTCOME = '(CAST($5 AS TEXT) IS NULL OR outcome = CAST($5 AS TEXT))'

const PAGE = `SELECT ${COLUMNS} FROM sessions WHERE tenant_id = $1 AND ${AFTER} AND ${OUTCOME} ${NEWEST}`

const PAGE_OF_HOST = `SELECT ${COLUMNS} FROM sessions
  WHERE tenant_id = $1 AND host_id = $6 AND ${AFTER} AND ${OUTCOME} ${NEWEST}`

const FIND = `SELECT ${COLUMNS} FROM sessions WHERE tenant_id = $1 AND session_id = $2`

/** Rows that a sweep removes per commit, as the registry's. */
const SWEEP_SLICE_ROWS = 50
const SWEEP_PAUSE_MS = 20

const SWEEP = `DELETE FROM sessions WHERE session_id IN
  (SELECT session_id FROM sessions WHERE ended_at < $1 ORDER BY ended_at LIMIT $2)`

/** Every text of this store, so that a test can hold each against both engines. */
export const SESSION_SQL = { RECORD, PAGE, PAGE_OF_HOST, FIND, SWEEP }

/** Which sessions to read; `after` is where the page before ended. */
export type SessionQuery = {
  readonly hostId?: string | undefined
  readonly outcome?: Outcome | undefined
  readonly after: { readonly endedAt: number; readonly id: string }
  readonly limit: number
}

/** What sessions ask of the database. */
export type SessionStore = ReturnType<typeof createSessionStore>

/** Binds the SQL of sessions to a database. */
export const createSessionStore = (database: Database) => ({
  async record({ tenantId }: Scope, session: Session): Promise<void> {
    const { controller } = session
    await database.write(RECORD, [
      session.id,
      tenantId,
      session.hostId,
      session.code,
      session.service,
      controller.kind,
      controller.id,
      controller.name,
      controller.device,
      controller.address,
      session.path,
      session.outcome,
      session.reason,
      session.askedAt,
      session.connectedAt,
      session.firstByteAt,
      session.endedAt,
      session.bytesToHost,
      session.bytesToController,
      session.via,
      session.isViewOnly ? 1 : 0,
    ])
  },

  page({ tenantId }: Scope, { hostId, outcome, after, limit }: SessionQuery): Maybe<Session[]> {
    const params = [tenantId, after.endedAt, after.id, limit, outcome ?? null]
    const rows =
      hostId === undefined
        ? database.all(PAGE, params)
        : database.all(PAGE_OF_HOST, [...params, hostId])
    return andThen(rows, (found) => found.map(toSession))
  },

  find: ({ tenantId }: Scope, id: string): Maybe<Session | undefined> =>
    andThen(database.get(FIND, [tenantId, id]), (row) => row && toSession(row)),

  /** Removes what ended before an instant; how many. */
  sweep: (before: number): Promise<number> =>
    database.repeat(
      { sql: SWEEP, params: [before, SWEEP_SLICE_ROWS] },
      { pauseMs: SWEEP_PAUSE_MS },
    ),
})

const toSession = (row: Row): Session => ({
  id: String(row['session_id']),
  hostId: String(row['host_id']),
  code: String(row['code']),
  service: String(row['service']),
  controller: {
    kind: row['controller_kind'] as Session['controller']['kind'],
    id: String(row['controller_id']),
    name: String(row['controller_name']),
    device: String(row['controller_device']),
    address: String(row['controller_address']),
  },
  via: row['via'] === 'browser' ? 'browser' : 'program',
  isViewOnly: Number(row['is_view_only']) === 1,
  phase: 'ended',
  path: row['path'] as Path | null,
  outcome: row['outcome'] as Outcome,
  reason: row['reason'] === null ? null : String(row['reason']),
  askedAt: Number(row['asked_at']),
  connectedAt: instantOf(row['connected_at']),
  firstByteAt: instantOf(row['first_byte_at']),
  endedAt: Number(row['ended_at']),
  bytesToHost: Number(row['bytes_to_host']),
  bytesToController: Number(row['bytes_to_controller']),
})

/** A BIGINT column that may be NULL; PostgreSQL's driver hands it over as text. */
const instantOf = (value: Row[string] | undefined): number | null =>
  value === null || value === undefined ? null : Number(value)
