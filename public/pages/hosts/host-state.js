/** The state and the owner of a host: shape, word and colour, and under what they rest on. */

import { useWords } from '../../frame/i18n.js'
import { StateMark } from '../../frame/icons.js'
import { html } from '../../frame/ui.js'
import { hasMoved, stateOf } from './presence.js'

/** @typedef {import('./presence.js').Host} Host */

const marks = /** @type {const} */ ({
  online: { shape: 'disc', tone: 'ok' },
  degraded: { shape: 'half', tone: 'warn' },
  offline: { shape: 'slashed', tone: 'bad' },
  registered: { shape: 'ring', tone: 'ok' },
  expiring: { shape: 'half', tone: 'warn' },
  expired: { shape: 'dash', tone: 'bad' },
  away: { shape: 'dash', tone: 'idle' },
  locked: { shape: 'square', tone: 'ok' },
  revoked: { shape: 'cross', tone: 'bad' },
})

/**
 * Shows what may honestly be said about a host now.
 * @param {{ host: Host, now: number }} props
 */
export function HostState({ host, now }) {
  const { t, ago, moment } = useWords()
  const state = stateOf(host, now)
  const isLocked = host.state === 'locked'
  const since =
    host.presenceAt === null ? '' : t('state.since', { when: moment(host.presenceAt, now) })
  const when = ago(Math.min(host.updatedAt, now), now)
  const seen = t('state.registered.seen', { when })
  const words = {
    online: [t('state.online'), isLocked ? t('state.locked') : since],
    degraded: [t('state.degraded'), t('state.degraded.silent')],
    offline: [t('state.offline'), since],
    registered: [t('state.registered'), seen],
    expiring: [t('state.expiring', { when: ago(host.expiresAt, now) }), seen],
    expired: [t('state.expired'), t('state.expired.seen')],
    away: [seen, t(isLocked ? 'state.locked' : 'state.expired.seen')],
    locked: [t('state.locked'), seen],
    revoked: [t('state.revoked'), t('state.expired.seen')],
  }
  const [word, rest] = words[state]
  return html`
    <span class=${`host-state is-${state}`}>
      <${StateMark} ...${marks[state]} />
      <span><span class="state-word">${word}</span>${rest && html`<span class="muted">, ${rest}</span>`}</span>
    </span>
  `
}

const owners = /** @type {const} */ ({
  none: { shape: 'dash', tone: 'idle' },
  key: { shape: 'disc', tone: 'idle' },
  credential: { shape: 'half', tone: 'idle' },
})

/**
 * Who may register the host's code, as a sentence.
 * @param {import('../../frame/i18n.js').Words} words
 * @param {Host} host
 */
export function ownerSentence({ t }, { state, ownership }) {
  if (state === 'revoked') return t('owner.revoked.title')
  if (state === 'locked' && ownership === 'none') return t('owner.locked.title')
  return t(`owner.${ownership}.title`)
}

/**
 * Shows by what a host proves that its code is its own.
 * @param {{ host: Host }} props
 */
export function HostOwner({ host }) {
  const words = useWords()
  const { t } = words
  return html`
    <span class="host-state" title=${ownerSentence(words, host)}>
      <${StateMark} ...${owners[host.ownership]} />
      <span>${t(`owner.${host.ownership}`)}</span>
    </span>
  `
}

/**
 * A warning in a word, where there is one: an address that moved, a machine that was copied.
 * @param {{ host: Host, now: number }} props
 */
export function HostWarning({ host, now }) {
  const { t } = useWords()
  const isCloned = host.clonedAt !== null
  if (!isCloned && !hasMoved(host, now)) return null
  return html`
    <span class="host-warning">
      <${StateMark} shape="triangle" tone="warn" />
      <span>${t(isCloned ? 'warning.cloned' : 'warning.moved')}</span>
    </span>
  `
}
