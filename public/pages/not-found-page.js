/** The pages for an address that no page answers, and for one that is not for this person. */

import { useWords } from '../frame/i18n.js'
import { Reported } from '../frame/reported.js'
import { me } from '../frame/server.js'
import { html, useStore } from '../frame/ui.js'

/** @param {{ path: string }} props */
export function NotFoundPage({ path }) {
  const { t, rich } = useWords()
  const shown = html`<code><${Reported} text=${path} /></code>`
  return html`
    <div class="page is-narrow">
      <h1 tabindex="-1">${t('page.notFound.title')}</h1>
      <p>${rich('page.notFound.text', { path: shown })}</p>
      <p><a href="/">${t(useStore(me) ? 'nav.hosts' : 'nav.start')}</a></p>
    </div>
  `
}

/** Shown to somebody whose role has no use of the page. */
export function NotAllowedPage() {
  const { t } = useWords()
  return html`
    <div class="page is-narrow">
      <h1 tabindex="-1">${t('page.notAllowed.title')}</h1>
      <p>${t('page.notAllowed.text')}</p>
      <p><a href="/">${t(useStore(me) ? 'nav.hosts' : 'nav.start')}</a></p>
    </div>
  `
}
