/** Tenants on disk. */

import { andThen, type Maybe } from '../../platform/maybe.ts'
import type { Database, Row } from '../../store/database.ts'

/** Tenants one server holds; each costs a live feed and a line in every sweep. */
export const MAX_TENANTS = 1000

const TENANT_BY_ID = 'SELECT tenant_id, name, created_at FROM tenants WHERE tenant_id = $1'

const ALL_TENANTS = `SELECT tenant_id, name, created_at,
    (SELECT count(*) FROM memberships WHERE memberships.tenant_id = tenants.tenant_id) AS people
  FROM tenants ORDER BY created_at, tenant_id LIMIT ${MAX_TENANTS}`

const MAKE_TENANT = `INSERT INTO tenants (tenant_id, name, created_at)
  SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS BIGINT)
  WHERE NOT EXISTS (SELECT 1 FROM tenants WHERE lower(name) = lower(CAST($2 AS TEXT)))
    AND (SELECT count(*) FROM tenants) < ${MAX_TENANTS}
  RETURNING tenant_id`

const RENAME_TENANT = `UPDATE tenants SET name = $2
  WHERE tenant_id = $1 AND NOT EXISTS (SELECT 1 FROM tenants AS others
    WHERE lower(others.name) = lower(CAST($2 AS TEXT)) AND others.tenant_id <> $1)
  RETURNING tenant_id`

/** Every text of this store, so that a test can hold each against both engines. */
export const TENANT_SQL = { TENANT_BY_ID, ALL_TENANTS, MAKE_TENANT, RENAME_TENANT }

/** A tenant as it is kept. */
export type Tenant = { readonly id: string; readonly name: string; readonly createdAt: number }

export type TenantStore = ReturnType<typeof createTenantStore>

/** Binds the tenants' SQL to a database. */
export const createTenantStore = (database: Database) => ({
  find: (id: string): Maybe<Tenant | undefined> =>
    andThen(database.get(TENANT_BY_ID, [id]), (row) => row && toTenant(row)),

  /** The oldest first, each with how many people are members. */
  all: (): Maybe<(Tenant & { people: number })[]> =>
    andThen(database.all(ALL_TENANTS, []), (rows) =>
      rows.map((row) => ({ ...toTenant(row), people: Number(row['people']) })),
    ),

  /** `false` when the name is taken or there is no room. */
  async make({ id, name, createdAt }: Tenant): Promise<boolean> {
    return (await database.write(MAKE_TENANT, [id, name, createdAt])).length === 1
  },

  /** `false` when another has the name, or there is no such tenant. */
  async rename(id: string, name: string): Promise<boolean> {
    return (await database.write(RENAME_TENANT, [id, name])).length === 1
  },
})

const toTenant = (row: Row): Tenant => ({
  id: String(row['tenant_id']),
  name: String(row['name']),
  createdAt: Number(row['created_at']),
})
