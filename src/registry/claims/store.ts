/**
 * Registering in SQL. Each statement carries the conditions under which it may change a row, so of
 * claims that arrive together one wins; without a row nothing was changed, and `find` tells why.
 */

import { andThen, type Maybe } from '../../platform/maybe.ts'
import type { Scope } from '../../protocol/actor.ts'
import type { Proof } from '../../protocol/proof.ts'
import { DEFAULT_TENANT } from '../../protocol/tenant.ts'
import type { Database, Row } from '../../store/database.ts'
import { type Claim, type Lease, type LeaseState, type Reach, unowned } from '../lease.ts'
import { COLUMNS, textOf, toLease } from '../rows.ts'

/** A cloned machine that was not seen for this long is no longer pointed out: a day. */
const CLONE_SHOWN_MS = 86_400_000

/**
 * Somebody without a key pointed a live code elsewhere. What is rarely so is asked first, since this
 * is worked out at each register.
 */
const MOVES =
  'leases.address <> excluded.address AND leases.updated_at > $9 AND leases.claimed_at IS NULL'

const FLAG_MOVE = `
  previous_address = CASE WHEN ${MOVES} THEN leases.address ELSE leases.previous_address END,
  address_changed_at = CASE WHEN ${MOVES} THEN excluded.updated_at
    ELSE leases.address_changed_at END`

/** Tags last as long as the lease: one that ran out, and was not swept yet, starts without. */
const KEEP_TAGS = `tags = CASE WHEN leases.updated_at > $9 OR leases.claimed_at IS NOT NULL
      THEN leases.tags ELSE '' END`

/**
 * What a register without a key cannot know, and what is otherwise: mostly nothing, and then it
 * costs nothing to hand over. The name comes last, it alone may contain commas; no tag contains a
 * bar.
 */
const WRITTEN = `host_id, registered_at,
  CASE WHEN claimed_at IS NULL AND address_changed_at IS NULL AND tenant_id = $2 AND tags = ''
    THEN NULL
    ELSE tenant_id || ',' || state || ',' || coalesce(CAST(address_changed_at AS TEXT), '')
      || ',' || coalesce(previous_address, '') || ',' || replace(tags, ',', '|') || ',' || name END AS others`

