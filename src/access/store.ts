/** Sign-ins on disk: the cookie's secret as a hash, so that a stolen file opens nothing. */

import type { Maybe } from '../platform/maybe.ts'
import { andThen } from '../platform/maybe.ts'
import { DEFAULT_TENANT } from '../protocol/tenant.ts'
import type { Database, Row } from '../store/database.ts'
import type { SignIn } from './sign-in.ts'

const CREATE = `INSERT INTO sign_ins
  (secret_hash, sign_in_id, tenant_id, role, token_hash, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`

const FIND = `SELECT sign_in_id, role, created_at, expires_at FROM sign_ins
  WHERE secret_hash = $1 AND token_hash = $2 AND expires_at > $3`

const END = 'DELETE FROM sign_ins WHERE sign_in_id = $1'

const FORGET = 'DELETE FROM sign_ins WHERE expires_at <= $1 OR token_hash <> $2'

/** Every text of this store, so that a test can hold each against both engines. */
export const ACCESS_SQL = { CREATE, FIND, END, FORGET }

export type SignInStore = ReturnType<typeof createSignInStore>

/** Binds the sign-ins' SQL to a database. */
export const createSignInStore = (database: Database) => ({
  async create(signIn: SignIn, secretHash: string, tokenHash: string): Promise<void> {
    const { id, role, createdAt, expiresAt } = signIn
    const params = [secretHash, id, DEFAULT_TENANT, role, tokenHash, createdAt, expiresAt]
    await database.write(CREATE, params)
  },

  /** A sign-in holds only as long as the owner token it was made with is the owner token. */
  find: (secretHash: string, tokenHash: string, now: number): Maybe<SignIn | undefined> =>
    andThen(database.get(FIND, [secretHash, tokenHash, now]), (row) => row && toSignIn(row)),

  async end(id: string): Promise<void> {
    await database.write(END, [id])
  },

  async forget(now: number, tokenHash: string): Promise<void> {
    await database.write(FORGET, [now, tokenHash])
  },
})

const toSignIn = (row: Row): SignIn => ({
  id: String(row['sign_in_id']),
  role: 'owner',
  createdAt: Number(row['created_at']),
  expiresAt: Number(row['expires_at']),
})
