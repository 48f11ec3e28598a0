/**
 * The question before an act that nobody can take back: it asks for the name of what it ends, so
 * that a hand which slipped ends nothing.
 */

import { CopyButton } from '../frame/copy.js'
import { Dialog } from '../frame/dialog.js'
import { useWords } from '../frame/i18n.js'
import { RefusalText } from '../frame/refusal-text.js'
import { Reported, withoutTricks } from '../frame/reported.js'
import { html, useState } from '../frame/ui.js'
import { useSubmit } from '../frame/use-submit.js'

/** @typedef {import('../frame/ui.js').Children} Children */

/** Names are compared as the registry compares codes: case, spaces and dashes do not matter. */
const plain = (/** @type {string} */ text) =>
  text.normalize('NFC').replace(/[\s-]/g, '').toLowerCase()

/**
 * @param {{
 *   title: Children,
 *   text: Children,
 *   name: string,
 *   button: string,
 *   busy?: string,
 *   act: () => Promise<void>,
 *   onClose: () => void,
 * }} props `act` closes the dialog itself when it is done; what it throws is shown here
 */
export function ConfirmByName({ title, text, name, button, busy = button, act, onClose }) {
  const { t, rich } = useWords()
  const [typed, setTyped] = useState('')
  const isConfirmed = plain(typed) === plain(name)
  const shown = html`
    <span class="with-copy">
      <code><${Reported} text=${name} /></code>
      <${CopyButton} text=${name} name=${withoutTricks(name)} />
    </span>
  `
  const { error, isBusy, onSubmit } = useSubmit(async () => {
    // Enter submits although the button is not to be pressed.
    if (isConfirmed) await act()
  })
  return html`
    <${Dialog} title=${title} onClose=${onClose}>
      <form class="stack" onSubmit=${onSubmit}>
        <p>${text}</p>
        <div class="field">
          <label for="typed-code" id="type-code">${rich('confirm.type', { name: shown })}</label>
          <input id="typed-code" class="input mono" type="text" value=${typed} autofocus
            autocomplete="off" autocapitalize="off" spellcheck=${false}
            onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) =>
              setTyped(event.currentTarget.value)} />
        </div>
        ${Boolean(error) && html`<${RefusalText} error=${error} />`}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${onClose}>${t('action.cancel')}</button>
          <button type="submit" class="button is-danger" disabled=${!isConfirmed || isBusy}>
            ${isBusy ? busy : button}
          </button>
        </div>
      </form>
    <//>
  `
}
