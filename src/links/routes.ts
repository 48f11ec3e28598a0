/** Guest links under `/v1/links`. */

import { z } from '@hono/zod-openapi'
import { audited, route } from '../http/route.ts'
import { instant, json, jsonBody, refusals } from '../http/schemas.ts'
import type { Web } from '../http/web.ts'
import { SCREEN_KINDS } from '../protocol/screen.ts'
import { isService } from '../protocol/session.ts'
import type { Links } from './links.ts'

/** As often as a link may be used: a class, an office, a week of on-call. */
const MAX_USES = 100

/** Longest note, characters: a sentence. */
const MAX_NOTE = 120

const id = z.string().max(64)

const kind = z.enum(SCREEN_KINDS)

const service = z.string().refine(isService).openapi({ example: 'vnc' })

const link = z
  .object({
    id: z.string().openapi({ example: 'link_V1StGXR8_Z5jdHi6B-myT' }),
    hostId: z.string().openapi({ example: 'host_V1StGXR8_Z5jdHi6B-myT' }),
    hostName: z.string(),
    code: z.string().openapi({ example: 'ISR-12345678' }),
    service: z.string(),
    kind,
    isViewOnly: z.boolean(),
    note: z.string(),
    createdAt: instant,
    createdBy: z.string(),
    expiresAt: instant,
    uses: z.number().int(),
    used: z.number().int(),
    lastUsedAt: instant.nullable(),
    state: z.enum(['good', 'used-up', 'expired', 'revoked']),
  })
  .openapi('GuestLink')

const wanted = z
  .object({
    hostId: id,
    service,
    kind,
    isViewOnly: z.boolean().default(false).openapi({
      description: 'The guest sees the screen and controls nothing. Not possible for a terminal.',
    }),
    note: z.string().max(MAX_NOTE).default('').openapi({ description: 'The guest reads it.' }),
    expiresAt: instant.openapi({ description: 'At most 30 days from now.' }),
    uses: z.number().int().min(1).max(MAX_USES).default(1),
  })
  .openapi('WantedGuestLink')

const invitation = z
  .object({
    hostName: z.string(),
    service: z.string(),
    kind,
    isViewOnly: z.boolean(),
    note: z.string(),
    expiresAt: instant,
    usesLeft: z.number().int(),
    isOnline: z.boolean(),
  })
  .openapi('GuestInvitation')

const ROUTES = {
  list: route({ needs: 'links:read' }, {
    method: 'get',
    path: '/v1/links',
    operationId: 'listGuestLinks',
    tags: ['links'],
    summary: 'List guest links, newest first; ended ones for 30 days',
    request: { query: z.object({ hostId: id.optional() }) },
    responses: {
      200: json(z.object({ links: z.array(link) }), 'The links, without their secrets'),
      ...refusals('invalid_request', 'sign_in_required', 'forbidden', 'storage_unavailable'),
    },
  }),
  make: route({ needs: 'links:write', audit: 'link.created' }, {
    method: 'post',
    path: '/v1/links',
    operationId: 'makeGuestLink',
    tags: ['links'],
    summary: 'Make a link that opens one service of one host in a browser, without an account',
    request: { body: jsonBody(wanted) },
    responses: {
      201: json(
        z
          .object({
            link,
            secret: z.string().openapi({
              example: 'isrg_…',
              description: 'Shown this once. The link for the guest is `/guest#<secret>`.',
            }),
          })
          .openapi('MadeGuestLink'),
        'Made',
      ),
      ...refusals('invalid_request', 'sign_in_required', 'forbidden', 'links_off'),
      ...refusals('host_not_found', 'service_not_found', 'no_agent', 'too_many_links'),
      ...refusals('storage_unavailable'),
    },
  }),
  revoke: route({ needs: 'links:write', audit: 'link.revoked' }, {
    method: 'delete',
    path: '/v1/links/{id}',
    operationId: 'revokeGuestLink',
    tags: ['links'],
    summary: 'End a link, and within a second what is open by it',
    request: { params: z.object({ id: id.openapi({ example: 'link_V1StGXR8_Z5jdHi6B-myT' }) }) },
    responses: {
      204: { description: 'Revoked' },
      ...refusals('sign_in_required', 'forbidden', 'link_not_found', 'storage_unavailable'),
    },
  }),
  look: route({ needs: 'anyone' }, {
    method: 'post',
    path: '/v1/links/look',
    operationId: 'lookAtGuestLink',
    tags: ['links'],
    summary: 'Read what a link opens, before using it; looking is no use',
    request: { body: jsonBody(z.object({ link: z.string().min(1).max(1024) })) },
    responses: {
      200: json(invitation, 'What it opens'),
      ...refusals('invalid_request', 'links_off', 'link_not_found', 'link_expired', 'link_used_up'),
      ...refusals('rate_limited', 'host_not_found', 'storage_unavailable'),
    },
  }),
}

/** Adds the routes of guest links to the application. */
export const addLinkRoutes = (web: Web, links: Links): void => {
  web.openapi(ROUTES.list, async (c) => {
    const { hostId } = c.req.valid('query')
    return c.json({ links: await links.list(c.get('actor'), hostId) }, 200)
  })

  web.openapi(ROUTES.make, async (c) => {
    const asked = c.req.valid('json')
    audited(c, { kind: 'link', id: '', name: asked.service })
    const made = await links.make(c.get('actor'), asked)
    const { id: linkId, note, hostId, code, service: name, isViewOnly, expiresAt, uses } = made.link
    const after = { hostId, code, service: name, kind: made.link.kind, isViewOnly, expiresAt, uses }
    audited(c, { kind: 'link', id: linkId, name: note || code }, { after })
    return c.json(made, 201)
  })

  web.openapi(ROUTES.revoke, async (c) => {
    const { id: linkId } = c.req.valid('param')
    audited(c, { kind: 'link', id: linkId, name: '' })
    const { note, code, used, uses } = await links.revoke(c.get('actor'), linkId)
    audited(c, { kind: 'link', id: linkId, name: note || code }, { before: { code, used, uses } })
    return c.body(null, 204)
  })

  web.openapi(ROUTES.look, async (c) =>
    c.json(await links.look(c.req.valid('json').link, c.get('client')), 200),
  )
}
