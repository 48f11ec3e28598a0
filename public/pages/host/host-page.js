/**
 * The page of one host: how it is, its services with the way to open each, how its last sessions
 * went, what was done with it, and what can be done, each with the line that does the same.
 */

import { useNow } from '../../frame/clock.js'
import { Command, CopyButton } from '../../frame/copy.js'
import { needWords, useWords } from '../../frame/i18n.js'
import { lazy } from '../../frame/lazy.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { navigate } from '../../frame/router.js'
import { may, me } from '../../frame/server.js'
import { needStyles } from '../../frame/styles.js'
import { html, useEffect, useState, useStore } from '../../frame/ui.js'
import { adminHostsLine, connectLine, hostLine, readLine } from '../commands.js'
import { HostState } from '../hosts/host-state.js'
import { isWatched } from '../hosts/presence.js'
import { Tags } from '../hosts/tags.js'
import { GuestLinks } from '../links/guest-links.js'
import { SameLines } from '../same.js'
import { Facts, Lines, Warnings } from './host-parts.js'
import { OpenService } from './openings.js'
import { useHost } from './use-host.js'

/** @typedef {import('../hosts/presence.js').Host} Host */

const SessionStrip = lazy(async () => {
  await Promise.all([needWords(['sessions', 'endings']), needStyles(['sessions'])])
  return (await import('../sessions/session-strip.js')).SessionStrip
})
const HostAudit = lazy(async () => {
  await needWords(['audit', 'endings'])
  return (await import('./host-audit.js')).HostAudit
})
const Verbs = lazy(async () => (await import('../hosts/verbs.js')).Verbs)
const DeleteHost = lazy(async () => (await import('../hosts/delete-host.js')).DeleteHost)

/** The head of the page: where one is, the name, and how the host is now. @param {{ host: Host }} props */
function HostHead({ host }) {
  const { t } = useWords()
  const now = useNow()
  return html`
    <header class="host-head">
      <p class="small"><a href="/">${t('hostpage.back')}</a></p>
      <h1 tabindex="-1"><${Reported} text=${host.name} /></h1>
      <div class="host-line">
        <${HostState} host=${host} now=${now} />
        <span class="with-copy">
          <code><${Reported} text=${host.code} /></code>
          <${CopyButton} text=${host.code} name=${withoutTricks(host.code)} />
        </span>
        <${Tags} tags=${host.tags} />
        <a class="button is-small" href=${`/diagnose?host=${encodeURIComponent(host.code)}`}>
          ${t('hostpage.diagnose')}
        </a>
      </div>
    </header>
  `
}

/** What the host offers, and the way to each. @param {{ host: Host }} props */
function Services({ host }) {
  const { t } = useWords()
  const here = location.origin
  return html`
    <section class="host-services" aria-labelledby="services-title">
      <h2 id="services-title">${t('hostpage.services')}</h2>
      ${!isWatched(host) &&
      html`<p class="muted">${t('hostpage.services.plain')}</p>
        <${Command} line=${hostLine(here)} name=${t('hostpage.services')} />`}
      ${isWatched(host) && !host.agent && html`<p class="muted">${t('hostpage.services.none')}</p>`}
      ${host.agent &&
      html`<ul>
        ${host.agent.services.map(
          (service) => html`
            <li key=${service} data-service=${service}>
              <div class="host-line">
                <strong class="mono"><${Reported} text=${service} /></strong>
                <${OpenService} host=${host} service=${service} />
              </div>
              <${Command} line=${connectLine(here, host.code, [service, ''])}
                name=${t('hostpage.connect', { service: withoutTricks(service) })} />
            </li>
          `,
        )}
      </ul>`}
    </section>
  `
}

/** @param {{ params: Record<string, string> }} props */
function HostPage({ params }) {
  const { t } = useWords()
  const id = params['id'] ?? ''
  const { host, error, isGone } = useHost(id)
  const who = useStore(me)
  const [deleting, setDeleting] = useState(/** @type {Host | null} */ (null))
  const name = host ? withoutTricks(host.name) : ''
  useEffect(() => {
    if (name) document.title = `${name} · isr`
  }, [name])
  if (!host) {
    if (!isGone && !error) return null
    return html`
      <div class="page is-narrow stack">
        <h1 tabindex="-1">${t('hostpage.title')}</h1>
        ${isGone ? html`<p>${t('hostpage.unknown')}</p>` : html`<${RefusalText} error=${error} />`}
        <p><a class="button" href="/">${t('hostpage.back')}</a></p>
      </div>
    `
  }
  const path = `/v1/hosts/${encodeURIComponent(host.id)}`
  return html`
    <div class="page host-page">
      <${HostHead} host=${host} />
      ${isGone && html`<p class="notice is-warn">${t('host.gone')}</p>`}
      <${Warnings} host=${host} />
      <div class="host-columns">
        <div class="host-main">
          ${!isGone && host.state !== 'revoked' && html`<${Services} host=${host} />`}
          ${!isGone && html`<${GuestLinks} host=${host} />`}
          ${isWatched(host) && html`<${SessionStrip} key=${host.id} hostId=${host.id} />`}
          ${!isGone && html`<${Verbs} host=${host} onDelete=${setDeleting} />`}
          ${may(who, 'audit:read') && html`<${HostAudit} key=${`acts ${host.state}`} host=${host} />`}
        </div>
        <aside class="host-side" aria-label=${t('host.facts')}>
          <h2>${t('host.facts')}</h2>
          <${Facts} host=${host} />
          ${!isGone && host.state !== 'revoked' && html`<${Lines} host=${host} />`}
        </aside>
      </div>
      <${SameLines} curl=${[readLine(location.origin, path)]} cli=${[adminHostsLine(host.code)]} />
      ${deleting &&
      html`<${DeleteHost} host=${deleting} onClose=${() => setDeleting(null)}
        onDeleted=${() => navigate('/')} />`}
    </div>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = {
  title: 'hostpage.title',
  // Another host is another page: nothing of the one that was left may stay.
  View: ({ params }) => html`<${HostPage} key=${params['id']} params=${params} />`,
}
