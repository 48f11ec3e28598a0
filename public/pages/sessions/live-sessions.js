/** The sessions of now, each with what it carries and with the button that ends it. */

import { useNow } from '../../frame/clock.js'
import { Command } from '../../frame/copy.js'
import { useWords } from '../../frame/i18n.js'
import { StateMark } from '../../frame/icons.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { withoutTricks } from '../../frame/reported.js'
import { may, me } from '../../frame/server.js'
import { html, useState, useStore } from '../../frame/ui.js'
import { connectLine, exampleHost, hostLine } from '../commands.js'
import { Records } from '../records.js'
import { EndSession } from './end-session.js'
import { AmountCell, HostCell, PathCell, useHostNames, WhoCell } from './session-cells.js'
import { megabitsOf, spanOf, whoOf } from './session-words.js'

/** @typedef {import('./session-words.js').Session} Session */
/** @typedef {import('./use-sessions.js').LiveSessions} Live */

/** @param {{ phase: Session['phase'] }} props */
function Phase({ phase }) {
  const { t } = useWords()
  const isConnected = phase === 'connected'
  return html`
    <span class="session-phase">
      <${StateMark} shape=${isConnected ? 'disc' : 'half'} tone=${isConnected ? 'ok' : 'idle'} />
      ${t(`sessions.phase.${phase}`)}
    </span>
  `
}

/**
 * @param {{ live: Live | null, error: unknown, onEnded: () => void }} props
 */
export function LiveSessions({ live, error, onEnded }) {
  const words = useWords()
  const { t, language } = words
  const now = useNow()
  const mayEnd = may(useStore(me), 'hosts:write')
  const nameOf = useHostNames()
  const [ending, setEnding] = useState(/** @type {Session | null} */ (null))
  const columns = [
    { key: 'host', label: t('sessions.host') },
    { key: 'who', label: t('sessions.who') },
    { key: 'phase', label: t('sessions.path') },
    { key: 'since', label: t('sessions.since') },
    { key: 'to', label: t('sessions.toHost') },
    { key: 'from', label: t('sessions.fromHost') },
    ...(mayEnd ? [{ key: 'actions', label: t('sessions.end'), isLabelHidden: true }] : []),
  ]
  /** @param {number | undefined} rate */
  const rateText = (rate) =>
    rate === undefined ? undefined : t('sessions.rate', { n: megabitsOf(language, rate) })
  /** @param {Session} session */
  function rowOf(session) {
    const host = nameOf(session.hostId, session.code)
    const rate = live?.rates.get(session.id)
    const who = withoutTricks(whoOf(words, session.controller))
    const since = session.connectedAt ?? session.askedAt
    const cells = [
      html`<${HostCell} session=${session} name=${host} />`,
      html`<${WhoCell} controller=${session.controller} />`,
      html`<span class="session-path">
        <${Phase} phase=${session.phase} />
        ${session.path && html`<span class="muted"><${PathCell} session=${session} /></span>`}
      </span>`,
      html`<time title=${words.instant(since)}>${spanOf(language, now - since)}</time>`,
      html`<${AmountCell} bytes=${session.bytesToHost} rate=${rateText(rate?.toHost)} />`,
      html`<${AmountCell} bytes=${session.bytesToController}
        rate=${rateText(rate?.toController)} />`,
      html`<button type="button" class="button is-small is-danger-quiet"
        aria-label=${t('sessions.end.name', { who, host: withoutTricks(host) })}
        onClick=${() => setEnding(session)}>${t('sessions.end')}</button>`,
    ]
    return { id: session.id, cells }
  }
  const count = live?.sessions.length ?? 0
  return html`
    <section class="sessions-live" aria-labelledby="sessions-live">
      <h2 id="sessions-live">
        ${t('sessions.live')}
        ${count > 0 &&
        html`<span class="muted">${t(live?.hasMore ? 'sessions.countMore' : 'sessions.count', { n: count })}</span>`}
      </h2>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      ${live && (count > 0
        ? html`<${Records} name=${t('sessions.live')} columns=${columns}
            rows=${live.sessions.map(rowOf)} />`
        : html`<${NobodyNow} />`)}
      ${ending &&
      html`<${EndSession} session=${ending} host=${nameOf(ending.hostId, ending.code)}
        onClose=${() => setEnding(null)} onEnded=${onEnded} />`}
    </section>
  `
}

/** The empty state: the two lines by which a session begins. */
function NobodyNow() {
  const { t } = useWords()
  const here = location.origin
  return html`
    <div class="sessions-none">
      <p>${t('sessions.none')}</p>
      <p class="muted">${t('sessions.none.teach')}</p>
      <${Command} line=${hostLine(here)} name=${t('sessions.none.line.host')} />
      <p class="muted">${t('sessions.none.connect')}</p>
      <${Command} line=${connectLine(here, exampleHost.code)}
        name=${t('sessions.none.line.connect')} />
    </div>
  `
}
