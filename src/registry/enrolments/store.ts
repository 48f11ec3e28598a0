/**
 * Enrolments in SQL. A use is taken and the host's lease written in one transaction, each statement
 * under conditions that the other needs, so a token for 30 hosts is one for 30 and not for 31.
 */

import { andThen, type Maybe } from '../../platform/maybe.ts'
import type { Scope } from '../../protocol/actor.ts'
import type { Enrolment } from '../../protocol/api.ts'
import { DEFAULT_TENANT } from '../../protocol/tenant.ts'
import type { Database, Row } from '../../store/database.ts'
import type { Proved } from '../claims/store.ts'
import type { Claim, Lease, Reach } from '../lease.ts'
import { COLUMNS, numberOf, tagsOf, toLease } from '../rows.ts'

/** Enrolments that a list shows, newest first. */
const MAX_LISTED = 1000

const OWN = `enrolment_id, tenant_id, name, tags, uses, uses_left, created_by, created_at,
  expires_at, revoked_at`

const MAKE = `INSERT INTO enrolments
  (enrolment_id, tenant_id, secret_hash, name, tags, uses, uses_left, created_by, created_at,
    expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)
  RETURNING ${OWN}`

const LIST = `SELECT ${OWN} FROM enrolments WHERE tenant_id = $1
  ORDER BY created_at DESC, enrolment_id DESC LIMIT ${MAX_LISTED}`

const REVOKE = `UPDATE enrolments SET revoked_at = coalesce(revoked_at, $3)
  WHERE tenant_id = $1 AND enrolment_id = $2
  RETURNING ${OWN}`

const USABLE = `secret_hash = $1 AND uses_left > 0 AND revoked_at IS NULL AND expires_at > $2`

/** The host of this code and key came in by this very enrolment. */
const IS_OF = (code: string, key: string): string => `EXISTS (SELECT 1 FROM leases
    WHERE code = ${code} AND key = ${key} AND claimed_at IS NOT NULL
      AND leases.enrolment_id = enrolments.enrolment_id)`

/** A host that is in may ask again, also where nobody else may come in any more. */
const FIND_USABLE = `SELECT tenant_id FROM enrolments
  WHERE secret_hash = $1 AND revoked_at IS NULL AND expires_at > $2
    AND (uses_left > 0 OR ${IS_OF('CAST($3 AS TEXT)', 'CAST($4 AS TEXT)')})`

/** A host that comes out of another tenant has another id here. */
const NEW_HERE = 'leases.tenant_id <> excluded.tenant_id'

/** A host that stays in its tenant keeps its tags where the enrolment brings none. */
const KEEPS_TAGS = `excluded.tags = '' AND leases.tenant_id = excluded.tenant_id
      AND (leases.updated_at > $12 OR leases.claimed_at IS NOT NULL)`

/**
 * A code that is free or unclaimed, or that of this very key where it is not another tenant's
 * already. $5 is the credential's hash: no other lease has it.
 */
const ENROL_HOST = `INSERT INTO leases
  (code, tenant_id, host_id, address, port, name, registered_at, updated_at, claimed_at,
    credential_hash, enrolment_id, tags, key, proved_at, instance, reach)
  SELECT CAST($3 AS TEXT), tenant_id, CAST($4 AS TEXT), CAST($6 AS TEXT), CAST($7 AS INTEGER),
    CAST($8 AS TEXT), CAST($2 AS BIGINT), CAST($2 AS BIGINT), CAST($2 AS BIGINT),
    CAST($5 AS TEXT), enrolment_id, tags, CAST($9 AS TEXT), CAST($10 AS BIGINT),
    CAST($11 AS TEXT), CAST($13 AS TEXT)
  FROM enrolments WHERE ${USABLE}
    AND NOT ${IS_OF('CAST($3 AS TEXT)', 'CAST($9 AS TEXT)')}
  ON CONFLICT (code) DO UPDATE SET tenant_id = excluded.tenant_id,
    host_id = CASE WHEN ${NEW_HERE} THEN excluded.host_id ELSE leases.host_id END,
    address = excluded.address, port = excluded.port, name = excluded.name,
    registered_at = CASE WHEN leases.updated_at > $12 OR leases.claimed_at IS NOT NULL
      THEN leases.registered_at ELSE excluded.registered_at END,
    updated_at = excluded.updated_at, claimed_at = excluded.claimed_at,
    credential_hash = excluded.credential_hash, enrolment_id = excluded.enrolment_id,
    tags = CASE WHEN ${KEEPS_TAGS} THEN leases.tags ELSE excluded.tags END, key = excluded.key, proved_at = excluded.proved_at,
    instance = excluded.instance, reach = excluded.reach, previous_instance = NULL,
    cloned_at = NULL, previous_address = NULL, address_changed_at = NULL
  WHERE leases.state = 'open'
    AND (leases.claimed_at IS NULL OR (leases.key = excluded.key
      AND (leases.tenant_id = excluded.tenant_id
        OR (leases.tenant_id = '${DEFAULT_TENANT}' AND leases.enrolment_id IS NULL))))
    AND (leases.key IS NULL OR excluded.key IS NULL OR leases.key <> excluded.key
      OR leases.proved_at < excluded.proved_at)
  RETURNING ${COLUMNS}`

