/**
 * Dialling a WebSocket of an isr server, with reasons a person can act on: the server said no, it
 * cannot be reached, or something on the way is not the server. No redirect is followed, so that a
 * ticket reaches the server it was meant for and no other.
 */

import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { refusalOfClose } from '../protocol/closing.ts'
import { cleanName } from '../protocol/host.ts'
import type { RefusalCode } from '../protocol/refusals.ts'
import { UnreachableError } from './api.ts'
import { ProblemError } from './problem.ts'

/** Something between us and the server answered in its place. */
export class ProxyInTheWayError extends Error {
  override readonly name = 'ProxyInTheWayError'
  readonly status: number
  /** What it calls itself, cleaned; often empty. */
  readonly by: string

  constructor(status: number, by: string) {
    super(`HTTP ${status}${by && ` by ${by}`}`)
    this.status = status
    this.by = by
  }
}

/** Longest message taken, bytes: the relay sends at most this, and TLS records are 16 KiB. */
const MAX_PAYLOAD = 1024 * 1024

/** Longest answer read when the upgrade is refused, bytes: a problem of ours is below 2 KiB. */
const MAX_ANSWER_BYTES = 16 * 1024

/** Longest name of a server shown, characters. */
const MAX_BY = 60

/** Longest a server, TLS and a slow proxy take for the upgrade. */
const TIMEOUT_MS = 10_000

export type DialOptions = {
  /** Origin such as `https://registry.example`. */
  readonly server: string
  readonly path: string
  /** A whole `Authorization` header, such as `Ticket isrx_…`. */
  readonly authorization?: string | undefined
  readonly timeoutMs?: number | undefined
  /** Longest message taken, bytes; a larger one ends the connection. */
  readonly maxBytes?: number | undefined
  /** Gives the dial up. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Opens a WebSocket. Listen for messages before anything else is awaited: they come right after.
 * Throws `ProblemError`, `UnreachableError`, `ProxyInTheWayError`.
 */
export const dialWebSocket = ({
  server,
  path,
  authorization,
  timeoutMs = TIMEOUT_MS,
  maxBytes = MAX_PAYLOAD,
  signal,
}: DialOptions): Promise<WebSocket> => {
  const { promise, resolve, reject } = Promise.withResolvers<WebSocket>()
  const url = new URL(path, server)
  url.protocol = url.protocol === 'https:' || url.protocol === 'wss:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(url, {
    headers: authorization === undefined ? {} : { authorization },
    handshakeTimeout: timeoutMs,
    followRedirects: false,
    perMessageDeflate: false,
    maxPayload: maxBytes,
    // Masks keep old proxies from taking a page's bytes for HTTP (RFC 6455, 10.3). Ours are TLS
    // ciphertext or JSON of this program, no page chooses them: random masks would protect nobody
    // and cost both ends and the relay a pass over every byte.
    generateMask: (mask) => void mask.fill(0),
  })
  // A byte now and then is no progress: `handshakeTimeout` is about silence only.
  const late = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])])
  const giveUp = (): void => {
    reject(new UnreachableError(server, 'no answer in time'))
    socket.terminate()
  }
  if (late.aborted) setImmediate(giveUp)
  late.addEventListener('abort', giveUp)
  const settled = (): void => late.removeEventListener('abort', giveUp)
  promise.then(settled, settled)
  socket.on('unexpected-response', (request, answer) => {
    void refusalIn(server, answer).then((error) => {
      reject(error)
      request.destroy()
    })
  })
  // After the dial the socket's errors are its owner's; `close` follows each of them.
  socket.on('error', (error) => reject(toDialError(server, error)))
  socket.once('open', () => {
    // What came with the upgrade's answer would be emitted before whoever awaits this can listen.
    socket.pause()
    setImmediate(() => socket.resume())
    resolve(socket)
  })
  return promise
}

/** Why an open WebSocket was closed, where the server named a reason of ours. */
export const closedReason = (code: number, reason: Buffer | string): RefusalCode | undefined =>
  refusalOfClose(code, reason.toString())

/** What an HTTP answer in place of the upgrade means. */
const refusalIn = async (server: string, answer: IncomingMessage): Promise<Error> => {
  const { statusCode: status = 0, headers } = answer
  const problem = await readProblem(answer)
  if (problem) return new ProblemError(status, problem, headers['retry-after'] ?? null)
  if (status >= 300 && status < 400) {
    return new UnreachableError(server, `redirected to ${cleanName(headers.location ?? '?')}`)
  }
  const by = headers['server'] ?? headers['proxy-agent'] ?? headers.via
  return new ProxyInTheWayError(status, cleanName(String(by ?? '')).slice(0, MAX_BY))
}

const readProblem = async (answer: IncomingMessage): Promise<object | undefined> => {
  if (!/^application\/problem\+json\b/.test(answer.headers['content-type'] ?? '')) return undefined
  try {
    let text = ''
    for await (const chunk of answer) {
      text += String(chunk)
      if (text.length > MAX_ANSWER_BYTES) return undefined
    }
    const problem: unknown = JSON.parse(text)
    return typeof problem === 'object' && problem !== null ? problem : undefined
  } catch {
    return undefined
  }
}

/** Bytes that are not HTTP, or an upgrade that is none, come from something on the way. */
const toDialError = (server: string, error: Error & { code?: string }): Error => {
  const isNotOurs = error.code?.startsWith('HPE_') || /^(?:Invalid|Server sent)/.test(error.message)
  return isNotOurs ? new ProxyInTheWayError(0, '') : new UnreachableError(server, error.code ?? error.message)
}
