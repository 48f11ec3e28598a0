/**
 * What both ends of a tunnel agree on: HTTP/2 inside TLS 1.3, two requests by which a controller
 * proves that it may, then one CONNECT stream for each connection of a local program.
 */

import type { ClientHttp2Stream, ServerHttp2Stream } from 'node:http2'

/** Asks to be let in, with a grant or a share of the PIN's proof. */
export const OPEN_PATH = '/isr/1/open'

/** Ends the PIN's proof. */
export const CONFIRM_PATH = '/isr/1/confirm'

/** Names why a stream was refused; its value is a code such as `service_down`. */
export const REASON_HEADER = 'isr-reason'

/** What HTTP/2 is called in TLS (RFC 9113, 3.2). */
export const ALPN = ['h2']

/** RFC 5705 label of the channel that a PIN's proof is bound to, and its bytes. */
const EXPORTER_LABEL = 'EXPORTER-isr-pin'
const EXPORTER_BYTES = 32

/**
 * Unread bytes of one stream: 100 ms of network at 80 Mbit/s. What is on its way is as old as this
 * takes to pass, half a second at a stranger's 16 Mbit/s, and a person waits for it at each key. It is
 * also what one program that stopped reading costs this process.
 */
const STREAM_WINDOW_BYTES = 1024 * 1024

/** Unread bytes of a whole tunnel; node:http2 gives them back as they arrive, whoever reads them. */
export const TUNNEL_WINDOW_BYTES = 32 * 1024 * 1024

/** Connections of local programs in one tunnel: a browser takes 6 for a site, a bad day 100. */
export const MAX_STREAMS = 256

/** Largest body of a request or answer, bytes: eight candidates with their names fit twice. */
const MAX_BODY_BYTES = 8 * 1024

/** The controller pings this often, as the server does on the control channel. */
export const PING_MS = 20_000

/** Silence after which the other end is gone: two pings and their way back. */
export const SILENCE_MS = 45_000

/** What both ends announce. */
export const SETTINGS = {
  initialWindowSize: STREAM_WINDOW_BYTES,
  maxConcurrentStreams: MAX_STREAMS,
  // Our longest header list is that of a CONNECT: below 1 KiB.
  maxHeaderListSize: 8 * 1024,
  maxFrameSize: 64 * 1024,
  enablePush: false,
} as const

/** The value that only the two ends of this TLS channel can compute. */
export const channelOf = (socket: {
  exportKeyingMaterial: (bytes: number, label: string, context: Buffer) => Buffer
}): Buffer => socket.exportKeyingMaterial(EXPORTER_BYTES, EXPORTER_LABEL, Buffer.alloc(0))

type Body = Readonly<Record<string, unknown>>

/**
 * Reads a body that is a JSON object; `undefined` for anything else, or for too much of it. Call it
 * in the turn in which the stream appears: a small answer has ended by the next one.
 */
export const readBody = (stream: ClientHttp2Stream | ServerHttp2Stream): Promise<Body | undefined> => {
  const { promise, resolve } = Promise.withResolvers<Body | undefined>()
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
    else resolve(undefined)
  })
  stream.on('end', () => resolve(toBody(Buffer.concat(chunks).toString('utf8'))))
  stream.on('close', () => resolve(undefined))
  return promise
}

const toBody = (text: string): Body | undefined => {
  try {
    const parsed: unknown = JSON.parse(text)
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return isObject ? (parsed as Body) : undefined
  } catch {
    return undefined
  }
}

/** Bytes that travel in JSON as base64url; `undefined` for what is not text, or too long. */
export const bytesOf = (value: unknown): Buffer | undefined =>
  typeof value === 'string' && value.length <= 256 ? Buffer.from(value, 'base64url') : undefined
