/**
 * Audit entries as they are kept: every string cleaned and capped, every secret cut out. What is
 * reported here comes from strangers, hosts and people alike, so nothing of it is believed.
 */

import { randomDigits } from '../platform/ids.ts'
import type { AuditEntry } from '../protocol/audit.ts'
import { UNPRINTABLE } from '../protocol/code.ts'
import { DEFAULT_TENANT } from '../protocol/tenant.ts'

/** One row of the audit; `count` tells how often it was seen from `at` until `untilAt`. */
export type AuditRecord = {
  readonly id: string
  readonly tenantId: string
  readonly at: number
  readonly untilAt: number
  readonly count: number
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string }
  readonly address: string
  readonly action: string
  readonly object: { readonly kind: string; readonly id: string; readonly name: string }
  readonly outcome: 'allowed' | 'refused'
  readonly reason: string | null
  /** JSON, at most `MAX_FACTS_BYTES`. */
  readonly before: string | null
  readonly after: string | null
}

/** Longest text kept of one field, characters. */
const MAX_TEXT = 256

/** Largest JSON of what was before or after, bytes. */
export const MAX_FACTS_BYTES = 2048

/** Texts inside that JSON, characters; a host's name has 128. */
const MAX_FACT_TEXT = 200

const MAX_DEPTH = 4

/** Elements of a list, or keys of an object, that are kept. */
const MAX_ITEMS = 50

const ALL_UNPRINTABLE = new RegExp(UNPRINTABLE, 'g')

/** What this product's secrets look like, wherever they turn up. */
const SECRET = /isr[a-z]_[\w-]{16,}/g

/** Names of facts that would hold a secret. */
const SECRET_NAME = /secret|password|credential|token$|hash|cookie|recovery|signature/i

const REDACTED = '[redacted]'

/** A text fit to be kept and shown. */
const clean = (text: string, max = MAX_TEXT): string =>
  text
    .slice(0, 4 * max)
    .toWellFormed()
    .replace(ALL_UNPRINTABLE, ' ')
    .replace(SECRET, REDACTED)
    .slice(0, max)
    .toWellFormed()

const cleanFact = (fact: unknown, depth: number): unknown => {
  if (typeof fact === 'string') return clean(fact, MAX_FACT_TEXT)
  if (typeof fact === 'bigint') return String(fact)
  if (typeof fact !== 'object' || fact === null) return fact
  if (depth >= MAX_DEPTH) return '…'
  if (Array.isArray(fact)) return fact.slice(0, MAX_ITEMS).map((item) => cleanFact(item, depth + 1))
  const kept = Object.entries(fact).slice(0, MAX_ITEMS)
  return Object.fromEntries(
    kept.map(([name, value]) => [
      clean(name, MAX_FACT_TEXT),
      SECRET_NAME.test(name) && typeof value === 'string' ? REDACTED : cleanFact(value, depth + 1),
    ]),
  )
}

const toFacts = (facts: Readonly<Record<string, unknown>> | undefined): string | null => {
  if (facts === undefined) return null
  const text = JSON.stringify(cleanFact(facts, 0))
  return Buffer.byteLength(text) <= MAX_FACTS_BYTES ? text : '{"isTooLong":true}'
}

/** Makes ids that sort by the instant and, within it, by the order in which they were made. */
export const createAuditIds = (): ((at: number) => string) => {
  let sequence = 0
  return (at) => {
    sequence = (sequence + 1) % SEQUENCE_END
    const instant = at.toString(36).padStart(INSTANT_DIGITS, '0')
    const order = sequence.toString(36).padStart(4, '0')
    return `aud_${instant}${order}${randomDigits(RANDOM_DIGITS)}`
  }
}

/** Base 36 digits of an instant until the year 5188. */
const INSTANT_DIGITS = 9
const SEQUENCE_END = 36 ** 4
/** Tells apart what two runs of the server made in one millisecond. */
const RANDOM_DIGITS = 8

/** The row of an entry that was seen once. */
export const toRecord = (entry: AuditEntry, id: string, at: number): AuditRecord => {
  const { actor, object, reason } = entry
  return {
    id,
    // Strangers belong to no tenant; what they try at the server itself is its owners' to see.
    tenantId: actor.tenantId || DEFAULT_TENANT,
    at,
    untilAt: at,
    count: 1,
    actor: { kind: actor.kind, id: clean(actor.id), name: clean(actor.name) },
    address: clean(entry.address),
    action: clean(entry.action),
    object: { kind: clean(object.kind), id: clean(object.id), name: clean(object.name) },
    outcome: reason === undefined ? 'allowed' : 'refused',
    reason: reason === undefined ? null : clean(reason),
    before: toFacts(entry.before),
    after: toFacts(entry.after),
  }
}
