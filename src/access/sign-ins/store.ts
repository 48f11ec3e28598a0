/** Sign-ins on disk: the cookie's secret as a hash, so that a stolen file opens nothing. */

import { andThen, type Maybe } from '../../platform/maybe.ts'
import type { Role } from '../../protocol/actor.ts'
import type { Database, Row, Statement } from '../../store/database.ts'
import type { SignIn } from './sign-in.ts'

const COLUMNS = `sign_in_id, sign_ins.tenant_id AS tenant_id, sign_ins.person_id AS person_id,
  address, agent, sign_ins.created_at AS created_at, seen_at, expires_at`

const CREATE_OF_OWNER = `INSERT INTO sign_ins
  (secret_hash, sign_in_id, tenant_id, token_hash, address, agent, created_at, seen_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)`

/** Not for who is no member (any more), nor for a password that was changed while it was hashed. */
const CREATE_OF_PERSON = `INSERT INTO sign_ins
  (secret_hash, sign_in_id, tenant_id, person_id, address, agent, created_at, seen_at, expires_at)
  SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), memberships.tenant_id, people.person_id,
    CAST($5 AS TEXT), CAST($6 AS TEXT), CAST($7 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT)
  FROM people JOIN memberships ON memberships.person_id = people.person_id
  WHERE people.person_id = $4 AND memberships.tenant_id = $3
    AND (CAST($9 AS BIGINT) IS NULL OR people.password_changed_at = CAST($9 AS BIGINT))
  RETURNING sign_in_id`

/** Sign-ins of a person beyond the newest ones. */
const END_OLDEST = `DELETE FROM sign_ins WHERE person_id = $1 AND sign_in_id NOT IN (
  SELECT sign_in_id FROM sign_ins WHERE person_id = $1 ORDER BY created_at DESC, sign_in_id LIMIT $2)
  RETURNING sign_in_id`

const KNOW_ADDRESS = `INSERT INTO known_addresses (person_id, address, seen_at)
  SELECT person_id, CAST($2 AS TEXT), created_at FROM sign_ins
  WHERE sign_in_id = $1 AND person_id IS NOT NULL
  ON CONFLICT (person_id, address) DO UPDATE SET seen_at = excluded.seen_at`

const FORGET_ADDRESSES = `DELETE FROM known_addresses WHERE person_id = $1 AND address NOT IN (
  SELECT address FROM known_addresses WHERE person_id = $1 ORDER BY seen_at DESC, address LIMIT $2)`

/** One made with the owner token holds only as long as that is the owner token. */
const FIND = `SELECT ${COLUMNS} FROM sign_ins
  WHERE secret_hash = $1 AND expires_at > $2 AND (person_id IS NOT NULL OR token_hash = $3)`

const LIST = `SELECT ${COLUMNS}, role FROM sign_ins JOIN memberships
  ON memberships.person_id = sign_ins.person_id AND memberships.tenant_id = sign_ins.tenant_id
  WHERE sign_ins.person_id = $1 AND expires_at > $2
  ORDER BY sign_ins.created_at DESC, sign_in_id LIMIT $3`

const SEE = 'UPDATE sign_ins SET seen_at = $2 WHERE sign_in_id = $1 AND seen_at < $2'

/** Into a tenant that exists and, for a person, of which they are a member. */
const SWITCH = `UPDATE sign_ins SET tenant_id = $2
  WHERE sign_in_id = $1 AND EXISTS (SELECT 1 FROM tenants WHERE tenants.tenant_id = $2)
    AND (person_id IS NULL OR EXISTS (SELECT 1 FROM memberships
      WHERE memberships.person_id = sign_ins.person_id AND memberships.tenant_id = $2))
  RETURNING sign_in_id`

const END = 'DELETE FROM sign_ins WHERE sign_in_id = $1'

const END_OF = 'DELETE FROM sign_ins WHERE sign_in_id = $1 AND person_id = $2 RETURNING sign_in_id'

/** `$3` is the hash that the person has by now: nothing ends if the change before it failed. */
const END_OTHERS = `DELETE FROM sign_ins WHERE person_id = $1 AND sign_in_id <> $2
  AND EXISTS (SELECT 1 FROM people WHERE people.person_id = $1 AND password_hash = $3)
  RETURNING sign_in_id`

const FORGET = `DELETE FROM sign_ins
  WHERE expires_at <= $1 OR (person_id IS NULL AND token_hash <> $2)`

