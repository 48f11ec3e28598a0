/** The people of a tenant: seeing them, changing what they are, removing them. */

import type { Bus } from '../../platform/bus.ts'
import type { Clock } from '../../platform/clock.ts'
import { type Actor, may, type Role } from '../../protocol/actor.ts'
import type { Events } from '../../protocol/events.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { isOwner, mayGrant } from './granting.ts'
import type { Member, MemberStore } from './store.ts'

export type MemberOptions = {
  readonly store: MemberStore
  readonly clock: Clock
  readonly bus: Bus<Events>
}

export type Members = ReturnType<typeof createMembers>

export const createMembers = ({ store, clock, bus }: MemberOptions) => {
  const find = async (actor: Actor, personId: string): Promise<Member> => {
    const found = await store.find(personId, actor.tenantId)
    if (!found) throw new Refusal('person_not_found')
    return found
  }

  /** Says why the store changed nothing; by now the person may have gone. */
  const explain = async (actor: Actor, personId: string): Promise<never> => {
    const { role } = await find(actor, personId)
    throw role === 'owner' && isOwner(actor)
      ? new Refusal('last_owner')
      : new Refusal('forbidden', { detail: 'the role owner' })
  }

  return {
    list: ({ tenantId }: Actor): Promise<Member[]> => store.list(tenantId),

    find,

    /** Gives another role and returns the member before and after. Throws `Refusal`. */
    async changeRole(actor: Actor, personId: string, role: Role) {
      const before = await find(actor, personId)
      if (!mayGrant(actor, role)) throw new Refusal('forbidden', { detail: `the role ${role}` })
      const after = { ...before, role }
      if (before.role === role) return { before, after }
      const place = { personId, tenantId: actor.tenantId, isByOwner: isOwner(actor) }
      if (!(await store.changeRole(place, role))) return explain(actor, personId)
      bus.emit('authority.ended', { personId, tenantId: actor.tenantId, isChange: true })
      return { before, after }
    },

    /** Ends a membership and returns what it was. Throws `Refusal`. */
    async remove(actor: Actor, personId: string): Promise<Member> {
      const before = await find(actor, personId)
      const place = { personId, tenantId: actor.tenantId, isByOwner: isOwner(actor) }
      if (!(await store.remove(place, clock.now()))) return explain(actor, personId)
      bus.emit('authority.ended', { personId, tenantId: actor.tenantId })
      return before
    },

    /** The member, if the actor may reset the password. Throws `Refusal` that says why not. */
    async toReset(actor: Actor, personId: string): Promise<Member> {
      const found = await find(actor, personId)
      if (!mayGrant(actor, found.role)) {
        throw new Refusal('forbidden', { detail: `the role ${found.role}` })
      }
      // A browser left open must not be enough to replace a password without knowing it.
      if (actor.personId === personId) throw new Refusal('forbidden', { detail: 'somebody else' })
      if (may(actor, 'server:write')) return found
      if (await store.isElsewhere(personId, actor.tenantId)) throw new Refusal('reset_needs_server')
      return found
    },
  }
}
