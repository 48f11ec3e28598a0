/** The question before a session is ended: it is somebody's work, and nobody can undo it. */

import { call } from '../../frame/api.js'
import { Dialog } from '../../frame/dialog.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { say } from '../../frame/status.js'
import { html } from '../../frame/ui.js'
import { useSubmit } from '../../frame/use-submit.js'
import { whoOf } from './session-words.js'

/**
 * @param {{
 *   session: import('./session-words.js').Session,
 *   host: string,
 *   onClose: () => void,
 *   onEnded: () => void,
 * }} props
 */
export function EndSession({ session, host, onClose, onEnded }) {
  const words = useWords()
  const { t, rich } = words
  const { error, isBusy, onSubmit } = useSubmit(async () => {
    await call('DELETE', `/v1/sessions/${encodeURIComponent(session.id)}`)
    say(t('sessions.end.done', { host: withoutTricks(host) }))
    onClose()
    onEnded()
  })
  const who = html`<strong><${Reported} text=${whoOf(words, session.controller)} /></strong>`
  return html`
    <${Dialog} title=${t('sessions.end.title')} onClose=${onClose}>
      <form class="stack" onSubmit=${onSubmit}>
        <p>${rich('sessions.end.text', { who, host: html`<${Reported} text=${host} />` })}</p>
        ${Boolean(error) && html`<${RefusalText} error=${error} />`}
        <div class="dialog-actions">
          <button type="button" class="button" autofocus onClick=${onClose}>
            ${t('action.cancel')}
          </button>
          <button type="submit" class="button is-danger" disabled=${isBusy}>
            ${t('sessions.end.button')}
          </button>
        </div>
      </form>
    <//>
  `
}
