/** People and what they are in tenants, on disk; passwords as hashes, TOTP secrets sealed. */

import { andThen, type Maybe } from '../../platform/maybe.ts'
import type { Role } from '../../protocol/actor.ts'
import type { Database, Row, Statement } from '../../store/database.ts'
import type { Membership, Person } from './person.ts'

const COLUMNS = 'person_id, login, name, password_hash, totp_confirmed_at, created_at'

const FIND = `SELECT ${COLUMNS} FROM people WHERE person_id = $1`

const FIND_BY_LOGIN = `SELECT ${COLUMNS} FROM people WHERE login = $1`

const CREATE = `INSERT INTO people
  (person_id, login, name, password_hash, password_changed_at, created_at)
  VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (login) DO NOTHING RETURNING person_id`

/** A transaction has no ifs: nobody joins who was not created, and a member stays what they are. */
const JOIN = `INSERT INTO memberships (person_id, tenant_id, role, created_at)
  SELECT person_id, CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS BIGINT) FROM people
  WHERE person_id = $1 ON CONFLICT (person_id, tenant_id) DO NOTHING RETURNING role`

const ROLE_IN = `SELECT people.login, memberships.role FROM memberships
  JOIN people ON people.person_id = memberships.person_id
  WHERE memberships.person_id = $1 AND memberships.tenant_id = $2`

/** A person is a member of few tenants; the limit only keeps the answer bounded. */
const MEMBERSHIPS = `SELECT tenants.tenant_id, tenants.name, memberships.role FROM memberships
  JOIN tenants ON tenants.tenant_id = memberships.tenant_id
  WHERE memberships.person_id = $1 ORDER BY memberships.created_at, tenants.tenant_id LIMIT 1000`

const HAS_ANY = 'SELECT person_id FROM people LIMIT 1'

/** The mark makes one winner also where transactions run side by side, as in PostgreSQL. */
const MARK_SET_UP = `INSERT INTO facts (name, value)
  SELECT 'set-up', CAST($1 AS TEXT) WHERE NOT EXISTS (SELECT 1 FROM people)
  ON CONFLICT (name) DO NOTHING RETURNING value`

const CREATE_FIRST = `INSERT INTO people
  (person_id, login, name, password_hash, password_changed_at, created_at)
  SELECT value, CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT),
    CAST($5 AS BIGINT) FROM facts
  WHERE facts.name = 'set-up' AND value = $1 AND NOT EXISTS (SELECT 1 FROM people)
  RETURNING person_id`

/** What a sign-in is held against; by login, with whether the address is known. */
const CREDENTIALS = `SELECT ${COLUMNS}, password_changed_at,
    (SELECT seen_at FROM known_addresses
      WHERE known_addresses.person_id = people.person_id AND address = $2) AS known_at
  FROM people WHERE login = $1`

/** A hash is replaced only by whoever knew what it was made of. The instant always grows. */
const SET_PASSWORD = `UPDATE people SET password_hash = $3, password_changed_at =
    CASE WHEN password_changed_at >= $4 THEN password_changed_at + 1 ELSE $4 END
  WHERE person_id = $1 AND password_hash = $2 RETURNING person_id`

const RENEW_HASH = `UPDATE people SET password_hash = $3
  WHERE person_id = $1 AND password_hash = $2`

const TENANTS = `SELECT tenant_id, name, 'owner' AS role FROM tenants
  ORDER BY created_at, tenant_id LIMIT 1000`

/** Every text of this store, so that a test can hold each against both engines. */
export const PEOPLE_SQL = {
  FIND,
  FIND_BY_LOGIN,
  CREATE,
  JOIN,
  ROLE_IN,
  MEMBERSHIPS,
  HAS_ANY,
  MARK_SET_UP,
  CREATE_FIRST,
  CREDENTIALS,
  SET_PASSWORD,
  RENEW_HASH,
  TENANTS,
}

/** What a sign-in is held against. */
export type Credentials = {
  readonly person: Person
  readonly passwordHash: string | null
  readonly passwordChangedAt: number | null
  /** The person signed in from this address before. */
  readonly isKnown: boolean
}

/** Somebody to be made a person. */
export type NewPerson = Pick<Person, 'id' | 'login' | 'name' | 'createdAt'> & {
  /** Absent for those who sign in with OpenID Connect only. */
  readonly passwordHash: string | null
}

/** Creates a person; as part of a transaction. RETURNING is empty when the login is taken. */
export const creation = ({ id, login, name, passwordHash, createdAt }: NewPerson): Statement => ({
  sql: CREATE,
  params: [id, login, name, passwordHash, createdAt],
})

