/**
 * Who reaches which host: now, with the way to end it, and before, with how it went. The filter stands
 * in the address, so that a host's panel can link here and a finding can be sent on.
 */

import { useWords } from '../../frame/i18n.js'
import { usePlace } from '../../frame/router.js'
import { html } from '../../frame/ui.js'
import { readLine } from '../commands.js'
import { SameLines } from '../same.js'
import { LiveSessions } from './live-sessions.js'
import { SessionHistory } from './session-history.js'
import { readOutcome } from './session-words.js'
import { useHistory, useLiveSessions } from './use-sessions.js'

/** @param {import('./use-sessions.js').Filter} filter */
function linesFor({ hostId, outcome }) {
  const query = new URLSearchParams({ ...(hostId && { hostId }), ...(outcome && { outcome }) })
  const rest = query.size > 0 ? `&${query}` : ''
  return ['live', 'ended'].map((state) =>
    readLine(location.origin, `/v1/sessions?state=${state}${state === 'ended' ? rest : ''}`),
  )
}

function SessionsPage() {
  const { t } = useWords()
  const { query } = usePlace()
  const filter = { hostId: query.get('host'), outcome: readOutcome(query.get('outcome')) }
  const found = useHistory(filter)
  const { live, error, reload } = useLiveSessions(filter.hostId, found.loadNewer)
  return html`
    <div class="page sessions">
      <h1 tabindex="-1" class="off-screen">${t('sessions.title')}</h1>
      <${LiveSessions} live=${live} error=${error} onEnded=${reload} />
      <${SessionHistory} filter=${filter} found=${found} />
      <${SameLines} curl=${linesFor(filter)} />
    </div>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'sessions.title', View: SessionsPage }
