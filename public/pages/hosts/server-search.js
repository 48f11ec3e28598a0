/**
 * Searching on the server, for when it has more hosts than the feed sends: the page must not
 * pretend that what it has not got does not exist.
 */

import { call, Refused } from '../../frame/api.js'
import { useEffect, useRef, useState } from '../../frame/ui.js'

/** @typedef {import('./presence.js').Host} Host */
/** @typedef {import('./live.js').Live} Live */
/**
 * @typedef {{
 *   text: string,
 *   hosts: readonly Host[],
 *   total: number,
 *   nextCursor: string | null,
 *   error: Refused | null,
 * }} Found
 */

/** A search begins this long after the last keystroke, in ms. */
const pauseMs = 200
/** Hosts asked for at once. */
const pageSize = 500

/** @param {string} text @param {string | null} cursor @param {AbortSignal} signal */
async function ask(text, cursor, signal) {
  const query = new URLSearchParams({ q: text, limit: String(pageSize) })
  if (cursor) query.set('cursor', cursor)
  return call('GET', `/v1/hosts?${query}`, { signal })
}

/**
 * Returns what the server found for the text, kept up to date by the live feed; null while nothing
 * is asked or nothing has come back yet.
 * @param {string} text
 * @param {boolean} isWanted
 * @param {Live | null} live
 */
export function useServerSearch(text, isWanted, live) {
  const [found, setFound] = useState(/** @type {Found | null} */ (null))
  const abort = useRef(new AbortController())
  const asked = isWanted ? text.trim() : ''

  /** @param {Found | null} before @param {AbortSignal} signal */
  async function load(before, signal) {
    try {
      const answer = await ask(asked, before?.nextCursor ?? null, signal)
      const hosts = [...(before?.hosts ?? []), ...answer.hosts]
      const { total, nextCursor } = answer
      setFound({ text: asked, hosts, total, nextCursor, error: null })
    } catch (error) {
      if (!(error instanceof Refused) || error.code === 'aborted') return
      const kept = before ?? { text: asked, hosts: [], total: 0, nextCursor: null }
      setFound({ ...kept, error })
    }
  }

  useEffect(() => {
    abort.current.abort()
    if (!asked) {
      setFound(null)
      return undefined
    }
    const controller = new AbortController()
    abort.current = controller
    const timer = setTimeout(() => void load(null, controller.signal), pauseMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [asked])

  useEffect(() => {
    if (!found || !live) return
    const removed = new Set(live.removed)
    const isStale = found.hosts.some(
      (host) => removed.has(host.id) || (live.byId.get(host.id) ?? host) !== host,
    )
    if (!isStale) return
    const hosts = found.hosts
      .filter((host) => !removed.has(host.id))
      .map((host) => live.byId.get(host.id) ?? host)
    setFound({ ...found, hosts, total: found.total - (found.hosts.length - hosts.length) })
  }, [live, found])

  return {
    found,
    isSearching: asked !== '' && found?.text !== asked,
    loadMore: () => void load(found, abort.current.signal),
  }
}
