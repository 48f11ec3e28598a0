/**
 * The SQL of the owner's verbs: each one statement, within one tenant, with its condition. What is
 * revoked stays so for all of them; only deleting lifts it.
 */

import type { Scope } from '../../protocol/actor.ts'
import type { Database, Value } from '../../store/database.ts'
import type { Lease } from '../lease.ts'
import { COLUMNS, toLease } from '../rows.ts'

const THIS = `WHERE tenant_id = $1 AND host_id = $2
    AND (updated_at > $3 OR claimed_at IS NOT NULL)`

const CHANGEABLE = `${THIS} AND state <> 'revoked'
  RETURNING ${COLUMNS}`

/** A hand on a code that nobody owns must not make its last key the owner again. */
const KEY_OF_OWNER = 'key = CASE WHEN claimed_at IS NULL THEN NULL ELSE key END'

const LOCK = `UPDATE leases SET state = 'locked', claimed_at = coalesce(claimed_at, $4),
  ${KEY_OF_OWNER} ${CHANGEABLE}`

const UNLOCK = `UPDATE leases SET state = 'open',
  claimed_at = CASE WHEN key IS NULL AND credential_hash IS NULL THEN NULL ELSE claimed_at END
  ${CHANGEABLE}`

/** The last key and its time stay: what it has signed before does not claim the code again. */
const RELEASE = `UPDATE leases SET state = 'open', claimed_at = NULL, credential_hash = NULL,
  enrolment_id = NULL, tags = '', instance = NULL, previous_instance = NULL, cloned_at = NULL
  ${CHANGEABLE}`

const REVOKE = `UPDATE leases SET state = 'revoked', claimed_at = coalesce(claimed_at, $4),
  ${KEY_OF_OWNER} ${THIS}
  RETURNING ${COLUMNS}`

/** To a new key; the same key again changes nothing that a replay could use. */
const GIVE_TO_KEY = `UPDATE leases SET key = $5, claimed_at = coalesce(claimed_at, $4),
  credential_hash = NULL, proved_at = CASE WHEN key = $5 THEN proved_at ELSE 0 END,
  instance = NULL, previous_instance = NULL, cloned_at = NULL ${CHANGEABLE}`

/** To another tenant, under a new id: what the old one knows of the host ends here. */
const GIVE_TO_TENANT = `UPDATE leases SET tenant_id = $4, host_id = $5, tags = '' ${CHANGEABLE}`

const TAG = `UPDATE leases SET tags = $4 ${CHANGEABLE}`

/** Every text of this store, so that a test can hold each against both engines. */
export const OWNERSHIP_SQL = { LOCK, UNLOCK, RELEASE, REVOKE, GIVE_TO_KEY, GIVE_TO_TENANT, TAG }

/** What the owner's verbs ask of the database. */
export type OwnershipStore = ReturnType<typeof createOwnershipStore>

/** A host of a tenant, and the instant up to which a lease without owner has run out. */
export type Which = Scope & { readonly hostId: string; readonly cutoff: number }

/** Binds the SQL to a database; every verb returns the lease as it is now, if it was changed. */
export const createOwnershipStore = (database: Database) => {
  const change = async (sql: string, which: Which, more: Value[]): Promise<Lease | undefined> => {
    const params = [which.tenantId, which.hostId, which.cutoff, ...more]
    const [row] = await database.write(sql, params)
    return row && toLease(row)
  }
  return {
    lock: (which: Which, now: number) => change(LOCK, which, [now]),
    unlock: (which: Which) => change(UNLOCK, which, []),
    release: (which: Which) => change(RELEASE, which, []),
    revoke: (which: Which, now: number) => change(REVOKE, which, [now]),
    giveToKey: (which: Which, now: number, key: string) => change(GIVE_TO_KEY, which, [now, key]),
    giveToTenant: (which: Which, tenantId: string, newHostId: string) =>
      change(GIVE_TO_TENANT, which, [tenantId, newHostId]),
    tag: (which: Which, tags: readonly string[]) => change(TAG, which, [tags.join(',')]),
  }
}
