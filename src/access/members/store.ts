/**
 * The people of a tenant, on disk. A tenant keeps an owner: the condition stands in the statement
 * that would take the last one, and those who try at the same time wait for each other at the
 * tenant's row.
 */

import type { Role } from '../../protocol/actor.ts'
import type { Database, Row, Statement, Value } from '../../store/database.ts'

/** People shown at most; a tenant with more is not one that a page can help. */
export const MAX_LISTED = 5000

const LIST = `SELECT people.person_id, people.login, people.name, memberships.role,
    people.totp_confirmed_at, memberships.created_at,
    (SELECT max(seen.seen_at) FROM (
      SELECT seen_at FROM sign_ins WHERE person_id = people.person_id
      UNION ALL SELECT seen_at FROM known_addresses WHERE person_id = people.person_id
    ) AS seen) AS last_seen_at
  FROM memberships JOIN people ON people.person_id = memberships.person_id
  WHERE memberships.tenant_id = $1 AND (CAST($2 AS TEXT) IS NULL OR people.person_id = $2)
  ORDER BY people.login LIMIT ${MAX_LISTED}`

const ELSEWHERE = `SELECT tenant_id FROM memberships
  WHERE person_id = $1 AND tenant_id <> $2 LIMIT 1`

/** Changes nothing, but on PostgreSQL the next who tries waits here for the end of the first. */
const HOLD_TENANT = 'UPDATE tenants SET name = name WHERE tenant_id = $1'

/** $3 tells whether an owner asks. Owners are an owner's business, and the last one stays. */
const IS_ALLOWED = `($3 = 1 OR role <> 'owner') AND (role <> 'owner' OR EXISTS (
    SELECT 1 FROM memberships AS others
    WHERE others.tenant_id = $2 AND others.role = 'owner' AND others.person_id <> $1))`

const PROMOTE = `UPDATE memberships SET role = 'owner'
  WHERE person_id = $1 AND tenant_id = $2 AND $3 = 1 RETURNING person_id`

const CHANGE_ROLE = `UPDATE memberships SET role = $4
  WHERE person_id = $1 AND tenant_id = $2 AND ${IS_ALLOWED} RETURNING person_id`

const REMOVE = `DELETE FROM memberships
  WHERE person_id = $1 AND tenant_id = $2 AND ${IS_ALLOWED} RETURNING person_id`

/**
 * Whoever may no longer invite has not invited: a link in a drawer would bring him back. Only an
 * owner's invitations outlast a change of role, for nobody else was above any that he gave.
 */
const WITHDRAW = `DELETE FROM invitations
  WHERE created_by_id = $1 AND tenant_id = $2 AND accepted_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM memberships WHERE person_id = $1 AND tenant_id = $2 AND role = 'owner')`

/** A transaction has no ifs: what goes with a membership goes only if the membership went. */
const IS_GONE = `person_id = $1 AND tenant_id = $2
  AND NOT EXISTS (SELECT 1 FROM memberships WHERE person_id = $1 AND tenant_id = $2)`

const END_SIGN_INS = `DELETE FROM sign_ins WHERE ${IS_GONE}`

const REVOKE_TOKENS = `UPDATE tokens SET revoked_at = $3 WHERE ${IS_GONE} AND revoked_at IS NULL`

const WITHDRAW_RESETS = `DELETE FROM invitations WHERE ${IS_GONE} AND accepted_at IS NULL`

/** Somebody who is a member nowhere is nobody: the login is free again. */
const FORGET = `DELETE FROM people WHERE person_id = $1
  AND NOT EXISTS (SELECT 1 FROM memberships WHERE person_id = $1)`

const forgetIn = (table: string): string => `DELETE FROM ${table} WHERE person_id = $1
  AND NOT EXISTS (SELECT 1 FROM people WHERE person_id = $1)`

