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

/** Every text of this store, so that a test can hold each against both engines. */
export const PEOPLE_SQL = { FIND, FIND_BY_LOGIN, CREATE, JOIN, ROLE_IN, MEMBERSHIPS, HAS_ANY }

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

const toMembership = (row: Row): Membership => ({
  tenantId: String(row['tenant_id']),
  tenantName: String(row['name']),
  role: row['role'] as Role,
})
