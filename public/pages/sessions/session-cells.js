/** What the tables of sessions, live and ended, show alike. */

import { useWords } from '../../frame/i18n.js'
import { StateMark } from '../../frame/icons.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { html, useStore } from '../../frame/ui.js'
import { live } from '../hosts/live.js'
import { amountOf, outcomeMarks, reasonOf, whoOf } from './session-words.js'

/** @typedef {import('./session-words.js').Session} Session */

/**
 * Returns how the page names a host: by its name where the live feed knows it, else by the code.
 * @returns {(hostId: string, code: string) => string}
 */
export function useHostNames() {
  const told = useStore(live)
  return (hostId, code) => told?.byId.get(hostId)?.name || code
}

/**
 * The host as a link to its panel, its code, and the service that is reached on it.
 * @param {{ session: Session, name: string }} props
 */
export const HostCell = ({ session, name }) => html`
  <span class="session-host">
    <a href=${`/hosts/${encodeURIComponent(session.hostId)}`} title=${withoutTricks(session.code)}>
      <${Reported} text=${name} />
    </a>
    <code class="muted"><${Reported} text=${session.service} /></code>
  </span>
`

/** @param {{ controller: Session['controller'] }} props */
export function WhoCell({ controller }) {
  const words = useWords()
  const who = whoOf(words, controller)
  const isStranger = controller.kind === 'anonymous'
  return html`
    <span class="session-who"
      title=${isStranger ? words.t('sessions.anonymous.title') : withoutTricks(who)}>
      <span><${Reported} text=${who} /></span>
      <span class="muted mono"><${Reported} text=${controller.address} /></span>
    </span>
  `
}

/** @param {{ session: Session }} props */
export function PathCell({ session }) {
  const { t } = useWords()
  if (!session.path) return html`<span class="muted">${t('sessions.noPath')}</span>`
  return t(`sessions.path.${session.path}`)
}

/** An amount of bytes, and how fast they come where that is known. */
export function AmountCell(/** @type {{ bytes: number, rate?: string | undefined }} */ { bytes, rate }) {
  const { language } = useWords()
  return html`
    <span class="session-amount">
      <span>${amountOf(language, bytes)}</span>
      ${rate && html`<span class="muted">${rate}</span>`}
    </span>
  `
}

/** How a session went: shape, word and colour, and under them why. @param {{ session: Session }} props */
export function OutcomeCell({ session }) {
  const words = useWords()
  const { outcome, reason } = session
  if (!outcome) return null
  const why = reasonOf(words, reason)
  return html`
    <span class="session-outcome">
      <${StateMark} ...${outcomeMarks[outcome]} />
      <span>
        <span class="state-word">${words.t(`outcome.${outcome}`)}</span>
        ${why && html`<span class="muted small">${why}</span>`}
      </span>
    </span>
  `
}