const TAKE_USE = `UPDATE enrolments SET uses_left = uses_left - 1
  WHERE secret_hash = $1 AND EXISTS (SELECT 1 FROM leases WHERE credential_hash = $2)`

/**
 * The answer to a host was lost and it asks again with its key: another credential, and no use.
 * What `ENROL_HOST` has just written is as new as the proof and stays as it is.
 */
const RENEW_CREDENTIAL = `UPDATE leases SET address = $5, port = $6, name = $7, updated_at = $2,
    credential_hash = $4, proved_at = $9, instance = $10
  WHERE code = $3 AND key = $8 AND claimed_at IS NOT NULL AND state = 'open' AND proved_at < $9
    AND enrolment_id = (SELECT enrolment_id FROM enrolments
      WHERE secret_hash = $1 AND revoked_at IS NULL AND expires_at > $2
        AND enrolments.tenant_id = leases.tenant_id)
  RETURNING ${COLUMNS}`

/** Every text of this store, so that a test can hold each against both engines. */
export const ENROLMENT_SQL = { MAKE, LIST, REVOKE, FIND_USABLE, ENROL_HOST, TAKE_USE, RENEW_CREDENTIAL }

/** What enrolling asks of the database. */
export type EnrolmentStore = ReturnType<typeof createEnrolmentStore>

/** A host that presents an enrolment's secret, and the credential it is to get. */
export type Redeeming = {
  readonly claim: Claim
  readonly proved: Proved | undefined
  readonly secretHash: string
  readonly credentialHash: string
  readonly hostId: string
  readonly reach: Reach
}

/** Binds the SQL of enrolling to a database. */
export const createEnrolmentStore = (database: Database) => ({
  async make(scope: Scope, enrolment: Enrolment, secretHash: string): Promise<void> {
    const { id, name, tags, uses, createdBy, createdAt, expiresAt } = enrolment
    const what = [name, tags.join(','), uses, createdBy, createdAt, expiresAt]
    await database.write(MAKE, [id, scope.tenantId, secretHash, ...what])
  },

  list: ({ tenantId }: Scope): Maybe<Enrolment[]> =>
    andThen(database.all(LIST, [tenantId]), (rows) => rows.map(toEnrolment)),

  async revoke({ tenantId }: Scope, id: string, now: number): Promise<Enrolment | undefined> {
    const [row] = await database.write(REVOKE, [tenantId, id, now])
    return row && toEnrolment(row)
  },

  /** Whether the secret still enrols somebody, or has enrolled the host of this code and key. */
  isUsable: (secretHash: string, now: number, code: string, key?: string): Maybe<boolean> =>
    andThen(
      database.get(FIND_USABLE, [secretHash, now, code, key ?? null]),
      (row) => row !== undefined,
    ),

  /** Takes one use and writes the host's lease, or neither; a host that is in takes none. */
  async redeem(redeeming: Redeeming, now: number, cutoff: number): Promise<Lease | undefined> {
    const { claim, proved, secretHash, credentialHash, hostId, reach } = redeeming
    const { code, address, port, name } = claim
    const proof = [proved?.key ?? null, proved?.at ?? 0, proved?.instance || null]
    const place = [code, hostId, credentialHash, address, port, name]
    const again = [secretHash, now, code, credentialHash, address, port, name, ...proof]
    const [enrolled, , renewed] = await database.transact([
      { sql: ENROL_HOST, params: [secretHash, now, ...place, ...proof, cutoff, reach] },
      { sql: TAKE_USE, params: [secretHash, credentialHash] },
      { sql: RENEW_CREDENTIAL, params: again },
    ])
    const row = enrolled?.[0] ?? renewed?.[0]
    return row && toLease(row)
  },
})

const toEnrolment = (row: Row): Enrolment => ({
  id: String(row['enrolment_id']),
  name: String(row['name']),
  tags: tagsOf(row['tags']),
  uses: Number(row['uses']),
  usesLeft: Number(row['uses_left']),
  createdBy: String(row['created_by']),
  createdAt: Number(row['created_at']),
  expiresAt: Number(row['expires_at']),
  revokedAt: numberOf(row['revoked_at']) ?? null,
})
