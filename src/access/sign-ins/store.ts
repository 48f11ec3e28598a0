/** Sign-ins on disk: the cookie's secret as a hash, so that a stolen file opens nothing. */

import { andThen, type Maybe } from '../../platform/maybe.ts'
import type { Database, Row } from '../../store/database.ts'
import type { SignIn } from './sign-in.ts'

const COLUMNS =
  'sign_in_id, tenant_id, person_id, address, agent, created_at, seen_at, expires_at'

const CREATE = `INSERT INTO sign_ins
  (secret_hash, sign_in_id, tenant_id, person_id, token_hash, address, agent, created_at, seen_at,
    expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

/** One made with the owner token holds only as long as that is the owner token. */
const FIND = `SELECT ${COLUMNS} FROM sign_ins
  WHERE secret_hash = $1 AND expires_at > $2 AND (person_id IS NOT NULL OR token_hash = $3)`

const END = 'DELETE FROM sign_ins WHERE sign_in_id = $1'

const FORGET = `DELETE FROM sign_ins
  WHERE expires_at <= $1 OR (person_id IS NULL AND token_hash <> $2)`

/** Every text of this store, so that a test can hold each against both engines. */
export const SIGN_IN_SQL = { CREATE, FIND, END, FORGET }

export type SignInStore = ReturnType<typeof createSignInStore>

/** Binds the sign-ins' SQL to a database. */
export const createSignInStore = (database: Database) => ({
  /** `tokenHash` is that of the owner token, for a sign-in without a person. */
  async create(signIn: SignIn, secretHash: string, tokenHash: string | null): Promise<void> {
    const { id, tenantId, personId, address, agent, createdAt, seenAt, expiresAt } = signIn
    const whose = [secretHash, id, tenantId, personId ?? null, tokenHash]
    await database.write(CREATE, [...whose, address, agent, createdAt, seenAt, expiresAt])
  },

  find: (secretHash: string, now: number, tokenHash: string): Maybe<SignIn | undefined> =>
    andThen(database.get(FIND, [secretHash, now, tokenHash]), (row) => row && toSignIn(row)),

  async end(id: string): Promise<void> {
    await database.write(END, [id])
  },

  async forget(now: number, tokenHash: string): Promise<void> {
    await database.write(FORGET, [now, tokenHash])
  },
})

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
