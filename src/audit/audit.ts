/**
 * The audit: who did what, on which object, from where, allowed or refused. An act of somebody we
 * know is on the disk before it is answered; refusals and what strangers cause are counted, so that
 * a flood of them writes `MAX_ROWS_PER_MINUTE` rows a minute at most. The act itself is committed
 * first: a server killed between the two commits has acted without an entry and without an answer.
 */

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Ticker } from '../platform/ticker.ts'
import type { Scope } from '../protocol/actor.ts'
import type { AuditEntry, RecordAct } from '../protocol/audit.ts'
import { type AuditRecord, createAuditIds, toRecord } from './entry.ts'
import type { AuditFilter, AuditPlace, AuditStore } from './store.ts'
import { createTally } from './tally.ts'

/** What was counted is written this often, so a crash loses no more of it. */
const WRITE_COUNTED_EVERY_MS = 5000

/** Rows looked through between two turns of the event loop, about 2 ms. */
const SLICE_ROWS = 1000

/** Acts that wait for a disk that failed; it takes no other writes either, so these are few. */
const MAX_OVERDUE = 1000

export type AuditOptions = {
  readonly store: AuditStore
  readonly clock: Clock
  readonly ticker: Ticker
  readonly log: Log
  /** How long entries are kept, milliseconds. */
  readonly keepMs: number
  /** Entries kept of each tenant. */
  readonly maxRows: number
}

/** A page of the audit, newest first; `next` is where the following one begins. */
export type AuditPage = { readonly records: AuditRecord[]; readonly next: AuditPlace | undefined }

export type Audit = ReturnType<typeof createAudit>

export const createAudit = (options: AuditOptions) => {
  const { store, clock, ticker, log } = options
  const newAuditId = createAuditIds()
  const tally = createTally()
  let overdue: AuditRecord[] = []
  let writing = Promise.resolve()

  const toNewRecord = (entry: AuditEntry): AuditRecord => {
    const at = clock.now()
    return toRecord(entry, newAuditId(at), at)
  }

  /** Writes acts that a failing disk did not take; each has its id, so none is there twice. */
  const writeOverdue = async (): Promise<void> => {
    const records = overdue
    overdue = []
    try {
      await store.countUp(records)
    } catch {
      overdue = [...records, ...overdue].slice(0, MAX_OVERDUE)
    }
  }

  const writeRest = async (): Promise<void> => {
    if (overdue.length > 0) await writeOverdue()
    const records = tally.take()
    if (records.length === 0) return
    try {
      await store.countUp(records)
    } catch (err) {
      tally.giveBack(records)
      log.error({ err, rows: records.length }, 'the audit cannot be written; it is tried again')
    }
  }

  /** Writes what was counted or is overdue; one at a time, so that a count never goes down. */
  const flush = (): Promise<void> => {
    writing = writing.then(writeRest)
    return writing
  }

  const stopWriting = ticker.every(WRITE_COUNTED_EVERY_MS, () => void flush())

  const count = (entry: AuditEntry): void => tally.add(toNewRecord(entry))

  const record: RecordAct = async (entry) => {
    if (entry.reason !== undefined) return count(entry)
    const made = toNewRecord(entry)
    try {
      await store.add(made)
    } catch (err) {
      const isKept = overdue.length < MAX_OVERDUE
      if (isKept) overdue.push(made)
      log.error({ err, entry: made, isTriedAgain: isKept }, 'an act is not in the audit')
    }
  }

  /** Matching rows in order, a slice at a time; a slice may be empty. Ends with the last row. */
  async function* slices(
    scope: Scope,
    filter: AuditFilter,
    start: AuditPlace,
  ): AsyncGenerator<AuditRecord[], void, void> {
    let after = start
    for (;;) {
      const end = await store.sliceEnd(scope, filter.from ?? 0, after, SLICE_ROWS)
      yield await store.matching(scope, filter, { after, upTo: end }, SLICE_ROWS)
      if (!end) return
      after = end
      await nextTurn()
    }
  }

  const startOf = ({ until }: AuditFilter, after: AuditPlace | undefined): AuditPlace => {
    const start = { at: until ?? Number.MAX_SAFE_INTEGER, id: '' }
    return after && after.at < start.at ? after : start
  }

  return {
    /** Keeps an act, or counts a refused one. Never throws. */
    record,

    /** Counts what anybody can cause as often as he likes. */
    count,

    /** Writes what was counted now. */
    flush,

    /** A page of a tenant's audit, newest first. */
    async page(
      scope: Scope,
      filter: AuditFilter,
      limit: number,
      after?: AuditPlace,
    ): Promise<AuditPage> {
      await flush()
      const found: AuditRecord[] = []
      for await (const slice of slices(scope, filter, startOf(filter, after))) {
        found.push(...slice)
        if (found.length > limit) break
      }
      const records = found.slice(0, limit)
      const last = found.length > limit ? records.at(-1) : undefined
      return { records, next: last && { at: last.at, id: last.id } }
    },

    /** Everything that matches, newest first, a slice at a time. */
    async *everything(scope: Scope, filter: AuditFilter): AsyncGenerator<AuditRecord[], void, void> {
      await flush()
      yield* slices(scope, filter, startOf(filter, undefined))
    },

    /** Removes what is too old or too much; returns how many rows. */
    async sweep(): Promise<number> {
      let removed = 0
      for (const tenantId of await store.tenants()) {
        removed += await store.forgetBefore(tenantId, clock.now() - options.keepMs)
        removed += await store.forgetExcess(tenantId, options.maxRows)
      }
      return removed
    },

    /** Stops the timer and writes what is left. */
    async close(): Promise<void> {
      stopWriting()
      await flush()
    },
  }
}
