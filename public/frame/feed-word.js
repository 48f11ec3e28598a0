/** The small word that says how live the page is. */

import { useWords } from './i18n.js'
import { StateMark } from './icons.js'
import { html, useStore } from './ui.js'

/** @typedef {import('./feed.js').FeedState} FeedState */

const marks = /** @type {const} */ ({
  connecting: { shape: 'half', tone: 'idle' },
  live: { shape: 'disc', tone: 'ok' },
  reconnecting: { shape: 'half', tone: 'warn' },
  paused: { shape: 'dash', tone: 'idle' },
})

/**
 * Shows the state of a feed; nothing while it is off.
 * @param {{ state: import('./ui.js').Store<FeedState> }} props
 */
export function FeedWord({ state }) {
  const { t } = useWords()
  const now = useStore(state)
  if (now === 'off') return null
  return html`
    <span class=${`feed-word is-${now}`}>
      <${StateMark} ...${marks[now]} />
      ${t(`feed.${now}`)}
    </span>
  `
}
