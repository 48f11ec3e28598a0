/** Deleting a host: asks for its code to be typed, because the code is what stops working. */

import { call } from '../../frame/api.js'
import { CopyButton } from '../../frame/copy.js'
import { Dialog } from '../../frame/dialog.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { say } from '../../frame/status.js'
import { html, useState } from '../../frame/ui.js'

/** Codes are compared as the registry does it: case and spaces do not matter. */
const plain = (/** @type {string} */ text) =>
  text.normalize('NFC').replace(/[\s-]/g, '').toLowerCase()

/**
 * @param {{
 *   host: import('./presence.js').Host,
 *   onClose: () => void,
 *   onDeleted: () => void,
 * }} props
 */
export function DeleteHost({ host, onClose, onDeleted }) {
  const { t, rich } = useWords()
  const [typed, setTyped] = useState('')
  const [error, setError] = useState(/** @type {unknown} */ (null))
  const [isBusy, setBusy] = useState(false)
  const isConfirmed = plain(typed) === plain(host.code)
  const name = html`<${Reported} text=${host.name} />`
  const code = html`
    <span class="with-copy">
      <code><${Reported} text=${host.code} /></code>
      <${CopyButton} text=${host.code} name=${withoutTricks(host.code)} />
    </span>
  `

  /** @param {SubmitEvent} event */
  async function onSubmit(event) {
    event.preventDefault()
    if (!isConfirmed || isBusy) return
    setBusy(true)
    try {
      await call('DELETE', `/v1/hosts/${encodeURIComponent(host.id)}`)
      say(t('delete.done', { name: withoutTricks(host.name) }))
      onDeleted()
    } catch (refused) {
      setError(refused)
      setBusy(false)
    }
  }
  return html`
    <${Dialog} title=${rich('delete.title', { name })} onClose=${onClose}>
      <form class="stack" onSubmit=${onSubmit}>
        <p>${t('delete.text')}</p>
        <div class="field">
          <label for="typed-code" id="type-code">${rich('delete.type', { code })}</label>
          <input id="typed-code" class="input mono" type="text" value=${typed} autofocus
            autocomplete="off" autocapitalize="characters" spellcheck=${false}
            onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) =>
              setTyped(event.currentTarget.value)} />
        </div>
        ${Boolean(error) && html`<${RefusalText} error=${error} />`}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${onClose}>${t('action.cancel')}</button>
          <button type="submit" class="button is-danger" disabled=${!isConfirmed || isBusy}>
            ${t(isBusy ? 'delete.busy' : 'delete.button')}
          </button>
        </div>
      </form>
    <//>
  `
}
