/** What an actor may make of others. Pure. */

import { type Actor, isAtLeast, may, permissionsOf, type Role } from '../../protocol/actor.ts'
import { DEFAULT_TENANT } from '../../protocol/tenant.ts'

/**
 * Whether the actor may give somebody this role: nobody gives what he has not got. A role is not
 * enough, because a token may do less than whoever made it; permissions are not enough, because
 * owners of later tenants have those of an admin and are more all the same.
 */
export const mayGrant = (actor: Actor, role: Role): boolean =>
  isAtLeast(actor.role ?? 'admin', role) &&
  [...permissionsOf(role, actor.tenantId === DEFAULT_TENANT)].every((name) => may(actor, name))

/** Whether the actor counts as an owner of the tenant, whom alone other owners concern. */
export const isOwner = (actor: Actor): boolean =>
  actor.role === 'owner' && mayGrant(actor, 'owner')
