/**
 * The audit's SQL. Rows are added and never changed, but for the count of an event that is counted
 * rather than listed, and for retention, which removes the oldest.
 */

import type { Scope } from '../protocol/actor.ts'
import type { Database, Row, Statement, Value } from '../store/database.ts'
import type { AuditRecord } from './entry.ts'

/** Rows that retention removes per commit and its pause between two, as the registry's sweep. */
const SLICE_ROWS = 20
const SLICE_PAUSE_MS = 20

/** What to look for; every filter that is given must hold. */
export type AuditFilter = {
  readonly action?: string | undefined
  /** Id or name of the actor. */
  readonly actor?: string | undefined
  /** Id or name of the object. */
  readonly object?: string | undefined
  readonly outcome?: 'allowed' | 'refused' | undefined
  /** From this instant, epoch milliseconds. */
  readonly from?: number | undefined
  /** Before this instant. */
  readonly until?: number | undefined
  /** Text in action, reason, address, actor or object, ASCII letters in any case. */
  readonly q?: string | undefined
}

/** A place in the order of the audit, newest first. */
export type AuditPlace = { readonly at: number; readonly id: string }

const COLUMNS = `audit_id, tenant_id, at, actor_kind, actor_id, actor_name, address, action,
  object_kind, object_id, object_name, outcome, reason, before_json, after_json, count, until_at`

const ADD = `INSERT INTO audit (${COLUMNS})
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`

/** Counts an event up that has a row already; a row of the same count is not written again. */
const COUNT_UP = `${ADD}
  ON CONFLICT (audit_id) DO UPDATE SET count = excluded.count, until_at = excluded.until_at
  WHERE audit.count < excluded.count`

/** Where a slice of so many rows ends, from the index alone. */
const SLICE_END = `SELECT at, audit_id FROM audit
  WHERE tenant_id = $1 AND at >= $2 AND (at, audit_id) < ($3, $4)
  ORDER BY at DESC, audit_id DESC LIMIT 1 OFFSET $5`

/** The rows of a slice that pass every filter; a filter that is NULL passes everything. */
const MATCHING = `SELECT ${COLUMNS} FROM audit
  WHERE tenant_id = $1 AND at >= $2 AND (at, audit_id) < ($3, $4) AND (at, audit_id) >= ($5, $6)
    AND (CAST($7 AS TEXT) IS NULL OR action = $7)
    AND (CAST($8 AS TEXT) IS NULL OR actor_id = $8 OR actor_name = $8)
    AND (CAST($9 AS TEXT) IS NULL OR object_id = $9 OR object_name = $9)
    AND (CAST($10 AS TEXT) IS NULL OR outcome = $10)
    AND (CAST($11 AS TEXT) IS NULL OR lower(action || ' ' || coalesce(reason, '') || ' ' || address
      || ' ' || actor_id || ' ' || actor_name || ' ' || object_id || ' ' || object_name)
      LIKE lower($11) ESCAPE '\\')
  ORDER BY at DESC, audit_id DESC LIMIT $12`

const FORGET = `DELETE FROM audit WHERE audit_id IN
  (SELECT audit_id FROM audit WHERE tenant_id = $1 AND at < $2 ORDER BY at, audit_id LIMIT $3)`

const COUNTS = `SELECT count(*) AS total,
  count(CASE WHEN actor_kind = 'anonymous' THEN 1 END) AS strangers
  FROM audit WHERE tenant_id = $1`

const STRANGERS = "actor_kind = 'anonymous'"
const KNOWN = "actor_kind <> 'anonymous'"

/** The newest row of those that are too many. */
const lastTooMany = (whose: string): string => `SELECT audit_id FROM audit
  WHERE tenant_id = $1 AND ${whose} ORDER BY audit_id LIMIT 1 OFFSET $2`

const forgetUpTo = (whose: string): string => `DELETE FROM audit WHERE audit_id IN
  (SELECT audit_id FROM audit WHERE tenant_id = $1 AND ${whose} AND audit_id <= $2
    ORDER BY audit_id LIMIT $3)`

const LAST_STRANGER = lastTooMany(STRANGERS)
const LAST_KNOWN = lastTooMany(KNOWN)
const FORGET_STRANGERS = forgetUpTo(STRANGERS)
const FORGET_KNOWN = forgetUpTo(KNOWN)

const TENANTS = 'SELECT tenant_id FROM tenants'

/** Every text of this store, so that a test can hold each against both engines. */
export const AUDIT_SQL = {
  ADD,
  COUNT_UP,
  SLICE_END,
  MATCHING,
  FORGET,
  COUNTS,
  LAST_STRANGER,
  LAST_KNOWN,
  FORGET_STRANGERS,
  FORGET_KNOWN,
  TENANTS,
}

export type AuditStore = ReturnType<typeof createAuditStore>

