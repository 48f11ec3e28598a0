/**
 * The last sessions of one host as a row of signs, the newest at the right: each is a link with the
 * whole session as its name, and what it says stands below while it is pointed at or focused.
 *
 * One stop for Tab; the arrow keys go from session to session.
 */

import { call } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { StateMark } from '../../frame/icons.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { html, useEffect, useRef, useState } from '../../frame/ui.js'
import { outcomeMarks, sessionLabel } from './session-words.js'

/** @typedef {import('./session-words.js').Session} Session */
/** @typedef {import('./session-words.js').Mark} Mark */

/** How many are shown: two lines of a phone. */
const most = 20

/** What moves the focus, and by how much; `Home` and `End` go as far as one can. */
const steps = /** @type {Record<string, number>} */ ({
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: -most,
  End: most,
})

/** @type {Mark} */
const liveMark = { shape: 'disc', tone: 'ok' }

/** @param {Session} session */
function hrefOf({ hostId, outcome }) {
  const query = new URLSearchParams({ host: hostId })
  if (outcome) query.set('outcome', outcome)
  return `/sessions?${query}`
}

/** @param {{ hostId: string }} props */
export function SessionStrip({ hostId }) {
  const { t } = useWords()
  const [sessions, setSessions] = useState(/** @type {readonly Session[] | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    const ask = async (/** @type {'live' | 'ended'} */ state) => {
      const query = new URLSearchParams({ state, hostId, limit: String(most) })
      return (await call('GET', `/v1/sessions?${query}`, { signal })).sessions
    }
    Promise.all([ask('live'), ask('ended')]).then(
      ([live, ended]) => setSessions([...live, ...ended].slice(0, most).toReversed()),
      (refused) => signal.aborted || setError(refused),
    )
    return () => leaving.abort()
  }, [hostId])
  if (!sessions && !error) return null
  return html`
    <section class="strip" aria-labelledby="strip-title">
      <h3 id="strip-title">${t('strip.title')}</h3>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      ${sessions && sessions.length === 0 && html`<p class="muted">${t('strip.none')}</p>`}
      ${sessions && sessions.length > 0 &&
      html`<${Signs} sessions=${sessions} />
        <p><a href=${`/sessions?host=${encodeURIComponent(hostId)}`}>${t('strip.all')}</a></p>`}
    </section>
  `
}

/** @param {{ sessions: readonly Session[] }} props */
function Signs({ sessions }) {
  const words = useWords()
  const list = useRef(/** @type {HTMLElement | null} */ (null))
  const [at, setAt] = useState(sessions.length - 1)
  const shown = sessions[at]

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const next = Math.max(0, Math.min(sessions.length - 1, at + step))
    const link = list.current?.querySelectorAll('a')[next]
    link?.focus()
  }
  return html`
    <ol class="strip-signs" ref=${list} onKeyDown=${onKeyDown}>
      ${sessions.map((session, index) => {
        const label = sessionLabel(words, session)
        return html`
          <li key=${session.id}>
            <a href=${hrefOf(session)} aria-label=${label} tabindex=${index === at ? 0 : -1}
              class=${index === at ? 'is-shown' : undefined}
              onFocus=${() => setAt(index)} onPointerEnter=${() => setAt(index)}>
              <${StateMark} ...${session.outcome ? outcomeMarks[session.outcome] : liveMark} />
            </a>
          </li>
        `
      })}
    </ol>
    <p class="small strip-shown" aria-hidden="true">${shown && sessionLabel(words, shown)}</p>
  `
}
