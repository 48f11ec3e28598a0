/**
 * The way out of a screen or a terminal that takes every key: Ctrl, Alt and Shift pressed together
 * and let go, with nothing else between.
 */

const modifiers = /^(?:Control|Alt|Shift|Meta|OS)(?:Left|Right)?$/

/**
 * Calls back when the keys were let go, so that the far end knows that they are up. Returns what
 * stops it.
 * @param {HTMLElement} element what holds the keyboard
 * @param {() => void} onRelease
 */
export function watchRelease(element, onRelease) {
  let isArmed = false
  /** @param {KeyboardEvent} event */
  const onDown = ({ code, ctrlKey, altKey, shiftKey }) => {
    if (!modifiers.test(code)) isArmed = false
    else if (ctrlKey && altKey && shiftKey) isArmed = true
  }
  /** @param {KeyboardEvent} event */
  const onUp = ({ ctrlKey, altKey, shiftKey }) => {
    if (!isArmed || ctrlKey || altKey || shiftKey) return
    isArmed = false
    // The far end hears of this key first.
    setTimeout(onRelease)
  }
  element.addEventListener('keydown', onDown, true)
  element.addEventListener('keyup', onUp, true)
  return () => {
    element.removeEventListener('keydown', onDown, true)
    element.removeEventListener('keyup', onUp, true)
  }
}
