/**
 * What a guest sees who was sent a link: what it opens, and then that. The link's secret came in the
 * address behind `#`, was taken out of it at once (frame/fragment-secret.js), and lives in this page
 * only.
 */

import { call } from '../../frame/api.js'
import { broughtSecret } from '../../frame/fragment-secret.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported } from '../../frame/reported.js'
import { html, useEffect, useState, useStore } from '../../frame/ui.js'
import { Remote } from '../screen/remote.js'
import { WhoSees } from '../screen/who-sees.js'

/** @typedef {import('../../../src/protocol/screen.ts').GuestInvitation} Offer */

/** Returns what the link opens, or why it opens nothing. @param {string} link */
function useOffer(link) {
  const [offer, setOffer] = useState(/** @type {Offer | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    setError(null)
    if (!link) return undefined
    const leaving = new AbortController()
    const { signal } = leaving
    call('POST', '/v1/links/look', { body: { link }, signal }).then(
      setOffer,
      (refused) => signal.aborted || setError(refused),
    )
    return () => leaving.abort()
  }, [link, turn])
  return { offer, error, lookAgain: () => setTurn((before) => before + 1) }
}

/** @param {{ offer: Offer, onOpen: () => void, onLook: () => void }} props */
function Invitation({ offer, onOpen, onLook }) {
  const { t, rich, instant, number } = useWords()
  const { hostName, service, kind, isViewOnly, note, expiresAt, usesLeft, isOnline } = offer
  const host = html`<b><${Reported} text=${hostName} /></b>`
  const may = kind === 'terminal' ? 'guest.may.terminal' : isViewOnly ? 'guest.may.look' : 'guest.may.control'
  return html`
    <div class="page is-form guest">
      <h1 tabindex="-1">${t(`guest.title.${kind}`)}</h1>
      <p class="lead">${rich(`guest.text.${kind}`, { host })}</p>
      ${note && html`<blockquote class="note"><${Reported} text=${note} /></blockquote>`}
      <dl class="facts">
        <div><dt>${t('guest.host')}</dt><dd>${host}</dd></div>
        <div><dt>${t('guest.service')}</dt><dd><code><${Reported} text=${service} /></code></dd></div>
        <div><dt>${t('guest.may')}</dt><dd>${t(may)}</dd></div>
        <div><dt>${t('guest.until')}</dt><dd>${instant(expiresAt)}</dd></div>
        <div><dt>${t('guest.uses')}</dt><dd>${number(usesLeft)}</dd></div>
      </dl>
      ${!isOnline &&
      html`<p class="notice is-warn">${t('guest.offline')}
        <button type="button" class="link-button" onClick=${onLook}>${t('guest.lookAgain')}</button>
      </p>`}
      <div>
        <p class="muted">${t('guest.honest')}</p>
        <${WhoSees} isGuest />
      </div>
      <div>
        <button type="button" class="button is-primary" onClick=${onOpen}>
          ${t(`guest.open.${kind}`)}
        </button>
      </div>
    </div>
  `
}

function GuestPage() {
  const { t } = useWords()
  const link = useStore(broughtSecret)
  const { offer, error, lookAgain } = useOffer(link)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => setOpen(false), [link])
  if (offer && isOpen) {
    const request = /** @type {const} */ ({ type: 'open', link })
    return html`<${Remote} key=${link} request=${request} service=${offer.service} home=${null}
      title=${html`<${Reported} text=${offer.hostName} />`} isLookOnly=${offer.isViewOnly} />`
  }
  if (offer && !error) {
    return html`<${Invitation} offer=${offer} onOpen=${() => setOpen(true)} onLook=${lookAgain} />`
  }
  if (link && !error) return html`<h1 class="off-screen" tabindex="-1">${t('guest.title')}</h1>`
  return html`
    <div class="page is-form">
      <h1 tabindex="-1">${t('guest.over')}</h1>
      ${error ? html`<${RefusalText} error=${error} />` : html`<p>${t('guest.none')}</p>`}
    </div>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'guest.title', View: GuestPage }