/** Binds the audit's SQL to a database. */
export const createAuditStore = (database: Database) => {
  const forget = (sql: string, params: readonly Value[]): Promise<number> =>
    database.repeat({ sql, params: [...params, SLICE_ROWS] }, { pauseMs: SLICE_PAUSE_MS })

  /** Removes the oldest `excess` rows of a kind. */
  const forgetOldest = async (
    tenantId: string,
    excess: number,
    sql: { readonly last: string; readonly forget: string },
  ): Promise<number> => {
    if (excess <= 0) return 0
    const row = await database.get(sql.last, [tenantId, excess - 1])
    return row ? forget(sql.forget, [tenantId, String(row['audit_id'])]) : 0
  }

  return {
    async add(record: AuditRecord): Promise<void> {
      await database.write(ADD, toParams(record))
    },

    /** Adds counted events, or raises the count of those that were added before. */
    async countUp(records: readonly AuditRecord[]): Promise<void> {
      await database.transact(
        records.map((record): Statement => ({ sql: COUNT_UP, params: toParams(record) })),
      )
    },

    /** The last place of the slice of `rows` rows that begins after `after`. */
    async sliceEnd(
      { tenantId }: Scope,
      from: number,
      after: AuditPlace,
      rows: number,
    ): Promise<AuditPlace | undefined> {
      const params = [tenantId, from, after.at, after.id, rows - 1]
      const row = await database.get(SLICE_END, params)
      return row && { at: Number(row['at']), id: String(row['audit_id']) }
    },

    /** The newest matching rows after one place and up to another. */
    async matching(
      { tenantId }: Scope,
      filter: AuditFilter,
      { after, upTo }: { readonly after: AuditPlace; readonly upTo: AuditPlace | undefined },
      limit: number,
    ): Promise<AuditRecord[]> {
      const rows = await database.all(MATCHING, [
        tenantId,
        filter.from ?? 0,
        after.at,
        after.id,
        upTo?.at ?? 0,
        upTo?.id ?? '',
        filter.action ?? null,
        filter.actor ?? null,
        filter.object ?? null,
        filter.outcome ?? null,
        filter.q ? `%${filter.q.replace(/[\\%_]/g, (char) => `\\${char}`)}%` : null,
        limit,
      ])
      return rows.map(toRecord)
    },

    /** Removes a tenant's rows from before an instant. */
    forgetBefore: (tenantId: string, instant: number): Promise<number> =>
      forget(FORGET, [tenantId, instant]),

    /** Removes the oldest rows of a tenant that has too many: what strangers caused first. */
    async forgetExcess(tenantId: string, maxRows: number): Promise<number> {
      // Counting a million rows takes tens of milliseconds: the writer's thread has them.
      const [row] = await database.write(COUNTS, [tenantId])
      const strangers = Number(row?.['strangers'])
      const excess = Number(row?.['total']) - maxRows
      // Half of the rows stay strangers', or whoever acts often enough could bury an attack.
      const ofStrangers = Math.max(0, Math.min(excess, strangers - Math.floor(maxRows / 2)))
      const removed = await forgetOldest(tenantId, ofStrangers, {
        last: LAST_STRANGER,
        forget: FORGET_STRANGERS,
      })
      const rest = excess - ofStrangers
      const known = { last: LAST_KNOWN, forget: FORGET_KNOWN }
      return removed + (await forgetOldest(tenantId, rest, known))
    },

    async tenants(): Promise<string[]> {
      return (await database.all(TENANTS, [])).map((row) => String(row['tenant_id']))
    },
  }
}

const toParams = (record: AuditRecord): Value[] => {
  const { id, tenantId, at, actor, address, action, object, outcome, reason } = record
  return [
    id,
    tenantId,
    at,
    actor.kind,
    actor.id,
    actor.name,
    address,
    action,
    object.kind,
    object.id,
    object.name,
    outcome,
    reason,
    record.before,
    record.after,
    record.count,
    record.untilAt,
  ]
}

const toRecord = (row: Row): AuditRecord => {
  const text = (name: string): string => String(row[name])
  const textOrNull = (name: string): string | null => (row[name] === null ? null : text(name))
  return {
    id: text('audit_id'),
    tenantId: text('tenant_id'),
    at: Number(row['at']),
    untilAt: Number(row['until_at']),
    count: Number(row['count']),
    actor: { kind: text('actor_kind'), id: text('actor_id'), name: text('actor_name') },
    address: text('address'),
    action: text('action'),
    object: { kind: text('object_kind'), id: text('object_id'), name: text('object_name') },
    outcome: text('outcome') === 'allowed' ? 'allowed' : 'refused',
    reason: textOrNull('reason'),
    before: textOrNull('before_json'),
    after: textOrNull('after_json'),
  }
}
