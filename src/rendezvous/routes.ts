/** Sessions under `/v1`: ask for one, see them, end one; and the paths that speak WebSocket. */

import { z } from '@hono/zod-openapi'
import { audited, guard, route } from '../http/route.ts'
import { instant, json, jsonBody, refusals } from '../http/schemas.ts'
import type { Web } from '../http/web.ts'
import { cleanName } from '../protocol/host.ts'
import { CONTROL_PATH, PROBE_PATH, RELAY_PATH } from '../protocol/control.ts'
import { Refusal } from '../protocol/refusals.ts'
import { isService, OUTCOMES } from '../protocol/session.ts'
import type { Rendezvous } from './rendezvous.ts'

/** Sessions on one page. */
const MAX_PAGE = 500

const session = z
  .object({
    id: z.string().openapi({ example: 'ses_V1StGXR8_Z5jdHi6B-myT' }),
    hostId: z.string().openapi({ example: 'host_V1StGXR8_Z5jdHi6B-myT' }),
    code: z.string().openapi({ example: 'ISR-12345678' }),
    service: z.string().openapi({ example: 'vnc' }),
    controller: z.object({
      kind: z.enum(['anonymous', 'owner-token', 'person', 'token', 'host', 'guest']),
      id: z.string(),
      name: z.string(),
      device: z.string().openapi({ description: 'What it calls itself; anybody may say anything.' }),
      address: z.string().openapi({ example: '203.0.113.7' }),
    }),
    via: z.enum(['program', 'browser']).openapi({
      description: '`browser`: the server plays the controller and sees what it sees.',
    }),
    isViewOnly: z.boolean(),
    phase: z.enum(['offered', 'waiting', 'connected', 'ended']),
    path: z.enum(['direct', 'relay']).nullable(),
    outcome: z.enum(OUTCOMES).nullable(),
    reason: z.string().nullable().openapi({ description: 'Code of the refusal that ended it.' }),
    askedAt: instant,
    connectedAt: instant.nullable(),
    firstByteAt: instant.nullable(),
    endedAt: instant.nullable(),
    bytesToHost: z.number().int(),
    bytesToController: z.number().int(),
  })
  .openapi('Session')

const offer = z
  .object({
    id: z.string(),
    code: z.string(),
    service: z.string(),
    ticket: z.string().openapi({
      description: `Opens ${RELAY_PATH} once: \`Authorization: Ticket …\` on the upgrade.`,
    }),
    hostKey: z.string().openapi({ description: 'Ed25519 key the host proves in the tunnel.' }),
    candidates: z.array(z.object({ address: z.string(), port: z.number().int() })).readonly(),
    expiresAt: instant,
    time: instant.openapi({ description: 'The server’s clock.' }),
    resume: z.string().openapi({
      description: 'Sent with the next request for this host, it is not taken for a guess.',
    }),
  })
  .openapi('SessionOffer')

const idParam = z.object({ id: z.string().max(64).openapi({ example: 'ses_V1StGXR8_Z5jdHi6B-myT' }) })

