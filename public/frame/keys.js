/**
 * Keyboard shortcuts: pages declare them, the sheet ("?") lists exactly those that work now.
 *
 * Promises: no shortcut acts while somebody types or while a dialog is open, none takes a key that
 * is held with Ctrl, Alt or Meta, and all of them can be switched off (WCAG 2.1.4).
 */

import { Dialog } from './dialog.js'
import { useWords } from './i18n.js'
import { recall, remember } from './memory.js'
import { createStore, html, useLayoutEffect, useRef, useStore } from './ui.js'

/** @typedef {import('./i18n.js').MessageKey} MessageKey */
/**
 * `also` names another key that does the same by itself, for the sheet.
 * @typedef {{ keys: string, also?: string, label: MessageKey, run: () => void }} Shortcut
 */

/** How long the second key of a pair such as "g h" may take, in ms. */
const pairPauseMs = 1_000

/** Whether single keys act at all. */
const singleKeys = createStore(recall('single-keys') !== 'off')

/**
 * Switches the shortcuts on or off and remembers it.
 * @param {boolean} isOn
 */
function chooseSingleKeys(isOn) {
  singleKeys.set(isOn)
  remember('single-keys', isOn ? null : 'off')
}

/** @type {Set<{ current: readonly Shortcut[] }>} */
const declared = new Set()

/** Whether the sheet is shown. */
export const isSheetOpen = createStore(false)

/** Whether the command palette is shown. */
export const isPaletteOpen = createStore(false)

/**
 * Declares shortcuts for as long as the component is shown.
 * @param {readonly Shortcut[]} shortcuts
 */
export function useShortcuts(shortcuts) {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  useLayoutEffect(() => {
    declared.add(latest)
    return () => void declared.delete(latest)
  }, [])
}

/** Tells whether a key event belongs to a field where somebody types. */
const isTyping = (/** @type {EventTarget | null} */ target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select'))

let firstOfPair = ''
let firstAt = 0

/** @param {KeyboardEvent} event */
function onKeyDown(event) {
  const { ctrlKey, metaKey, shiftKey, altKey, key } = event
  // Works while somebody types, too: no field of this console means anything by it.
  if ((ctrlKey || metaKey) && !shiftKey && !altKey && key.toLowerCase() === 'k') {
    event.preventDefault()
    if (isPaletteOpen.get() || !document.querySelector('dialog:not(.is-panel)[open]')) {
      isPaletteOpen.set(!isPaletteOpen.get())
    }
    return
  }
  if (!singleKeys.get() || event.defaultPrevented || event.isComposing) return
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return
  if (isTyping(event.target) || document.querySelector('dialog[open]')) return
  const pair = event.timeStamp - firstAt < pairPauseMs ? `${firstOfPair} ${event.key}` : event.key
  firstOfPair = event.key
  firstAt = event.timeStamp
  const all = [...declared].flatMap((group) => group.current)
  const shortcut =
    all.find(({ keys }) => keys === pair) ?? all.find(({ keys }) => keys === event.key)
  if (!shortcut) return
  event.preventDefault()
  shortcut.run()
}

/** Starts listening for shortcuts, once, at start-up. */
export const startShortcuts = () => document.addEventListener('keydown', onKeyDown)

/** The switch that turns single keys off, for the sheet and for the preferences. */
export function SingleKeysSwitch() {
  const { t } = useWords()
  const isOn = useStore(singleKeys)
  return html`
    <label class="switch">
      <input type="checkbox" role="switch" checked=${isOn}
        onChange=${() => chooseSingleKeys(!isOn)} />
      <span>${t('keys.switch')}</span>
    </label>
  `
}

/** The sheet of shortcuts, when it is open. */
export function ShortcutSheet() {
  const { t } = useWords()
  const isOn = useStore(singleKeys)
  if (!useStore(isSheetOpen)) return null
  /** @type {Map<MessageKey, string[]>} */
  const byLabel = new Map()
  for (const { keys, also, label } of [...declared].flatMap((group) => group.current)) {
    byLabel.set(label, also ? [keys, also] : [keys])
  }
  const always = /** @type {[MessageKey, string[]][]} */ ([
    ['keys.palette', ['Ctrl K', '⌘ K']],
    ['keys.open', ['Enter']],
    ['keys.leave', ['Esc']],
  ])
  return html`
    <${Dialog} title=${t('keys.title')} onClose=${() => isSheetOpen.set(false)}>
      <dl class=${isOn ? 'key-list' : 'key-list is-off'}>
        ${[...byLabel, ...always].map(
          ([label, keys]) => html`
            <div>
              <dt>${t(label)}</dt>
              <dd>${keys.map((each) => html`<kbd>${each}</kbd> `)}</dd>
            </div>
          `,
        )}
      </dl>
      <p class="muted small">${t('keys.note')}</p>
      <${SingleKeysSwitch} />
    <//>
  `
}
