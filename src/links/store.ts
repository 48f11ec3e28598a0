/**
 * Guest links on disk; the secret as a hash. A link is for one machine: it holds the host's key, and
 * works only while a lease of its tenant has that host with that key, owned and not revoked. So a
 * host that was deleted, given away, released or revoked has no links, whoever was told or not.
 */

import { andThen, type Maybe } from '../platform/maybe.ts'
import type { Scope } from '../protocol/actor.ts'
import type { GuestLink, ScreenKind } from '../protocol/screen.ts'
import type { Database, Row } from '../store/database.ts'

/** Links that work at once: of a host, as many as a class or an office needs; of a tenant. */
export const MAX_PER_HOST = 200
export const MAX_PER_TENANT = 2000

/** Ended links that a tenant keeps at most, the newest; older ones go with the next that is made. */
const MAX_ENDED = 2000

/** Rows that making a link tidies away at most. */
const MAX_TRIMMED = 100

/** A list shows all that a tenant can have. */
const MAX_LISTED = MAX_PER_TENANT + MAX_ENDED

/** The link's own machine is there. */
const HAS_HOST = `EXISTS (SELECT 1 FROM leases WHERE leases.tenant_id = guest_links.tenant_id
    AND leases.host_id = guest_links.host_id AND leases.key = guest_links.host_key
    AND leases.claimed_at IS NOT NULL AND leases.state <> 'revoked')`

const isGood = (now: string): string =>
  `revoked_at IS NULL AND used < uses AND expires_at > CAST(${now} AS BIGINT)`

const OWN = `guest_links.link_id, guest_links.tenant_id, guest_links.host_id, guest_links.code,
  guest_links.service, guest_links.kind, guest_links.is_view_only, guest_links.note,
  guest_links.created_by, guest_links.created_at, guest_links.expires_at, guest_links.uses,
  guest_links.used, guest_links.last_used_at, guest_links.revoked_at`

/** Nothing is made for a host without a key, which no session can reach. */
const MAKE = `INSERT INTO guest_links (link_id, tenant_id, secret_hash, host_id, host_key, code,
    service, kind, is_view_only, note, created_by, created_by_id, created_at, expires_at, uses)
  SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), host_id, key, code,
    CAST($5 AS TEXT), CAST($6 AS TEXT), CAST($7 AS INTEGER), CAST($8 AS TEXT), CAST($9 AS TEXT),
    CAST($10 AS TEXT), CAST($11 AS BIGINT), CAST($12 AS BIGINT), CAST($13 AS INTEGER)
  FROM leases WHERE tenant_id = $2 AND host_id = $4 AND key IS NOT NULL
    AND claimed_at IS NOT NULL AND state <> 'revoked'
    AND (SELECT count(*) FROM guest_links
      WHERE tenant_id = $2 AND host_id = $4 AND ${isGood('$11')}) < ${MAX_PER_HOST}
    AND (SELECT count(*) FROM guest_links
      WHERE tenant_id = $2 AND ${isGood('$11')}) < ${MAX_PER_TENANT}
  RETURNING link_id`

const TRIM = `DELETE FROM guest_links WHERE link_id IN (SELECT link_id FROM guest_links
    WHERE tenant_id = $1 AND NOT (${isGood('$2')})
    ORDER BY created_at DESC, link_id LIMIT ${MAX_TRIMMED} OFFSET ${MAX_ENDED})`

const COUNT_OF_HOST = `SELECT count(*) AS count FROM guest_links
  WHERE tenant_id = $1 AND host_id = $2 AND ${isGood('$3')}`

const SHOWN = `SELECT ${OWN}, leases.name AS host_name FROM guest_links
  LEFT JOIN leases ON leases.tenant_id = guest_links.tenant_id
    AND leases.host_id = guest_links.host_id AND leases.key = guest_links.host_key`

const ORDER = `ORDER BY guest_links.created_at DESC, guest_links.link_id LIMIT ${MAX_LISTED}`

const LIST = `${SHOWN} WHERE guest_links.tenant_id = $1 ${ORDER}`

const LIST_OF_HOST = `${SHOWN}
  WHERE guest_links.tenant_id = $1 AND guest_links.host_id = $2 ${ORDER}`

const FIND = `${SHOWN} WHERE guest_links.secret_hash = $1 AND revoked_at IS NULL AND ${HAS_HOST}`

/** Of any number who show the same secret at the same moment, as many win as there are uses. */
const TAKE = `UPDATE guest_links SET used = used + 1, last_used_at = $2
  WHERE secret_hash = $1 AND ${isGood('$2')} AND ${HAS_HOST}
  RETURNING ${OWN}`

/** $2 is when the use was taken, $3 the one before; a later use stays the last. */
const GIVE_BACK = `UPDATE guest_links SET used = used - 1,
    last_used_at = CASE WHEN last_used_at = $2 THEN CAST($3 AS BIGINT) ELSE last_used_at END
  WHERE link_id = $1 AND used > 0`

const HOLDS = `SELECT link_id FROM guest_links
  WHERE link_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND ${HAS_HOST}`

const REVOKE = `UPDATE guest_links SET revoked_at = $3
  WHERE tenant_id = $1 AND link_id = $2 AND revoked_at IS NULL
  RETURNING ${OWN}`

const IS_LOST = `revoked_at IS NULL AND expires_at > $1 AND NOT ${HAS_HOST}`

const FIND_LOST = `SELECT link_id FROM guest_links
  WHERE ${IS_LOST} AND tenant_id = $2 AND host_id = $3 LIMIT 1`