const ROUTES = {
  ask: route({ needs: 'anyone' }, {
    method: 'post',
    path: '/v1/sessions',
    operationId: 'askSession',
    tags: ['sessions'],
    summary: 'Ask for a session with the host of a code (follows the resolve policy)',
    request: {
      body: jsonBody(
        z
          .object({
            code: z.string().min(1).max(256).openapi({ example: 'ISR-12345678' }),
            service: z.string().max(32).optional().openapi({ example: 'vnc' }),
            controller: z.string().max(256).default('').openapi({
              description: 'What the controller calls itself.',
            }),
            instance: z.string().max(64).default('').openapi({
              description: 'One run of the controller; its newer session replaces its older one.',
            }),
            resume: z.string().max(64).optional().openapi({ description: '`resume` of an earlier offer.' }),
          })
          .openapi('SessionRequest'),
      ),
    },
    responses: {
      201: json(offer, 'Offered to the host'),
      ...refusals(
        'invalid_request',
        'sign_in_required',
        'forbidden',
        'code_not_found',
        'no_agent',
        'host_offline',
        'service_not_found',
        'host_busy',
        'too_many_sessions',
        'pin_locked',
        'rate_limited',
        'relay_full',
        'storage_unavailable',
      ),
    },
  }),
  list: route({ needs: 'hosts:read' }, {
    method: 'get',
    path: '/v1/sessions',
    operationId: 'listSessions',
    tags: ['sessions'],
    summary: 'List sessions, newest first: those that go on, or those that have ended',
    request: {
      query: z.object({
        state: z.enum(['live', 'ended']).default('live'),
        hostId: z.string().max(64).optional(),
        outcome: z.enum(OUTCOMES).optional().openapi({ description: 'Of those that have ended.' }),
        limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
        cursor: z.string().max(200).optional().openapi({ description: '`nextCursor` of the page before.' }),
      }),
    },
    responses: {
      200: json(
        z.object({ sessions: z.array(session), nextCursor: z.string().nullable() }).openapi('SessionPage'),
        'Sessions',
      ),
      ...refusals('invalid_request', 'sign_in_required', 'storage_unavailable'),
    },
  }),
  get: route({ needs: 'hosts:read' }, {
    method: 'get',
    path: '/v1/sessions/{id}',
    operationId: 'getSession',
    tags: ['sessions'],
    summary: 'Read one session',
    request: { params: idParam },
    responses: { 200: json(session, 'The session'), ...refusals('sign_in_required', 'session_not_found') },
  }),
  kill: route({ needs: 'hosts:write', audit: 'session.killed' }, {
    method: 'delete',
    path: '/v1/sessions/{id}',
    operationId: 'killSession',
    tags: ['sessions'],
    summary: 'End a session now, on every path',
    request: { params: idParam },
    responses: { 204: { description: 'Ended' }, ...refusals('sign_in_required', 'session_not_found') },
  }),
}

/** Adds the routes of sessions to the application. */
export const addRendezvousRoutes = (web: Web, rendezvous: Rendezvous): void => {
  web.openapi(ROUTES.ask, async (c) => {
    const { code, service, controller, instance, resume } = c.req.valid('json')
    if (service !== undefined && !isService(service)) {
      throw new Refusal('invalid_request', { detail: 'service' })
    }
    const wanted = { code, service, name: cleanName(controller), instance, resume }
    return c.json(await rendezvous.introduce(c.get('client'), c.get('actor'), wanted), 201)
  })

  web.openapi(ROUTES.list, async (c) => {
    const { state, ...query } = c.req.valid('query')
    const scope = c.get('actor')
    if (state === 'ended') return c.json(await rendezvous.ended(scope, query), 200)
    const sessions = rendezvous.live(scope, query.hostId).slice(0, query.limit)
    return c.json({ sessions, nextCursor: null }, 200)
  })

  web.openapi(ROUTES.get, async (c) =>
    c.json(await rendezvous.session(c.get('actor'), c.req.valid('param').id), 200),
  )

  web.openapi(ROUTES.kill, async (c) => {
    const { id } = c.req.valid('param')
    audited(c, { kind: 'session', id, name: '' })
    const before = await rendezvous.session(c.get('actor'), id)
    audited(c, { kind: 'session', id, name: before.code })
    const { service, controller, path } = before
    rendezvous.kill(c.get('actor'), id)
    const who = { controller: controller.name || controller.device, address: controller.address }
    audited(c, { kind: 'session', id, name: before.code }, { before: { service, path, ...who } })
    return c.body(null, 204)
  })

  // A request that reaches these as plain HTTP has lost its upgrade on the way.
  for (const path of [CONTROL_PATH, RELAY_PATH, PROBE_PATH]) {
    web.get(path, guard('anyone'), () => {
      throw new Refusal('upgrade_required')
    })
  }
}
