/**
 * Requests to become a WebSocket, before any framework: who asks, from where, whether a browser's
 * page of another site does, and a clear HTTP answer for everybody who is refused.
 */

import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { newId } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { Refusal } from '../protocol/refusals.ts'
import type { Client, ClientOf } from './client-address.ts'
import { refuseCrossOrigin, refuseOtherHost, secureByOrigin } from './origin.ts'
import { toProblem, toRefusal } from './problem.ts'

const { STATUS_CODES } = process.getBuiltinModule('node:http')

/** A request that asks to become a WebSocket and was let so far. */
export type Upgrade = {
  readonly request: IncomingMessage
  readonly socket: Duplex
  /** What came behind the request's head. */
  readonly head: Buffer
  readonly client: Client
}

/** Takes the socket over; what it throws is answered over HTTP, so nothing may have been sent. */
export type UpgradeHandler = (upgrade: Upgrade) => Promise<void> | void

export type UpgradeOptions = {
  readonly clientOf: ClientOf
  readonly allowedHosts: ReadonlySet<string>
  /** Aborted when the server shuts down: newcomers are refused then. */
  readonly closing: AbortSignal
  readonly handlers: Readonly<Record<string, UpgradeHandler>>
  readonly log: Log
}

/** Whether a request asks for a WebSocket; other protocols' requests are answered as plain HTTP. */
export const isUpgrade = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket'

/** `ws` answers a bad handshake itself and in its own words; nothing may be lost to it. */
const isHandshake = (headers: IncomingHttpHeaders): boolean =>
  headers['sec-websocket-version'] === '13' &&
  KEY.test(headers['sec-websocket-key'] ?? '') &&
  headers['sec-websocket-protocol'] === undefined

/** 16 bytes in base64 (RFC 6455, 4.1). */
const KEY = /^[+/0-9A-Za-z]{22}==$/

/** Answers the server's upgrade requests: by the path's handler, or with a refusal. */
export const handleUpgrades = (server: Server, options: UpgradeOptions): void => {
  const { handlers, closing, log } = options

  const admit = (request: IncomingMessage): { handle: UpgradeHandler; client: Client } => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const handle = Object.hasOwn(handlers, path) ? handlers[path] : undefined
    if (!handle) throw new Refusal('endpoint_not_found')
    if (closing.aborted) throw new Refusal('restarting', { retryAfterMs: 1000 })
    const { headers, method } = request
    refuseOtherHost(options.allowedHosts, headers.host)
    if (!isUpgrade(request) || !isHandshake(headers) || method !== 'GET') {
      throw new Refusal('upgrade_required')
    }
    const client = secureByOrigin(options.clientOf(request), headers)
    refuseCrossOrigin(headers, client)
    return { handle, client }
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', destroyThis)
    const answer = async (): Promise<void> => {
      const { handle, client } = admit(request)
      await handle({ request, socket, head, client })
    }
    answer().catch((error: Error) => {
      const refusal = toRefusal(error)
      if (refusal.code === 'internal_error') log.error({ err: error }, 'an upgrade failed')
      refuseUpgrade(socket, refusal)
    })
  })
}

/**
 * Until a handler listens, an error of the socket would be nobody's and end the process. It stays for
 * as long as the socket, so it must hold on to nothing, above all not to the request.
 */
function destroyThis(this: Duplex): void {
  this.destroy()
}

const refuseUpgrade = (socket: Duplex, refusal: Refusal): void => {
  if (!socket.writable) return void socket.destroy()
  const requestId = newId('req')
  const body = JSON.stringify(toProblem(refusal, requestId))
  const retryAfter = refusal.retryAfterSeconds
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      ...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`]),
      ...(refusal.code === 'upgrade_required' ? ['Upgrade: websocket'] : []),
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
    () => socket.destroy(),
  )
}
