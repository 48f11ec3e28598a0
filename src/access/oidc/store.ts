/** Who people are at OpenID providers, on disk. */

import { andThen, type Maybe } from '../../platform/maybe.ts'
import type { Database } from '../../store/database.ts'
import type { Identity } from '../invitations/store.ts'

const FIND = 'SELECT person_id FROM identities WHERE issuer = $1 AND subject = $2'

/**
 * Whoever chose a password has shown who he is by that; whoever is known to this issuer under
 * another subject has an address that was given to somebody else since.
 */
const LINK = `INSERT INTO identities (issuer, subject, person_id, linked_at)
  SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), person_id, CAST($4 AS BIGINT) FROM people
  WHERE login = $3 AND password_hash IS NULL AND NOT EXISTS (
    SELECT 1 FROM identities AS others
    WHERE others.person_id = people.person_id AND others.issuer = $1)
  ON CONFLICT (issuer, subject) DO NOTHING RETURNING person_id`

/** Every text of this store, so that a test can hold each against both engines. */
export const OIDC_SQL = { FIND, LINK }

export type IdentityStore = ReturnType<typeof createIdentityStore>

/** Binds the identities' SQL to a database. */
export const createIdentityStore = (database: Database) => ({
  /** The id of the person behind an identity. */
  find: ({ issuer, subject }: Identity): Maybe<string | undefined> =>
    andThen(database.get(FIND, [issuer, subject]), (row) => row && String(row['person_id'])),

  /** Links an identity to the person of this login, who must have no password, and returns the id. */
  async link({ issuer, subject }: Identity, login: string, now: number): Promise<string | undefined> {
    const [row] = await database.write(LINK, [issuer, subject, login, now])
    return row && String(row['person_id'])
  },
})
