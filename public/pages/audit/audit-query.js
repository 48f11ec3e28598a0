/**
 * The filter of the audit as it stands in the address, and as the API wants it. Pure.
 *
 * The address says days as people write them (`from=2026-11-21`); the API is asked for instants, a
 * day being the reader's own, from its first to its last millisecond.
 */

/** What can be filtered by, in the order in which it is shown. */
const names = /** @type {const} */ (['q', 'action', 'actor', 'object', 'outcome', 'from', 'until'])

/** @typedef {(typeof names)[number]} FilterName */
/** @typedef {Partial<Record<FilterName, string>>} AuditFilter */

const isDay = /^\d{4}-\d{2}-\d{2}$/

/**
 * Reads the filter from the query of the address; what makes no sense is left out.
 * @param {URLSearchParams} query
 * @returns {AuditFilter}
 */
export function readFilter(query) {
  /** @type {AuditFilter} */
  const filter = {}
  for (const name of names) {
    const value = query.get(name)
    if (!value) continue
    if ((name === 'from' || name === 'until') && Number.isNaN(startOfDay(value))) continue
    if (name === 'outcome' && value !== 'allowed' && value !== 'refused') continue
    filter[name] = value
  }
  return filter
}

/** Midnight of the reader's day, or NaN. */
const startOfDay = (/** @type {string} */ day) =>
  isDay.test(day) ? new Date(`${day}T00:00:00`).getTime() : Number.NaN

/** The last millisecond of the reader's day; days of 23 and 25 hours are days too. */
function endOfDay(/** @type {string} */ day) {
  const next = new Date(`${day}T00:00:00`)
  next.setDate(next.getDate() + 1)
  return next.getTime() - 1
}

/**
 * Returns the parameters of the API for a filter.
 * @param {AuditFilter} filter
 */
export function paramsOf(filter) {
  const params = new URLSearchParams()
  for (const name of names) {
    const value = filter[name]
    if (!value) continue
    if (name === 'from') params.set(name, String(startOfDay(value)))
    else if (name === 'until') params.set(name, String(endOfDay(value)))
    else params.set(name, value)
  }
  return params
}

/**
 * Returns the address that a browser downloads the same entries from.
 * @param {AuditFilter} filter
 * @param {'csv' | 'jsonl'} format
 */
export function exportHref(filter, format) {
  const params = paramsOf(filter)
  params.set('format', format)
  return `/v1/audit/export?${params}`
}

/** @typedef {{ name: string, before: string | null, after: string | null }} Change */

/** @param {unknown} value */
const asText = (value) => (typeof value === 'string' ? value : JSON.stringify(value))

/**
 * Returns what an act changed, one line per fact; null is a fact that was not there.
 * @param {Record<string, unknown> | null} before
 * @param {Record<string, unknown> | null} after
 * @returns {Change[]}
 */
export function changesOf(before, after) {
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  const read = (/** @type {Record<string, unknown> | null} */ facts, /** @type {string} */ key) => {
    const value = facts && Object.hasOwn(facts, key) ? facts[key] : null
    return value === null || value === undefined ? null : asText(value)
  }
  return [...keys].map((name) => ({ name, before: read(before, name), after: read(after, name) }))
}
