/** The question before a link is ended: somebody may be on the other end of it. */

import { call } from '../../frame/api.js'
import { Dialog } from '../../frame/dialog.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported } from '../../frame/reported.js'
import { say } from '../../frame/status.js'
import { html } from '../../frame/ui.js'
import { useSubmit } from '../../frame/use-submit.js'

/**
 * @param {{
 *   link: import('../../../src/protocol/screen.ts').GuestLink,
 *   onClose: () => void,
 *   onDone: () => void,
 * }} props
 */
export function RevokeLink({ link, onClose, onDone }) {
  const { t, rich } = useWords()
  const { error, isBusy, onSubmit } = useSubmit(async () => {
    await call('DELETE', `/v1/links/${encodeURIComponent(link.id)}`)
    say(t('links.revoked'))
    onClose()
    onDone()
  })
  const name = html`<strong><${Reported} text=${link.note || link.service} /></strong>`
  return html`
    <${Dialog} title=${t('links.revoke.title')} onClose=${onClose}>
      <form class="stack" onSubmit=${onSubmit}>
        <p>${rich('links.revoke.text', { name })}</p>
        ${Boolean(error) && html`<${RefusalText} error=${error} />`}
        <div class="dialog-actions">
          <button type="button" class="button" autofocus onClick=${onClose}>
            ${t('action.cancel')}
          </button>
          <button type="submit" class="button is-danger" disabled=${isBusy}>
            ${t('links.revoke')}
          </button>
        </div>
      </form>
    <//>
  `
}
