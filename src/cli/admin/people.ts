/** `isr admin people` and `invite`: the members of a tenant, and how somebody becomes one. */

import type { Api } from '../../client/api.ts'
import { ROLES } from '../../protocol/actor.ts'
import { CommandError } from '../failure.ts'
import { printable, shownInstant, table } from '../terminal.ts'
import { ownAddressHint } from './addresses.ts'
import { answer, answerSecret, type Context, durationOf, nothingMore, required, say, type Verb } from './context.ts'

type Person = {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly role: string
  readonly hasTotp: boolean
  readonly lastSeenAt: number | null
}

type MadeInvitation = { readonly invitation: { readonly expiresAt: number }; readonly secret: string }

export const people: Verb = {
  flags: {},
  help: `isr admin people - who is a member, and in which role

Usage:
  isr admin people                       List them
  isr admin people role LOGIN ROLE       Give another role: ${ROLES.join(', ')}
  isr admin people reset LOGIN           A link for somebody who lost the password or the
                                         authenticator; the link removes the second factor
  isr admin people remove LOGIN          End the membership, with its sign-ins and personal tokens

The last owner cannot be removed or made less. Nobody resets his own account: an owner who is locked
out does it on the server itself, where the owner token is used.

Examples:
  isr admin people
  isr admin people --tenant "Clínica Norte" --json
  isr admin people role ana@example.org admin
  sudo isr admin people reset owner@example.org
`,
  async run(context) {
    const { api } = context
    const [act, login, role] = context.rest
    if (act === undefined) return list(context)
    if (act === 'role') {
      nothingMore(context.rest, 3)
      const { id } = await findPerson(context, required(login, 'people role LOGIN ROLE'))
      const after = await api.put<Person>(`/v1/people/${id}/role`, { role: roleOf(role) })
      return answer(context, after, printable(`${after.login}: ${after.role}`))
    }
    if (act === 'reset') {
      nothingMore(context.rest, 2)
      const { id, login: name } = await findPerson(context, required(login, 'people reset LOGIN'))
      return answerLink(context, name, await api.post<MadeInvitation>(`/v1/people/${id}/reset`))
    }
    if (act === 'remove') {
      nothingMore(context.rest, 2)
      const { id, login: name } = await findPerson(context, required(login, 'people remove LOGIN'))
      await api.delete(`/v1/people/${id}`)
      const text = `${printable(name)} ${say(context, 'is no longer a member', 'ya no es miembro')}`
      return answer(context, { id, login: name, isRemoved: true }, text)
    }
    throw new CommandError('Say `isr admin people`, or `people role|reset|remove LOGIN`.', 2)
  },
}

const listPeople = async (api: Api): Promise<Person[]> =>
  (await api.get<{ people: Person[] }>('/v1/people')).people

const list = async (context: Context): Promise<void> => {
  const all = await listPeople(context.api)
  const headings = [
    'LOGIN',
    say(context, 'NAME', 'NOMBRE'),
    say(context, 'ROLE', 'ROL'),
    'TOTP',
    say(context, 'LAST SEEN', 'ÚLTIMA VEZ'),
  ]
  const rows = all.map(({ login, name, role, hasTotp, lastSeenAt }) => [
    login,
    name,
    role,
    hasTotp ? say(context, 'yes', 'sí') : 'no',
    shownInstant(lastSeenAt),
  ])
  answer(context, { people: all }, table(headings, rows))
}

const findPerson = async ({ api }: Context, reference: string): Promise<Person> => {
  const wanted = reference.trim().toLowerCase()
  const found = (await listPeople(api)).find(({ id, login }) => login === wanted || id === reference)
  if (found) return found
  throw new CommandError(`There is nobody "${printable(reference)}" here. See: isr admin people`, 5)
}

const roleOf = (role: string | undefined): string => {
  if (role !== undefined && (ROLES as readonly string[]).includes(role)) return role
  throw new CommandError(`Say what they will be: ${ROLES.join(', ')}.`, 2)
}

export const invite: Verb = {
  flags: { role: 'value', expires: 'value' },
  help: `isr admin invite - a link with which somebody becomes a member

Usage:
  isr admin invite LOGIN --role ${ROLES.join('|')} [--expires 7d]

The link is shown this once; send it by a way that you trust. What makes it valid stands after the #,
which browsers send to nobody. Made on the server itself it begins with the server's own address:
put the one in its place that people open.

Examples:
  isr admin invite ana@example.org --role operator
  isr admin invite luis --role viewer --expires 2d --tenant "Clínica Norte"
`,
  async run(context) {
    nothingMore(context.rest, 1)
    const login = required(context.rest[0], 'invite LOGIN --role ROLE')
    const { role, expires } = context.values
    if (role === undefined || !(ROLES as readonly string[]).includes(role)) {
      throw new CommandError(`Say what they will be: --role ${ROLES.join('|')}`, 2)
    }
    const expiresInMs = expires === undefined ? undefined : durationOf(expires, 'expires')
    const body = { login, role, expiresInMs }
    answerLink(context, login, await context.api.post<MadeInvitation>('/v1/invitations', body))
  },
}

const answerLink = (context: Context, login: string, made: MadeInvitation): void => {
  const link = `${context.api.server}/invite#${made.secret}`
  const until = shownInstant(made.invitation.expiresAt)
  answerSecret(context, { ...made, link }, link, [
    say(context, `For ${printable(login)}, until ${until}; shown this once:`, `Para ${printable(login)}, hasta ${until}; solo se muestra ahora:`),
    ...ownAddressHint(context),
  ])
}
