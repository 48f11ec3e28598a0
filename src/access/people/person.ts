/** A person: who may sign in, and as what in which tenant. Pure data and rules. */

import { type Actor, permissionsOf, type Role } from '../../protocol/actor.ts'
import { DEFAULT_TENANT } from '../../protocol/tenant.ts'

/** Somebody who signs in; instants are epoch milliseconds. */
export type Person = {
  readonly id: string
  /** Lower case, unique on this server: an e-mail address or a short name. */
  readonly login: string
  /** As the console greets them. */
  readonly name: string
  readonly hasPassword: boolean
  readonly hasTotp: boolean
  readonly createdAt: number
}

/** What a person is in a tenant. */
export type Membership = {
  readonly tenantId: string
  readonly tenantName: string
  readonly role: Role
}

/** Longest login and name, characters; an e-mail address has at most 254. */
export const MAX_LOGIN = 254
export const MAX_NAME = 100

/** The one spelling of a login. */
export const canonicalLogin = (text: string): string => text.normalize('NFKC').trim().toLowerCase()

/** Whether a canonical login can be given to a person: no spaces, nothing that cannot be seen. */
export const isLogin = (login: string): boolean =>
  login.length > 0 && login.length <= MAX_LOGIN && /^[\p{L}\p{N}@._+-]+$/u.test(login)

/** A person's name without control characters and needless spaces; empty when nothing is left. */
export const cleanName = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_NAME)

/** A person at work in a tenant. */
export const actorOf = (
  { id, login }: Pick<Person, 'id' | 'login'>,
  { tenantId, role }: Pick<Membership, 'tenantId' | 'role'>,
): Actor => ({
  kind: 'person',
  id,
  personId: id,
  name: login,
  tenantId,
  role,
  permissions: permissionsOf(role, tenantId === DEFAULT_TENANT),
})
