/** The console's files and its live feed. */

import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { ServerResponse } from 'node:http'
import { guard } from '../http/route.ts'
import type { Web } from '../http/web.ts'
import type { Bus } from '../platform/bus.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ticker } from '../platform/ticker.ts'
import { type Actor, isOf, type Scope } from '../protocol/actor.ts'
import type { Setting } from '../protocol/api.ts'
import type { Events } from '../protocol/events.ts'
import { Refusal } from '../protocol/refusals.ts'
import type { Feed, FeedEvent } from './feed.ts'
import { APP_PATHS, loadPages, type Page, type Pages } from './pages.ts'
import { addSettingsRoutes } from './settings-routes.ts'

/** Below the 60 s after which nginx, and the 30 s after which mobile networks cut idle streams. */
const HEARTBEAT_MS = 20_000

/** Open consoles at once: of all tenants, and of one, which must not shut the others out. */
const MAX_WATCHING = 400
const MAX_WATCHING_OF_TENANT = 100

/** A page that does not read is cut off at this much; it comes back and gets a snapshot. */
const MAX_UNREAD_BYTES = 4 * 2 ** 20

export type ConsoleOptions = {
  /** The live feed of a tenant. */
  readonly feedOf: (scope: Scope) => Feed
  /** Open feeds of all tenants. */
  readonly watching: () => number
  readonly bus: Bus<Events>
  readonly clock: Clock
  readonly ticker: Ticker
  /** What the server was started with. */
  readonly settings: readonly Setting[]
  /** Aborted when the server shuts down. */
  readonly closing: AbortSignal
}

/** Adds the console's routes to the application; the last to be added, since it answers what is left. */
export const addConsoleRoutes = (web: Web, options: ConsoleOptions): void => {
  const pages = loadPages()
  addFileRoutes(web, pages)
  addSettingsRoutes(web, options.settings)

  web.get('/v1/events', guard('hosts:read'), async (c) => {
    const { watching } = options.feedOf(c.get('actor'))
    if (watching >= MAX_WATCHING_OF_TENANT || options.watching() >= MAX_WATCHING) {
      throw new Refusal('rate_limited', { retryAfterMs: HEARTBEAT_MS })
    }
    await stream(c.env.outgoing, c.get('actor'), c.req.header('last-event-id'), options)
    return RESPONSE_ALREADY_SENT
  })

  // A person who mistyped an address gets the console, which says so; a program gets a refusal.
  web.get('*', (c) => {
    const isPerson = c.req.header('accept')?.includes('text/html') && !c.req.path.startsWith('/v1/')
    const page = isPerson ? pages.appPage('/', false) : undefined
    return send(page, c.req, REVALIDATED_FOR_EACH, 404)
  })
}

const addFileRoutes = (web: Web, pages: Pages): void => {
  for (const path of APP_PATHS) {
    web.get(path, (c) => {
      // No more than a guess at what the page will need; who may see what is decided in /v1.
      const isSignedIn = c.req.header('cookie')?.includes(SIGN_IN_COOKIE) ?? false
      return send(pages.appPage(path, isSignedIn), c.req, REVALIDATED_FOR_EACH)
    })
  }
  web.get('/favicon.svg', (c) => send(pages.file('/assets/favicon.svg'), c.req, REVALIDATED))
  web.get('/assets/*', (c) => {
    const caching = pages.isVersioned(c.req.path) ? KEPT : REVALIDATED
    return send(pages.file(c.req.path), c.req, caching)
  })
}

/** The name is in the cookie's, whatever stands before it on HTTPS. */
const SIGN_IN_COOKIE = 'isr_sign_in='

/** A browser asks each time whether it is still the same. */
const REVALIDATED = { 'Cache-Control': 'no-cache', Vary: 'Accept-Encoding' }

const REVALIDATED_FOR_EACH = { 'Cache-Control': 'no-cache', Vary: 'Accept-Encoding, Cookie' }

/** Never asked for again: with another content it would have another name. A year is the most. */
const KEPT = { 'Cache-Control': 'public, max-age=31536000, immutable', Vary: 'Accept-Encoding' }

type Asked = { header(name: string): string | undefined }

const send = (
  page: Page | undefined,
  asked: Asked,
  caching: Record<string, string>,
  status = 200,
): Response => {
  if (!page) throw new Refusal('endpoint_not_found')
  const headers = { 'Content-Type': page.type, ETag: page.etag, ...caching }
  const isKnown = asked.header('if-none-match') === page.etag
  if (isKnown && status === 200) return new Response(null, { status: 304, headers })
  if (!/\bgzip\b/.test(asked.header('accept-encoding') ?? '')) {
    return new Response(page.body, { status, headers })
  }
  return new Response(page.gzipped, { status, headers: { ...headers, 'Content-Encoding': 'gzip' } })
}

const stream = async (
  response: ServerResponse,
  actor: Actor,
  lastEventId: string | undefined,
  options: ConsoleOptions,
): Promise<void> => {
  const { bus, clock, ticker, closing } = options
  const early: FeedEvent[] = []
  let isOpen = false
  let last: 'signed-out' | 'changed' | undefined
  const leave = (how: 'signed-out' | 'changed'): void => {
    last = how
    if (isOpen) response.end(`event: ${how}\ndata: {}\n\n`)
  }
  const write = (event: FeedEvent): void => {
    if (!isOpen) return void early.push(event)
    response.write(`id: ${event.id}\nevent: ${event.name}\ndata: ${event.data}\n\n`)
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy()
  }
  // Heard from now on: what ends while the first event is read ends this stream too.
  const stopListening = bus.on('authority.ended', (ended) => {
    if (isOf(ended, actor)) leave(ended.isChange ? 'changed' : 'signed-out')
  })
  // The first event is read before the status is sent, so a failing database is a clean 503.
  const unsubscribe = await options
    .feedOf(actor)
    .subscribe(lastEventId, write)
    .catch((error: unknown) => {
      stopListening()
      throw error
    })
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  })
  // A page whose own files come from another folder is older than this server.
  const { folder } = loadPages()
  response.write(`retry: 2000\nevent: files\ndata: ${JSON.stringify({ folder })}\n\n`)
  isOpen = true
  const end = (): void => void response.end()
  const stopHeartbeat = ticker.every(HEARTBEAT_MS, () => {
    if (clock.now() >= (actor.expiresAt ?? Number.POSITIVE_INFINITY)) leave('signed-out')
    else response.write(': still here\n\n')
  })
  closing.addEventListener('abort', end)
  response.once('close', () => {
    unsubscribe()
    stopHeartbeat()
    stopListening()
    closing.removeEventListener('abort', end)
  })
  if (last) leave(last)
  else early.forEach(write)
}
