/**
 * The sessions of the server: those of now, asked for again every two seconds while the tab is seen,
 * and those that ended, page by page.
 */

import { call, Refused } from '../../frame/api.js'
import { useEffect, useRef, useState } from '../../frame/ui.js'

/** @typedef {import('../../../src/protocol/session.ts').Session} Session */
/** @typedef {import('../../../src/protocol/session.ts').Outcome} Outcome */
/** @typedef {{ toHost: number, toController: number }} Rate bits per second */
/** @typedef {{ sessions: readonly Session[], rates: ReadonlyMap<string, Rate>, hasMore: boolean }} LiveSessions */
/** @typedef {{ hostId: string | null, outcome: Outcome | null }} Filter */
/**
 * @typedef {{
 *   key: string,
 *   sessions: readonly Session[],
 *   nextCursor: string | null,
 *   error: unknown,
 * }} History
 */

/** How often the live ones are asked for, in ms; the relay counts its own rates over as long. */
const everyMs = 2_000
/** The ended ones are looked for at least once in so many turns: every ten seconds. */
const pastEvery = 5
/** Live sessions shown at most; who has more filters by host. */
const mostLive = 200
/** Ended sessions asked for at once: two screens. */
const pageSize = 50

/**
 * Returns the rates between two answers about the same sessions.
 * @param {readonly Session[]} before
 * @param {readonly Session[]} now
 * @param {number} betweenMs
 * @returns {Map<string, Rate>}
 */
export function ratesOf(before, now, betweenMs) {
  const known = new Map(before.map((session) => [session.id, session]))
  /** @type {Map<string, Rate>} */
  const rates = new Map()
  if (betweenMs <= 0) return rates
  const perSecond = (/** @type {number} */ bytes) => (Math.max(0, bytes) * 8_000) / betweenMs
  for (const session of now) {
    const last = known.get(session.id)
    if (!last) continue
    rates.set(session.id, {
      toHost: perSecond(session.bytesToHost - last.bytesToHost),
      toController: perSecond(session.bytesToController - last.bytesToController),
    })
  }
  return rates
}

/** @param {Record<string, string | null>} wanted @param {AbortSignal} signal */
async function ask(wanted, signal) {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(wanted)) if (value) params.set(name, value)
  return call('GET', `/v1/sessions?${params}`, { signal })
}

/**
 * Returns the sessions of now (null until the first answer), why they could not be had, and how to
 * ask at once. `onPast` is called when some may have ended: one is missing that was there before, or
 * it was not called for a while, because a session that is refused at once is in no answer.
 * @param {string | null} hostId
 * @param {() => void} onPast
 */
export function useLiveSessions(hostId, onPast) {
  const [live, setLive] = useState(/** @type {LiveSessions | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  const tellPast = useRef(onPast)
  const again = useRef(() => {})
  tellPast.current = onPast

  useEffect(() => {
    const leaving = new AbortController()
    /** @type {{ sessions: readonly Session[], at: number } | null} */
    let last = null
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer
    let isAsking = false
    let turnsSincePast = 0

    async function poll() {
      clearTimeout(timer)
      if (document.hidden || isAsking) return
      isAsking = true
      try {
        const wanted = { state: 'live', limit: String(mostLive), hostId }
        const { sessions, nextCursor } = await ask(wanted, leaving.signal)
        take(sessions, nextCursor !== null)
        setError(null)
      } catch (refused) {
        if (leaving.signal.aborted) return
        setError(refused)
      }
      isAsking = false
      timer = setTimeout(poll, everyMs)
    }
    /** @param {readonly Session[]} sessions @param {boolean} hasMore */
    function take(sessions, hasMore) {
      const at = performance.now()
      const rates = last ? ratesOf(last.sessions, sessions, at - last.at) : new Map()
      const ids = new Set(sessions.map(({ id }) => id))
      const isOneGone = last?.sessions.some(({ id }) => !ids.has(id))
      last = { sessions, at }
      setLive({ sessions, rates, hasMore })
      turnsSincePast++
      if (!isOneGone && turnsSincePast < pastEvery) return
      turnsSincePast = 0
      tellPast.current()
    }
    const onVisibility = () => void poll()
    again.current = onVisibility
    setLive(null)
    void poll()
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      clearTimeout(timer)
      leaving.abort()
      document.removeEventListener('visibilitychange', onVisibility)
    }
  }, [hostId])
  return { live, error, reload: () => again.current() }
}

/**
 * Puts the newest page before what was loaded already.
 * @param {readonly Session[]} newest
 * @param {readonly Session[]} before
 */
function merged(newest, before) {
  const known = new Set(newest.map(({ id }) => id))
  return [...newest, ...before.filter(({ id }) => !known.has(id))]
}

/**
 * Returns the sessions that ended and match the filter (null until the first answer), newest first,
 * with how to load more of them and how to look for newer ones. Those of the filter before stay until
 * the answer is there.
 * @param {Filter} filter
 */
export function useHistory({ hostId, outcome }) {
  const [history, setHistory] = useState(/** @type {History | null} */ (null))
  const leaving = useRef(new AbortController())
  const key = `${hostId ?? ''} ${outcome ?? ''}`
  const current = history?.key === key ? history : null

  /**
   * @param {string | null} cursor
   * @param {(found: Session[], nextCursor: string | null) => Pick<History, 'sessions' | 'nextCursor'>} join
   */
  async function load(cursor, join) {
    const { signal } = leaving.current
    try {
      const wanted = { state: 'ended', limit: String(pageSize), hostId, outcome, cursor }
      const { sessions, nextCursor } = await ask(wanted, signal)
      setHistory({ key, ...join(sessions, nextCursor), error: null })
    } catch (error) {
      if (signal.aborted || !(error instanceof Refused)) return
      setHistory({ key, ...join([], current?.nextCursor ?? null), error })
    }
  }
  useEffect(() => {
    leaving.current = new AbortController()
    const { signal } = leaving.current
    void load(null, (sessions, nextCursor) => ({ sessions, nextCursor }))
    return () => {
      if (!signal.aborted) leaving.current.abort()
    }
  }, [key])

  const before = current?.sessions ?? []
  return {
    history,
    isCurrent: current !== null,
    loadMore: () =>
      void load(current?.nextCursor ?? null, (found, nextCursor) => ({
        sessions: merged(before, found),
        nextCursor,
      })),
    loadNewer: () =>
      void load(null, (found, nextCursor) => ({
        sessions: merged(found, before),
        nextCursor: before.length > 0 ? (current?.nextCursor ?? null) : nextCursor,
      })),
  }
}
