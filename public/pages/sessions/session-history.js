/** The sessions that ended: how each went and why, with a filter that stands in the address. */

import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { closeIcon, StateMark } from '../../frame/icons.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { withoutTricks } from '../../frame/reported.js'
import { setQuery } from '../../frame/router.js'
import { html } from '../../frame/ui.js'
import { Records } from '../records.js'
import { AmountCell, HostCell, OutcomeCell, PathCell, useHostNames, WhoCell } from './session-cells.js'
import { lastedMs, outcomeMarks, outcomes, spanOf } from './session-words.js'

/** @typedef {import('./session-words.js').Session} Session */
/** @typedef {import('./use-sessions.js').Filter} Filter */

/**
 * @param {{ filter: Filter, found: ReturnType<typeof import('./use-sessions.js').useHistory> }} props
 */
export function SessionHistory({ filter, found }) {
  const { t } = useWords()
  const nameOf = useHostNames()
  const { history, isCurrent, loadMore } = found
  const sessions = history?.sessions ?? []
  const isFiltered = Boolean(filter.hostId ?? filter.outcome)
  const hasMore = Boolean(history?.nextCursor)
  const code = sessions.find(({ hostId }) => hostId === filter.hostId)?.code
  const hostName = filter.hostId && nameOf(filter.hostId, code ?? filter.hostId)
  const count = t(hasMore ? 'sessions.countMore' : 'sessions.count', { n: sessions.length })
  return html`
    <section class="sessions-history" aria-labelledby="sessions-history">
      <h2 id="sessions-history">
        ${t('sessions.history')}
        ${sessions.length > 0 && html`<span class="muted">${count}</span>`}
      </h2>
      ${(sessions.length > 0 || isFiltered) &&
      html`<${OutcomeFilter} filter=${filter} hostName=${hostName} />`}
      ${history?.error && html`<${RefusalText} error=${history.error} />`}
      ${sessions.length > 0 && html`<${HistoryTable} sessions=${sessions} nameOf=${nameOf} />`}
      ${isCurrent && sessions.length === 0 && !history?.error && html`<${Nothing} isFiltered=${isFiltered} />`}
      ${hasMore && isCurrent &&
      html`<p><button type="button" class="link-button" onClick=${loadMore}>
        ${t('sessions.more')}
      </button></p>`}
    </section>
  `
}

/**
 * @param {{
 *   sessions: readonly Session[],
 *   nameOf: (hostId: string, code: string) => string,
 * }} props
 */
function HistoryTable({ sessions, nameOf }) {
  const { t, language, moment, instant } = useWords()
  const now = useNow()
  const columns = [
    { key: 'outcome', label: t('sessions.outcome') },
    { key: 'host', label: t('sessions.host') },
    { key: 'who', label: t('sessions.who') },
    { key: 'path', label: t('sessions.path') },
    { key: 'since', label: t('sessions.began') },
    { key: 'lasted', label: t('sessions.lasted') },
    { key: 'to', label: t('sessions.toHost') },
    { key: 'from', label: t('sessions.fromHost') },
  ]
  const rows = sessions.map((session) => {
    const lasted = lastedMs(session)
    const cells = [
      html`<${OutcomeCell} session=${session} />`,
      html`<${HostCell} session=${session} name=${nameOf(session.hostId, session.code)} />`,
      html`<${WhoCell} controller=${session.controller} />`,
      html`<${PathCell} session=${session} />`,
      html`<time title=${instant(session.askedAt)}>${moment(session.askedAt, now)}</time>`,
      lasted === null ? html`<span class="muted">–</span>` : spanOf(language, lasted),
      html`<${AmountCell} bytes=${session.bytesToHost} />`,
      html`<${AmountCell} bytes=${session.bytesToController} />`,
    ]
    return { id: session.id, cells }
  })
  return html`<${Records} name=${t('sessions.history')} columns=${columns} rows=${rows} />`
}

/** @param {{ filter: Filter, hostName: string | null }} props */
function OutcomeFilter({ filter, hostName }) {
  const { t } = useWords()
  return html`
    <div class="session-filter" role="group" aria-label=${t('sessions.filter')}>
      ${hostName &&
      html`<button type="button" class="chip is-solid is-removable"
        aria-label=${t('sessions.filter.without', { name: withoutTricks(hostName) })}
        onClick=${() => setQuery({ host: null })}>
        <span class="chip-text">${t('sessions.filter.host', { name: withoutTricks(hostName) })}</span>
        ${closeIcon()}
      </button>`}
      ${outcomes.map(
        (outcome) => html`
          <button key=${outcome} type="button" class="chip"
            aria-pressed=${filter.outcome === outcome ? 'true' : 'false'}
            onClick=${() => setQuery({ outcome: filter.outcome === outcome ? null : outcome })}>
            <${StateMark} ...${outcomeMarks[outcome]} /> ${t(`outcome.${outcome}`)}
          </button>
        `,
      )}
    </div>
  `
}

/** @param {{ isFiltered: boolean }} props */
function Nothing({ isFiltered }) {
  const { t } = useWords()
  if (!isFiltered) return html`<p class="muted">${t('sessions.empty')}</p>`
  return html`
    <div class="no-match">
      <p>${t('sessions.noMatch')}</p>
      <button type="button" class="button"
        onClick=${() => setQuery({ host: null, outcome: null })}>
        ${t('sessions.filter.clear')}
      </button>
    </div>
  `
}
