/**
 * Pages and searches the hosts without holding the event loop: a search reads the list in slices
 * and lets other requests in between, so it costs time and not anybody's latency.
 */

import type { Scope } from '../protocol/actor.ts'
import type { Host } from '../protocol/api.ts'
import type { PresenceOf } from '../protocol/presence.ts'
import { toHost } from './host.ts'
import type { Lease } from './lease.ts'
import type { Cursor, LeaseStore } from './store.ts'

/** Rows read and compared between two turns of the event loop, about 2 ms. */
const SLICE_ROWS = 500

/** A page of the list of hosts to ask for. */
export type HostQuery = {
  /** Text to find in code, name, address or a tag, in any case; empty finds all. */
  readonly q: string
  readonly limit: number
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
}

export type HostPage = {
  readonly hosts: Host[]
  /** How many hosts match in all. */
  readonly total: number
  readonly nextCursor: string | null
}

type Source = {
  readonly store: LeaseStore
  readonly scope: Scope
  readonly cutoff: number
  readonly ttlMs: number
  readonly presenceOf: PresenceOf
  readonly count: () => Promise<number>
}

const START: Cursor = { updatedAt: Number.MAX_SAFE_INTEGER, code: '' }

/** Finds hosts, newest update first. A cursor that is not ours starts at the beginning. */
export const searchHosts = async (source: Source, query: HostQuery): Promise<HostPage> => {
  const start = query.cursor === undefined ? START : parseCursor(query.cursor)
  const needle = query.q.trim().toLowerCase()
  return needle ? findMatching(source, query, start, needle) : pageOf(source, query, start)
}

const pageOf = async (source: Source, query: HostQuery, start: Cursor): Promise<HostPage> => {
  const leases = await source.store.page(source.scope, source.cutoff, start, query.limit + 1)
  return toPage(source, leases, query.limit, await source.count())
}

const findMatching = async (
  source: Source,
  query: HostQuery,
  start: Cursor,
  needle: string,
): Promise<HostPage> => {
  const found: Lease[] = []
  let total = 0
  let after = START
  for (;;) {
    const slice = await source.store.page(source.scope, source.cutoff, after, SLICE_ROWS)
    for (const lease of slice) {
      if (!matches(lease, needle)) continue
      total++
      if (found.length <= query.limit && isAfter(lease, start)) found.push(lease)
    }
    const last = slice.at(-1)
    if (!last || slice.length < SLICE_ROWS) break
    after = last
    await new Promise((resolve) => setImmediate(resolve))
  }
  return toPage(source, found, query.limit, total)
}

const toPage = (source: Source, leases: Lease[], limit: number, total: number): HostPage => {
  const shown = leases.slice(0, limit)
  const last = shown.at(-1)
  const hasMore = last !== undefined && leases.length > limit
  return {
    hosts: shown.map((lease) => toHost(lease, source)),
    total,
    nextCursor: hasMore ? formatCursor(last) : null,
  }
}

const matches = (lease: Lease, needle: string): boolean =>
  lease.code.toLowerCase().includes(needle) ||
  lease.name.toLowerCase().includes(needle) ||
  lease.address.toLowerCase().includes(needle) ||
  lease.tags.some((tag) => tag.toLowerCase().includes(needle))

const isAfter = (lease: Lease, start: Cursor): boolean =>
  lease.updatedAt < start.updatedAt ||
  (lease.updatedAt === start.updatedAt && lease.code < start.code)

const formatCursor = ({ updatedAt, code }: Cursor): string =>
  Buffer.from(JSON.stringify([updatedAt, code])).toString('base64url')

const parseCursor = (cursor: string): Cursor => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const [updatedAt, code] = Array.isArray(parsed) ? (parsed as unknown[]) : []
    if (typeof updatedAt === 'number' && typeof code === 'string') return { updatedAt, code }
  } catch {
    // Not a cursor of ours: answered like none, it can only show what the caller may see anyway.
  }
  return START
}
