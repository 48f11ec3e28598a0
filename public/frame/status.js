/**
 * The page's one polite status region: a sentence that a screen reader speaks and that everybody
 * sees for a few seconds. Errors that belong to a form stand beside it, not here.
 */

import { createStore, html, useStore } from './ui.js'

/** @typedef {{ text: string, action?: { label: string, run: () => void } | undefined }} Status */

/** How long a sentence stays, in ms: long enough to read 20 words. */
const staysMs = 6_000

const status = createStore(/** @type {Status | null} */ (null))

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer

/**
 * Says one sentence; a later one replaces it. With an action it stays as long as the action does.
 * @param {string} text
 * @param {{ label: string, run: () => void, forMs: number }} [action]
 */
export function say(text, action) {
  clearTimeout(timer)
  status.set({ text, action })
  timer = setTimeout(() => status.set(null), action?.forMs ?? staysMs)
}

/** Takes the sentence away at once. */
export function hush() {
  clearTimeout(timer)
  status.set(null)
}

/**
 * The region itself; it is always in the page, because a region that comes with its text is not
 * spoken.
 */
export function StatusRegion() {
  const current = useStore(status)
  const action = current?.action
  return html`
    <div class=${current ? 'status-region' : 'status-region is-empty'}>
      <div class="status-text" role="status">${current?.text ?? ''}</div>
      ${action &&
      html`<button type="button" class="status-action" onClick=${action.run}>
        ${action.label}
      </button>`}
    </div>
  `
}
