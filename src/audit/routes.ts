/** The audit under `/v1`: look through it, take it away as a file. */

import { z } from '@hono/zod-openapi'
import { audited, route } from '../http/route.ts'
import { instant, json, refusals } from '../http/schemas.ts'
import type { Web } from '../http/web.ts'
import type { Bus } from '../platform/bus.ts'
import type { Clock } from '../platform/clock.ts'
import { isOf } from '../protocol/actor.ts'
import type { Events } from '../protocol/events.ts'
import type { Audit } from './audit.ts'
import { FORMATS, toShown, toStream, toText } from './export.ts'
import type { AuditFilter, AuditPlace } from './store.ts'

const named = z.object({ kind: z.string(), id: z.string(), name: z.string() })

const facts = z
  .record(z.string(), z.unknown())
  .nullable()
  .openapi({ description: 'What was there, as far as the act changed it.' })

const entry = z
  .object({
    id: z.string().openapi({ example: 'aud_0m1x2y3z4000112345678' }),
    at: instant,
    untilAt: instant.openapi({ description: 'When it was seen last.' }),
    count: z.number().int().openapi({ description: 'How often, from `at` until `untilAt`.' }),
    actor: named,
    address: z.string().openapi({ example: '203.0.113.7' }),
    action: z.string().openapi({ example: 'host.deleted' }),
    object: named,
    outcome: z.enum(['allowed', 'refused']),
    reason: z.string().nullable().openapi({ description: 'Code of the refusal.' }),
    before: facts,
    after: facts,
  })
  .openapi('AuditEntry')

const text = z.string().max(256).optional()

const moment = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional()

const filters = {
  action: text.openapi({ example: 'host.deleted' }),
  actor: text.openapi({ description: 'Id or name of who acted.' }),
  object: text.openapi({ description: 'Id or name of what was acted upon, such as a code.' }),
  outcome: z.enum(['allowed', 'refused']).optional(),
  from: moment.openapi({ description: 'From this instant, epoch milliseconds.' }),
  until: moment.openapi({ description: 'Before this instant, epoch milliseconds.' }),
  q: text.openapi({ description: 'Text to find in action, reason, address, actor or object.' }),
}

/** Entries of a page at most, and unless asked otherwise. */
const MAX_LIMIT = 500
const DEFAULT_LIMIT = 100

const listAudit = route(
  { needs: 'audit:read' },
  {
    method: 'get',
    path: '/v1/audit',
    operationId: 'listAudit',
    tags: ['audit'],
    summary: 'Look through the audit, newest first',
    request: {
      query: z.object({
        ...filters,
        limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
        cursor: text.openapi({ description: '`nextCursor` of the page before.' }),
      }),
    },
    responses: {
      200: json(
        z.object({ entries: z.array(entry), nextCursor: z.string().nullable() }),
        'A page of the audit',
      ),
      ...refusals('invalid_request', 'sign_in_required', 'forbidden', 'storage_unavailable'),
    },
  },
)

const exportAudit = route(
  { needs: 'audit:read', audit: 'audit.exported' },
  {
    method: 'get',
    path: '/v1/audit/export',
    operationId: 'exportAudit',
    tags: ['audit'],
    summary: 'Take the audit away as a file, newest first',
    request: { query: z.object({ ...filters, format: z.enum(FORMATS).default('csv') }) },
    responses: {
      200: {
        description: 'The file; it ends early when the right to read it does',
        content: {
          'text/csv': { schema: z.string() },
          'application/x-ndjson': { schema: z.string() },
        },
      },
      ...refusals('invalid_request', 'sign_in_required', 'forbidden', 'storage_unavailable'),
    },
  },
)

const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson' }

export type AuditRouteOptions = { readonly audit: Audit; readonly bus: Bus<Events>; readonly clock: Clock }

/** Adds the audit's routes to the application. */
export const addAuditRoutes = (web: Web, { audit, bus, clock }: AuditRouteOptions): void => {
  web.openapi(listAudit, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid('query')
    const { records, next } = await audit.page(c.get('actor'), filter, limit, parseCursor(cursor))
    return c.json({ entries: records.map(toShown), nextCursor: next ? formatCursor(next) : null }, 200)
  })

  web.openapi(exportAudit, (c) => {
    const { format, ...filter } = c.req.valid('query')
    const actor = c.get('actor')
    audited(c, { kind: 'audit', id: format, name: '' }, { after: given(filter) })
    const body = toText(format, audit.everything(actor, filter))
    const isOver = (): boolean => clock.now() >= (actor.expiresAt ?? Number.POSITIVE_INFINITY)
    const { stream, cut } = toStream(body, isOver, () => stopListening())
    const stopListening = bus.on('authority.ended', (ended) => {
      if (!isOf(ended, actor)) return
      stopListening()
      cut()
    })
    return new Response(stream, {
      headers: {
        'Content-Type': TYPES[format],
        'Content-Disposition': `attachment; filename="audit.${format}"`,
      },
    })
  })
}

/** The filters that were given. */
const given = (filter: AuditFilter): Record<string, unknown> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))

const formatCursor = ({ at, id }: AuditPlace): string => `${at}.${id}`

/** A cursor that is not ours starts at the beginning. */
const parseCursor = (cursor = ''): AuditPlace | undefined => {
  const [, at, id] = /^(\d{1,15})\.(aud_[a-z0-9]{1,40})$/.exec(cursor) ?? []
  return at === undefined || id === undefined ? undefined : { at: Number(at), id }
}
