/**
 * Invitations and resets of passwords, on disk; the link's secret as a hash.
 *
 * Accepting is one transaction: its first statement marks the invitation with the id of this
 * attempt if everything still holds, and the others do their part only if they find that mark. So
 * of any number of attempts at the same time one wins, and the rest change nothing.
 */

import type { Role } from '../../protocol/actor.ts'
import type { Database, Row, Statement, Value } from '../../store/database.ts'

/** Invitations that may be open at once in a tenant. */
export const MAX_OPEN = 1000

/** $8 is absent for an invitation; a newer one takes the place of the one before. */
const MAKE = `INSERT INTO invitations (invitation_id, tenant_id, secret_hash, login, role,
    created_at, expires_at, person_id, is_by_server, created_by, created_by_id)
  SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT),
    CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS TEXT), CAST($9 AS INTEGER),
    CAST($10 AS TEXT), CAST($11 AS TEXT)
  WHERE (SELECT count(*) FROM invitations
    WHERE tenant_id = $2 AND accepted_at IS NULL AND expires_at > $6) < ${MAX_OPEN}
  RETURNING invitation_id`

const REPLACE = `DELETE FROM invitations
  WHERE tenant_id = $1 AND login = $2 AND accepted_at IS NULL AND invitation_id <> $3
    AND EXISTS (SELECT 1 FROM invitations AS newer
      WHERE newer.invitation_id = $3 AND (newer.person_id IS NULL) = (invitations.person_id IS NULL))`

const COLUMNS = `invitations.invitation_id, invitations.tenant_id, tenants.name AS tenant_name,
  invitations.login, invitations.role, invitations.person_id, invitations.is_by_server,
  invitations.created_by, invitations.created_at, invitations.expires_at`

const FROM = 'FROM invitations JOIN tenants ON tenants.tenant_id = invitations.tenant_id'

const OPEN = `SELECT ${COLUMNS} ${FROM} WHERE invitations.tenant_id = $1
  AND accepted_at IS NULL AND expires_at > $2
  ORDER BY invitations.created_at DESC, invitation_id LIMIT ${MAX_OPEN}`

const FIND = `SELECT ${COLUMNS} ${FROM}
  WHERE secret_hash = $1 AND accepted_at IS NULL AND expires_at > $2`

const FIND_BY_LOGIN = `SELECT ${COLUMNS} ${FROM} WHERE login = $1 AND person_id IS NULL
  AND accepted_at IS NULL AND expires_at > $2
  ORDER BY invitations.created_at DESC, invitation_id LIMIT 1`

const IS_MEMBER = `SELECT people.person_id FROM people
  JOIN memberships ON memberships.person_id = people.person_id
  WHERE people.login = $1 AND memberships.tenant_id = $2`

const WITHDRAW = `DELETE FROM invitations
  WHERE invitation_id = $1 AND tenant_id = $2 AND accepted_at IS NULL AND expires_at > $3
  RETURNING login, role`

const FORGET = 'DELETE FROM invitations WHERE accepted_at IS NOT NULL OR expires_at <= $1'

const MARK = `UPDATE invitations SET accepted_at = $2, accepted_by = $3
  WHERE invitation_id = $1 AND accepted_at IS NULL AND expires_at > $2`

const MARK_AS_NEW = `${MARK} AND person_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM people WHERE people.login = invitations.login)
  RETURNING invitation_id`

const MARK_AS_PERSON = `${MARK} AND person_id IS NULL
  AND EXISTS (SELECT 1 FROM people
    WHERE people.person_id = $4 AND people.login = invitations.login)
  AND NOT EXISTS (SELECT 1 FROM memberships
    WHERE memberships.person_id = $4 AND memberships.tenant_id = invitations.tenant_id)
  RETURNING invitation_id`

/** Whoever has become more, or has joined others since, is out of reach of the one who reset. */
const MARK_AS_RESET = `${MARK} AND EXISTS (SELECT 1 FROM memberships
    WHERE memberships.person_id = invitations.person_id
      AND memberships.tenant_id = invitations.tenant_id AND memberships.role = invitations.role)
  AND (is_by_server = 1 OR NOT EXISTS (SELECT 1 FROM memberships
    WHERE memberships.person_id = invitations.person_id
      AND memberships.tenant_id <> invitations.tenant_id))
  RETURNING person_id`

const CREATE_PERSON = `INSERT INTO people
    (person_id, login, name, password_hash, password_changed_at, created_at)
  SELECT CAST($2 AS TEXT), login, CAST($3 AS TEXT), CAST($4 AS TEXT), accepted_at, accepted_at
  FROM invitations WHERE accepted_by = $1`

const JOIN = `INSERT INTO memberships (person_id, tenant_id, role, created_at)
  SELECT CAST($2 AS TEXT), tenant_id, role, accepted_at FROM invitations WHERE accepted_by = $1`

const LINK = `INSERT INTO identities (issuer, subject, person_id, linked_at)
  SELECT CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($2 AS TEXT), accepted_at
  FROM invitations WHERE accepted_by = $1`

/** The person whose password the attempt $1 resets; nobody if it did not win. */
const WHOSE = '(SELECT person_id FROM invitations WHERE accepted_by = $1)'

const SET_PASSWORD = `UPDATE people SET password_hash = $2, password_changed_at = $3,
    totp_secret = NULL, totp_confirmed_at = NULL, totp_used_step = 0
  WHERE person_id = ${WHOSE}`

const FORGET_RECOVERY = `DELETE FROM recovery_codes WHERE person_id = ${WHOSE}`

const END_SIGN_INS = `DELETE FROM sign_ins WHERE person_id = ${WHOSE}`

