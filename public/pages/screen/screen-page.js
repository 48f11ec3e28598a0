/** One service of a host, opened in the page, or told how it is reached otherwise. */

import { call } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { lazy } from '../../frame/lazy.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported } from '../../frame/reported.js'
import { usePlace } from '../../frame/router.js'
import { html, useEffect, useState } from '../../frame/ui.js'
import { hostHref } from '../host/host-href.js'
import { openingOf } from './kinds.js'
import { Remote } from './remote.js'

/** @typedef {import('../../../src/protocol/api.ts').Host} Host */

const ConnectWay = lazy(async () => (await import('./connect-way.js')).ConnectWay)

/** Returns the host, or why it cannot be had. @param {string} id */
function useHost(id) {
  const [host, setHost] = useState(/** @type {Host | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  useEffect(() => {
    setHost(null)
    setError(null)
    const leaving = new AbortController()
    const { signal } = leaving
    call('GET', `/v1/hosts/${encodeURIComponent(id)}`, { signal }).then(
      setHost,
      (refused) => signal.aborted || setError(refused),
    )
    return () => leaving.abort()
  }, [id])
  return { host, error }
}

/** @param {{ host: Host, service: string }} props */
function Service({ host, service }) {
  const { t } = useWords()
  const { query } = usePlace()
  const wanted = query.get('as')
  const opening = wanted === 'screen' || wanted === 'terminal' ? wanted : openingOf(service)
  const title = html`<${Reported} text=${host.name} />`
  const home = { href: hostHref(host.id), text: t('screen.home') }
  if (opening === 'connect') {
    return html`
      <div class="page stack screen-connect">
        <p class="small"><a href=${home.href}>${home.text}</a></p>
        <header class="screen-head">
          <h1 tabindex="-1">${title}</h1>
          <code class="tag"><${Reported} text=${service} /></code>
        </header>
        <${ConnectWay} host=${host} service=${service} />
      </div>
    `
  }
  const isLookOnly = opening === 'screen' && query.get('look') === 'only'
  const request = /** @type {const} */ ({
    type: 'open',
    hostId: host.id,
    service,
    kind: opening,
    isViewOnly: isLookOnly,
  })
  return html`<${Remote} key=${JSON.stringify(request)} request=${request} title=${title}
    service=${service} isLookOnly=${isLookOnly} home=${home} />`
}

/** @param {import('../../routes.js').PageProps} props */
function ScreenPage({ params: { hostId = '', service = '' } }) {
  const { t } = useWords()
  const { host, error } = useHost(hostId)
  if (host) return html`<${Service} key=${host.id} host=${host} service=${service} />`
  if (!error) return html`<h1 class="off-screen" tabindex="-1">${t('screen.title')}</h1>`
  return html`
    <div class="page is-narrow">
      <h1 tabindex="-1">${t('screen.title')}</h1>
      <${RefusalText} error=${error} />
      <p><a href="/">${t('nav.hosts')}</a></p>
    </div>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'screen.title', View: ScreenPage }
