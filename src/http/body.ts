/** Reads a request body up to a limit, and refuses more before it is in memory. */

import type { IncomingMessage } from 'node:http'
import { Refusal } from '../protocol/refusals.ts'

/** Whether the request announces a body at all; the older clients never send one. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** Reads the body as UTF-8. Throws `Refusal` when it is larger than `limit` bytes or breaks off. */
export const readBody = async (request: IncomingMessage, limit: number): Promise<string> => {
  const refuse = (): never => {
    throw new Refusal('body_too_large', { limit })
  }
  if (Number(request.headers['content-length'] ?? 0) > limit) refuse()
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > limit) refuse()
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('malformed_request')
  }
  return Buffer.concat(chunks).toString('utf8')
}
