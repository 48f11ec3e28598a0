/**
 * The last acts that concern a host: those on itself, and those on its guest links, which the audit
 * keeps under the link and which say in their facts which host they were for.
 */

import { call } from '../../frame/api.js'
import { useEffect, useState } from '../../frame/ui.js'

/** @typedef {import('../audit/audit-log.js').Entry} Entry */
/** @typedef {{ id: string, code: string }} Named */

/** Acts on links, each of which is asked for by itself. */
const ofLinks = ['link.created', 'link.used', 'link.revoked']

/** Acts on links of all hosts that are looked through for those of one. */
const lookedThrough = 100

/**
 * Whether an act on a link concerns the host; a link that was revoked names its code only.
 * @param {Entry} entry
 * @param {Named} host
 */
const concerns = ({ before, after }, { id, code }) => {
  const facts = after ?? before ?? {}
  return 'hostId' in facts ? facts['hostId'] === id : facts['code'] === code
}

/**
 * Returns the newest acts, or null until they are known, and why they are not.
 * @param {Named} host
 * @param {number} most
 */
export function useHostActs({ id, code }, most) {
  const [entries, setEntries] = useState(/** @type {Entry[] | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    /** @param {Record<string, string>} query @param {number} limit @returns {Promise<Entry[]>} */
    const ask = async (query, limit) => {
      const params = new URLSearchParams({ ...query, limit: String(limit) })
      return (await call('GET', `/v1/audit?${params}`, { signal })).entries
    }
    Promise.all([
      ask({ object: id }, most),
      ...ofLinks.map(async (action) =>
        (await ask({ action }, lookedThrough)).filter((entry) => concerns(entry, { id, code })),
      ),
    ]).then(
      (lists) => setEntries(lists.flat().sort((a, b) => b.at - a.at).slice(0, most)),
      (refused) => signal.aborted || setError(refused),
    )
    return () => leaving.abort()
  }, [id, code])
  return { entries, error }
}
