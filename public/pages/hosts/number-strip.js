/** Four numbers; a tenant's own page has no refusals, which belong to the whole server. */

import { useWords } from '../../frame/i18n.js'
import { html } from '../../frame/ui.js'

/** @param {{ numbers: import('./live.js').Numbers }} props */
export function NumberStrip({ numbers }) {
  const { t, number } = useWords()
  const items = /** @type {const} */ ([
    ['numbers.hosts', numbers.hosts],
    ['numbers.registers', numbers.registersLastHour],
    ['numbers.resolves', numbers.resolvesLastHour],
    ['numbers.refused', numbers.refusedLastHour],
  ])
  return html`
    <dl class="number-strip" aria-label=${t('numbers.name')}>
      ${items.map(
        ([label, value]) =>
          value !== null &&
          html`
            <div>
              <dt>${t(label)}</dt>
              <dd>${number(value)}</dd>
            </div>
          `,
      )}
    </dl>
  `
}
