/**
 * The data table: dense, sortable, virtualised, with rows that never jump.
 *
 * Promises: while a pointer or the keyboard is on the rows, or the page is scrolled into them,
 * their order is held: values change in place, rows that went away are struck through, and rows
 * that came wait behind a button that counts them. Every row has the same height, so 5 000 rows
 * cost what 50 do. Assumes each row's first link or button that carries `data-row-link` opens the
 * row.
 */

import { useWords } from './i18n.js'
import { useShortcuts } from './keys.js'
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from './ui.js'

/** @typedef {import('./ui.js').Children} Children */
/** @typedef {{ key: string, isDescending: boolean }} Sort */
/** @typedef {{ id: string }} Row */

/**
 * `head` stands in the place of the label.
 * @typedef {{
 *   key: string,
 *   label: string,
 *   isSortable?: boolean,
 *   isLabelHidden?: boolean,
 *   head?: Children,
 * }} Column
 */

/**
 * Above this many rows only those near the screen are in the page: a row costs about 0.5 ms to
 * make.
 */
const virtualAbove = 100
/**
 * After a change of view fewer rows are virtual too for this long, in ms, so that typing stays
 * quick.
 */
const settleMs = 400
/** Rows kept above and below the screen, so that scrolling does not show gaps. */
const spareRows = 6
/** Row heights in px: one line on a desktop, two lines on a phone. They match styles/table.css. */
const wideRowHeight = 40
const narrowRowHeight = 68
/** The width below which rows take two lines; styles/table.css uses the same number. */
const narrow = matchMedia('(max-width: 719px)')
/**
 * A tap ends with pointerleave before its click arrives; the order is held until after that, in
 * ms.
 */
const releaseAfterMs = 400

function useRowHeight() {
  const [isNarrow, setNarrow] = useState(narrow.matches)
  useEffect(() => {
    const onChange = () => setNarrow(narrow.matches)
    narrow.addEventListener('change', onChange)
    return () => narrow.removeEventListener('change', onChange)
  }, [])
  return isNarrow ? narrowRowHeight : wideRowHeight
}

/**
 * Follows the scroll position: which rows are near the screen, and whether the first is out of it.
 * @param {{ current: HTMLElement | null }} body
 * @param {number} count
 * @param {number} rowHeight
 */
function useVisibleRange(body, count, rowHeight) {
  const [range, setRange] = useState({
    first: 0,
    last: Math.ceil(innerHeight / rowHeight),
    isScrolledInto: false,
  })
  useLayoutEffect(() => {
    let frame = 0
    function measure() {
      frame = 0
      const top = body.current?.getBoundingClientRect().top ?? 0
      const step = spareRows / 2
      const firstSeen = Math.floor(-top / rowHeight / step) * step
      const lastSeen = Math.ceil((innerHeight - top) / rowHeight / step) * step
      const first = Math.max(0, Math.min(firstSeen - spareRows, count - 1))
      const last = Math.max(0, Math.min(lastSeen + spareRows, count))
      const isScrolledInto = top < 0
      setRange((before) =>
        before.first === first && before.last === last && before.isScrolledInto === isScrolledInto
          ? before
          : { first, last, isScrolledInto },
      )
    }
    const onScroll = () => {
      frame ||= requestAnimationFrame(measure)
    }
    measure()
    addEventListener('scroll', onScroll, { passive: true })
    addEventListener('resize', onScroll, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener('scroll', onScroll)
      removeEventListener('resize', onScroll)
    }
  }, [count, rowHeight])
  return range
}

/**
 * Holds the order of rows while `isHeld`; a new `viewKey` (another filter or sorting) is a new
 * order.
 * @template {Row} R
 * @param {readonly R[]} rows
 * @param {boolean} isHeld
 * @param {string} viewKey
 */
