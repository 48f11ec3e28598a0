/**
 * The one listening socket and its limits: how long headers and requests may take, how large they
 * may be, how many connections there are in all and from one address.
 */

import type { RequestListener, Server } from 'node:http'
import type { Socket } from 'node:net'
import { Refusal } from '../protocol/refusals.ts'
import { canonicalAddress, toBucket } from '../platform/addresses.ts'
import { isUpgrade } from './upgrade.ts'
import { KEEP_ALIVE_SECONDS } from './answer.ts'

// `import` reads every export of a module, and one of this module's is a getter that loads Node's
// whole fetch implementation: 30 ms of start-up and 5 MB for nothing.
const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http')

/** Time for the complete headers of a request, milliseconds. */
const HEADERS_TIMEOUT_MS = 10_000

/** Time for a complete request, milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000

/** How often the two above are looked at, milliseconds. */
const TIMEOUT_CHECK_MS = 2_000

/** All headers of a request together. */
const MAX_HEADER_BYTES = 16 * 1024

export type ServerLimits = {
  readonly maxConnections: number
  /** For one address that is not a trusted proxy. */
  readonly maxConnectionsPerAddress: number
  readonly isTrustedProxy: (address: string) => boolean
}

export type HttpServer = {
  readonly server: Server
  /** Ends connections that have never said anything: Node takes them for busy ones. */
  readonly endSilent: () => void
}

/** Makes the server; it listens when told to. */
export const createHttpServer = (limits: ServerLimits, listener: RequestListener): HttpServer => {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: KEEP_ALIVE_SECONDS * 1000,
      // Node adds this to the socket's timeout but not to the header it announces.
      keepAliveTimeoutBuffer: 1000,
      noDelay: true,
      // Some clients offer HTTP/2 with each request; that is no reason to answer otherwise.
      shouldUpgradeCallback: isUpgrade,
    },
    listener,
  )
  server.maxConnections = limits.maxConnections
  limitPerAddress(server, limits)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    // Who became a WebSocket has spoken, whatever the socket that was left counts.
    socket.once('moved', () => sockets.delete(socket))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    socket.end(rawAnswer(toRefusal(error.code)), () => socket.destroy())
  })
  return {
    server,
    endSilent: () => {
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
    },
  }
}

const limitPerAddress = (server: Server, limits: ServerLimits): void => {
  const counts = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = canonicalAddress(socket.remoteAddress ?? '')
    if (address === undefined || limits.isTrustedProxy(address)) return
    const bucket = toBucket(address)
    const count = (counts.get(bucket) ?? 0) + 1
    if (count > limits.maxConnectionsPerAddress) return void socket.destroy()
    counts.set(bucket, count)
    socket.once('close', () => {
      const left = (counts.get(bucket) ?? 1) - 1
      if (left === 0) counts.delete(bucket)
      else counts.set(bucket, left)
    })
  })
}

const toRefusal = (code: string | undefined): Refusal => {
  if (code === 'HPE_HEADER_OVERFLOW') return new Refusal('header_too_large')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Refusal('request_timeout')
  return new Refusal('malformed_request')
}

/** There is no response object for a request that could not be parsed. */
const rawAnswer = (refusal: Refusal): string => {
  const body = JSON.stringify({
    error: refusal.sentence('es'),
    success: false,
    error_code: refusal.code,
  })
  return [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n')
}