/** Every text of this store, so that a test can hold each against both engines. */
export const SIGN_IN_SQL = {
  CREATE_OF_OWNER,
  CREATE_OF_PERSON,
  END_OLDEST,
  KNOW_ADDRESS,
  FORGET_ADDRESSES,
  FIND,
  LIST,
  SEE,
  SWITCH,
  END,
  END_OF,
  END_OTHERS,
  FORGET,
}

/** Sign-ins of one person at once; the oldest ends when one more begins. */
const MAX_SIGN_INS = 50

/** Addresses remembered of one person; those not used for longest are forgotten. */
const MAX_KNOWN_ADDRESSES = 20

/** A sign-in with what its person is in its tenant. */
export type SignInWithRole = SignIn & { readonly role: Role }

/** Ends a person's sign-ins but one, if the password before it in the transaction was changed. */
export const endingOthers = (personId: string, signInId: string, newHash: string): Statement => ({
  sql: END_OTHERS,
  params: [personId, signInId, newHash],
})

export type SignInStore = ReturnType<typeof createSignInStore>

/** Binds the sign-ins' SQL to a database. */
export const createSignInStore = (database: Database) => ({
  /** Keeps a sign-in made with the owner token. */
  async createOfOwner(signIn: SignIn, secretHash: string, tokenHash: string): Promise<void> {
    const { id, tenantId, address, agent, createdAt, expiresAt } = signIn
    const whose = [secretHash, id, tenantId, tokenHash]
    await database.write(CREATE_OF_OWNER, [...whose, address, agent, createdAt, expiresAt])
  },

  /**
   * Keeps a person's sign-in and the address it came from (`bucket`). `isMade` is false when they
   * are no member or the password is another by now; `ended` are the oldest ones, if too many.
   */
  async createOfPerson(
    signIn: SignIn & { readonly personId: string },
    secretHash: string,
    bucket: string,
    passwordChangedAt: number | null,
  ): Promise<{ isMade: boolean; ended: string[] }> {
    const { id, tenantId, personId, address, agent, createdAt, expiresAt } = signIn
    const about = [address, agent, createdAt, expiresAt, passwordChangedAt]
    const [made, ended] = await database.transact([
      { sql: CREATE_OF_PERSON, params: [secretHash, id, tenantId, personId, ...about] },
      { sql: END_OLDEST, params: [personId, MAX_SIGN_INS] },
      { sql: KNOW_ADDRESS, params: [id, bucket] },
      { sql: FORGET_ADDRESSES, params: [personId, MAX_KNOWN_ADDRESSES] },
    ])
    return { isMade: made?.length === 1, ended: idsOf(ended ?? []) }
  },

  find: (secretHash: string, now: number, tokenHash: string): Maybe<SignIn | undefined> =>
    andThen(database.get(FIND, [secretHash, now, tokenHash]), (row) => row && toSignIn(row)),

  /** A person's sign-ins, newest first. */
  of: (personId: string, now: number): Maybe<SignInWithRole[]> =>
    andThen(database.all(LIST, [personId, now, MAX_SIGN_INS]), (rows) =>
      rows.map((row) => ({ ...toSignIn(row), role: row['role'] as Role })),
    ),

  async see(id: string, now: number): Promise<void> {
    await database.write(SEE, [id, now])
  },

  /** Lets a sign-in work in another tenant; `false` when it may not. */
  switch: async (id: string, tenantId: string): Promise<boolean> =>
    (await database.write(SWITCH, [id, tenantId])).length === 1,

  async end(id: string): Promise<void> {
    await database.write(END, [id])
  },

  /** Ends one of a person's own; `false` when it is not theirs. */
  endOf: async (id: string, personId: string): Promise<boolean> =>
    (await database.write(END_OF, [id, personId])).length === 1,

  async forget(now: number, tokenHash: string): Promise<void> {
    await database.write(FORGET, [now, tokenHash])
  },
})

/** The sign-ins that a statement ended. */
export const idsOf = (rows: readonly Row[]): string[] => rows.map((row) => String(row['sign_in_id']))

const toSignIn = (row: Row): SignIn => ({
  id: String(row['sign_in_id']),
  tenantId: String(row['tenant_id']),
  personId: row['person_id'] === null ? undefined : String(row['person_id']),
  address: String(row['address']),
  agent: String(row['agent']),
  createdAt: Number(row['created_at']),
  seenAt: Number(row['seen_at']),
  expiresAt: Number(row['expires_at']),
})
