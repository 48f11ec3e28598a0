/** Giving a host to another key, or to another customer where the person looks after several. */

import { call } from '../../frame/api.js'
import { Dialog } from '../../frame/dialog.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { setQuery } from '../../frame/router.js'
import { me } from '../../frame/server.js'
import { say } from '../../frame/status.js'
import { html, useState, useStore } from '../../frame/ui.js'

/** An Ed25519 public key is 32 bytes, 43 signs of base64url. */
const keyPattern = '[A-Za-z0-9_\\-]{43}'

/**
 * @param {{ host: import('./presence.js').Host, onClose: () => void }} props
 */
export function TransferHost({ host, onClose }) {
  const { t, rich } = useWords()
  const who = useStore(me)
  const others = (who?.tenants ?? []).filter(({ id }) => id !== who?.tenant.id)
  const [target, setTarget] = useState('key')
  const [key, setKey] = useState('')
  const [error, setError] = useState(/** @type {unknown} */ (null))
  const [isBusy, setBusy] = useState(false)
  const isToKey = target === 'key'

  /** @param {SubmitEvent} event */
  async function onSubmit(event) {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    setError(null)
    try {
      const body = isToKey ? { key: key.trim() } : { tenantId: target }
      await call('POST', `/v1/hosts/${encodeURIComponent(host.id)}/transfer`, { body })
      say(t('verb.transfer.done', { name: withoutTricks(host.name) }))
      onClose()
      if (!isToKey) setQuery({ host: null })
    } catch (refused) {
      setError(refused)
      setBusy(false)
    }
  }
  const name = html`<${Reported} text=${host.name} />`
  return html`
    <${Dialog} title=${rich('verb.transfer.title', { name })} onClose=${onClose}>
      <form class="stack" onSubmit=${onSubmit}>
        <p>${t('verb.transfer.text')}</p>
        ${others.length > 0 &&
        html`<label class="field">
          <span>${t('transfer.to')}</span>
          <select class="input" value=${target}
            onChange=${(/** @type {{ currentTarget: HTMLSelectElement }} */ event) =>
              setTarget(event.currentTarget.value)}>
            <option value="key">${t('transfer.key')}</option>
            ${others.map(
              (tenant) => html`
                <option key=${tenant.id} value=${tenant.id}>${withoutTricks(tenant.name)}</option>
              `,
            )}
          </select>
        </label>`}
        ${isToKey &&
        html`<label class="field">
          <span>${t('transfer.key')}</span>
          <input class="input mono" type="text" name="key" required pattern=${keyPattern} value=${key}
            autofocus autocomplete="off" autocapitalize="off" spellcheck=${false}
            title=${t('transfer.key.hint')}
            onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) =>
              setKey(event.currentTarget.value)} />
          <small class="muted small">${t('transfer.key.hint')}</small>
        </label>`}
        ${Boolean(error) && html`<${RefusalText} error=${error} />`}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${onClose}>${t('action.cancel')}</button>
          <button type="submit" class="button is-primary" disabled=${isBusy}>
            ${t('verb.transfer')}
          </button>
        </div>
      </form>
    <//>
  `
}
