/** Deleting a host: asks for its code to be typed, because the code is what stops working. */

import { call } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { say } from '../../frame/status.js'
import { html } from '../../frame/ui.js'
import { ConfirmByName } from '../confirm-by-name.js'

/**
 * @param {{
 *   host: import('./presence.js').Host,
 *   onClose: () => void,
 *   onDeleted: () => void,
 * }} props
 */
export function DeleteHost({ host, onClose, onDeleted }) {
  const { t, rich } = useWords()
  const name = html`<${Reported} text=${host.name} />`
  async function act() {
    await call('DELETE', `/v1/hosts/${encodeURIComponent(host.id)}`)
    say(t('delete.done', { name: withoutTricks(host.name) }))
    onDeleted()
  }
  return html`
    <${ConfirmByName} name=${host.code} title=${rich('delete.title', { name })}
      text=${t('verb.delete.text')} button=${t('delete.button')} busy=${t('delete.busy')} act=${act}
      onClose=${onClose} />
  `
}
