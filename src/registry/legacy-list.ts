/** The contract's `/list`: one JSON object of any size, written as fast as its reader takes it. */

import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Scope } from '../protocol/actor.ts'
import { Refusal } from '../protocol/refusals.ts'
import type { Lease } from './lease.ts'
import type { Registry } from './registry.ts'

/** Lists under way at once; each holds a snapshot of the database open. */
const MAX_AT_ONCE = 4

/** A reader that takes longer would keep the write-ahead log growing: it is cut off. */
const DEADLINE_MS = 60_000

let atOnce = 0

/** Whose codes to list, and whether for his own people. */
export type Listed = Scope & { readonly isOwn: boolean }

/** Sends every live code from one snapshot. Throws `Refusal` when too many are under way. */
export const sendList = async (
  response: ServerResponse,
  registry: Registry,
  listed: Listed,
): Promise<void> => {
  if (atOnce >= MAX_AT_ONCE) throw new Refusal('rate_limited', { retryAfterMs: 1000 })
  atOnce++
  try {
    const chunks = listChunks(registry, listed)
    // The first slice is read before the status is sent, so a failing database is a clean 503.
    const first = await chunks.next()
    response.writeHead(200, ['Content-Type', 'application/json'])
    const rest = async function* (): AsyncGenerator<string> {
      if (!first.done) yield first.value
      yield* chunks
    }
    await pipeline(Readable.from(rest()), response, { signal: AbortSignal.timeout(DEADLINE_MS) })
  } finally {
    atOnce--
  }
}

async function* listChunks(registry: Registry, listed: Listed): AsyncGenerator<string> {
  let isFirst = true
  for await (const { total, leases } of registry.everything(listed, listed.isOwn)) {
    const opening = isFirst ? `{"success":true,"count":${total},"codes":{` : ','
    isFirst = false
    yield opening + leases.map(entry).join(',')
    await nextTurn()
  }
  yield isFirst ? '{"success":true,"count":0,"codes":{}}' : '}}'
}

const entry = (lease: Lease): string =>
  `${JSON.stringify(lease.code)}:{"host":${JSON.stringify(lease.address)},"port":${lease.port},` +
  `"name":${JSON.stringify(lease.name)},"last_update":${toSeconds(lease.updatedAt)},` +
  `"registered_at":${toSeconds(lease.registeredAt)}}`

/** Python's `time.time()`: seconds with a fraction, a float even on the full second. */
export const toSeconds = (instantMs: number): string => (instantMs / 1000).toFixed(3)
