/**
 * Who can see what goes through a screen in the page, told where it is opened: the few sentences of
 * the manual, without leaving the page.
 */

import { useWords } from '../../frame/i18n.js'
import { html } from '../../frame/ui.js'

/**
 * Whoever shows it has loaded the words of the area `screen`; a guest is not told what only people
 * with an account can do instead.
 * @param {{ isGuest?: boolean }} props
 */
export function WhoSees({ isGuest = false }) {
  const { t, rich } = useWords()
  const forbid = html`<code>isr host --no-browser</code>`
  return html`
    <details class="who-sees">
      <summary>${t('screen.sees.title')}</summary>
      <div>
        <p>${t('screen.sees.server')}</p>
        <p>${t('screen.sees.kept')}</p>
        ${!isGuest && html`<p>${rich('screen.sees.trust', { connect: html`<code>isr connect</code>`, forbid })}</p>`}
      </div>
    </details>
  `
}