const FORGET_RECOVERY = forgetIn('recovery_codes')
const FORGET_IDENTITIES = forgetIn('identities')
const FORGET_ADDRESSES = forgetIn('known_addresses')
const FORGET_SIGN_INS = forgetIn('sign_ins')

/** Every text of this store, so that a test can hold each against both engines. */
export const MEMBER_SQL = {
  LIST,
  ELSEWHERE,
  HOLD_TENANT,
  PROMOTE,
  CHANGE_ROLE,
  REMOVE,
  WITHDRAW,
  END_SIGN_INS,
  REVOKE_TOKENS,
  WITHDRAW_RESETS,
  FORGET,
  FORGET_RECOVERY,
  FORGET_IDENTITIES,
  FORGET_ADDRESSES,
  FORGET_SIGN_INS,
}

/** A person as a member of a tenant; instants are epoch milliseconds. */
export type Member = {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly hasTotp: boolean
  /** Member since. */
  readonly createdAt: number
  readonly lastSeenAt: number | null
}

/** One person's place in one tenant, and whether it is an owner who changes it. */
export type Place = {
  readonly personId: string
  readonly tenantId: string
  readonly isByOwner: boolean
}

export type MemberStore = ReturnType<typeof createMemberStore>

/** Binds the members' SQL to a database. */
export const createMemberStore = (database: Database) => {
  const all = async (tenantId: string, personId: string | null): Promise<Member[]> =>
    (await database.all(LIST, [tenantId, personId])).map(toMember)

  return {
    list: (tenantId: string): Promise<Member[]> => all(tenantId, null),

    find: async (personId: string, tenantId: string): Promise<Member | undefined> =>
      (await all(tenantId, personId))[0],

    /** Whether the person is a member of any other tenant. */
    isElsewhere: async (personId: string, tenantId: string): Promise<boolean> =>
      (await database.get(ELSEWHERE, [personId, tenantId])) !== undefined,

    /** Gives another role; `false` when it may not be, or there is no such member. */
    async changeRole({ personId, tenantId, isByOwner }: Place, role: Role): Promise<boolean> {
      const key = [personId, tenantId, isByOwner ? 1 : 0]
      const [, changed] = await database.transact([
        { sql: HOLD_TENANT, params: [tenantId] },
        role === 'owner'
          ? { sql: PROMOTE, params: key }
          : { sql: CHANGE_ROLE, params: [...key, role] },
        ...(role === 'owner' ? [] : [withdrawal(personId, tenantId)]),
      ])
      return changed?.length === 1
    },

    /**
     * Ends a membership and what was done by it: sign-ins here, personal tokens, invitations. The
     * person goes with the last one. `false` when it may not be, or there is no such member.
     */
    async remove({ personId, tenantId, isByOwner }: Place, now: number): Promise<boolean> {
      const key = [personId, tenantId]
      const [, removed] = await database.transact([
        { sql: HOLD_TENANT, params: [tenantId] },
        { sql: REMOVE, params: [...key, isByOwner ? 1 : 0] },
        { sql: END_SIGN_INS, params: key },
        { sql: REVOKE_TOKENS, params: [...key, now] },
        withdrawal(personId, tenantId),
        { sql: WITHDRAW_RESETS, params: key },
        ...FORGETTING.map((sql) => ({ sql, params: [personId] as Value[] })),
      ])
      return removed?.length === 1
    },
  }
}

const FORGETTING = [FORGET, FORGET_RECOVERY, FORGET_IDENTITIES, FORGET_ADDRESSES, FORGET_SIGN_INS]

const withdrawal = (personId: string, tenantId: string): Statement => ({
  sql: WITHDRAW,
  params: [personId, tenantId],
})

const toMember = (row: Row): Member => ({
  id: String(row['person_id']),
  login: String(row['login']),
  name: String(row['name']),
  role: row['role'] as Role,
  hasTotp: row['totp_confirmed_at'] !== null,
  createdAt: Number(row['created_at']),
  lastSeenAt: row['last_seen_at'] === null ? null : Number(row['last_seen_at']),
})
