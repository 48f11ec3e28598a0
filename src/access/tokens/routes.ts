/** Tokens under `/v1`: see, make, revoke. */

import { z } from '@hono/zod-openapi'
import { audited, route } from '../../http/route.ts'
import { instant, json, jsonBody, refusals } from '../../http/schemas.ts'
import type { Web } from '../../http/web.ts'
import { PERMISSION_NAMES } from '../../protocol/actor.ts'
import { MAX_TOKEN_NAME, type Token } from './token.ts'
import type { Tokens } from './tokens.ts'

/** What a token may do; the names are those of the permissions. */
export const scopeList = z
  .array(z.enum(PERMISSION_NAMES))
  .min(1)
  .max(PERMISSION_NAMES.length)
  .openapi({ example: ['hosts:read'] })

/** How long a new token holds, milliseconds: a minute to ten years. */
export const lifetime = z
  .number()
  .int()
  .min(60_000)
  .max(10 * 365 * 86_400_000)
  .openapi({ example: 7_776_000_000 })

const kindOf = z.enum(['personal', 'tenant'])

const token = z
  .object({
    id: z.string().openapi({ example: 'tok_V1StGXR8_Z5jdHi6B-myT' }),
    kind: kindOf,
    name: z.string().openapi({ example: 'nightly report' }),
    scopes: scopeList,
    owner: z.object({ id: z.string(), name: z.string() }).nullable(),
    createdBy: z.string(),
    createdAt: instant,
    expiresAt: instant.nullable(),
    usedAt: instant.nullable().openapi({ description: 'Last use, exact to the minute.' }),
    usedFrom: z.string().nullable().openapi({ example: '203.0.113.7' }),
    start: z.string().openapi({ example: 'isrp_AbCd' }),
  })
  .openapi('Token')

const listTokens = route({ needs: 'signed-in' }, {
  method: 'get',
  path: '/v1/tokens',
  operationId: 'listTokens',
  tags: ['access'],
  summary: 'List your own personal tokens, or with tokens:read all of the tenant',
  responses: {
    200: json(z.object({ tokens: z.array(token) }), 'Tokens that were not revoked, newest first'),
    ...refusals('sign_in_required'),
  },
})

const makeToken = route({ needs: 'signed-in', audit: 'token.made' }, {
  method: 'post',
  path: '/v1/tokens',
  operationId: 'makeToken',
  tags: ['access'],
  summary: 'Make a token; its secret is in this answer and nowhere else',
  request: {
    body: jsonBody(
      z.object({
        kind: kindOf,
        name: z.string().min(1).max(MAX_TOKEN_NAME),
        scopes: scopeList,
        expiresInMs: lifetime.nullable().optional().openapi({
          description: 'null: until it is revoked; absent: 90 days, or as long as the token that asks.',
        }),
      }),
    ),
  },
  responses: {
    201: json(z.object({ token, secret: z.string() }), 'Made'),
    ...refusals(
      'invalid_request',
      'sign_in_required',
      'forbidden',
      'token_outlives',
      'too_many_tokens',
      'storage_unavailable',
    ),
  },
})

const revokeToken = route({ needs: 'signed-in', audit: 'token.revoked' }, {
  method: 'delete',
  path: '/v1/tokens/{id}',
  operationId: 'revokeToken',
  tags: ['access'],
  summary: 'Revoke a token; what runs under it ends within a second',
  request: { params: z.object({ id: z.string().max(64).openapi({ example: 'tok_V1StGXR8_Z5jdHi6B-myT' }) }) },
  responses: {
    204: { description: 'Revoked' },
    ...refusals('sign_in_required', 'token_not_found', 'storage_unavailable'),
  },
})

/** Adds the tokens' routes to the application. */
export const addTokenRoutes = (web: Web, tokens: Tokens): void => {
  web.openapi(listTokens, async (c) =>
    c.json({ tokens: (await tokens.list(c.get('actor'))).map(shownToken) }, 200),
  )

  web.openapi(makeToken, async (c) => {
    const wish = c.req.valid('json')
    audited(c, { kind: 'token', id: '', name: wish.name })
    const made = await tokens.make(c.get('actor'), wish)
    const shown = shownToken(made.token)
    audited(c, { kind: 'token', id: shown.id, name: shown.name }, { after: madeFacts(shown) })
    return c.json({ token: shown, secret: made.secret }, 201)
  })

  web.openapi(revokeToken, async (c) => {
    const { id } = c.req.valid('param')
    audited(c, { kind: 'token', id, name: '' })
    audited(c, { kind: 'token', id, name: await tokens.revoke(c.get('actor'), id) })
    return c.body(null, 204)
  })
}

/** A token as `/v1` shows it. */
export const shownToken = ({ id, kind, name, scopes, owner, ...rest }: Token) => {
  const { createdBy, createdAt, expiresAt, usedAt, usedFrom, start } = rest
  const times = { createdBy, createdAt, expiresAt, usedAt, usedFrom, start }
  return { id, kind, name, scopes: [...scopes], owner, ...times }
}

/** What the audit keeps of a new token. */
export const madeFacts = ({ kind, scopes, expiresAt }: Pick<Token, 'kind' | 'scopes' | 'expiresAt'>) => ({
  kind,
  scopes,
  expiresAt,
})

/** A token's shape, for other routes that answer with one. */
export const tokenSchema = token
