/** What goes wrong as `/v1` tells it: a refusal, and its body (RFC 9457). */

import { Refusal } from '../protocol/refusals.ts'
import { StorageError } from '../store/database.ts'

/** Largest body of a `/v1` request. */
export const MAX_BODY_BYTES = 64 * 1024

/** What an error is to the caller; a bug is opaque to him. */
export const toRefusal = (error: Error): Refusal => {
  if (error instanceof Refusal) return error
  if (error instanceof StorageError) return new Refusal('storage_unavailable', { retryAfterMs: 5000 })
  // Hono's own complaints (a body that is no JSON, say) carry their status.
  const status = 'status' in error ? error.status : undefined
  if (status === 400) return new Refusal('invalid_request', { detail: 'JSON' })
  if (status === 413) return new Refusal('body_too_large', { limit: MAX_BODY_BYTES })
  if (status === 415) return new Refusal('unsupported_media_type')
  return new Refusal('internal_error')
}

/** The body of a refusal under `/v1`. */
export const toProblem = (refusal: Refusal, requestId: string) => ({
  type: `/docs#error-${refusal.code}`,
  title: refusal.title,
  status: refusal.status,
  detail: refusal.sentence('en'),
  code: refusal.code,
  requestId,
})
