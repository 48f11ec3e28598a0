/** How long what is made here may live: the choices, and their field. */

import { useWords } from '../../frame/i18n.js'
import { html } from '../../frame/ui.js'

const hour = 3_600_000
const day = 24 * hour

/** For an enrolment or an invitation: short, because whoever finds it can use it. */
const shortSpans = [hour, day, 7 * day, 30 * day]

/** Seven days: a week of work, and gone before it is forgotten. */
export const week = 7 * day

/**
 * @param {{ value: number, onChange: (ms: number) => void }} props
 */
export function SpanField({ value, onChange }) {
  const { t, duration } = useWords()
  return html`
    <label class="field">
      <span>${t('access.valid')}</span>
      <select class="input" value=${value}
        onChange=${(/** @type {{ currentTarget: HTMLSelectElement }} */ event) =>
          onChange(Number(event.currentTarget.value))}>
        ${shortSpans.map(
          (ms) => html`<option value=${ms} selected=${ms === value}>${duration(ms)}</option>`,
        )}
      </select>
    </label>
  `
}

/**
 * Returns a span as the command line takes it: 7d, 12h.
 * @param {number} ms
 */
export const spanForLine = (ms) => (ms % day === 0 ? `${ms / day}d` : `${Math.ceil(ms / hour)}h`)
