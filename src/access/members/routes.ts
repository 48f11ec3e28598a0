/** The people of a tenant under `/v1/people`. */

import { z } from '@hono/zod-openapi'
import { audited, route } from '../../http/route.ts'
import { instant, json, jsonBody, refusals } from '../../http/schemas.ts'
import type { Web } from '../../http/web.ts'
import { ROLES } from '../../protocol/actor.ts'
import type { Invitations } from '../invitations/invitations.ts'
import { madeInvitation, shownInvitation } from '../invitations/answers.ts'
import type { Members } from './members.ts'

const person = z
  .object({
    id: z.string().openapi({ example: 'person_V1StGXR8_Z5jdHi6B-myT' }),
    login: z.string().openapi({ example: 'ana@example.com' }),
    name: z.string().openapi({ example: 'Ana' }),
    role: z.enum(ROLES),
    hasTotp: z.boolean(),
    createdAt: instant.openapi({ description: 'Member since.' }),
    lastSeenAt: instant.nullable(),
  })
  .openapi('Person')

const idParam = z.object({
  id: z.string().max(64).openapi({ example: 'person_V1StGXR8_Z5jdHi6B-myT' }),
})

const ROUTES = {
  list: route({ needs: 'people:read' }, {
    method: 'get',
    path: '/v1/people',
    operationId: 'listPeople',
    tags: ['access'],
    summary: 'List the people and what they are',
    responses: {
      200: json(z.object({ people: z.array(person) }), 'Everybody, by login'),
      ...refusals('sign_in_required', 'forbidden', 'storage_unavailable'),
    },
  }),
  changeRole: route({ needs: 'people:write', audit: 'person.role-changed' }, {
    method: 'put',
    path: '/v1/people/{id}/role',
    operationId: 'changeRole',
    tags: ['access'],
    summary: 'Give a person another role',
    request: { params: idParam, body: jsonBody(z.object({ role: z.enum(ROLES) })) },
    responses: {
      200: json(person, 'The person'),
      ...refusals(
        'invalid_request',
        'sign_in_required',
        'forbidden',
        'person_not_found',
        'last_owner',
        'storage_unavailable',
      ),
    },
  }),
  remove: route({ needs: 'people:write', audit: 'person.removed' }, {
    method: 'delete',
    path: '/v1/people/{id}',
    operationId: 'removePerson',
    tags: ['access'],
    summary: 'End a membership, with its sign-ins, personal tokens and invitations',
    request: { params: idParam },
    responses: {
      204: { description: 'Removed' },
      ...refusals(
        'sign_in_required',
        'forbidden',
        'person_not_found',
        'last_owner',
        'storage_unavailable',
      ),
    },
  }),
  reset: route({ needs: 'people:write', audit: 'person.reset' }, {
    method: 'post',
    path: '/v1/people/{id}/reset',
    operationId: 'resetPerson',
    tags: ['access'],
    summary: 'Make a link with which a person sets a new password and loses the second factor',
    request: { params: idParam },
    responses: {
      201: json(madeInvitation, 'The link’s secret, shown this once'),
      ...refusals(
        'sign_in_required',
        'forbidden',
        'reset_needs_server',
        'person_not_found',
        'too_many_invitations',
        'storage_unavailable',
      ),
    },
  }),
}

export type MemberRouteOptions = {
  readonly members: Members
  readonly invitations: Invitations
}

/** Adds the routes to the application. */
export const addMemberRoutes = (web: Web, { members, invitations }: MemberRouteOptions): void => {
  web.openapi(ROUTES.list, async (c) =>
    c.json({ people: await members.list(c.get('actor')) }, 200),
  )

  web.openapi(ROUTES.changeRole, async (c) => {
    const { id } = c.req.valid('param')
    audited(c, { kind: 'person', id, name: '' })
    const { role } = c.req.valid('json')
    const { before, after } = await members.changeRole(c.get('actor'), id, role)
    audited(c, { kind: 'person', id, name: after.login }, {
      before: { role: before.role },
      after: { role: after.role },
    })
    return c.json(after, 200)
  })

  web.openapi(ROUTES.remove, async (c) => {
    const { id } = c.req.valid('param')
    audited(c, { kind: 'person', id, name: '' })
    const { login, role } = await members.remove(c.get('actor'), id)
    audited(c, { kind: 'person', id, name: login }, { before: { role } })
    return c.body(null, 204)
  })

  web.openapi(ROUTES.reset, async (c) => {
    const { id } = c.req.valid('param')
    audited(c, { kind: 'person', id, name: '' })
    const actor = c.get('actor')
    const member = await members.toReset(actor, id)
    const { invitation, secret } = await invitations.reset(actor, member)
    audited(c, { kind: 'person', id, name: member.login }, { after: { reset: invitation.id } })
    return c.json({ invitation: shownInvitation(invitation), secret }, 201)
  })
}
