/**
 * The way from a host to one of its services in this page. Whoever shows it has loaded the words of
 * the area `screen`.
 */

import { useWords } from '../../frame/i18n.js'
import { Reported } from '../../frame/reported.js'
import { may, me } from '../../frame/server.js'
import { html, useStore } from '../../frame/ui.js'
import { openingHref, openingOf } from './kinds.js'

/** @typedef {import('../../../src/protocol/api.ts').Host} Host */

/**
 * What one of a host's services can be opened with; nothing for who may not, or for a host that cannot.
 * @param {{ host: Host, service: string }} props
 */
export function OpenService({ host, service }) {
  const { t } = useWords()
  const who = useStore(me)
  if (!may(who, 'screens:open') || !host.agent || host.state === 'revoked') return null
  const name = html`<span class="off-screen"> <${Reported} text=${service} /></span>`
  const opening = openingOf(service)
  const link = (/** @type {import('../../frame/ui.js').Children} */ text, options = {}) => html`
    <a class="button is-small" data-opening=${opening} href=${openingHref(host.id, service, options)}>
      ${text}${name}
    </a>
  `
  if (opening === 'connect') return link(t('screen.open.connect'))
  if (!host.agent.allowsBrowser) {
    return html`<span class="muted small">${t('screen.open.forbidden')}</span>`
  }
  if (opening === 'terminal') return link(t('screen.open.terminal'))
  return html`${link(t('screen.open.screen'))} ${link(t('screen.open.view'), { look: 'only' })}`
}
