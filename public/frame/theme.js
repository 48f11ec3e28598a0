/** Light, dark, or as the system says. The colours themselves are in styles/tokens.css. */

import { recall, remember } from './memory.js'
import { createStore } from './ui.js'

/** @typedef {'system' | 'light' | 'dark'} Theme */

/** @type {readonly Theme[]} */
export const themes = ['system', 'light', 'dark']

/**
 * The chosen theme; 'system' follows the system and its changes.
 * @type {import('./ui.js').Store<Theme>}
 */
export const theme = createStore(themes.find((known) => known === recall('theme')) ?? 'system')

/**
 * Chooses a theme and remembers it.
 * @param {Theme} next
 */
export function chooseTheme(next) {
  theme.set(next)
  remember('theme', next === 'system' ? null : next)
  if (next === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = next
}
