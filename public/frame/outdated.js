/** Says that the server was updated, on pages that were loaded before: their parts fit no more. */

import { useWords } from './i18n.js'
import { html } from './ui.js'

/** The notice; it comes with its text, which only an alert is spoken with. */
export function Outdated() {
  const { t } = useWords()
  return html`
    <p class="page notice is-warn outdated" role="alert">
      <span>${t('page.outdated')}</span>
      <button type="button" class="button is-small" onClick=${() => location.reload()}>
        ${t('page.reload')}
      </button>
    </p>
  `
}
