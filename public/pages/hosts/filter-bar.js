/**
 * The filter of the hosts: text and chips, all kept in the address; on a phone also the sorting.
 */

import { useWords } from '../../frame/i18n.js'
import { closeIcon, searchIcon } from '../../frame/icons.js'
import { useShortcuts } from '../../frame/keys.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { setQuery } from '../../frame/router.js'
import { html, useEffect, useRef, useState } from '../../frame/ui.js'

/** @typedef {import('../../frame/table.js').Sort} Sort */
/** @typedef {import('../../frame/table.js').Column} Column */

/** @typedef {'online' | 'offline' | 'degraded' | 'cloned' | 'moved' | 'expiring' | 'locked' | 'revoked'} Group */

/** Groups that are well, or that somebody decided; the others ask to be looked at. */
const calm = new Set(['online', 'locked', 'revoked'])

/** A search on the server that is quicker than this says nothing about itself, in ms. */
const quietMs = 300

/**
 * Is true once `isNow` has been true for a while, so that quick work does not flash.
 * @param {boolean} isNow
 */
function useLasting(isNow) {
  const [isLasting, setLasting] = useState(false)
  useEffect(() => {
    if (!isNow) {
      setLasting(false)
      return undefined
    }
    const timer = setTimeout(() => setLasting(true), quietMs)
    return () => clearTimeout(timer)
  }, [isNow])
  return isLasting
}

/**
 * @param {{
 *   text: string,
 *   sort: Sort,
 *   columns: readonly Column[],
 *   onSort: (sort: Sort) => void,
 *   shown: number,
 *   total: number,
 *   groups: readonly { name: Group, count: number }[],
 *   chosen: string | null,
 *   tag: string | null,
 *   isSearching: boolean,
 *   waiting: import('../../frame/ui.js').Children,
 * }} props
 */
export function FilterBar(props) {
  const { text, sort, columns, onSort, shown, total, groups, chosen, tag, waiting } = props
  const { t, number } = useWords()
  const field = useRef(/** @type {HTMLInputElement | null} */ (null))
  const isSearching = useLasting(props.isSearching)
  useShortcuts([{ keys: '/', label: 'keys.filter', run: () => field.current?.select() }])

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (event.key !== 'Escape') return
    if (text) setQuery({ q: null })
    else field.current?.blur()
  }
  function clear() {
    setQuery({ q: null })
    field.current?.focus()
  }
  const count =
    shown === total
      ? t('filter.count', { n: total })
      : t('filter.countOf', { n: shown, total })
  const sortOptions = columns.filter(({ isSortable }) => isSortable)
  return html`
    <div class="filter-bar" role="search">
      <div class="filter-field">
        ${searchIcon()}
        <input ref=${field} class="input" type="text" inputmode="search" enterkeyhint="search"
          value=${text} aria-label=${t('filter.label')} placeholder=${t('filter.placeholder')}
          autocomplete="off" autocapitalize="off" spellcheck=${false} onKeyDown=${onKeyDown}
          onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) =>
            setQuery({ q: event.currentTarget.value })} />
        ${text
          ? html`<button type="button" class="icon-button" aria-label=${t('filter.clear')}
              title=${t('filter.clear')} onClick=${clear}>${closeIcon()}</button>`
          : html`<kbd aria-hidden="true">/</kbd>`}
      </div>
      ${tag &&
      html`<button type="button" class="chip is-solid is-removable"
        title=${withoutTricks(tag)} aria-label=${t('filter.untag', { tag: withoutTricks(tag) })}
        onClick=${() => setQuery({ tag: null })}>
        <span class="chip-text"><${Reported} text=${tag} /></span> ${closeIcon()}
      </button>`}
      ${groups.map(
        ({ name, count: many }) =>
          (many > 0 || chosen === name) &&
          html`<button key=${name} type="button" class="chip"
            aria-pressed=${chosen === name ? 'true' : 'false'}
            onClick=${() => setQuery({ state: chosen === name ? null : name })}>
            ${t(`filter.group.${name}`)} <span class=${calm.has(name) ? 'muted' : 'chip-count'}>${number(many)}</span>
          </button>`,
      )}
      <label class="sort-choice">
        <span class="off-screen">${t('filter.sort')}</span>
        <select class="input" value=${sort.key}
          onChange=${(/** @type {{ currentTarget: HTMLSelectElement }} */ event) => {
            const key = event.currentTarget.value
            onSort({ key, isDescending: key === 'updated' || key === 'registered' })
          }}>
          ${sortOptions.map(
            ({ key, label }) =>
              html`<option value=${key} selected=${key === sort.key}>${label}</option>`,
          )}
        </select>
      </label>
      <span class="filter-end">
        ${waiting}
        <span class="filter-count muted">${isSearching ? t('filter.searching') : count}</span>
      </span>
    </div>
  `
}
