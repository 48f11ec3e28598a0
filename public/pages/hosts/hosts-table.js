/** The table of hosts with its filter bar. */

import { useNow } from '../../frame/clock.js'
import { CopyButton } from '../../frame/copy.js'
import { needWords, useWords } from '../../frame/i18n.js'
import { deleteIcon } from '../../frame/icons.js'
import { lazy } from '../../frame/lazy.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { hrefWith, navigate, setQuery, usePlace } from '../../frame/router.js'
import { may, me } from '../../frame/server.js'
import { DataTable } from '../../frame/table.js'
import { needStyles } from '../../frame/styles.js'
import { html, memo, useEffect, useMemo, useStore } from '../../frame/ui.js'
import { hostHref } from '../host/host-href.js'
import { FilterBar } from './filter-bar.js'
import { HostOwner, HostState, HostWarning } from './host-state.js'
import { endpointOf, hasMoved, stateOf } from './presence.js'
import { createSorter, filterHosts, prepareSearch, readSort, writeSort } from './search.js'
import { useServerSearch } from './server-search.js'
import { picked, setPicked, togglePicked } from './picked.js'
import { Tags } from './tags.js'

/** @typedef {import('./presence.js').Host} Host */
/** @typedef {import('./live.js').Live} Live */

const BulkBar = lazy(async () => {
  await Promise.all([needWords(['host']), needStyles(['host'])])
  return (await import('./bulk-bar.js')).BulkBar
})

/** Tags shown in a row; the panel shows all. */
const tagsInRow = 1

/** Times in rows are rewritten once in this many ms; a row says minutes, not seconds. */
const rowTickMs = 15_000

/**
 * Opens a host over the table as it is filtered now; with a modifier the browser does what it does.
 * @param {MouseEvent} event
 * @param {Host} host
 */
function openHost(event, host) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  navigate(hrefWith({ host: host.id }))
}

/**
 * The cells of one host; rendered again only when the host, the time or the language changes.
 * @type {any}
 */
const HostCells = memo(
  /**
   * @param {{
   *   host: Host,
   *   now: number,
   *   mayDelete: boolean,
   *   isPicked: boolean,
   *   onDelete: (host: Host) => void,
   * }} props
   */
  ({ host, now, mayDelete, isPicked, onDelete }) => {
    const { t, moment, instant } = useWords()
    const title = withoutTricks(host.name)
    const services = withoutTricks(host.agent?.services.join(', ') ?? '')
    return html`
      ${mayDelete &&
      html`<td role="cell" class="column-pick">
        <label><input type="checkbox" checked=${isPicked} onChange=${() => togglePicked(host.id)}
          aria-label=${t('table.pick', { name: title })} /></label>
      </td>`}
      <td role="cell" class="column-state">
        <${HostState} host=${host} now=${now} />
      </td>
      <td role="cell" class="column-code">
        <span class="with-copy">
          <code title=${withoutTricks(host.code)}><${Reported} text=${host.code} /></code>
          <${CopyButton} text=${host.code} name=${withoutTricks(host.code)} />
        </span>
      </td>
      <th role="rowheader" scope="row" class="column-name">
        <span class="cell-line"><a href=${hostHref(host.id)} data-row-link title=${title}
          onClick=${(/** @type {MouseEvent} */ event) => openHost(event, host)}>
          <${Reported} text=${host.name} />
        </a>
        <${Tags} tags=${host.tags} most=${tagsInRow} />
        <${HostWarning} host=${host} now=${now} /></span>
      </th>
      <td role="cell" class="column-address">
        <span class="mono" title=${withoutTricks(endpointOf(host))}>
          <${Reported} text=${endpointOf(host)} />
        </span>
      </td>
      <td role="cell" class="column-services">
        <span title=${services}><${Reported} text=${services} /></span>
      </td>
      <td role="cell" class="column-updated">
        <time title=${instant(host.updatedAt)}>${moment(host.updatedAt, now)}</time>
      </td>
      <td role="cell" class="column-owner"><${HostOwner} host=${host} /></td>
      <td role="cell" class="column-actions">
        ${mayDelete &&
        html`<button type="button" class="icon-button" onClick=${() => onDelete(host)}
          aria-label=${t('delete.action', { name: title })}
          title=${t('delete.action', { name: title })}>${deleteIcon()}</button>`}
      </td>
    `
  },
)

/** What somebody may want to look at; each is a chip while there is one. */
const groupTests = /** @type {const} */ ([
  ['online', (/** @type {Host} */ host) => host.presence === 'online'],
  ['offline', (/** @type {Host} */ host) => host.presence === 'offline'],
  ['degraded', (/** @type {Host} */ host) => host.presence === 'degraded'],
  ['cloned', (/** @type {Host} */ host) => host.clonedAt !== null],
  ['moved', hasMoved],
  [
    'expiring',
    (/** @type {Host} */ host, /** @type {number} */ now) =>
      ['expiring', 'expired'].includes(stateOf(host, now)),
  ],
  ['locked', (/** @type {Host} */ host) => host.state === 'locked'],
  ['revoked', (/** @type {Host} */ host) => host.state === 'revoked'],
])

/** @param {readonly Host[]} hosts @param {number} now */
const groupHosts = (hosts, now) =>
  groupTests.map(([name, test]) => ({ name, hosts: hosts.filter((host) => test(host, now)) }))

/**
 * @param {{ live: Live, onDelete: (host: Host) => void }} props
 */
