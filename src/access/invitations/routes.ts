/** Invitations under `/v1`: making them, and accepting one. */

import { z } from '@hono/zod-openapi'
import { audited, route } from '../../http/route.ts'
import { json, jsonBody, refusals } from '../../http/schemas.ts'
import type { Web } from '../../http/web.ts'
import { ROLES } from '../../protocol/actor.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { People } from '../people/people.ts'
import { signInShape, welcome } from '../sign-in-routes.ts'
import type { SignIns } from '../sign-ins/sign-ins.ts'
import { invitation, kindOf, madeInvitation, shownInvitation } from './answers.ts'
import { DEFAULT_MS, type Invitations, MAX_MS } from './invitations.ts'

/** A minute is enough for somebody who sits beside you. */
const MIN_MS = 60_000

/** Longest text as it is sent; what is kept has narrower bounds. */
const text = z.string().min(1).max(1024)

const ROUTES = {
  list: route({ needs: 'people:read' }, {
    method: 'get',
    path: '/v1/invitations',
    operationId: 'listInvitations',
    tags: ['access'],
    summary: 'List open invitations, newest first',
    responses: {
      200: json(z.object({ invitations: z.array(invitation) }), 'Those that are open'),
      ...refusals('sign_in_required', 'forbidden', 'storage_unavailable'),
    },
  }),
  make: route({ needs: 'people:write', audit: 'invitation.made' }, {
    method: 'post',
    path: '/v1/invitations',
    operationId: 'invite',
    tags: ['access'],
    summary: 'Invite somebody; a newer invitation takes the place of the one before',
    request: {
      body: jsonBody(
        z.object({
          login: text.openapi({ example: 'ana@example.com' }),
          role: z.enum(ROLES),
          expiresInMs: z.number().int().min(MIN_MS).max(MAX_MS).default(DEFAULT_MS),
        }),
      ),
    },
    responses: {
      201: json(madeInvitation, 'The link’s secret, shown this once'),
      ...refusals('invalid_request', 'invalid_login', 'sign_in_required', 'forbidden'),
      ...refusals('already_member', 'too_many_invitations', 'storage_unavailable'),
    },
  }),
  withdraw: route({ needs: 'people:write', audit: 'invitation.withdrawn' }, {
    method: 'delete',
    path: '/v1/invitations/{id}',
    operationId: 'withdrawInvitation',
    tags: ['access'],
    summary: 'Take an open invitation back',
    request: { params: z.object({ id: z.string().max(64) }) },
    responses: {
      204: { description: 'Withdrawn' },
      ...refusals('sign_in_required', 'forbidden', 'invitation_not_found', 'storage_unavailable'),
    },
  }),
  look: route({ needs: 'anyone' }, {
    method: 'post',
    path: '/v1/invitations/look',
    operationId: 'lookAtInvitation',
    tags: ['access'],
    summary: 'Read what a link is for, before accepting it',
    request: { body: jsonBody(z.object({ secret: text })) },
    responses: {
      200: json(
        z
          .object({
            kind: z.enum(['invitation', 'reset']),
            login: z.string(),
            role: z.enum(ROLES),
            tenantName: z.string(),
            needsPassword: z.boolean().openapi({
              description: 'Choose a password to accept; if false, sign in as `login` first.',
            }),
          })
          .openapi('InvitationLook'),
        'What it is for',
      ),
      ...refusals('invalid_request', 'invitation_invalid'),
    },
  }),
  accept: route({ needs: 'anyone', audit: 'invitation.accepted' }, {
    method: 'post',
    path: '/v1/invitations/accept',
    operationId: 'acceptInvitation',
    tags: ['access'],
    summary: 'Become a member, or set a new password; the answer sets a cookie',
    request: {
      body: jsonBody(
        z.object({ secret: text, name: z.string().max(1024).optional(), password: text.optional() }),
      ),
    },
    responses: {
      201: json(signInShape, 'Signed in'),
      ...refusals('invalid_request', 'password_length', 'password_common', 'cross_origin'),
      ...refusals('invitation_invalid', 'invitation_for_other', 'sign_in_required'),
      ...refusals('already_member', 'sign_ins_busy', 'storage_unavailable'),
    },
  }),
}

export type InvitationRouteOptions = {
  readonly invitations: Invitations
  readonly people: People
  readonly signIns: SignIns
}

/** Adds the routes to the application. */
export const addInvitationRoutes = (web: Web, options: InvitationRouteOptions): void => {
  const { invitations, people, signIns } = options

  web.openapi(ROUTES.list, async (c) => {
    const open = await invitations.open(c.get('actor'))
    return c.json({ invitations: open.map(shownInvitation) }, 200)
  })

  web.openapi(ROUTES.make, async (c) => {
    const wanted = c.req.valid('json')
    audited(c, { kind: 'invitation', id: '', name: wanted.login })
    const { invitation: made, secret } = await invitations.invite(c.get('actor'), wanted)
    const { id, login, role } = made
    audited(c, { kind: 'invitation', id, name: login }, { after: { role } })
    return c.json({ invitation: shownInvitation(made), secret }, 201)
  })

  web.openapi(ROUTES.withdraw, async (c) => {
    const { id } = c.req.valid('param')
    audited(c, { kind: 'invitation', id, name: '' })
    const { login, role } = await invitations.withdraw(c.get('actor'), id)
    audited(c, { kind: 'invitation', id, name: login }, { before: { role } })
    return c.body(null, 204)
  })

  web.openapi(ROUTES.look, async (c) => {
    const found = await invitations.look(c.req.valid('json').secret)
    const { login, role, tenantName, needsPassword } = found
    return c.json({ kind: kindOf(found), login, role, tenantName, needsPassword }, 200)
  })

  web.openapi(ROUTES.accept, async (c) => {
    const actor = c.get('actor')
    const accepted = await invitations.accept(actor, c.req.valid('json'))
    const { personId, invitation: used } = accepted
    const [person, member] = await Promise.all([
      people.find(personId),
      people.actorIn(personId, used.tenantId),
    ])
    // Removed again in the moment between.
    if (!person || !member) throw new Refusal('invitation_invalid')
    const whose = { id: personId, tenantId: used.tenantId }
    const made = await signIns.start(c.get('client'), c.req.header('user-agent') ?? '', whose)
    const answer = welcome(c, made, member, person)
    audited(c, { kind: 'invitation', id: used.id, name: used.login }, {
      actor: member,
      after: { kind: kindOf(used), role: used.role, person: personId },
    })
    // The browser has one sign-in, and that is the new one now.
    if (actor.personId === personId && actor.signInId) await signIns.end(actor.signInId)
    return c.json(answer, 201)
  })
}