const INSERT = `INSERT INTO leases
  (code, tenant_id, host_id, address, port, name, registered_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

/**
 * Without a key: an unclaimed code, or one that is locked to this very address and has no other
 * owner. An expired lease that was not swept yet starts anew; a live one keeps its first instant.
 */
const REGISTER = `${INSERT}
  ON CONFLICT (code) DO UPDATE SET address = excluded.address, port = excluded.port,
    name = CASE WHEN leases.claimed_at IS NULL THEN excluded.name ELSE leases.name END,
    reach = 'address', ${KEEP_TAGS},
    updated_at = excluded.updated_at,
    registered_at = CASE WHEN leases.updated_at > $9 OR leases.claimed_at IS NOT NULL
      THEN leases.registered_at ELSE excluded.registered_at END,
    ${FLAG_MOVE}
  WHERE leases.claimed_at IS NULL
    OR (leases.state = 'locked' AND leases.key IS NULL AND leases.credential_hash IS NULL
      AND leases.address = excluded.address AND leases.port = excluded.port)
  RETURNING ${WRITTEN}`

/** Takes the code only if nobody lives there and nobody owns it. */
const CLAIM_FREE = `${INSERT}
  ON CONFLICT (code) DO UPDATE SET tenant_id = excluded.tenant_id, host_id = excluded.host_id,
    address = excluded.address, port = excluded.port, name = excluded.name,
    updated_at = excluded.updated_at, registered_at = excluded.registered_at, key = NULL,
    proved_at = 0, tags = '', previous_address = NULL, address_changed_at = NULL,
    reach = 'address'
  WHERE leases.updated_at <= $9 AND leases.claimed_at IS NULL
  RETURNING ${WRITTEN}`

/** The instance that `now` runs came back after another one: two machines have one key. */
const countInstances = (now: string, instance: string): string => `
  previous_instance = CASE WHEN leases.claimed_at IS NULL THEN NULL
    WHEN leases.instance <> ${instance} THEN leases.instance ELSE leases.previous_instance END,
  instance = CASE WHEN leases.claimed_at IS NULL THEN ${instance}
    ELSE coalesce(${instance}, leases.instance) END,
  cloned_at = CASE WHEN leases.claimed_at IS NULL THEN NULL
    WHEN leases.instance <> ${instance} AND leases.previous_instance = ${instance} THEN ${now}
    WHEN leases.cloned_at <= ${now} - ${CLONE_SHOWN_MS} THEN NULL ELSE leases.cloned_at END`

/**
 * With a key: a code that is free, unclaimed or this key's. A key's proofs must follow each other in
 * time, also over a release.
 */
const PROVE = `INSERT INTO leases
  (code, tenant_id, host_id, address, port, name, registered_at, updated_at, claimed_at, key,
    proved_at, instance, reach)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $10, $11, $12, $13)
  ON CONFLICT (code) DO UPDATE SET address = excluded.address, port = excluded.port,
    name = excluded.name, updated_at = excluded.updated_at, reach = excluded.reach,
    registered_at = CASE WHEN leases.updated_at > $9 OR leases.claimed_at IS NOT NULL
      THEN leases.registered_at ELSE excluded.registered_at END,
    ${FLAG_MOVE}, ${KEEP_TAGS},
    claimed_at = coalesce(leases.claimed_at, excluded.claimed_at), key = excluded.key,
    proved_at = excluded.proved_at, ${countInstances('excluded.updated_at', 'excluded.instance')}
  WHERE leases.state <> 'revoked'
    AND (leases.claimed_at IS NULL OR leases.key = excluded.key)
    AND (leases.key IS NULL OR leases.key <> excluded.key
      OR leases.proved_at < excluded.proved_at)
    AND (leases.state = 'open'
      OR (leases.address = excluded.address AND leases.port = excluded.port))
  RETURNING ${COLUMNS}`

/**
 * An enrolled host, by its credential ($6 is its id) or its key ($7) or both; the first key that
 * comes with the credential becomes the host's.
 */
const RENEW = `UPDATE leases SET address = $2, port = $3, name = $4, updated_at = $5, reach = $10,
    key = coalesce(CAST($7 AS TEXT), key),
    proved_at = CASE WHEN CAST($7 AS TEXT) IS NULL THEN proved_at ELSE $8 END,
    ${countInstances('CAST($5 AS BIGINT)', 'CAST($9 AS TEXT)')}
  WHERE code = $1 AND claimed_at IS NOT NULL AND enrolment_id IS NOT NULL AND state <> 'revoked'
    AND (key = CAST($7 AS TEXT)
      OR (host_id = CAST($6 AS TEXT) AND credential_hash IS NOT NULL))
    AND (CAST($7 AS TEXT) IS NULL OR key IS NULL
      OR (key = CAST($7 AS TEXT) AND proved_at < $8))
    AND (state = 'open' OR (address = $2 AND port = $3))
  RETURNING ${COLUMNS}`

/** While its channel is open, and when it leaves: the last instant at which it was there. */
const REFRESH = `UPDATE leases SET updated_at = $4
  WHERE tenant_id = $1 AND host_id = $2 AND key = $3 AND claimed_at IS NOT NULL
    AND state <> 'revoked' AND updated_at < $4
  RETURNING ${COLUMNS}`

const FLAG_CLONE = `UPDATE leases SET cloned_at = $3
  WHERE code = $1 AND key = $2 AND claimed_at IS NOT NULL AND state <> 'revoked'
  RETURNING ${COLUMNS}`

const FIND = `SELECT ${COLUMNS}, key, proved_at, enrolment_id FROM leases WHERE code = $1`

const FIND_CREDENTIAL = `SELECT code, tenant_id, host_id FROM leases WHERE credential_hash = $1`

/** Every text of this store, so that a test can hold each against both engines. */
export const CLAIM_SQL = {
  REGISTER,
  CLAIM_FREE,
  PROVE,
  RENEW,
  REFRESH,
  FLAG_CLONE,
  FIND,
  FIND_CREDENTIAL,
}

/** A lease with what only the reasons of a refusal need. */
export type KnownLease = Lease & {
  /** Also of a released code, whose `key` is absent. */
  readonly lastKey: string | undefined
  readonly provedAt: number
  readonly isEnrolled: boolean
}

/** The host that holds a credential. */
export type Holder = { readonly code: string; readonly tenantId: string; readonly hostId: string }

/** What a proof says once its signature was found to be right. */
export type Proved = Pick<Proof, 'key' | 'at' | 'instance'>

/** What registering asks of the database. */
export type ClaimStore = ReturnType<typeof createClaimStore>

/** Binds the SQL of registering to a database. */
export const createClaimStore = (database: Database) => ({
  /** Registers without a key; `undefined` when somebody owns the code. */
  async register(
    claim: Claim,
    hostId: string,
    now: number,
    cutoff: number,
  ): Promise<Lease | undefined> {
    const [row] = await database.write(REGISTER, insertParams(claim, hostId, now, cutoff))
    return row && written(claim, row, now)
  },

  async claimFreeCode(
    claim: Claim,
    hostId: string,
    now: number,
    cutoff: number,
  ): Promise<Lease | undefined> {
    const [row] = await database.write(CLAIM_FREE, insertParams(claim, hostId, now, cutoff))
    return row && written(claim, row, now)
  },

  /** Registers with a key; `undefined` when the code is not for this key or this proof. */
  async prove(
    claim: Claim,
    { key, at, instance }: Proved,
    reach: Reach,
    hostId: string,
    now: number,
    cutoff: number,
  ): Promise<Lease | undefined> {
    const proof = [key, at, instance || null]
    const params = [...insertParams(claim, hostId, now, cutoff), ...proof, reach]
    const [row] = await database.write(PROVE, params)
    return row && toLease(row)
  },

  /** Registers an enrolled host; `hostId` is that of the credential that was presented. */
  async renew(
    claim: Claim,
    hostId: string | undefined,
    proved: Proved | undefined,
    reach: Reach,
    now: number,
  ): Promise<Lease | undefined> {
    const { code, address, port, name } = claim
    const proof = [proved?.key ?? null, proved?.at ?? 0, proved?.instance || null]
    const params = [code, address, port, name, now, hostId ?? null, ...proof, reach]
    const [row] = await database.write(RENEW, params)
    return row && toLease(row)
  },

  /** Notes that the host was there at an instant; `undefined` when this key has it no more. */
  async refresh(
    { tenantId }: Scope,
    hostId: string,
    key: string,
    at: number,
  ): Promise<Lease | undefined> {
    const [row] = await database.write(REFRESH, [tenantId, hostId, key, at])
    return row && toLease(row)
  },

  /** Notes that the key of a code was seen in two places. */
  async flagClone(code: string, key: string, at: number): Promise<Lease | undefined> {
    const [row] = await database.write(FLAG_CLONE, [code, key, at])
    return row && toLease(row)
  },

  /** The lease of a code, live or not. */
  find: (code: string): Maybe<KnownLease | undefined> =>
    andThen(database.get(FIND, [code]), (row) => row && toKnown(row)),

  /** Whose credential this is. */
  findCredential: (hash: string): Maybe<Holder | undefined> =>
    andThen(
      database.get(FIND_CREDENTIAL, [hash]),
      (row) =>
        row && {
          code: String(row['code']),
          tenantId: String(row['tenant_id']),
          hostId: String(row['host_id']),
        },
    ),
})

const insertParams = (claim: Claim, hostId: string, now: number, cutoff: number) => [
  claim.code,
  DEFAULT_TENANT,
  hostId,
  claim.address,
  claim.port,
  claim.name,
  now,
  now,
  cutoff,
]

const toKnown = (row: Row): KnownLease => ({
  ...toLease(row),
  lastKey: textOf(row['key']),
  provedAt: Number(row['proved_at']),
  isEnrolled: row['enrolment_id'] !== null,
})

/** What was just written without a key, of which the database alone knows the rest. */
const written = (claim: Claim, row: Row, now: number): Lease => {
  const lease: Lease = {
    ...unowned,
    ...claim,
    tenantId: DEFAULT_TENANT,
    hostId: String(row['host_id']),
    registeredAt: Number(row['registered_at']),
    updatedAt: now,
  }
  const others = row['others']
  if (typeof others !== 'string') return lease
  const [tenantId = '', state, changedAt, previousAddress, tags = '', ...name] = others.split(',')
  return {
    ...lease,
    tenantId,
    state: state as LeaseState,
    name: name.join(','),
    tags: tags.split('|').filter(Boolean),
    previousAddress: previousAddress || undefined,
    addressChangedAt: changedAt ? Number(changedAt) : undefined,
  }
}
