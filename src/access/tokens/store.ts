/** Tokens on disk: their secrets as hashes only. */

import { andThen, type Maybe } from '../../platform/maybe.ts'
import type { Permission, Role } from '../../protocol/actor.ts'
import type { Database, Row } from '../../store/database.ts'
import { MAX_TOKENS, NOTE_USE_EVERY_MS, type Token } from './token.ts'

/**
 * With the person behind it and what they are now in the token's tenant. A personal token of
 * somebody who is no member any more has no role, and so no authority.
 */
const SHOWN = `SELECT tokens.token_id, tokens.tenant_id, tokens.person_id, tokens.name, tokens.scopes,
    tokens.start, tokens.created_by, tokens.created_at, tokens.expires_at, tokens.used_at,
    tokens.used_from, people.login, people.name AS person_name, memberships.role
  FROM tokens
  LEFT JOIN people ON people.person_id = tokens.person_id
  LEFT JOIN memberships ON memberships.person_id = tokens.person_id
    AND memberships.tenant_id = tokens.tenant_id`

const TOKEN_BY_SECRET = `${SHOWN} WHERE tokens.secret_hash = $1 AND tokens.revoked_at IS NULL
  AND (tokens.expires_at IS NULL OR tokens.expires_at > $2)`

/** More than the caps allow one tenant of ordinary size; the newest are shown. */
const MAX_SHOWN = 1000

const TOKENS_OF_TENANT = `${SHOWN} WHERE tokens.tenant_id = $1 AND tokens.revoked_at IS NULL
  ORDER BY tokens.created_at DESC, tokens.token_id LIMIT ${MAX_SHOWN}`

const TOKENS_OF_PERSON = `${SHOWN} WHERE tokens.person_id = $2 AND tokens.tenant_id = $1
  AND tokens.revoked_at IS NULL
  ORDER BY tokens.created_at DESC, tokens.token_id LIMIT ${MAX_SHOWN}`

/** Made only while there is room, and a personal one only for a member. */
const CREATE_TOKEN = `INSERT INTO tokens
  (token_id, tenant_id, person_id, secret_hash, name, scopes, start, created_by, created_at,
    expires_at)
  SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT),
    CAST($6 AS TEXT), CAST($7 AS TEXT), CAST($8 AS TEXT), CAST($9 AS BIGINT), CAST($10 AS BIGINT)
  WHERE (SELECT count(*) FROM tokens
      WHERE tenant_id = CAST($2 AS TEXT) AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > CAST($9 AS BIGINT))
        AND (person_id = CAST($3 AS TEXT) OR (person_id IS NULL AND CAST($3 AS TEXT) IS NULL)))
    < CAST($11 AS BIGINT)
    AND (CAST($3 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM memberships
      WHERE person_id = CAST($3 AS TEXT) AND tenant_id = CAST($2 AS TEXT)))
  RETURNING token_id`

/** Of a tenant: any one with `$3` = 1, else the token itself or one of the person's own. */
const REVOKE_TOKEN = `UPDATE tokens SET revoked_at = $6
  WHERE token_id = $1 AND tenant_id = $2 AND revoked_at IS NULL
    AND (CAST($3 AS INTEGER) = 1 OR token_id = CAST($4 AS TEXT) OR person_id = CAST($5 AS TEXT))
  RETURNING name`

const NOTE_USE = `UPDATE tokens SET used_at = $2, used_from = $3
  WHERE token_id = $1 AND (used_at IS NULL OR used_at <= $2 - ${NOTE_USE_EVERY_MS})`

const FORGET_TOKENS = 'DELETE FROM tokens WHERE revoked_at <= $1 OR expires_at <= $1'

/** Every text of this store, so that a test can hold each against both engines. */
export const TOKEN_SQL = {
  TOKEN_BY_SECRET,
  TOKENS_OF_TENANT,
  TOKENS_OF_PERSON,
  CREATE_TOKEN,
  REVOKE_TOKEN,
  NOTE_USE,
  FORGET_TOKENS,
}

/** A token that is presented, with what its person is now. */
export type FoundToken = Token & { readonly login: string | null; readonly role: Role | null }

/** Whose tokens an actor may revoke. */
export type Revoker = {
  readonly tenantId: string
  readonly mayRevokeAll: boolean
  readonly tokenId: string | undefined
  readonly personId: string | undefined
}

export type TokenStore = ReturnType<typeof createTokenStore>

/** Binds the tokens' SQL to a database. */
export const createTokenStore = (database: Database) => ({
  /** A token that is neither revoked nor expired. */
  find: (secretHash: string, now: number): Maybe<FoundToken | undefined> =>
    andThen(database.get(TOKEN_BY_SECRET, [secretHash, now]), (row) => row && toFound(row)),

  ofTenant: (tenantId: string): Maybe<Token[]> =>
    andThen(database.all(TOKENS_OF_TENANT, [tenantId]), (rows) => rows.map(toToken)),

  ofPerson: (tenantId: string, personId: string): Maybe<Token[]> =>
    andThen(database.all(TOKENS_OF_PERSON, [tenantId, personId]), (rows) => rows.map(toToken)),

  /** Keeps a new token; `false` when there are as many as there may be, or its person has gone. */
  async create(token: Token, secretHash: string): Promise<boolean> {
    const { id, tenantId, kind, owner, name, scopes, start, createdBy, createdAt, expiresAt } = token
    const what = [id, tenantId, owner?.id ?? null, secretHash, name, scopes.join(' '), start]
    const rest = [createdBy, createdAt, expiresAt, MAX_TOKENS[kind]]
    return (await database.write(CREATE_TOKEN, [...what, ...rest])).length === 1
  },

  /** Ends a token for good; returns its name, `undefined` when there is none the actor may end. */
  async revoke(id: string, by: Revoker, now: number): Promise<string | undefined> {
    const whose = [by.mayRevokeAll ? 1 : 0, by.tokenId ?? null, by.personId ?? null]
    const [row] = await database.write(REVOKE_TOKEN, [id, by.tenantId, ...whose, now])
    return row && String(row['name'])
  },

  async noteUse(id: string, now: number, address: string): Promise<void> {
    await database.write(NOTE_USE, [id, now, address])
  },

  /** Drops those that ended before `before`. */
  async forget(before: number): Promise<void> {
    await database.write(FORGET_TOKENS, [before])
  },
})

const toToken = (row: Row): Token => ({
  id: String(row['token_id']),
  tenantId: String(row['tenant_id']),
  kind: row['person_id'] === null ? 'tenant' : 'personal',
  name: String(row['name']),
  scopes: String(row['scopes']).split(' ') as Permission[],
  owner:
    row['person_id'] === null
      ? null
      : { id: String(row['person_id']), name: String(row['person_name'] ?? '') },
  createdBy: String(row['created_by']),
  createdAt: Number(row['created_at']),
  expiresAt: numberOrNull(row['expires_at']),
  usedAt: numberOrNull(row['used_at']),
  usedFrom: row['used_from'] === null ? null : String(row['used_from']),
  start: String(row['start']),
})

const toFound = (row: Row): FoundToken => ({
  ...toToken(row),
  login: row['login'] === null ? null : String(row['login']),
  role: row['role'] as Role | null,
})

const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value))
