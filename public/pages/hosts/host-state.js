/** The state of a host: shape, word and colour, and under what it rests on. */

import { useWords } from '../../frame/i18n.js'
import { StateMark } from '../../frame/icons.js'
import { html } from '../../frame/ui.js'
import { stateOf } from './presence.js'

const marks = /** @type {const} */ ({
  registered: { shape: 'ring', tone: 'ok' },
  expiring: { shape: 'half', tone: 'warn' },
  expired: { shape: 'dash', tone: 'bad' },
})

/**
 * Shows what may honestly be said about a host now.
 * @param {{ host: import('./presence.js').Host, now: number }} props
 */
export function HostState({ host, now }) {
  const { t, ago } = useWords()
  const state = stateOf(host, now)
  const seen = t('state.registered.seen', { when: ago(Math.min(host.updatedAt, now), now) })
  const word = {
    registered: t('state.registered'),
    expiring: t('state.expiring', { when: ago(host.expiresAt, now) }),
    expired: t('state.expired'),
  }[state]
  const rest = state === 'expired' ? t('state.expired.seen') : seen
  return html`
    <span class=${`host-state is-${state}`}>
      <${StateMark} ...${marks[state]} />
      <span><span class="state-word">${word}</span><span class="muted">, ${rest}</span></span>
    </span>
  `
}