function useHeldOrder(rows, isHeld, viewKey) {
  const held = useRef(/** @type {{ viewKey: string, order: readonly R[] } | null} */ (null))
  const [turn, setTurn] = useState(0)
  if (!isHeld) held.current = null
  else if (held.current?.viewKey !== viewKey) held.current = { viewKey, order: rows }
  const order = held.current?.order
  const shown = useMemo(() => {
    if (!order || order === rows) return { rows, gone: new Set(), waiting: 0 }
    const byId = new Map(rows.map((row) => [row.id, row]))
    const gone = new Set(order.filter((row) => !byId.has(row.id)).map((row) => row.id))
    const waiting = rows.length - (order.length - gone.size)
    return { rows: order.map((row) => byId.get(row.id) ?? row), gone, waiting }
  }, [rows, order, turn])
  const release = () => {
    held.current = null
    setTurn((before) => before + 1)
  }
  return { ...shown, release }
}

/**
 * Is true once the view has stayed the same for a moment.
 * @param {string} viewKey
 */
function useSettled(viewKey) {
  const [settled, setSettled] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSettled(viewKey), settleMs)
    return () => clearTimeout(timer)
  }, [viewKey])
  return settled === viewKey
}

/**
 * Tells whether a pointer or keyboard focus is on the rows, and gives the handlers that notice it.
 */
function useTouched() {
  const [isPointed, setPointed] = useState(false)
  const [isFocused, setFocused] = useState(false)
  const timer = useRef(/** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined))
  useEffect(() => () => clearTimeout(timer.current), [])
  return {
    isTouched: isPointed || isFocused,
    onPointerEnter() {
      clearTimeout(timer.current)
      setPointed(true)
    },
    onPointerLeave() {
      timer.current = setTimeout(() => setPointed(false), releaseAfterMs)
    },
    /** @param {FocusEvent} event */
    onFocusIn(event) {
      // A click also focuses; only focus that the browser would draw means the keyboard is here.
      setFocused(event.target instanceof Element && event.target.matches(':focus-visible'))
    },
    onFocusOut: () => setFocused(false),
  }
}

/**
 * @template {Row} R
 * @param {{
 *   name: string,
 *   columns: readonly Column[],
 *   rows: readonly R[],
 *   renderRow: (row: R) => Children,
 *   isNew: (row: R) => boolean,
 *   sort: Sort,
 *   onSort: (sort: Sort) => void,
 *   viewKey: string,
 *   bar: (waiting: Children) => Children,
 *   empty: Children,
 *   isSteady?: boolean,
 * }} props `isSteady` rows change only when the reader asks for others, so they are never held back;
 * `renderRow` returns the cells, each a <td role="cell">; `bar` renders what stands above
 * the table, with the button for waiting rows in it; `empty` stands in place of no rows
 */
export function DataTable(props) {
  const { name, columns, rows, renderRow, isNew, sort, onSort, viewKey, bar, empty, isSteady } = props
  const { t } = useWords()
  const body = useRef(/** @type {HTMLElement | null} */ (null))
  const rowHeight = useRowHeight()
  const { isTouched, ...touch } = useTouched()
  const range = useVisibleRange(body, rows.length, rowHeight)
  const held = useHeldOrder(rows, !isSteady && (isTouched || range.isScrolledInto), viewKey)
  const isSettled = useSettled(viewKey)
  const isVirtual = held.rows.length > virtualAbove || !isSettled
  const first = isVirtual ? range.first : 0
  const last = isVirtual ? Math.min(range.last, held.rows.length) : held.rows.length
  const moveTo = useRowFocus(body, held.rows, rowHeight)

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || !(event.target instanceof HTMLElement)) return
    event.preventDefault()
    moveTo(step)
  }
  function showWaiting() {
    held.release()
    const top = body.current?.getBoundingClientRect().top ?? 0
    if (top < 0) scrollBy({ top: top - 120 })
  }
  const waiting =
    held.waiting > 0 &&
    html`<button type="button" class="chip is-solid" onClick=${showWaiting}>
      ${t('table.waiting', { n: held.waiting })}
    </button>`
  if (held.rows.length === 0) return [bar(waiting), empty]
  return html`
    ${bar(waiting)}
    <table class="data-table" role="table" aria-label=${name}
      aria-rowcount=${held.rows.length + 1} style=${{ '--row-height': `${rowHeight}px` }}>
      <thead role="rowgroup">
        <tr role="row" aria-rowindex="1">
          ${columns.map(
            (column) => html`<${HeadCell} key=${column.key} ...${{ column, sort, onSort }} />`,
          )}
        </tr>
      </thead>
      <tbody ref=${body} role="rowgroup" ...${touch} onKeyDown=${onKeyDown}>
        ${first > 0 && html`<${Spacer} key="above" height=${first * rowHeight} />`}
        ${held.rows.slice(first, last).map(
          (row, index) => html`
            <tr key=${row.id} role="row" data-row-id=${row.id} aria-rowindex=${first + index + 2}
              class=${held.gone.has(row.id) ? 'is-gone' : isNew(row) ? 'is-new' : undefined}>
              ${renderRow(row)}
            </tr>
          `,
        )}
        ${last < held.rows.length &&
        html`<${Spacer} key="below" height=${(held.rows.length - last) * rowHeight} />`}
      </tbody>
    </table>
  `
}

