/**
 * The framework side of the server: `/v1` and the pages. Requests get an id, errors one shape, pages
 * their security headers; the contract's paths never come through here.
 */

import type { HttpBindings } from '@hono/node-server'
import type { IncomingMessage } from 'node:http'
import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { newId } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import type { Actor } from '../protocol/actor.ts'
import type { Audited, RecordAct } from '../protocol/audit.ts'
import { Refusal, REFUSALS } from '../protocol/refusals.ts'
import type { Client, ClientOf } from './client-address.ts'
import { refuseCrossOrigin, refuseOtherHost, secureByOrigin, toAllowedHosts } from './origin.ts'
import { MAX_BODY_BYTES, toProblem, toRefusal } from './problem.ts'

/** What every handler finds in its context. */
export type WebEnv = {
  Bindings: HttpBindings
  Variables: {
    requestId: string
    client: Client
    /** Set by the route's guard. */
    actor: Actor
    audited: Audited | undefined
    authenticate: Authenticate
    record: RecordAct
  }
}

/** Finds out who sends a request. Throws `Refusal` when what it presents is not valid (any more). */
export type Authenticate = (request: IncomingMessage) => Promise<Actor>

/** The application that features add their routes to. */
export type Web = OpenAPIHono<WebEnv>

export type WebOptions = {
  readonly clientOf: ClientOf
  /** Host names this server answers under; empty allows all. */
  readonly allowedHosts: readonly string[]
  readonly authenticate: Authenticate
  readonly record: RecordAct
  readonly log: Log
}

const PAGE_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')

const SECURITY_HEADERS = Object.entries({
  'Content-Security-Policy': PAGE_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
})

/** Makes the application without routes. */
export const createWeb = (options: WebOptions): Web => {
  const web: Web = new OpenAPIHono<WebEnv>({
    defaultHook: (result) => {
      if (result.success) return
      const [issue] = result.error.issues
      const where = issue?.path.join('.') || 'body'
      throw new Refusal('invalid_request', { detail: `${where}: ${issue?.message ?? 'invalid'}` })
    },
  })
  const allowed = toAllowedHosts(options.allowedHosts)

  web.use(async (c, next) => {
    const { incoming, outgoing } = c.env
    const requestId = newId('req')
    // Straight to Node, for whatever answers: on the framework's response they cost a quarter of a call.
    outgoing.setHeader('X-Request-Id', requestId)
    for (const [name, value] of SECURITY_HEADERS) outgoing.setHeader(name, value)
    if (c.req.path.startsWith('/v1/')) outgoing.setHeader('Cache-Control', 'no-store')
    c.set('requestId', requestId)
    c.set('client', secureByOrigin(options.clientOf(incoming), incoming.headers))
    c.set('authenticate', options.authenticate)
    c.set('record', options.record)
    refuseOtherHost(allowed, incoming.headers.host)
    await next()
  })

  web.use('/v1/*', async (c, next) => {
    const { headers, method = 'GET' } = c.env.incoming
    if (!SAFE_METHODS.has(method)) refuseCrossOrigin(headers, c.get('client'))
    await next()
  })

  web.use(
    '/v1/*',
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new Refusal('body_too_large', { limit: MAX_BODY_BYTES })
      },
    }),
  )

  web.onError((error, c) => {
    const refusal = toRefusal(error)
    const requestId = c.get('requestId') ?? newId('req')
    if (refusal.code === 'internal_error') options.log.error({ err: error, requestId }, 'a request failed')
    return answer(refusal, c.req.path, requestId)
  })

  web.notFound((c) => answer(new Refusal('endpoint_not_found'), c.req.path, c.get('requestId')))
  return web
}

/** Methods that change nothing. */
export const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

const answer = (refusal: Refusal, path: string, requestId: string): Response => {
  const headers: Record<string, string> = {}
  const retryAfter = refusal.retryAfterSeconds
  if (retryAfter !== undefined) headers['Retry-After'] = String(retryAfter)
  const isApi = path.startsWith('/v1/')
  headers['Content-Type'] = isApi ? 'application/problem+json' : 'application/json'
  const body = isApi
    ? toProblem(refusal, requestId)
    : { error: refusal.sentence('es'), success: false, ...newerCode(refusal) }
  return new Response(JSON.stringify(body), { status: refusal.status, headers })
}

const newerCode = ({ code }: Refusal): { error_code?: string } =>
  'isContract' in REFUSALS[code] ? {} : { error_code: code }
