/** The entries of the audit, page by page, as the filter asks for them. */

import { call, Refused } from '../../frame/api.js'
import { useEffect, useRef, useState } from '../../frame/ui.js'
import { paramsOf } from './audit-query.js'

/** @typedef {{ kind: string, id: string, name: string }} Named */
/**
 * @typedef {{
 *   id: string,
 *   at: number,
 *   untilAt: number,
 *   count: number,
 *   actor: Named,
 *   address: string,
 *   action: string,
 *   object: Named,
 *   outcome: 'allowed' | 'refused',
 *   reason: string | null,
 *   before: Record<string, unknown> | null,
 *   after: Record<string, unknown> | null,
 * }} Entry
 */
/** @typedef {import('./audit-query.js').AuditFilter} AuditFilter */
/**
 * @typedef {{
 *   key: string,
 *   entries: readonly Entry[],
 *   nextCursor: string | null,
 *   error: Refused | null,
 * }} Loaded
 */

/** A search begins this long after the last keystroke, in ms. */
const pauseMs = 200
/** Entries asked for at once: five screens. */
const pageSize = 100

/**
 * Returns what was loaded for the filter; the entries before stay while the next ones are awaited.
 * @param {AuditFilter} filter
 */
export function useAuditLog(filter) {
  const [loaded, setLoaded] = useState(/** @type {Loaded | null} */ (null))
  const [turn, setTurn] = useState(0)
  const abort = useRef(new AbortController())
  const isLoading = useRef(false)
  const key = `${paramsOf(filter)}&turn=${turn}`

  /** @param {Loaded | null} before @param {AbortSignal} signal */
  async function load(before, signal) {
    isLoading.current = true
    const params = paramsOf(filter)
    params.set('limit', String(pageSize))
    if (before?.nextCursor) params.set('cursor', before.nextCursor)
    try {
      const { entries, nextCursor } = await call('GET', `/v1/audit?${params}`, { signal })
      setLoaded({ key, entries: [...(before?.entries ?? []), ...entries], nextCursor, error: null })
    } catch (error) {
      if (!(error instanceof Refused) || error.code === 'aborted') return
      setLoaded({ key, entries: before?.entries ?? [], nextCursor: null, error })
    } finally {
      if (!signal.aborted) isLoading.current = false
    }
  }

  useEffect(() => {
    abort.current.abort()
    const controller = new AbortController()
    abort.current = controller
    const timer = setTimeout(() => void load(null, controller.signal), loaded ? pauseMs : 0)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [key])

  return {
    loaded,
    isCurrent: loaded?.key === key,
    reload: () => setTurn((before) => before + 1),
    loadMore() {
      if (loaded?.key !== key || !loaded.nextCursor || isLoading.current) return
      void load(loaded, abort.current.signal)
    },
  }
}
