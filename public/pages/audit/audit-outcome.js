/** Whether an act was allowed, in shape, word and colour, and how often a refusal was repeated. */

import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { StateMark } from '../../frame/icons.js'
import { html } from '../../frame/ui.js'

/** @param {{ entry: import('./audit-log.js').Entry }} props */
export function Outcome({ entry }) {
  const { t, moment, instant } = useWords()
  const now = useNow()
  const isAllowed = entry.outcome === 'allowed'
  return html`
    <span class=${`host-state ${isAllowed ? '' : 'is-refused'}`}>
      <${StateMark} shape=${isAllowed ? 'ring' : 'cross'} tone=${isAllowed ? 'ok' : 'bad'} />
      <span>
        <span class="state-word">${t(`audit.${entry.outcome}`)}</span>
        ${entry.count > 1 &&
        html`<span class="muted" title=${instant(entry.untilAt)}>
          ${' '}${t('audit.times', { n: entry.count, when: moment(entry.untilAt, now) })}
        </span>`}
      </span>
    </span>
  `
}
