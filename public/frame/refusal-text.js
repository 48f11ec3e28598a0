/** A refusal beside the form or the list that it concerns. */

import { Refused, sentenceFor } from './api.js'
import { useWords } from './i18n.js'
import { html } from './ui.js'

/**
 * A refusal as a sentence, with the request's id for whoever reads the server's log, and its code,
 * which leads to why it comes; in a new tab, because a form may stand beside it.
 * @param {{ error: unknown, id?: string }} props
 */
export function RefusalText({ error, id }) {
  const words = useWords()
  const { requestId, code } = error instanceof Refused ? error : {}
  return html`
    <p class="refusal" id=${id} role="alert">
      ${sentenceFor(words, error)}
      ${requestId &&
      html` <span class="small">
        ${words.t('error.request', { id: requestId })}${' '}
        <a href=${`/docs#error-${code}`} target="_blank"><code>${code}</code></a>
      </span>`}
    </p>
  `
}