/** Every text of this store, so that a test can hold each against both engines. */
export const INVITATION_SQL = {
  MAKE,
  REPLACE,
  OPEN,
  FIND,
  FIND_BY_LOGIN,
  IS_MEMBER,
  WITHDRAW,
  FORGET,
  MARK_AS_NEW,
  MARK_AS_PERSON,
  MARK_AS_RESET,
  CREATE_PERSON,
  JOIN,
  LINK,
  SET_PASSWORD,
  FORGET_RECOVERY,
  END_SIGN_INS,
}

/** An open invitation; instants are epoch milliseconds. */
export type Invitation = {
  readonly id: string
  readonly tenantId: string
  readonly tenantName: string
  readonly login: string
  readonly role: Role
  /** Whose password it resets; absent when it invites. */
  readonly personId: string | undefined
  /** An owner of the server made it, who may reset people of several tenants. */
  readonly isByServer: boolean
  readonly createdBy: string
  readonly createdAt: number
  readonly expiresAt: number
}

/** Who somebody is at an OpenID provider. */
export type Identity = { readonly issuer: string; readonly subject: string }

/** A person who comes to be by accepting. */
export type Newcomer = {
  readonly id: string
  readonly name: string
  /** Absent for those who sign in with OpenID Connect. */
  readonly passwordHash: string | null
  readonly identity?: Identity
}

/** One try to accept an invitation. */
export type Attempt = {
  readonly invitationId: string
  readonly attemptId: string
  readonly now: number
}

export type InvitationStore = ReturnType<typeof createInvitationStore>

/** Binds the invitations' SQL to a database. */
export const createInvitationStore = (database: Database) => {
  const accept = async (
    { invitationId, attemptId, now }: Attempt,
    sql: string,
    whose: readonly Value[],
    rest: readonly Statement[],
  ): Promise<Row[]> => {
    const mark = { sql, params: [invitationId, now, attemptId, ...whose] }
    const [marked = []] = await database.transact([mark, ...rest])
    return marked
  }

  return {
    /** Keeps an invitation; `false` when too many are open in the tenant. */
    async make(made: Invitation, secretHash: string, createdById: string): Promise<boolean> {
      const { id, tenantId, login, role, createdAt, expiresAt, personId, isByServer } = made
      const whose = [personId ?? null, isByServer ? 1 : 0, made.createdBy, createdById]
      const params = [id, tenantId, secretHash, login, role, createdAt, expiresAt, ...whose]
      const [kept] = await database.transact([
        { sql: MAKE, params },
        { sql: REPLACE, params: [tenantId, login, id] },
      ])
      return kept?.length === 1
    },

    open: async (tenantId: string, now: number): Promise<Invitation[]> =>
      (await database.all(OPEN, [tenantId, now])).map(toInvitation),

    async find(secretHash: string, now: number): Promise<Invitation | undefined> {
      const row = await database.get(FIND, [secretHash, now])
      return row && toInvitation(row)
    },

    /** The newest open invitation (no reset) for a login, in whichever tenant. */
    async findByLogin(login: string, now: number): Promise<Invitation | undefined> {
      const row = await database.get(FIND_BY_LOGIN, [login, now])
      return row && toInvitation(row)
    },

    isMember: async (login: string, tenantId: string): Promise<boolean> =>
      (await database.get(IS_MEMBER, [login, tenantId])) !== undefined,

    /** Takes an open invitation back and returns whom it invited; `undefined` when there is none. */
    async withdraw(
      id: string,
      tenantId: string,
      now: number,
    ): Promise<{ login: string; role: Role } | undefined> {
      const [row] = await database.write(WITHDRAW, [id, tenantId, now])
      return row && { login: String(row['login']), role: row['role'] as Role }
    },

    /** Makes a new person a member; `false` when the invitation or the login is taken by now. */
    async acceptAsNew(attempt: Attempt, person: Newcomer): Promise<boolean> {
      const { id, name, passwordHash, identity } = person
      const marked = await accept(attempt, MARK_AS_NEW, [], [
        { sql: CREATE_PERSON, params: [attempt.attemptId, id, name, passwordHash] },
        { sql: JOIN, params: [attempt.attemptId, id] },
        ...(identity
          ? [{ sql: LINK, params: [attempt.attemptId, id, identity.issuer, identity.subject] }]
          : []),
      ])
      return marked.length === 1
    },

    /** Makes the person a member; `false` when the invitation is taken or for somebody else. */
    async acceptAsPerson(attempt: Attempt, personId: string): Promise<boolean> {
      const join = { sql: JOIN, params: [attempt.attemptId, personId] }
      return (await accept(attempt, MARK_AS_PERSON, [personId], [join])).length === 1
    },

    /** Sets the password, drops the second factor, ends sign-ins; `false` when it may not be now. */
    async acceptReset(attempt: Attempt, passwordHash: string): Promise<boolean> {
      const mine = [attempt.attemptId]
      const marked = await accept(attempt, MARK_AS_RESET, [], [
        { sql: SET_PASSWORD, params: [...mine, passwordHash, attempt.now] },
        { sql: FORGET_RECOVERY, params: mine },
        { sql: END_SIGN_INS, params: mine },
      ])
      return marked.length === 1
    },

    /** Drops what is used up or has run out. */
    async forget(now: number): Promise<void> {
      await database.write(FORGET, [now])
    },
  }
}

const toInvitation = (row: Row): Invitation => ({
  id: String(row['invitation_id']),
  tenantId: String(row['tenant_id']),
  tenantName: String(row['tenant_name']),
  login: String(row['login']),
  role: row['role'] as Role,
  personId: row['person_id'] === null ? undefined : String(row['person_id']),
  isByServer: row['is_by_server'] === 1,
  createdBy: String(row['created_by']),
  createdAt: Number(row['created_at']),
  expiresAt: Number(row['expires_at']),
})
