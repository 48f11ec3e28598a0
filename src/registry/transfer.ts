/** Taking over the older server's JSON file, and writing one it could read. */

import { newId } from '../platform/ids.ts'
import { DEFAULT_TENANT } from '../protocol/tenant.ts'
import { Refusal } from '../protocol/refusals.ts'
import { type Lease, toClaim, unowned } from './lease.ts'
import type { LeaseStore } from './store.ts'

/** Leases written per transaction: short enough for a running server to write in between. */
const ROWS_PER_TRANSACTION = 1000

/** An entry of the file that was left out, and why. */
export type Skipped = { readonly code: string; readonly reason: string }

export type ImportResult = {
  /** Entries written because they are newer than what was here. */
  readonly imported: number
  /** Entries this registry already has in the same or a newer state. */
  readonly unchanged: number
  readonly skipped: readonly Skipped[]
}

/**
 * Imports `{code: {host, port, name, last_update, registered_at}}` (seconds), keeping
 * `registered_at`. Throws `TypeError` when `file` is not such an object; nothing is written then.
 */
export const importLegacy = async (
  store: LeaseStore,
  file: unknown,
  now: number,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<ImportResult> => {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    throw new TypeError('it is not an object of codes')
  }
  const skipped: Skipped[] = []
  const leases: Lease[] = []
  for (const [code, entry] of Object.entries(file)) {
    const result = toLease(code, entry, now)
    if ('reason' in result) skipped.push(result)
    else leases.push(result)
  }
  let imported = 0
  for (let at = 0; at < leases.length; at += ROWS_PER_TRANSACTION) {
    imported += await store.importLeases(leases.slice(at, at + ROWS_PER_TRANSACTION))
    onProgress(Math.min(at + ROWS_PER_TRANSACTION, leases.length), leases.length)
  }
  return { imported, unchanged: leases.length - imported, skipped }
}

const toLease = (code: string, entry: unknown, now: number): Lease | Skipped => {
  if (typeof entry !== 'object' || entry === null) return { code, reason: 'invalid_request' }
  const { host, port, name, last_update, registered_at } = entry as Record<string, unknown>
  if (typeof host !== 'string') return { code, reason: 'invalid_host' }
  try {
    const claim = toClaim({
      code,
      address: host,
      port: typeof port === 'number' || typeof port === 'string' ? port : undefined,
      name: typeof name === 'string' ? name : undefined,
    })
    const updatedAt = toInstant(last_update, now) ?? now
    const registeredAt = Math.min(toInstant(registered_at, now) ?? updatedAt, updatedAt)
    const hostId = newId('host')
    return { ...unowned, ...claim, tenantId: DEFAULT_TENANT, hostId, registeredAt, updatedAt }
  } catch (error) {
    if (error instanceof Refusal) return { code, reason: error.code }
    throw error
  }
}

/** A clock that was ahead must not make a lease immortal: nothing lies in the future. */
const toInstant = (seconds: unknown, now: number): number | undefined =>
  typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0
    ? Math.min(Math.round(seconds * 1000), now)
    : undefined

/** Writes every lease that is live at `cutoff` in the older server's format, chunk by chunk. */
export async function* exportLegacy(store: LeaseStore, cutoff: number): AsyncGenerator<string> {
  let opening = '{\n'
  for await (const { leases } of store.everything({ tenantId: DEFAULT_TENANT }, cutoff, true)) {
    yield opening + leases.map(entryOf).join(',\n')
    opening = ',\n'
  }
  yield opening === '{\n' ? '{}\n' : '\n}\n'
}

const entryOf = (lease: Lease): string =>
  `  ${JSON.stringify(lease.code)}: ${JSON.stringify({
    host: lease.address,
    port: lease.port,
    name: lease.name,
    last_update: lease.updatedAt / 1000,
    registered_at: lease.registeredAt / 1000,
  })}`
