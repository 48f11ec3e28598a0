/** The last acts on one host and its guest links, for who may read the audit. */

import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported } from '../../frame/reported.js'
import { html } from '../../frame/ui.js'
import { Outcome } from '../audit/audit-outcome.js'
import { actionWord, actorName } from '../audit/audit-words.js'
import { useHostActs } from './host-acts.js'

/** Where the audit shows an act among the others on the same thing. @param {import('../audit/audit-log.js').Entry} entry */
const auditHref = ({ id, object }) =>
  `/audit?${new URLSearchParams({ object: object.id, entry: id }).toString()}`

/** Acts that are shown; the audit has all. */
const most = 8

/** @param {{ host: import('./host-acts.js').Named }} props */
export function HostAudit({ host }) {
  const words = useWords()
  const { t, moment, instant } = words
  const now = useNow()
  const object = encodeURIComponent(host.id)
  const { entries: found, error } = useHostActs(host, most)
  if (!found && !error) return null
  const entries = found ?? []
  return html`
    <section class="host-audit" aria-labelledby="host-audit">
      <h2 id="host-audit">${t('hostpage.audit')}</h2>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      ${found && entries.length === 0 && html`<p class="muted">${t('hostpage.audit.none')}</p>`}
      ${entries.length > 0 &&
      html`<ul>
          ${entries.map(
            (entry) => html`
              <li key=${entry.id}>
                <time class="muted" title=${instant(entry.at)}>${moment(entry.at, now)}</time>
                <a href=${auditHref(entry)}>
                  ${actionWord(words, entry.action)}
                </a>
                <span class="muted"><${Reported} text=${actorName(words, entry.actor)} /></span>
                <${Outcome} entry=${entry} />
              </li>
            `,
          )}
        </ul>
        <p><a href=${`/audit?object=${object}`}>${t('hostpage.audit.all')}</a></p>`}
    </section>
  `
}
