/** Bans on disk: a ban holds across restarts. */

import type { Ban } from '../protocol/api.ts'
import { DEFAULT_TENANT } from '../protocol/tenant.ts'
import type { Database, Row } from '../store/database.ts'

const BAN = `INSERT INTO bans (address, tenant_id, reason, code, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (address) DO UPDATE SET reason = excluded.reason, code = excluded.code,
    created_at = excluded.created_at, expires_at = excluded.expires_at`

const PARDON = 'DELETE FROM bans WHERE address = $1 AND expires_at > $2 RETURNING address'

const ACTIVE = `SELECT address, reason, code, created_at, expires_at FROM bans
  WHERE expires_at > $1 ORDER BY created_at DESC, address LIMIT $2`

const COUNT = 'SELECT count(*) AS active FROM bans WHERE expires_at > $1'

const FORGET = 'DELETE FROM bans WHERE expires_at <= $1'

/** Every text of this store, so that a test can hold each against both engines. */
export const GUARD_SQL = { BAN, PARDON, ACTIVE, COUNT, FORGET }

export type BanStore = ReturnType<typeof createBanStore>

/** Binds the bans' SQL to a database. */
export const createBanStore = (database: Database) => ({
  async ban(ban: Ban): Promise<void> {
    const { address, reason, code, createdAt, expiresAt } = ban
    await database.write(BAN, [address, DEFAULT_TENANT, reason, code, createdAt, expiresAt])
  },

  /** Ends a ban early; false when there was none. */
  async pardon(address: string, now: number): Promise<boolean> {
    return (await database.write(PARDON, [address, now])).length > 0
  },

  async active(now: number, limit: number): Promise<Ban[]> {
    return (await database.all(ACTIVE, [now, limit])).map(toBan)
  },

  async count(now: number): Promise<number> {
    return Number((await database.get(COUNT, [now]))?.['active'])
  },

  async forgetExpired(now: number): Promise<void> {
    await database.write(FORGET, [now])
  },
})

const toBan = (row: Row): Ban => ({
  address: String(row['address']),
  reason: 'honeypot',
  code: String(row['code']),
  createdAt: Number(row['created_at']),
  expiresAt: Number(row['expires_at']),
})