const END_LOST = `UPDATE guest_links SET revoked_at = $1
  WHERE ${IS_LOST} AND tenant_id = $2 AND host_id = $3
  RETURNING link_id`

const END_ALL_LOST = `UPDATE guest_links SET revoked_at = $1 WHERE ${IS_LOST} RETURNING link_id`

const FORGET = `DELETE FROM guest_links WHERE CASE
    WHEN revoked_at IS NOT NULL THEN revoked_at
    WHEN used >= uses AND last_used_at < expires_at THEN last_used_at
    ELSE expires_at END <= $1`

/** Every text of this store, so that a test can hold each against both engines. */
export const LINK_SQL = {
  MAKE,
  TRIM,
  COUNT_OF_HOST,
  LIST,
  LIST_OF_HOST,
  FIND,
  TAKE,
  GIVE_BACK,
  HOLDS,
  REVOKE,
  FIND_LOST,
  END_LOST,
  END_ALL_LOST,
  FORGET,
}

/** A link as it is kept, without its secret; instants are epoch milliseconds. */
export type KeptLink = Omit<GuestLink, 'state'> & {
  readonly tenantId: string
  readonly revokedAt: number | null
}

/** What a new link is to be. */
export type NewLink = {
  readonly id: string
  readonly secretHash: string
  readonly hostId: string
  readonly service: string
  readonly kind: ScreenKind
  readonly isViewOnly: boolean
  readonly note: string
  readonly createdBy: string
  readonly createdById: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly uses: number
}

/** What the feature asks of the database. */
export type LinkStore = ReturnType<typeof createLinkStore>

/** Binds the SQL of guest links to a database. */
export const createLinkStore = (database: Database) => ({
  /** Keeps a link; `false` when there are too many, or the host is not one that has sessions. */
  async make({ tenantId }: Scope, made: NewLink): Promise<boolean> {
    const what = [made.service, made.kind, made.isViewOnly ? 1 : 0, made.note]
    const bounds = [made.createdAt, made.expiresAt, made.uses]
    const [kept] = await database.transact([
      {
        sql: MAKE,
        params: [
          made.id,
          tenantId,
          made.secretHash,
          made.hostId,
          ...what,
          made.createdBy,
          made.createdById,
          ...bounds,
        ],
      },
      { sql: TRIM, params: [tenantId, made.createdAt] },
    ])
    return kept?.length === 1
  },

  /** How many links of a host work. */
  async countOfHost({ tenantId }: Scope, hostId: string, now: number): Promise<number> {
    return Number((await database.get(COUNT_OF_HOST, [tenantId, hostId, now]))?.['count'])
  },

  /** A tenant's links, or those of one host, newest first; ended ones too. */
  async list({ tenantId }: Scope, hostId: string | undefined): Promise<KeptLink[]> {
    const rows =
      hostId === undefined
        ? await database.all(LIST, [tenantId])
        : await database.all(LIST_OF_HOST, [tenantId, hostId])
    return rows.map(toLink)
  },

  /** The link of a secret, unless it was revoked or its host is gone; it may have ended otherwise. */
  find: (secretHash: string): Maybe<KeptLink | undefined> =>
    andThen(database.get(FIND, [secretHash]), (row) => row && toLink(row)),

  /** Takes one use, or none and returns nothing. */
  async take(secretHash: string, now: number): Promise<KeptLink | undefined> {
    const [row] = await database.write(TAKE, [secretHash, now])
    return row && toLink(row)
  },

  /** Undoes a use that was taken `at`, when `before` was the last one. */
  async giveBack(id: string, at: number, before: number | null): Promise<void> {
    await database.write(GIVE_BACK, [id, at, before])
  },

  /** Whether whoever came in by the link may go on; it may be used up. */
  async holds(id: string, now: number): Promise<boolean> {
    return (await database.get(HOLDS, [id, now])) !== undefined
  },

  async revoke({ tenantId }: Scope, id: string, now: number): Promise<KeptLink | undefined> {
    const [row] = await database.write(REVOKE, [tenantId, id, now])
    return row && toLink(row)
  },

  /** Revokes the links of a host that is not what it was; returns their ids. Cheap if there are none. */
  async endLost({ tenantId }: Scope, hostId: string, now: number): Promise<string[]> {
    const params = [now, tenantId, hostId]
    if (!(await database.get(FIND_LOST, params))) return []
    return (await database.write(END_LOST, params)).map(({ link_id }) => String(link_id))
  },

  /** The same for every host. */
  endAllLost: async (now: number): Promise<string[]> =>
    (await database.write(END_ALL_LOST, [now])).map(({ link_id }) => String(link_id)),

  /** Drops what ended at `before` or earlier. */
  async forget(before: number): Promise<void> {
    await database.write(FORGET, [before])
  },
})

const toLink = (row: Row): KeptLink => ({
  id: String(row['link_id']),
  tenantId: String(row['tenant_id']),
  hostId: String(row['host_id']),
  hostName: String(row['host_name'] ?? ''),
  code: String(row['code']),
  service: String(row['service']),
  kind: row['kind'] as ScreenKind,
  isViewOnly: row['is_view_only'] === 1,
  note: String(row['note']),
  createdAt: Number(row['created_at']),
  createdBy: String(row['created_by']),
  expiresAt: Number(row['expires_at']),
  uses: Number(row['uses']),
  used: Number(row['used']),
  lastUsedAt: row['last_used_at'] === null ? null : Number(row['last_used_at']),
  revokedAt: row['revoked_at'] === null ? null : Number(row['revoked_at']),
})
