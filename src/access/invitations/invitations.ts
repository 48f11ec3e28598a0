/**
 * Invitations: a link that makes somebody a member, or lets a member set a new password. Its secret
 * is shown once, works once, and runs out.
 */

import type { Bus } from '../../platform/bus.ts'
import type { Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { hashSecret, newSecret } from '../../platform/secrets.ts'
import { type Actor, may, type Role } from '../../protocol/actor.ts'
import type { Events } from '../../protocol/events.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { mayGrant } from '../members/granting.ts'
import type { Member } from '../members/store.ts'
import { checkPassword } from '../people/password-rules.ts'
import type { Passwords } from '../people/passwords.ts'
import { canonicalLogin, cleanName, isLogin } from '../people/person.ts'
import {
  type Attempt,
  type Identity,
  type Invitation,
  type InvitationStore,
  MAX_OPEN,
} from './store.ts'

const DAY_MS = 86_400_000

/** How long an invitation holds unless told otherwise, and at most. */
export const DEFAULT_MS = 7 * DAY_MS
export const MAX_MS = 30 * DAY_MS

/** A reset is for somebody who waits for it. */
const RESET_MS = DAY_MS

/** Longest secret that is hashed, characters; ours have 48. */
export const MAX_SECRET = 256

export type InvitationOptions = {
  readonly store: InvitationStore
  readonly passwords: Pick<Passwords, 'hash'>
  readonly personOf: (login: string) => Promise<{ readonly id: string } | undefined>
  readonly clock: Clock
  readonly bus: Bus<Events>
}

/** What somebody gives who accepts. */
export type Accepting = {
  readonly secret: string
  readonly name?: string | undefined
  readonly password?: string | undefined
}

/** Who accepted what; `person.id` is now a member of `invitation.tenantId`. */
export type Accepted = { readonly personId: string; readonly invitation: Invitation }

export type Invitations = ReturnType<typeof createInvitations>

export const createInvitations = (options: InvitationOptions) => {
  const { store, passwords, personOf, clock, bus } = options
  /** Invitations whose password is being hashed: one link may not fill the line of those who wait. */
  const hashing = new Set<string>()

  const keep = async (
    actor: Actor,
    facts: Pick<Invitation, 'login' | 'role' | 'personId' | 'isByServer'>,
    expiresInMs: number,
  ): Promise<{ invitation: Invitation; secret: string }> => {
    const createdAt = clock.now()
    const invitation: Invitation = {
      id: newId('inv'),
      tenantId: actor.tenantId,
      tenantName: '',
      ...facts,
      createdBy: actor.name,
      createdAt,
      expiresAt: createdAt + expiresInMs,
    }
    const secret = newSecret('isri')
    if (!(await store.make(invitation, hashSecret(secret), actor.personId ?? actor.id))) {
      throw new Refusal('too_many_invitations', { limit: MAX_OPEN })
    }
    return { invitation, secret }
  }

  const find = async (secret: string): Promise<Invitation> => {
    const isOurs = secret.startsWith('isri_') && secret.length <= MAX_SECRET
    const found = isOurs ? await store.find(hashSecret(secret), clock.now()) : undefined
    if (!found) throw new Refusal('invitation_invalid')
    return found
  }

  const attemptAt = ({ id }: Invitation): Attempt => ({
    invitationId: id,
    attemptId: newId('att'),
    now: clock.now(),
  })

  const hashOf = async ({ password }: Accepting, { id, login }: Invitation): Promise<string> => {
    if (password === undefined) throw new Refusal('invalid_request', { detail: 'password' })
    checkPassword(password, login)
    if (hashing.has(id)) throw new Refusal('invitation_invalid')
    hashing.add(id)
    try {
      return await passwords.hash(password)
    } finally {
      hashing.delete(id)
    }
  }

  const acceptReset = async (invitation: Invitation, accepting: Accepting): Promise<string> => {
    const { personId = '' } = invitation
    const hash = await hashOf(accepting, invitation)
    if (!(await store.acceptReset(attemptAt(invitation), hash))) {
      throw new Refusal('invitation_invalid')
    }
    bus.emit('authority.ended', { personId })
    return personId
  }

  const acceptAsNew = async (invitation: Invitation, accepting: Accepting): Promise<string> => {
    const passwordHash = await hashOf(accepting, invitation)
    const name = cleanName(accepting.name ?? '') || invitation.login
    const person = { id: newId('person'), name, passwordHash }
    if (!(await store.acceptAsNew(attemptAt(invitation), person))) {
      throw new Refusal('invitation_invalid')
    }
    return person.id
  }

  /** Only the person's own browser shows that the link reached the one it is for. */
  const acceptAs = async (invitation: Invitation, id: string, actor: Actor): Promise<string> => {
    const isInBrowser = actor.kind === 'person' && actor.signInId !== undefined
    if (!isInBrowser) throw new Refusal('sign_in_required')
    if (actor.personId !== id) throw new Refusal('invitation_for_other')
    const { login, tenantId } = invitation
    if (await store.isMember(login, tenantId)) throw new Refusal('already_member')
    if (!(await store.acceptAsPerson(attemptAt(invitation), id))) {
      throw new Refusal('invitation_invalid')
    }
    return id
  }

  return {
    /** Invites somebody; the secret is shown this once. Throws `Refusal`. */
    async invite(actor: Actor, wanted: { login: string; role: Role; expiresInMs: number }) {
      const login = canonicalLogin(wanted.login)
      if (!isLogin(login)) throw new Refusal('invalid_login')
      const { role, expiresInMs } = wanted
      if (!mayGrant(actor, role)) throw new Refusal('forbidden', { detail: `the role ${role}` })
      if (await store.isMember(login, actor.tenantId)) throw new Refusal('already_member')
      return keep(actor, { login, role, personId: undefined, isByServer: false }, expiresInMs)
    },

    /** Makes the link with which a member sets a new password; `members.toReset` has agreed. */
    reset: (actor: Actor, { id, login, role }: Member) =>
      keep(actor, { login, role, personId: id, isByServer: may(actor, 'server:write') }, RESET_MS),

    open: ({ tenantId }: Actor): Promise<Invitation[]> => store.open(tenantId, clock.now()),

    /** Takes an open invitation back. Throws `Refusal` when there is none. */
    async withdraw({ tenantId }: Actor, id: string): Promise<{ login: string; role: Role }> {
      const withdrawn = await store.withdraw(id, tenantId, clock.now())
      if (!withdrawn) throw new Refusal('invitation_not_found')
      return withdrawn
    },

    /** What the link is for, and whether whoever opens it is to choose a password. */
    async look(secret: string): Promise<Invitation & { needsPassword: boolean }> {
      const found = await find(secret)
      const isReset = found.personId !== undefined
      return { ...found, needsPassword: isReset || !(await personOf(found.login)) }
    },

    /** Makes whoever holds the link a member, or sets their password. Throws `Refusal`. */
    async accept(actor: Actor, accepting: Accepting): Promise<Accepted> {
      const invitation = await find(accepting.secret)
      if (invitation.personId !== undefined) {
        return { personId: await acceptReset(invitation, accepting), invitation }
      }
      const person = await personOf(invitation.login)
      const personId = person
        ? await acceptAs(invitation, person.id, actor)
        : await acceptAsNew(invitation, accepting)
      return { personId, invitation }
    },

    /**
     * Makes somebody a person whose e-mail address an OpenID provider has verified, if an open
     * invitation is for that address (`login`, canonical); `undefined` otherwise.
     */
    async acceptByEmail(
      login: string,
      { name, identity }: { name: string; identity: Identity },
    ): Promise<Accepted | undefined> {
      const invitation = await store.findByLogin(login, clock.now())
      if (!invitation) return undefined
      const id = newId('person')
      const person = { id, name: cleanName(name) || login, passwordHash: null, identity }
      const isAccepted = await store.acceptAsNew(attemptAt(invitation), person)
      return isAccepted ? { personId: id, invitation } : undefined
    },

    /** Drops what is used up or has run out. */
    sweep: (): Promise<void> => store.forget(clock.now()),
  }
}
