/**
 * Four numbers. What belongs to the whole server, its relay and its refusals, is told to its owner
 * only; a tenant sees how much its own codes are used instead.
 */

import { useWords } from '../../frame/i18n.js'
import { html } from '../../frame/ui.js'

/** One megabit, in bits. */
const megabit = 1_000_000

/** @param {{ numbers: import('./live.js').Numbers }} props */
export function NumberStrip({ numbers }) {
  const { t, number, tenths } = useWords()
  const { hosts, online, sessions, relayBitsPerSecond, refusedLastHour } = numbers
  const items = [
    { label: t('numbers.online', { n: hosts }), value: number(online) },
    { label: html`<a href="/sessions">${t('numbers.sessions')}</a>`, value: number(sessions) },
    relayBitsPerSecond === null
      ? { label: t('numbers.registers'), value: number(numbers.registersLastHour) }
      : { label: t('numbers.relay'), value: tenths(relayBitsPerSecond / megabit) },
    refusedLastHour === null
      ? { label: t('numbers.resolves'), value: number(numbers.resolvesLastHour) }
      : { label: t('numbers.refused'), value: number(refusedLastHour) },
  ]
  return html`
    <dl class="number-strip" aria-label=${t('numbers.name')}>
      ${items.map(
        ({ label, value }) => html`
          <div>
            <dt>${label}</dt>
            <dd>${value}</dd>
          </div>
        `,
      )}
    </dl>
  `
}
