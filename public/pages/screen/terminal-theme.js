/** The colours of a terminal, from the tokens of styles/tokens.css. */

/** Which token each colour is; xterm.js makes what would be hard to read on its ground darker. */
const tokens = /** @type {const} */ ({
  background: '--ground',
  foreground: '--text',
  cursor: '--text',
  cursorAccent: '--ground',
  selectionBackground: '--line',
  black: '--text',
  brightBlack: '--soft',
  red: '--bad',
  brightRed: '--bad',
  green: '--ok',
  brightGreen: '--ok',
  yellow: '--warn',
  brightYellow: '--warn',
  blue: '--focus',
  brightBlue: '--focus',
  white: '--soft',
  brightWhite: '--text',
})

/** Returns the colours as they are now. */
export function terminalTheme() {
  const style = getComputedStyle(document.documentElement)
  return Object.fromEntries(
    Object.entries(tokens).map(([name, token]) => [name, style.getPropertyValue(token).trim()]),
  )
}

/**
 * Calls back when the theme changes. Returns what stops it.
 * @param {() => void} onChange
 */
export function watchTheme(onChange) {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const chosen = new MutationObserver(onChange)
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  dark.addEventListener('change', onChange)
  return () => {
    chosen.disconnect()
    dark.removeEventListener('change', onChange)
  }
}
