/** One host as the live feed tells it, or as the server answers where the feed has not got it. */

import { call, Refused } from '../../frame/api.js'
import { useEffect, useRef, useState, useStore } from '../../frame/ui.js'
import { live } from '../hosts/live.js'

/** @typedef {import('../hosts/presence.js').Host} Host */

/**
 * Returns the host from the live feed, else from the server where the feed has not got all hosts; the
 * last that was known of it stays when it goes.
 * @param {string} id
 */
export function useHost(id) {
  const told = useStore(live)
  const [asked, setAsked] = useState(/** @type {Host | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  const last = useRef(/** @type {Host | null} */ (null))
  const wasRemoved = useRef(false)
  const present = told?.byId.get(id)
  if (present) last.current = present
  if (present) wasRemoved.current = false
  else if (told?.removed.includes(id)) wasRemoved.current = true
  const isWhole = told !== null && told.total <= told.byId.size
  const isUnknown = told !== null && !present && !isWhole && !wasRemoved.current
  useEffect(() => {
    setError(null)
    if (isUnknown) call('GET', `/v1/hosts/${encodeURIComponent(id)}`).then(setAsked, setError)
  }, [isUnknown])
  const isNotFound = error instanceof Refused && error.status === 404
  const isGone = told !== null && !present && (isWhole || wasRemoved.current || isNotFound)
  return { host: present ?? asked ?? last.current, error, isGone }
}
