/**
 * Who did what, newest first: a dense table whose filter lives in the address, so that what somebody
 * found can be sent to somebody else. A row opens what the act changed.
 */

import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { hrefWith, navigate, usePlace } from '../../frame/router.js'
import { DataTable } from '../../frame/table.js'
import { html, memo, useEffect, useMemo, useRef, useStore } from '../../frame/ui.js'
import { me } from '../../frame/server.js'
import { readLine } from '../commands.js'
import { SameLines } from '../same.js'
import { AuditEntry } from './audit-entry.js'
import { AuditFilterBar, clearFilter } from './audit-filter.js'
import { useAuditLog } from './audit-log.js'
import { Outcome } from './audit-outcome.js'
import { paramsOf, readFilter } from './audit-query.js'
import { actionWord, actorName, objectName, reasonWord, stampOf } from './audit-words.js'

/** @typedef {import('./audit-log.js').Entry} Entry */

/** The next entries are asked for this far before the end is in sight, in px. */
const aheadPx = 600

const newestFirst = { key: 'at', isDescending: true }

/** @type {any} */
const EntryCells = memo(
  /** @param {{ entry: Entry, today: string }} props */
  ({ entry, today }) => {
    const words = useWords()
    const { actor, object } = entry
    const on = objectName(words, object)
    return html`
      <td role="cell" class="column-at">
        <time title=${words.instant(entry.at)}>${stampOf(words.language, entry.at, today)}</time>
      </td>
      <td role="cell" class="column-actor" title=${withoutTricks(actorName(words, actor))}>
        <${Reported} text=${actorName(words, actor)} />
        <span class="muted mono audit-address">${' '}<${Reported} text=${entry.address} /></span>
      </td>
      <th role="rowheader" scope="row" class="column-act">
        <a href=${hrefWith({ entry: entry.id })} data-row-link
          onClick=${(/** @type {MouseEvent} */ event) => openEntry(event, entry)}>
          ${actionWord(words, entry.action)}
        </a>
      </th>
      <td role="cell" class="column-object" title=${withoutTricks(on)}>
        <${Reported} text=${on} />
      </td>
      <td role="cell" class="column-outcome"
        title=${entry.reason ? reasonWord(words, entry.reason) : undefined}>
        <${Outcome} entry=${entry} />
      </td>
    `
  },
)

/** @param {MouseEvent} event @param {Entry} entry */
function openEntry(event, entry) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  navigate(hrefWith({ entry: entry.id }))
}

function AuditPage() {
  const words = useWords()
  const { t } = words
  const { query } = usePlace()
  const signedIn = useStore(me)
  const today = new Date(useNow()).toDateString()
  const search = query.toString()
  const filter = useMemo(() => readFilter(query), [search])
  const log = useAuditLog(filter)
  const entries = log.loaded?.entries ?? []
  const openId = query.get('entry')
  const open = entries.find(({ id }) => id === openId)
  const viewKey = paramsOf(filter).toString()

  /** @param {'actor' | 'object'} kind @param {string} id */
  function nameOf(kind, id) {
    const entry = entries.find((each) => each[kind].id === id)
    if (!entry) return id
    return kind === 'actor' ? actorName(words, entry.actor) : objectName(words, entry.object)
  }
  const columns = [
    { key: 'at', label: t('audit.at') },
    { key: 'actor', label: t('audit.who') },
    { key: 'act', label: t('audit.act') },
    { key: 'object', label: t('audit.object') },
    { key: 'outcome', label: t('audit.outcome') },
  ]
  const hasMore = Boolean(log.loaded?.nextCursor)
  const count = log.loaded ? t(hasMore ? 'audit.countMore' : 'audit.entries', { n: entries.length }) : ''
  const bar = (/** @type {import('../../frame/ui.js').Children} */ waiting) => html`
    <${AuditFilterBar} filter=${filter} nameOf=${nameOf} count=${count} onReload=${log.reload}
      hasSeveral=${(signedIn?.tenants.length ?? 0) > 1} />
    ${waiting}
  `
  const renderRow = (/** @type {Entry} */ entry) =>
    html`<${EntryCells} entry=${entry} today=${today} />`
  return html`
    <div class="page audit">
      <h1 tabindex="-1" class="off-screen">${t('audit.title')}</h1>
      ${log.loaded?.error && html`<${RefusalText} error=${log.loaded.error} />`}
      <section class="audit-table" aria-label=${t('audit.title')}>
        <${DataTable} name=${t('audit.title')} columns=${columns} rows=${entries}
          sort=${newestFirst} onSort=${() => {}} renderRow=${renderRow} viewKey=${viewKey}
          bar=${bar} isNew=${() => false} isSteady
          empty=${log.isCurrent && !log.loaded?.error && html`<${Nothing} isFiltered=${viewKey !== ''} />`} />
      </section>
      ${hasMore && html`<${More} onMore=${log.loadMore} />`}
      <${SameLines} curl=${[readLine(location.origin, `/v1/audit${viewKey && `?${viewKey}`}`)]}
        cli=${['isr admin audit --since 24h']} />
      ${open && html`<${AuditEntry} key=${open.id} entry=${open} />`}
    </div>
  `
}

/** @param {{ isFiltered: boolean }} props */
function Nothing({ isFiltered }) {
  const { t } = useWords()
  if (!isFiltered) return html`<p class="no-match">${t('audit.empty')}</p>`
  return html`
    <div class="no-match">
      <p>${t('audit.none')}</p>
      <button type="button" class="button" onClick=${clearFilter}>${t('filter.clear')}</button>
    </div>
  `
}

/**
 * Asks for more when it comes near the screen; the button does the same for who does not scroll.
 * @param {{ onMore: () => void }} props
 */
function More({ onMore }) {
  const { t } = useWords()
  const element = useRef(/** @type {HTMLElement | null} */ (null))
  const latest = useRef(onMore)
  latest.current = onMore
  useEffect(() => {
    const watcher = new IntersectionObserver(
      (seen) => seen.some(({ isIntersecting }) => isIntersecting) && latest.current(),
      { rootMargin: `${aheadPx}px` },
    )
    if (element.current) watcher.observe(element.current)
    return () => watcher.disconnect()
  })
  return html`
    <p class="audit-more" ref=${element}>
      <button type="button" class="link-button" onClick=${onMore}>${t('filter.more')}</button>
    </p>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'audit.title', View: AuditPage }