/** Makes an existing person a member; as part of a transaction. RETURNING is empty if one already. */
export const joining = (personId: string, tenantId: string, role: Role, now: number): Statement => ({
  sql: JOIN,
  params: [personId, tenantId, role, now],
})

export type PeopleStore = ReturnType<typeof createPeopleStore>

/** Binds the people's SQL to a database. */
export const createPeopleStore = (database: Database) => ({
  find: (id: string): Maybe<Person | undefined> =>
    andThen(database.get(FIND, [id]), (row) => row && toPerson(row)),

  /** Takes the login in its canonical spelling. */
  findByLogin: (login: string): Maybe<Person | undefined> =>
    andThen(database.get(FIND_BY_LOGIN, [login]), (row) => row && toPerson(row)),

  /** Creates a person as a member of a tenant; `false` when the login is taken. */
  async create(person: NewPerson, tenantId: string, role: Role): Promise<boolean> {
    const [created] = await database.transact([
      creation(person),
      joining(person.id, tenantId, role, person.createdAt),
    ])
    return created?.length === 1
  },

  /** Makes a person a member; `false` when they are one already (or there is no such person). */
  async join(personId: string, tenantId: string, role: Role, now: number): Promise<boolean> {
    const { sql, params } = joining(personId, tenantId, role, now)
    return (await database.write(sql, params)).length === 1
  },

  /** The person's login and role in a tenant; `undefined` when no member. */
  roleIn: (personId: string, tenantId: string): Maybe<{ login: string; role: Role } | undefined> =>
    andThen(
      database.get(ROLE_IN, [personId, tenantId]),
      (row) => row && { login: String(row['login']), role: row['role'] as Role },
    ),

  /** What the person is where, the oldest membership first. */
  membershipsOf: (personId: string): Maybe<Membership[]> =>
    andThen(database.all(MEMBERSHIPS, [personId]), (rows) => rows.map(toMembership)),

  /** Creates the first person of all, in a tenant; `false` when there is one. */
  async createFirst(person: NewPerson, tenantId: string, role: Role): Promise<boolean> {
    const { id, login, name, passwordHash, createdAt } = person
    const [, created] = await database.transact([
      { sql: MARK_SET_UP, params: [id] },
      { sql: CREATE_FIRST, params: [id, login, name, passwordHash, createdAt] },
      joining(id, tenantId, role, createdAt),
    ])
    return created?.length === 1
  },

  /** What somebody who signs in as `login` from this address is held against. */
  credentials: (login: string, bucket: string): Maybe<Credentials | undefined> =>
    andThen(database.get(CREDENTIALS, [login, bucket]), (row) => row && toCredentials(row)),

  /** Replaces the password of which `from` is the hash, and `also`; `false` if it is another by now. */
  async setPassword(
    personId: string,
    change: { readonly from: string; readonly to: string; readonly now: number },
    also: readonly Statement[],
  ): Promise<{ isDone: boolean; rows: Row[][] }> {
    const { from, to, now } = change
    const first = { sql: SET_PASSWORD, params: [personId, from, to, now] }
    const [changed, ...rows] = await database.transact([first, ...also])
    return { isDone: changed?.length === 1, rows }
  },

  /** Stores a better hash of the same password. */
  async renewHash(personId: string, from: string, to: string): Promise<void> {
    await database.write(RENEW_HASH, [personId, from, to])
  },

  /** All tenants, for the bearer of the owner token. */
  tenants: (): Maybe<Membership[]> =>
    andThen(database.all(TENANTS, []), (rows) => rows.map(toMembership)),

  /** Whether anybody exists at all. */
  hasAny: (): Maybe<boolean> => andThen(database.get(HAS_ANY, []), (row) => row !== undefined),
})

const toPerson = (row: Row): Person => ({
  id: String(row['person_id']),
  login: String(row['login']),
  name: String(row['name']),
  hasPassword: row['password_hash'] !== null,
  hasTotp: row['totp_confirmed_at'] !== null,
  createdAt: Number(row['created_at']),
})

const toCredentials = (row: Row): Credentials => ({
  person: toPerson(row),
  passwordHash: row['password_hash'] as string | null,
  passwordChangedAt: row['password_changed_at'] as number | null,
  isKnown: row['known_at'] !== null,
})

const toMembership = (row: Row): Membership => ({
  tenantId: String(row['tenant_id']),
  tenantName: String(row['name']),
  role: row['role'] as Role,
})
