/** Requests of the controller inside a tunnel, each answered in time or an error. */

import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2'
import type { Ticker } from '../../platform/ticker.ts'
import { TunnelError } from './errors.ts'
import { readBody } from './wire.ts'

/** Longer than the host takes to dial a service that does not answer, with a slow relay between. */
const ANSWER_WITHIN_MS = 15_000

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

/** Waits for a stream's response. Throws `TunnelError`. */
export const answered = (
  stream: ClientHttp2Stream,
  ticker: Ticker,
): Promise<{ status: number; headers: IncomingHttpHeaders }> => {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number
    headers: IncomingHttpHeaders
  }>()
  const stop = ticker.after(ANSWER_WITHIN_MS, () => {
    reject(new TunnelError('the host did not answer in time'))
    stream.close()
  })
  stream.on('response', (headers) => resolve({ status: headers[':status'] ?? 0, headers }))
  stream.on('error', () => undefined)
  stream.on('close', () => reject(new TunnelError('the tunnel broke off')))
  return promise.finally(stop)
}

/** Asks the host something. Throws `TunnelError`. */
export const ask = async (
  session: ClientHttp2Session,
  ticker: Ticker,
  path: string,
  body: object,
): Promise<Answer> => {
  if (session.closed || session.destroyed) throw new TunnelError('the tunnel is closed')
  const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/json' })
  const answer = readBody(stream)
  stream.end(JSON.stringify(body))
  const { status } = await answered(stream, ticker)
  return { status, body: (await answer) ?? {} }
}