/** @param {{ height: number }} props */
const Spacer = ({ height }) => html`
  <tr class="spacer" aria-hidden="true"><td style=${{ height: `${height}px` }}></td></tr>
`

/** @param {{ column: Column, sort: Sort, onSort: (sort: Sort) => void }} props */
function HeadCell({ column, sort, onSort }) {
  const { key, label, isSortable, isLabelHidden, head } = column
  const isSorted = sort.key === key
  const direction = sort.isDescending ? 'descending' : 'ascending'
  const content = isLabelHidden ? html`<span class="off-screen">${label}</span>` : label
  return html`
    <th role="columnheader" scope="col" class=${`column-${key}`}
      aria-sort=${isSortable && isSorted ? direction : undefined}>
      ${isSortable
        ? html`<button type="button" class="sort-button"
            onClick=${() => onSort({ key, isDescending: isSorted && !sort.isDescending })}>
            ${content}
            <span class="sort-mark" aria-hidden="true">
              ${isSorted ? (sort.isDescending ? '↓' : '↑') : ''}
            </span>
          </button>`
        : (head ?? content)}
    </th>
  `
}

/**
 * Moves the keyboard from row to row, also to rows that are not in the page yet.
 * @template {Row} R
 * @param {{ current: HTMLElement | null }} body
 * @param {readonly R[]} rows
 * @param {number} rowHeight
 */
function useRowFocus(body, rows, rowHeight) {
  const wanted = useRef(/** @type {string | null} */ (null))
  const lastActive = useRef(-1)

  /** @param {string} id */
  const linkOf = (id) =>
    [...(body.current?.querySelectorAll('tr[data-row-id]') ?? [])]
      .find((row) => row instanceof HTMLElement && row.dataset.rowId === id)
      ?.querySelector('[data-row-link]')

  /** @param {number} step */
  function moveTo(step) {
    const present = document.activeElement?.closest('tr[data-row-id]')
    const presentId = present instanceof HTMLElement ? present.dataset.rowId : undefined
    const at = presentId ? rows.findIndex((row) => row.id === presentId) : lastActive.current
    const next = Math.max(0, Math.min(rows.length - 1, at + step))
    const row = rows[next]
    if (!row) return
    lastActive.current = next
    wanted.current = row.id
    const top = (body.current?.getBoundingClientRect().top ?? 0) + next * rowHeight
    // The filter bar and the head of the table stay in place above the rows.
    const covered = 100
    if (top < covered) scrollBy({ top: top - covered })
    else if (top + rowHeight > innerHeight) scrollBy({ top: top + rowHeight - innerHeight + 8 })
    focusWanted()
  }
  function focusWanted() {
    const link = wanted.current && linkOf(wanted.current)
    if (!(link instanceof HTMLElement)) return
    wanted.current = null
    link.focus({ preventScroll: true })
  }
  // A row far away enters the page only after the scroll has been measured and rendered.
  useLayoutEffect(focusWanted)
  useShortcuts([
    { keys: 'j', also: '↓', label: 'keys.next', run: () => moveTo(1) },
    { keys: 'k', also: '↑', label: 'keys.previous', run: () => moveTo(-1) },
  ])
  return moveTo
}
