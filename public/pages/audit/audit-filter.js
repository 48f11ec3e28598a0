/** The filter of the audit: text, act, outcome and days as fields; who and object as chips. */

import { useWords } from '../../frame/i18n.js'
import { closeIcon, searchIcon } from '../../frame/icons.js'
import { useShortcuts } from '../../frame/keys.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { setQuery } from '../../frame/router.js'
import { html, useRef } from '../../frame/ui.js'
import { actionOptions, actionWord } from './audit-words.js'
import { exportHref } from './audit-query.js'

/** @typedef {import('./audit-query.js').AuditFilter} AuditFilter */
/** @typedef {{ currentTarget: HTMLInputElement }} Typed */

/** What clears every filter. */
const nothing = Object.fromEntries(
  ['q', 'action', 'actor', 'object', 'outcome', 'from', 'until'].map((name) => [name, null]),
)

/** Clears the whole filter. */
export const clearFilter = () => setQuery(nothing)

/**
 * @param {{
 *   filter: AuditFilter,
 *   nameOf: (kind: 'actor' | 'object', id: string) => string,
 *   hasSeveral: boolean,
 *   count: string,
 *   onReload: () => void,
 * }} props
 */
export function AuditFilterBar({ filter, nameOf, hasSeveral, count, onReload }) {
  const { t } = useWords()
  const field = useRef(/** @type {HTMLInputElement | null} */ (null))
  useShortcuts([{ keys: '/', label: 'keys.filter', run: () => field.current?.select() }])

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (event.key !== 'Escape') return
    if (filter.q) setQuery({ q: null })
    else field.current?.blur()
  }
  return html`
    <div class="filter-bar" role="search">
      <div class="filter-field">
        ${searchIcon()}
        <input ref=${field} class="input" type="text" inputmode="search" enterkeyhint="search"
          value=${filter.q ?? ''} aria-label=${t('audit.filter')}
          placeholder=${t('audit.filter')} autocomplete="off" autocapitalize="off"
          spellcheck=${false} onKeyDown=${onKeyDown}
          onInput=${(/** @type {Typed} */ event) => setQuery({ q: event.currentTarget.value })} />
        ${filter.q
          ? html`<button type="button" class="icon-button" aria-label=${t('filter.clear')}
              title=${t('filter.clear')} onClick=${() => setQuery({ q: null })}>
              ${closeIcon()}
            </button>`
          : html`<kbd aria-hidden="true">/</kbd>`}
      </div>
      <button type="button" class="chip"
        aria-pressed=${filter.outcome === 'refused' ? 'true' : 'false'}
        onClick=${() => setQuery({ outcome: filter.outcome === 'refused' ? null : 'refused' })}>
        ${t('audit.refusedOnly')}
      </button>
      <span class="filter-end">
        <span class="filter-count muted">${count}</span>
        <button type="button" class="chip" onClick=${onReload}>${t('audit.reload')}</button>
      </span>
    </div>
    <div class="audit-fields">
      <${ActionChoice} action=${filter.action} hasSeveral=${hasSeveral} />
      <${DayField} name="from" value=${filter.from} label=${t('audit.from')} />
      <${DayField} name="until" value=${filter.until} label=${t('audit.until')} />
      <${Chips} filter=${filter} nameOf=${nameOf} />
      <span class="audit-export">
        <span class="muted small">${t('audit.export')}</span>
        <a class="chip" href=${exportHref(filter, 'csv')} download="audit.csv">CSV</a>
        <a class="chip" href=${exportHref(filter, 'jsonl')} download="audit.jsonl">JSONL</a>
      </span>
    </div>
  `
}

/** @param {{ action: string | undefined, hasSeveral: boolean }} props */
function ActionChoice({ action, hasSeveral }) {
  const words = useWords()
  const known = actionOptions(words, hasSeveral)
  const isOther = action !== undefined && known.every((option) => option.action !== action)
  return html`
    <label class="audit-field">
      <span class="off-screen">${words.t('audit.act')}</span>
      <select class="input" value=${action ?? ''}
        onChange=${(/** @type {{ currentTarget: HTMLSelectElement }} */ event) =>
          setQuery({ action: event.currentTarget.value })}>
        <option value="" selected=${!action}>${words.t('audit.anyAct')}</option>
        ${isOther && html`<option value=${action} selected>${actionWord(words, action)}</option>`}
        ${known.map(
          (option) => html`
            <option value=${option.action} selected=${option.action === action}>
              ${option.word}
            </option>
          `,
        )}
      </select>
    </label>
  `
}

/** @param {{ name: 'from' | 'until', value: string | undefined, label: string }} props */
const DayField = ({ name, value, label }) => html`
  <label class="audit-field is-day">
    <span class="muted small">${label}</span>
    <input class="input" type="date" value=${value ?? ''} name=${name}
      onChange=${(/** @type {Typed} */ event) => setQuery({ [name]: event.currentTarget.value })} />
  </label>
`

/**
 * @param {{
 *   filter: AuditFilter,
 *   nameOf: (kind: 'actor' | 'object', id: string) => string,
 * }} props
 */
function Chips({ filter, nameOf }) {
  const { t, rich } = useWords()
  /** @type {readonly ('actor' | 'object')[]} */
  const kinds = ['actor', 'object']
  return kinds.map((kind) => {
    const id = filter[kind]
    if (!id) return null
    const name = nameOf(kind, id)
    return html`
      <button key=${kind} type="button" class="chip is-solid is-removable"
        onClick=${() => setQuery({ [kind]: null })}
        aria-label=${t('audit.without', { name: withoutTricks(name) })}
        title=${withoutTricks(name)}>
        <span class="chip-text">
          ${rich(`audit.chip.${kind}`, { name: html`<${Reported} text=${name} />` })}
        </span>
        ${closeIcon()}
      </button>
    `
  })
}
