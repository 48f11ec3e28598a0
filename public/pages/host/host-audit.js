/** The last acts on one host, for who may read the audit. */

import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported } from '../../frame/reported.js'
import { html } from '../../frame/ui.js'
import { useList } from '../../frame/use-list.js'
import { Outcome } from '../audit/audit-outcome.js'
import { actionWord, actorName } from '../audit/audit-words.js'

/** @typedef {import('../audit/audit-log.js').Entry} Entry */

/** Acts that are shown; the audit has all. */
const most = 8

/** @param {{ hostId: string }} props */
export function HostAudit({ hostId }) {
  const words = useWords()
  const { t, moment, instant } = words
  const now = useNow()
  const object = encodeURIComponent(hostId)
  const { found, error } = /** @type {{ found: { entries: Entry[] } | null, error: unknown }} */ (
    useList(`/v1/audit?object=${object}&limit=${most}`)
  )
  if (!found && !error) return null
  const entries = found?.entries ?? []
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
                <a href=${`/audit?object=${object}&entry=${encodeURIComponent(entry.id)}`}>
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
