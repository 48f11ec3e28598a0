/**
 * Answers on the hot paths, without a framework.
 *
 * A bare `node:http` answer spends a fifth of its time validating and assembling headers that never
 * change. Node keeps the assembled head in `response._header`; a head that is already there is sent
 * as it is. That field is not public, so this is the one place that touches it, only for the plain
 * case (200, keep-alive, HTTP/1.1), and a test holds both ways to the same bytes.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { systemClock } from '../platform/clock.ts'

type Head = ServerResponse & { _header?: string | null }

/** Seconds an idle kept-alive connection is held; longer than nginx holds its upstream ones. */
export const KEEP_ALIVE_SECONDS = 65

const JSON_TYPE = 'application/json'

const CORS = ['Access-Control-Allow-Origin', '*'] as const

const START = `HTTP/1.1 200 OK\r\nContent-Type: ${JSON_TYPE}\r\n`

const OPEN_START = `${START}${CORS.join(': ')}\r\n`

type Answer = { readonly response: ServerResponse; readonly body: string }

/** No more than the requests that one turn reads. */
let due: Answer[] = []

let date = ''
let dateSecond = 0

const dateNow = (): string => {
  const second = Math.floor(systemClock.now() / 1000)
  if (second !== dateSecond) {
    dateSecond = second
    date = new Date(second * 1000).toUTCString()
  }
  return date
}

/** Sends a 200 JSON body that any page may read (CORS `*`), as fast as Node can. */
export const sendOpenJson = (
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): void => {
  if (isPlain(request, response)) sendLater(response, OPEN_START, body)
  else sendJson(response, 200, body, CORS)
}

/** The same for an answer that only its own site may read. */
export const sendOwnJson = (
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): void => {
  if (isPlain(request, response)) sendLater(response, START, body)
  else sendJson(response, 200, body)
}

const isPlain = (request: IncomingMessage, response: ServerResponse): boolean =>
  response.shouldKeepAlive && request.httpVersionMinor === 1 && request.method !== 'HEAD'

// oxlint-disable-next-line no-control-regex -- the class of plain ASCII
const ASCII = /^[\u0000-\u007f]*$/

const sendLater = (response: ServerResponse, start: string, text: string): void => {
  // One character a byte, so that head and body leave in one write.
  const body = ASCII.test(text) ? text : Buffer.from(text).toString('latin1')
  ;(response as Head)._header =
    `${start}Content-Length: ${body.length}\r\nDate: ${dateNow()}\r\n` +
    `Connection: keep-alive\r\nKeep-Alive: timeout=${KEEP_ALIVE_SECONDS}\r\n\r\n`
  if (due.push({ response, body }) === 1) setImmediate(sendDue)
}

/**
 * Answers leave together at the end of the turn in which they were worked out. Sent one by one, each
 * wakes its reader, who is asleep again before the next: on one core beside a busy reader that cost
 * nearly half of the resolves per second. An answer alone waits for nothing but the end of its turn.
 */
const sendDue = (): void => {
  const ready = due
  due = []
  for (const { response, body } of ready) response.end(body, 'latin1')
}

/** Sends a JSON body with any status and extra headers (name, value, name, value …). */
export const sendJson = (
  response: ServerResponse,
  status: number,
  body: string,
  headers: readonly string[] = [],
): void => {
  response.writeHead(status, [
    'Content-Type',
    JSON_TYPE,
    ...headers,
    'Content-Length',
    String(Buffer.byteLength(body)),
  ])
  response.end(body)
}
