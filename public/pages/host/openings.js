/** The ways to a host's services in this page, wherever the host is shown; loaded when one is. */

import { lazy } from '../../frame/lazy.js'
import { needWords } from '../../frame/i18n.js'
import { Reported } from '../../frame/reported.js'
import { needStyles } from '../../frame/styles.js'
import { html } from '../../frame/ui.js'

/** @typedef {import('../hosts/presence.js').Host} Host */

/** What one service can be opened with. */
export const OpenService = lazy(async () => {
  await Promise.all([needWords(['screen']), needStyles(['host'])])
  return (await import('../screen/open-service.js')).OpenService
})

/** All services of a host, in a line each. @param {{ host: Host }} props */
export function Openings({ host }) {
  const services = host.agent?.services ?? []
  if (services.length === 0) return null
  return html`
    <ul class="openings">
      ${services.map(
        (service) => html`
          <li key=${service} class="host-line">
            <strong class="mono"><${Reported} text=${service} /></strong>
            <${OpenService} host=${host} service=${service} />
          </li>
        `,
      )}
    </ul>
  `
}
