/** A refusal beside the form or the list that it concerns. */

import { Refused, sentenceFor } from './api.js'
import { useWords } from './i18n.js'
import { html } from './ui.js'

/**
 * A refusal as a sentence, with the request's id for whoever reads the server's log.
 * @param {{ error: unknown, id?: string }} props
 */
export function RefusalText({ error, id }) {
  const words = useWords()
  const requestId = error instanceof Refused ? error.requestId : undefined
  return html`
    <p class="refusal" id=${id} role="alert">
      ${sentenceFor(words, error)}
      ${requestId &&
      html` <span class="small">${words.t('error.request', { id: requestId })}</span>`}
    </p>
  `
}
