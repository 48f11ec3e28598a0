/** The bar above a screen or a terminal. */

import { html } from '../../frame/ui.js'

/** @typedef {import('../../frame/ui.js').Children} Children */

/**
 * A button of the bar; `isOn` makes it one that stays pressed.
 * @param {{
 *   children?: Children,
 *   isOn?: boolean,
 *   isDisabled?: boolean,
 *   isDanger?: boolean,
 *   name: string,
 *   onClick: () => void,
 * }} props
 */
export const Tool = ({ children, isOn, isDisabled = false, isDanger = false, name, onClick }) => html`
  <button type="button" class=${`button is-small ${isDanger ? 'is-danger-quiet' : ''}`}
    data-tool=${name} disabled=${isDisabled} onClick=${onClick}
    aria-pressed=${isOn === undefined ? undefined : String(isOn)}>
    ${children}
  </button>
`

/**
 * Shows an element over everything, or puts it back.
 * @param {Element | null | undefined} element
 */
export async function toggleFullScreen(element) {
  try {
    if (document.fullscreenElement) await document.exitFullscreen()
    else await element?.requestFullscreen()
  } catch {
    // The browser or the person said no; it stays as it is.
  }
}

/** Puts the keyboard on the first tool that can be used. @param {Element | null | undefined} page */
export function focusTools(page) {
  const tool = page?.querySelector('.screen-tools button:not(:disabled)')
  if (tool instanceof HTMLElement) tool.focus()
}
