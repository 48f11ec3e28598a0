/**
 * The owner's page, in this order: what is wrong now, only if something is; four numbers; the
 * table of hosts, which is the product. What is filtered, sorted or opened stands in the address.
 */

import { useNow } from '../../frame/clock.js'
import { needWords, useWords } from '../../frame/i18n.js'
import { lazy } from '../../frame/lazy.js'
import { focusHeading, setQuery, usePlace } from '../../frame/router.js'
import { Refused } from '../../frame/api.js'
import { server } from '../../frame/server.js'
import { needStyles } from '../../frame/styles.js'
import { html, useEffect, useState, useStore } from '../../frame/ui.js'
import { HostsTable } from './hosts-table.js'
import { NumberStrip } from './number-strip.js'
import { hostFeed, live } from './live.js'
import { adminHostsLine, readLine } from '../commands.js'
import { SameLines } from '../same.js'

/** @typedef {import('./presence.js').Host} Host */

const WrongNow = lazy(async () => {
  await Promise.all([needWords(['wrong']), needStyles(['wrong'])])
  return (await import('./wrong-now.js')).WrongNow
})
const NoHosts = lazy(async () => {
  await needWords(['first'])
  return (await import('./no-hosts.js')).NoHosts
})
const HostPanel = lazy(async () => (await import('./host-panel.js')).HostPanel)
const DeleteHost = lazy(async () => (await import('./delete-host.js')).DeleteHost)

/**
 * A lost connection becomes a notice after this long, in ms; shorter ones are the small word's
 * matter.
 */
const lostAfterMs = 4_000

/** Says since when there is no connection, once that has lasted. */
function LostNotice() {
  const { t, moment } = useWords()
  const now = useNow()
  const isLost = useStore(hostFeed.state) === 'reconnecting'
  const [lostAt, setLostAt] = useState(/** @type {number | null} */ (null))
  useEffect(() => {
    if (!isLost) {
      setLostAt(null)
      return undefined
    }
    const since = now
    const timer = setTimeout(() => setLostAt(since), lostAfterMs)
    return () => clearTimeout(timer)
  }, [isLost])
  if (lostAt === null) return null
  return html`
    <p class="notice is-warn" role="status">${t('hosts.lost', { when: moment(lostAt, now) })}</p>
  `
}

/** A calm line about what stands open, with the way to close it. */
function OpenLine() {
  const { t, rich } = useWords()
  const facts = useStore(server)
  if (!facts || facts instanceof Refused) return null
  const isRegistrationOpen = facts.policies.registration === 'open'
  const isResolveOpen = facts.policies.resolve === 'open'
  if (!isRegistrationOpen && !isResolveOpen) return null
  const one = isResolveOpen ? 'resolve' : 'registration'
  const which = isRegistrationOpen && isResolveOpen ? 'both' : one
  const flags = [
    isRegistrationOpen && html`<code>--registration enrolled</code>`,
    isRegistrationOpen && isResolveOpen && ' ',
    isResolveOpen && html`<code>--resolve signed-in</code>`,
  ]
  return html`
    <p class="open-line muted small">
      ${t(`hosts.open.${which}`)} ${rich('hosts.open.how', { flags })}
    </p>
  `
}

/** @param {{ text: string }} props */
const HostLines = ({ text }) => html`
  <${SameLines} cli=${[adminHostsLine(text)]}
    curl=${[readLine(location.origin, `/v1/hosts${text && `?${new URLSearchParams({ q: text })}`}`)]} />
`

function HostsPage() {
  const { t } = useWords()
  const { query } = usePlace()
  const told = useStore(live)
  const [deleting, setDeleting] = useState(/** @type {Host | null} */ (null))
  const openId = query.get('host')
  const hasHosts = told !== null && (told.total > 0 || told.byId.size > 0)

  function onDeleted() {
    setDeleting(null)
    setQuery({ host: null })
    // Once the dialogs are gone, which keep the focus until then.
    setTimeout(focusHeading)
  }
  return html`
    <div class="page hosts">
      <h1 tabindex="-1" class="off-screen">${t('hosts.title')}</h1>
      <${LostNotice} />
      ${told && html`<${WrongNow} live=${told} />`}
      ${told && html`<${NumberStrip} numbers=${told.numbers} />`}
      ${told && html`<${OpenLine} />`}
      ${told && (hasHosts
        ? html`<${HostsTable} live=${told} onDelete=${setDeleting} />`
        : html`<${NoHosts} />`)}
      ${hasHosts && html`<${HostLines} text=${query.get('q') ?? ''} />`}
      ${openId &&
      html`<${HostPanel} key=${openId} id=${openId} onDelete=${setDeleting} />`}
      ${deleting &&
      html`<${DeleteHost} host=${deleting} onClose=${() => setDeleting(null)}
        onDeleted=${onDeleted} />`}
    </div>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'hosts.title', View: HostsPage }