export function HostsTable({ live, onDelete }) {
  const { t, language } = useWords()
  const { query } = usePlace()
  const now = Math.floor(useNow() / rowTickMs) * rowTickMs
  const text = query.get('q') ?? ''
  const sortText = query.get('sort')
  const chosen = query.get('state')
  const tag = query.get('tag')
  const mayDelete = may(useStore(me), 'hosts:write')
  const sort = useMemo(() => readSort(sortText), [sortText])
  // A busy server counts seldom, so its total may lag behind the hosts that it sent.
  const total = Math.max(live.total, live.byId.size)
  const isPartial = total > live.byId.size
  const search = useServerSearch(text, isPartial, live)

  const found = isPartial ? search.found : null
  const source = useMemo(
    () => (found ? new Map(found.hosts.map((host) => [host.id, host])) : live.byId),
    [found, live.byId],
  )
  const sorter = useMemo(() => createSorter(sort, language), [sort, language])
  const sorted = useMemo(() => sorter(source), [source, sorter])
  useEffect(() => prepareSearch(source.values()), [source])
  const matching = useMemo(
    // What the server found, it found by its own rules.
    () => (found ? sorted : filterHosts(sorted, text)),
    [sorted, text, found],
  )
  const tagged = useMemo(
    () => (tag ? matching.filter(({ tags }) => tags.includes(tag)) : matching),
    [matching, tag],
  )
  const groups = useMemo(() => groupHosts(tagged, now), [tagged, now])
  const rows = groups.find(({ name }) => name === chosen)?.hosts ?? tagged
  // Of hosts that are not here nobody knows how many expire.
  const isWhole = !isPartial || found?.nextCursor === null
  const selected = useStore(picked)
  const isAll = rows.length > 0 && rows.every(({ id }) => selected.has(id))
  const pickAll = html`
    <label><input type="checkbox" checked=${isAll} aria-label=${t('table.pickAll')}
      onChange=${() => setPicked(isAll ? [] : rows.map(({ id }) => id))} /></label>
  `
  const columns = /** @type {const} */ ([
    ...(mayDelete ? [{ key: 'pick', label: t('table.pickAll'), head: pickAll }] : []),
    { key: 'state', label: t('column.state'), isSortable: true },
    { key: 'code', label: t('column.code'), isSortable: true },
    { key: 'name', label: t('column.name'), isSortable: true },
    { key: 'address', label: t('column.address'), isSortable: true },
    { key: 'services', label: t('column.services') },
    { key: 'updated', label: t('column.updated'), isSortable: true },
    { key: 'owner', label: t('column.owner'), isSortable: true },
    { key: 'actions', label: t('column.actions'), isLabelHidden: true },
  ])
  const onSort = (/** @type {import('../../frame/table.js').Sort} */ next) =>
    setQuery({ sort: writeSort(next) })
  const renderRow = (/** @type {Host} */ host) =>
    html`<${HostCells} host=${host} now=${now} mayDelete=${mayDelete} onDelete=${onDelete}
      isPicked=${selected.has(host.id)} />`
  const viewKey = [text, sortText, chosen, tag, found?.text, found?.hosts.length]
  const bar = (/** @type {import('../../frame/ui.js').Children} */ waiting) => html`
    <${FilterBar} text=${text} sort=${sort} columns=${columns} onSort=${onSort}
      shown=${rows.length} total=${total} chosen=${chosen} tag=${tag}
      groups=${groups.map(({ name, hosts }) => ({ name, count: isWhole ? hosts.length : 0 }))}
      isSearching=${search.isSearching} waiting=${waiting} />
    ${isPartial &&
    html`<${PartialNote} live=${live} found=${found} loadMore=${search.loadMore} />`}
  `
  const empty =
    !search.isSearching && html`<${NoMatch} text=${text || tag || ''} />`
  return html`
    <section class="hosts-table" aria-label=${t('hosts.title')}>
      <${DataTable} name=${t('hosts.title')} columns=${columns} rows=${rows} sort=${sort}
        onSort=${onSort} renderRow=${renderRow} viewKey=${viewKey.join('\n')} bar=${bar}
        isNew=${(/** @type {Host} */ host) => live.arrived.has(host.id)} empty=${empty} />
      ${mayDelete && selected.size > 0 &&
      html`<${BulkBar} hosts=${[...source.values()].filter(({ id }) => selected.has(id))} />`}
    </section>
  `
}

/**
 * Says honestly that not every host is here, and what the filter does about it.
 * @param {{
 *   live: Live,
 *   found: import('./server-search.js').Found | null,
 *   loadMore: () => void,
 * }} props
 */
function PartialNote({ live, found, loadMore }) {
  const { t } = useWords()
  if (!found) {
    return html`
      <p class="table-note">${t('filter.partial', { n: live.byId.size, total: live.total })}</p>
    `
  }
  if (found.error) return html`<${RefusalText} error=${found.error} />`
  if (!found.nextCursor) return null
  return html`
    <p class="table-note">
      ${t('filter.partialFound', { n: found.total, shown: found.hosts.length })}${' '}
      <button type="button" class="link-button" onClick=${loadMore}>${t('filter.more')}</button>
    </p>
  `
}

/** @param {{ text: string }} props */
function NoMatch({ text }) {
  const { t, rich } = useWords()
  return html`
    <div class="no-match">
      <p>
        ${text
          ? rich('filter.none', { text: html`<strong><${Reported} text=${text} /></strong>` })
          : t('filter.noneOfKind')}
      </p>
      <button type="button" class="button" onClick=${() => setQuery({ q: null, state: null, tag: null })}>
        ${t('filter.clear')}
      </button>
    </div>
  `
}
