/** Second factors on disk: TOTP secrets sealed, recovery codes as hashes, each used at most once. */

import { andThen, type Maybe } from '../../../platform/maybe.ts'
import type { Database, Statement } from '../../../store/database.ts'

const TOTP_OF = `SELECT login, totp_secret, totp_confirmed_at FROM people WHERE person_id = $1`

/** A secret that is in use is replaced by nobody; its steps begin anew with the next one. */
const START = `UPDATE people SET totp_secret = $2, totp_used_step = 0
  WHERE person_id = $1 AND totp_confirmed_at IS NULL RETURNING person_id`

/** `$3` is the same secret sealed again: of two at once, only one finds what it has read. */
const CONFIRM = `UPDATE people SET totp_secret = $3, totp_confirmed_at = $4, totp_used_step = $5
  WHERE person_id = $1 AND totp_secret = $2 AND totp_confirmed_at IS NULL AND totp_used_step < $5
  RETURNING person_id`

const USE_STEP = `UPDATE people SET totp_used_step = $2
  WHERE person_id = $1 AND totp_confirmed_at IS NOT NULL AND totp_used_step < $2
  RETURNING person_id`

const REMOVE = `UPDATE people SET totp_secret = NULL, totp_confirmed_at = NULL
  WHERE person_id = $1 AND totp_secret IS NOT NULL RETURNING person_id`

const DROP_CODES = `DELETE FROM recovery_codes WHERE person_id = $1 AND EXISTS (
  SELECT 1 FROM people WHERE person_id = $1 AND totp_confirmed_at IS NOT NULL AND totp_secret = $2)`

const ADD_CODE = `INSERT INTO recovery_codes (code_hash, person_id)
  SELECT CAST($3 AS TEXT), person_id FROM people
  WHERE person_id = $1 AND totp_confirmed_at IS NOT NULL AND totp_secret = $2 RETURNING person_id`

const DROP_ALL_CODES = 'DELETE FROM recovery_codes WHERE person_id = $1'

const USE_CODE = `UPDATE recovery_codes SET used_at = $3
  WHERE code_hash = $1 AND person_id = $2 AND used_at IS NULL RETURNING person_id`

const CODES_LEFT = `SELECT count(*) AS codes FROM recovery_codes
  WHERE person_id = $1 AND used_at IS NULL`

/** Every text of this store, so that a test can hold each against both engines. */
export const FACTOR_SQL = {
  TOTP_OF,
  START,
  CONFIRM,
  USE_STEP,
  REMOVE,
  DROP_CODES,
  ADD_CODE,
  DROP_ALL_CODES,
  USE_CODE,
  CODES_LEFT,
}

/** A person's TOTP secret as it is stored. */
export type StoredTotp = {
  readonly login: string
  /** `undefined` when none was ever started. */
  readonly sealed: string | undefined
  readonly isConfirmed: boolean
}

/** Removes both factors; as part of a transaction, such as that of a reset. */
export const factorRemoval = (personId: string): Statement[] => [
  { sql: REMOVE, params: [personId] },
  { sql: DROP_ALL_CODES, params: [personId] },
]

export type FactorStore = ReturnType<typeof createFactorStore>

/** Binds the factors' SQL to a database. */
export const createFactorStore = (database: Database) => {
  const changes = async (sql: string, params: Statement['params']): Promise<boolean> =>
    (await database.write(sql, params)).length > 0

  /** Puts new codes in the place of the old ones while `sealed` is the secret in use. */
  const codes = (personId: string, sealed: string, hashes: readonly string[]): Statement[] => [
    { sql: DROP_CODES, params: [personId, sealed] },
    ...hashes.map((hash) => ({ sql: ADD_CODE, params: [personId, sealed, hash] })),
  ]

  return {
    totpOf: (personId: string): Maybe<StoredTotp | undefined> =>
      andThen(
        database.get(TOTP_OF, [personId]),
        (row) =>
          row && {
            login: String(row['login']),
            sealed: row['totp_secret'] === null ? undefined : String(row['totp_secret']),
            isConfirmed: row['totp_confirmed_at'] !== null,
          },
      ),

    /** Keeps a secret that is not confirmed yet; `false` when one is in use. */
    start: (personId: string, sealed: string): Promise<boolean> => changes(START, [personId, sealed]),

    /** Puts the secret into use, and the codes with it; `false` when it is not what was read. */
    async confirm(
      personId: string,
      change: { from: string; to: string; now: number; step: number; hashes: readonly string[] },
    ): Promise<boolean> {
      const { from, to, now, step, hashes } = change
      const [confirmed] = await database.transact([
        { sql: CONFIRM, params: [personId, from, to, now, step] },
        ...codes(personId, to, hashes),
      ])
      return confirmed?.length === 1
    },

    /** Uses a step up; `false` when it or a later one was used before. */
    useStep: (personId: string, step: number): Promise<boolean> =>
      changes(USE_STEP, [personId, step]),

    /** Uses a code up; `false` when it is unknown or was used before. */
    useCode: (personId: string, hash: string, now: number): Promise<boolean> =>
      changes(USE_CODE, [hash, personId, now]),

    /** Replaces the codes; `false` when `sealed` is not in use any more. */
    async replaceCodes(
      personId: string,
      sealed: string,
      hashes: readonly string[],
    ): Promise<boolean> {
      const [, added] = await database.transact(codes(personId, sealed, hashes))
      return added?.length === 1
    },

    async remove(personId: string): Promise<boolean> {
      const [removed] = await database.transact(factorRemoval(personId))
      return removed?.length === 1
    },

    codesLeft: (personId: string): Maybe<number> =>
      andThen(database.get(CODES_LEFT, [personId]), (row) => Number(row?.['codes'] ?? 0)),
  }
}
