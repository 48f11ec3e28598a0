/**
 * Copying to the clipboard, also where the browser has no clipboard API: this page is often served
 * over plain http in a local network, and there `navigator.clipboard` does not exist.
 */

import { useWords } from './i18n.js'
import { copyIcon, doneIcon } from './icons.js'
import { say } from './status.js'
import { html, useEffect, useState } from './ui.js'

/** How long the tick stands in place of the copy sign, in ms. */
const tickShownMs = 1_500

/**
 * Copies through a selection; `beside` keeps the field inside an open dialog, where focus is
 * allowed.
 * @param {string} text
 * @param {Element} beside
 */
function copyBySelection(text, beside) {
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'off-screen'
  beside.after(field)
  field.select()
  const hasCopied = document.execCommand('copy')
  field.remove()
  if (beside instanceof HTMLElement) beside.focus()
  return hasCopied
}

/**
 * Copies text and returns whether that worked.
 * @param {string} text
 * @param {Element} beside the control that was used
 */
async function copyText(text, beside) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text, beside)
  }
}

/**
 * A button that copies `text`; `name` says what is copied.
 * @param {{ text: string, name: string }} props
 */
export function CopyButton({ text, name }) {
  const { t } = useWords()
  const [isDone, setDone] = useState(false)
  useEffect(() => {
    if (!isDone) return undefined
    const timer = setTimeout(() => setDone(false), tickShownMs)
    return () => clearTimeout(timer)
  }, [isDone])

  /** @param {MouseEvent & { currentTarget: Element }} event */
  async function onClick(event) {
    const hasCopied = await copyText(text, event.currentTarget)
    setDone(hasCopied)
    say(hasCopied ? t('copy.done', { name }) : t('copy.failed'))
  }
  return html`
    <button type="button" class="icon-button" aria-label=${t('copy.action', { name })}
      title=${t('copy.action', { name })} onClick=${onClick}>
      ${isDone ? doneIcon() : copyIcon()}
    </button>
  `
}

/** Where a long line may break: after a space and before the next parameter of a URL. */
const breaks = /(?<= )|(?=&)/

/**
 * A command line that can be copied, with what it is for as its name.
 * @param {{ line: string, name: string }} props
 */
export const Command = ({ line, name }) => html`
  <div class="command">
    <pre role="group" aria-label=${name}><code>${line
      .split(breaks)
      .map((part) => html`<span>${part}</span>`)}</code></pre>
    <${CopyButton} text=${line} name=${name} />
  </div>
`
