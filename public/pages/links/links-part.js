/**
 * Guest links of a host: what there is of them, making one, and ending one. A secret is seen once,
 * when its link is made.
 */

import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { may, me } from '../../frame/server.js'
import { html, useEffect, useState, useStore } from '../../frame/ui.js'
import { useList } from '../../frame/use-list.js'
import { readLine } from '../commands.js'
import { isWatched } from '../hosts/presence.js'
import { SameLines } from '../same.js'
import { LinkList } from './link-list.js'
import { LinkMaker } from './link-maker.js'
import { hasEnded, makeLine } from './link-words.js'
import { RevokeLink } from './revoke-link.js'

/** @typedef {import('../../../src/protocol/screen.ts').GuestLink} GuestLink */
/** @typedef {import('../hosts/presence.js').Host} Host */

/** How often uses are looked up again, milliseconds: a guest may open the link meanwhile. */
const lookAgainMs = 30_000

/**
 * @param {string} path
 * @returns {{ found: { links: readonly GuestLink[] } | null, error: unknown, reload: () => void }}
 */
const useLinks = (path) => useList(path)

/** @param {{ host: Host }} props */
export function LinksPart({ host }) {
  const who = useStore(me)
  const isShown = isWatched(host) && host.state !== 'revoked' && may(who, 'links:read')
  return isShown && html`<${Links} key=${host.id} host=${host} mayWrite=${may(who, 'links:write')} />`
}

/** @param {{ host: Host, mayWrite: boolean }} props */
function Links({ host, mayWrite }) {
  const { t } = useWords()
  const now = useNow()
  const path = `/v1/links?hostId=${encodeURIComponent(host.id)}`
  const { found, error, reload } = useLinks(path)
  const [revoking, setRevoking] = useState(/** @type {GuestLink | null} */ (null))
  useEffect(() => {
    const again = setInterval(() => document.hidden || reload(), lookAgainMs)
    return () => clearInterval(again)
  }, [path])
  if (!found && !error) return null
  const links = found?.links ?? []
  const good = links.filter((link) => !hasEnded(link, now))
  const ended = links.filter((link) => hasEnded(link, now))
  const onRevoke = mayWrite ? setRevoking : undefined
  const here = location.origin
  return html`
    <section class="guest-links" aria-labelledby="guest-links">
      <h2 id="guest-links">${t('links.title')}</h2>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      ${found && good.length === 0 && html`<p class="muted links-lead">${t('links.none')}</p>`}
      ${good.length > 0 &&
      html`<${LinkList} name=${t('links.title')} links=${good} onRevoke=${onRevoke} />`}
      ${mayWrite && host.agent?.allowsBrowser === false &&
      html`<p class="muted links-lead">${t('links.noBrowser')}</p>`}
      ${mayWrite && host.agent?.allowsBrowser !== false &&
      html`<${LinkMaker} host=${host} onMade=${reload} />`}
      ${ended.length > 0 &&
      html`<details class="links-ended">
        <summary class="small muted">${t('links.ended', { n: ended.length })}</summary>
        <${LinkList} name=${t('links.endedName')} links=${ended} onRevoke=${onRevoke} />
      </details>`}
      <${SameLines}
        curl=${[readLine(here, path), ...(mayWrite ? [makeLine(here, host, now)] : [])]} />
      ${revoking &&
      html`<${RevokeLink} link=${revoking} onClose=${() => setRevoking(null)} onDone=${reload} />`}
    </section>
  `
}
