/**
 * What anybody can cause as often as he likes, counted instead of listed: the same event within a
 * minute is one row with a count, and a minute has a fixed number of rows. Beyond it an action has
 * one row with the object `(many)`, and beyond that there is one row for all that is left, so a
 * flood costs neither memory nor disk, and no tenant's flood hides another tenant's events.
 */

import { canonicalAddress, toBucket } from '../platform/addresses.ts'
import { DEFAULT_TENANT } from '../protocol/tenant.ts'
import type { AuditRecord } from './entry.ts'

export const MINUTE_MS = 60_000

/**
 * Rows with an object that a minute has in all, and those of one tenant: so many for strangers, and
 * as many for those we know, so that nobody hides what he tries behind a flood from outside.
 */
export const MAX_DETAILED = 100
export const MAX_DETAILED_OF_TENANT = 50

/** Rows with the object `(many)` that a minute has. */
export const MAX_MANY = 39

/** Rows a minute writes at most, whatever happens: these and one for all that is left. */
export const MAX_ROWS_PER_MINUTE = 2 * MAX_DETAILED + MAX_MANY + 1

/** Rows that wait for a disk that fails: two minutes' worth. */
const MAX_LEFT = 2 * MAX_ROWS_PER_MINUTE

const MANY = { id: '(many)', name: '(many)' }

/** Key of the row for all that is left. */
const REST = 'rest'

type Counted = { record: AuditRecord; isDirty: boolean }

/** Counts events and hands out the rows that changed. */
export const createTally = () => {
  let minute = Number.NaN
  let counted = new Map<string, Counted>()
  let many = 0
  let detailed = new Map<string, number>()
  /** Rows of minutes that are over and were not handed out yet. */
  let left: AuditRecord[] = []

  const startMinute = (of: number): void => {
    if (of === minute) return
    left = [...left, ...dirtyOnes(counted)].slice(-MAX_LEFT)
    minute = of
    counted = new Map()
    detailed = new Map()
    many = 0
  }

  const bump = (key: string, at: number): boolean => {
    const known = counted.get(key)
    if (!known) return false
    const { record } = known
    known.record = { ...record, count: record.count + 1, untilAt: Math.max(record.untilAt, at) }
    known.isDirty = true
    return true
  }

  const open = (key: string, record: AuditRecord): void => {
    counted.set(key, { record, isDirty: true })
  }

  /** Takes one of the minute's rows with an object, if there are any left. */
  const reserve = ({ tenantId, actor }: AuditRecord): boolean => {
    const group = actor.kind === 'anonymous' ? 'strangers' : 'known'
    const ofTenant = JSON.stringify([group, tenantId])
    const [all, own] = [detailed.get(group) ?? 0, detailed.get(ofTenant) ?? 0]
    if (all >= MAX_DETAILED || own >= MAX_DETAILED_OF_TENANT) return false
    detailed.set(group, all + 1).set(ofTenant, own + 1)
    return true
  }

  return {
    /** Counts an event at the instant of its record. */
    add(record: AuditRecord): void {
      const { at } = record
      startMinute(Math.floor(at / MINUTE_MS))
      const key = keyOf(record)
      if (bump(key, at)) return
      if (reserve(record)) return open(key, record)
      const general = toGeneral(record)
      const generalKey = keyOf(general)
      if (bump(generalKey, at)) return
      if (many < MAX_MANY) {
        many++
        return open(generalKey, general)
      }
      if (!bump(REST, at)) open(REST, toRest(general))
    },

    /** Rows that are new or were counted up since the last time. */
    take(): AuditRecord[] {
      const taken = [...left, ...dirtyOnes(counted)]
      left = []
      for (const entry of counted.values()) entry.isDirty = false
      return taken
    },

    /** Takes rows back that could not be written; they come again the next time. */
    giveBack(records: readonly AuditRecord[]): void {
      left = [...records, ...left].slice(-MAX_LEFT)
    },

    /** Rows remembered now. */
    get size(): number {
      return counted.size + left.length
    },
  }
}

const dirtyOnes = (counted: ReadonlyMap<string, Counted>): AuditRecord[] =>
  [...counted.values()].filter(({ isDirty }) => isDirty).map(({ record }) => record)

const keyOf = (record: AuditRecord): string => {
  const { tenantId, action, outcome, reason, address, actor, object } = record
  const canonical = canonicalAddress(address)
  const bucket = canonical === undefined ? address : toBucket(canonical)
  const { kind, id, name } = object
  return JSON.stringify([tenantId, action, outcome, reason, bucket, actor.kind, actor.id, kind, id, name])
}

const toGeneral = (record: AuditRecord): AuditRecord => ({
  ...record,
  actor: { ...MANY, kind: record.actor.kind },
  address: MANY.id,
  object: { ...MANY, kind: record.object.kind },
  before: null,
  after: null,
})

const toRest = (general: AuditRecord): AuditRecord => ({
  ...general,
  tenantId: DEFAULT_TENANT,
  actor: { ...MANY, kind: 'anonymous' },
  action: MANY.id,
  object: { ...MANY, kind: MANY.id },
  reason: null,
})
