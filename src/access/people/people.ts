/** People: finding them, making them, and what they may do now. */

import type { Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import type { Actor, Role } from '../../protocol/actor.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { DEFAULT_TENANT } from '../../protocol/tenant.ts'
import {
  actorOf,
  canonicalLogin,
  cleanName,
  isLogin,
  type Membership,
  type Person,
} from './person.ts'
import type { NewPerson, PeopleStore } from './store.ts'

export type PeopleOptions = {
  readonly store: PeopleStore
  readonly clock: Clock
}

/** Somebody to be made a person; `passwordHash` comes from `passwords.hash`. */
export type PersonToMake = {
  readonly login: string
  readonly name: string
  readonly passwordHash: string | null
}

export type People = ReturnType<typeof createPeople>

export const createPeople = ({ store, clock }: PeopleOptions) => {
  /** A person with an id, checked but not yet stored. Throws `Refusal`. */
  const prepare = ({ login, name, passwordHash }: PersonToMake): NewPerson => {
    const canonical = canonicalLogin(login)
    if (!isLogin(canonical)) throw new Refusal('invalid_login')
    const shown = cleanName(name) || canonical
    return { id: newId('person'), login: canonical, name: shown, passwordHash, createdAt: clock.now() }
  }

  return {
    find: store.find,
    findByLogin: async (login: string): Promise<Person | undefined> =>
      store.findByLogin(canonicalLogin(login)),
    membershipsOf: store.membershipsOf,
    hasAny: store.hasAny,
    prepare,

    /** Makes a person who is a member of a tenant. Throws `Refusal` when the login is taken. */
    async create(wanted: PersonToMake, tenantId: string, role: Role): Promise<NewPerson> {
      const person = prepare(wanted)
      if (!(await store.create(person, tenantId, role))) throw new Refusal('login_taken')
      return person
    },

    /** Makes the first person of all, who owns the server. Throws `Refusal` when there is one. */
    async createFirst(wanted: PersonToMake): Promise<NewPerson> {
      const person = prepare(wanted)
      if (!(await store.createFirst(person, DEFAULT_TENANT, 'owner'))) {
        throw new Refusal('set_up_done')
      }
      return person
    },

    /** Makes a person a member of one more tenant; `false` when they are one already. */
    join: (personId: string, tenantId: string, role: Role): Promise<boolean> =>
      store.join(personId, tenantId, role, clock.now()),

    /** The tenants an actor can work in, and as what. */
    async tenantsOf({ kind, personId, tenantId, signInId }: Actor): Promise<Membership[]> {
      if (kind === 'owner-token') return store.tenants()
      const all = personId === undefined ? await store.tenants() : await store.membershipsOf(personId)
      // A token belongs to one tenant, whoever holds it.
      return signInId === undefined ? all.filter((tenant) => tenant.tenantId === tenantId) : all
    },

    /** The person at work in a tenant, as of now; `undefined` when not a member (any more). */
    async actorIn(personId: string, tenantId: string): Promise<Actor | undefined> {
      const found = await store.roleIn(personId, tenantId)
      return found && actorOf({ id: personId, login: found.login }, { tenantId, role: found.role })
    },
  }
}
