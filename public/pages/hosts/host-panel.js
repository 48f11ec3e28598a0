/**
 * A quick look at one host over the table: its facts, and what can be done with it, each with the
 * command line that does the same. Everything about it stands on its page.
 */

import { useNow } from '../../frame/clock.js'
import { Dialog } from '../../frame/dialog.js'
import { lazy } from '../../frame/lazy.js'
import { needWords, useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported } from '../../frame/reported.js'
import { setQuery } from '../../frame/router.js'
import { needStyles } from '../../frame/styles.js'
import { html } from '../../frame/ui.js'
import { Facts, Lines, Warnings } from '../host/host-parts.js'
import { hostHref } from '../host/host-href.js'
import { Openings } from '../host/openings.js'
import { useHost } from '../host/use-host.js'
import { HostState } from './host-state.js'
import { isWatched } from './presence.js'
import { Verbs } from './verbs.js'

/** @typedef {import('./presence.js').Host} Host */

const SessionStrip = lazy(async () => {
  await Promise.all([needWords(['sessions', 'endings']), needStyles(['sessions'])])
  return (await import('../sessions/session-strip.js')).SessionStrip
})

const close = () => setQuery({ host: null })

/**
 * @param {{ id: string, onDelete: (host: Host) => void }} props
 */
export function HostPanel({ id, onDelete }) {
  const { t } = useWords()
  const { host, error, isGone } = useHost(id)
  if (!host) {
    if (!error && !isGone) return null
    return html`
      <${Dialog} isPanel title=${t('hosts.title')} onClose=${close}>
        ${isGone ? html`<p>${t('host.gone')}</p>` : html`<${RefusalText} error=${error} />`}
      <//>
    `
  }
  return html`
    <${Dialog} isPanel title=${html`<${Reported} text=${host.name} />`} onClose=${close}>
      ${isGone
        ? html`<p class="notice is-warn">${t('host.gone')}</p>`
        : html`<${StateLine} host=${host} />`}
      ${!isGone &&
      html`<p><a class="button" href=${hostHref(host.id)}>${t('host.page')}</a></p>`}
      ${!isGone && html`<${Openings} host=${host} />`}
      <${Warnings} host=${host} />
      ${!isGone && isWatched(host) && html`<${SessionStrip} hostId=${host.id} />`}
      <${Facts} host=${host} />
      ${!isGone && html`<${Verbs} host=${host} onDelete=${onDelete} />`}
      ${host.state !== 'revoked' && html`<${Lines} host=${host} />`}
    <//>
  `
}

/** @param {{ host: Host }} props */
function StateLine({ host }) {
  const now = useNow()
  return html`<p><${HostState} host=${host} now=${now} /></p>`
}
