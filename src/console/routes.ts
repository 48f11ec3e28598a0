/** The console's files and its live feed. */

import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Web } from '../http/web.ts'
import type { Bus } from '../platform/bus.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ticker } from '../platform/ticker.ts'
import type { Events } from '../protocol/events.ts'
import { Refusal } from '../protocol/refusals.ts'
import type { Feed, FeedEvent } from './feed.ts'
import { loadPages, type Page } from './pages.ts'

/** Below the 60 s after which nginx, and the 30 s after which mobile networks cut idle streams. */
const HEARTBEAT_MS = 20_000

/** Open consoles at once, over all browsers. */
const MAX_WATCHING = 200

/** A page that does not read is cut off at this much; it comes back and gets a snapshot. */
const MAX_UNREAD_BYTES = 4 * 2 ** 20

/** A sign-in, as far as a stream needs to know it. */
type Watcher = { readonly id: string; readonly expiresAt: number }

export type ConsoleOptions = {
  readonly feed: Feed
  readonly bus: Bus<Events>
  readonly clock: Clock
  readonly ticker: Ticker
  readonly isOwner: (request: IncomingMessage) => boolean
  readonly signInOf: (request: IncomingMessage) => Promise<Watcher | undefined>
  /** Aborted when the server shuts down. */
  readonly closing: AbortSignal
}

/** Adds the console's routes to the application. */
export const addConsoleRoutes = (web: Web, options: ConsoleOptions): void => {
  for (const [path, page] of loadPages()) {
    web.get(path, (c) => sendPage(page, c.req.header('if-none-match'), c.req.header('accept-encoding')))
  }

  web.get('/v1/events', async (c) => {
    const { incoming, outgoing } = c.env
    const watcher = options.isOwner(incoming)
      ? { id: '', expiresAt: Number.POSITIVE_INFINITY }
      : await options.signInOf(incoming)
    if (!watcher) throw new Refusal('sign_in_required')
    if (options.feed.watching >= MAX_WATCHING) {
      throw new Refusal('rate_limited', { retryAfterMs: HEARTBEAT_MS })
    }
    await stream(outgoing, watcher, c.req.header('last-event-id'), options)
    return RESPONSE_ALREADY_SENT
  })
}

const sendPage = (page: Page, known: string | undefined, encodings = ''): Response => {
  const headers = {
    'Content-Type': page.type,
    ETag: page.etag,
    'Cache-Control': 'no-cache',
    Vary: 'Accept-Encoding',
  }
  if (known === page.etag) return new Response(null, { status: 304, headers })
  if (!/\bgzip\b/.test(encodings)) return new Response(page.body, { headers })
  return new Response(page.gzipped, {
    headers: { ...headers, 'Content-Encoding': 'gzip' },
  })
}

const stream = async (
  response: ServerResponse,
  watcher: Watcher,
  lastEventId: string | undefined,
  options: ConsoleOptions,
): Promise<void> => {
  const { feed, bus, clock, ticker, closing } = options
  const early: FeedEvent[] = []
  let isOpen = false
  const write = (event: FeedEvent): void => {
    if (!isOpen) return void early.push(event)
    response.write(`id: ${event.id}\nevent: ${event.name}\ndata: ${event.data}\n\n`)
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy()
  }
  // The first event is read before the status is sent, so a failing database is a clean 503.
  const unsubscribe = await feed.subscribe(lastEventId, write)
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  })
  response.write('retry: 2000\n\n')
  isOpen = true
  early.forEach(write)
  const end = (): void => void response.end()
  const signOut = (): void => void response.end('event: signed-out\ndata: {}\n\n')
  const stopHeartbeat = ticker.every(HEARTBEAT_MS, () => {
    if (clock.now() >= watcher.expiresAt) signOut()
    else response.write(': still here\n\n')
  })
  const stopListening = bus.on('sign-in.ended', ({ id }) => id === watcher.id && signOut())
  closing.addEventListener('abort', end)
  response.once('close', () => {
    unsubscribe()
    stopHeartbeat()
    stopListening()
    closing.removeEventListener('abort', end)
  })
}
