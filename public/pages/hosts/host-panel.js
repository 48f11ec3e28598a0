/**
 * One host: its facts, and what can be done with it, each with the command line that does the
 * same.
 */

import { call, Refused } from '../../frame/api.js'
import { useNow } from '../../frame/clock.js'
import { Command, CopyButton } from '../../frame/copy.js'
import { Dialog } from '../../frame/dialog.js'
import { lazy } from '../../frame/lazy.js'
import { needWords, useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { setQuery } from '../../frame/router.js'
import { server } from '../../frame/server.js'
import { needStyles } from '../../frame/styles.js'
import { html, useEffect, useRef, useState, useStore } from '../../frame/ui.js'
import { connectLine, registerLine, resolveLine, tokenPlace } from '../commands.js'
import { HostOwner, HostState, ownerSentence } from './host-state.js'
import { live } from './live.js'
import { endpointOf, isWatched } from './presence.js'
import { Tags } from './tags.js'
import { Verbs } from './verbs.js'

/** @typedef {import('./presence.js').Host} Host */

const SessionStrip = lazy(async () => {
  await Promise.all([needWords(['sessions', 'endings']), needStyles(['sessions'])])
  return (await import('../sessions/session-strip.js')).SessionStrip
})

/**
 * Returns the host from the live feed, else from the server where the feed has not got all hosts; the
 * last that was known of it stays when it goes.
 * @param {string} id
 */
function useHost(id) {
  const told = useStore(live)
  const [asked, setAsked] = useState(/** @type {Host | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  const last = useRef(/** @type {Host | null} */ (null))
  const wasRemoved = useRef(false)
  const present = told?.byId.get(id)
  if (present) last.current = present
  if (present) wasRemoved.current = false
  else if (told?.removed.includes(id)) wasRemoved.current = true
  const isWhole = told !== null && told.total <= told.byId.size
  const isUnknown = told !== null && !present && !isWhole && !wasRemoved.current
  useEffect(() => {
    setError(null)
    if (isUnknown) call('GET', `/v1/hosts/${encodeURIComponent(id)}`).then(setAsked, setError)
  }, [isUnknown])
  const isNotFound = error instanceof Refused && error.status === 404
  const isGone = told !== null && !present && (isWhole || wasRemoved.current || isNotFound)
  return { host: present ?? asked ?? last.current, error, isGone }
}

const close = () => setQuery({ host: null })

/**
 * @param {{ id: string, onDelete: (host: Host) => void }} props
 */
export function HostPanel({ id, onDelete }) {
  const { t } = useWords()
  const { host, error, isGone } = useHost(id)
  if (!host) {
    if (!error && !isGone) return null
    return html`
      <${Dialog} isPanel title=${t('hosts.title')} onClose=${close}>
        ${isGone ? html`<p>${t('host.gone')}</p>` : html`<${RefusalText} error=${error} />`}
      <//>
    `
  }
  return html`
    <${Dialog} isPanel title=${html`<${Reported} text=${host.name} />`} onClose=${close}>
      ${isGone
        ? html`<p class="notice is-warn">${t('host.gone')}</p>`
        : html`<${StateLine} host=${host} />`}
      <${Warnings} host=${host} />
      ${!isGone && isWatched(host) && html`<${SessionStrip} hostId=${host.id} />`}
      <${Facts} host=${host} />
      ${!isGone && html`<${Verbs} host=${host} onDelete=${onDelete} />`}
      ${host.state !== 'revoked' && html`<${Lines} host=${host} />`}
    <//>
  `
}

/** @param {{ host: Host }} props */
function StateLine({ host }) {
  const now = useNow()
  return html`<p><${HostState} host=${host} now=${now} /></p>`
}

/**
 * What somebody should look at: a machine that was copied, an address that moved.
 * @param {{ host: Host }} props
 */
function Warnings({ host }) {
  const { t, rich, instant } = useWords()
  const { ownership, clonedAt, previousAddress, addressChangedAt } = host
  return html`
    ${clonedAt !== null &&
    html`<p class="notice is-warn" data-warning="cloned">
      <strong>${t('warning.cloned')}.</strong> ${t('warning.cloned.text', { when: instant(clonedAt) })}
    </p>`}
    ${ownership === 'none' && addressChangedAt !== null && previousAddress !== null &&
    html`<p class="notice is-warn" data-warning="moved">
      ${rich('warning.moved.text', {
        before: html`<code><${Reported} text=${previousAddress} /></code>`,
        after: html`<code><${Reported} text=${host.address} /></code>`,
        when: instant(addressChangedAt),
      })}
    </p>`}
  `
}

/** @param {{ label: string, text: string }} props */
const CopiedFact = ({ label, text }) => html`
  <div>
    <dt>${label}</dt>
    <dd class="with-copy">
      <code><${Reported} text=${text} /></code>
      <${CopyButton} text=${text} name=${withoutTricks(text)} />
    </dd>
  </div>
`

/** What the host agent says of itself. @param {{ agent: NonNullable<Host['agent']> }} props */
function Agent({ agent }) {
  const { t } = useWords()
  return html`
    <div>
      <dt>${t('host.services')}</dt>
      <dd class="tags">
        ${agent.services.map(
          (service) => html`<code key=${service} class="tag"><${Reported} text=${service} /></code>`,
        )}
      </dd>
    </div>
    <${CopiedFact} label=${t('host.seenFrom')} text=${agent.address} />
    <div>
      <dt>${t('host.agent')}</dt>
      <dd>isr <${Reported} text=${agent.version} /></dd>
    </div>
  `
}

/** @param {{ host: Host }} props */
function Facts({ host }) {
  const words = useWords()
  const { t, instant } = words
  const instants = /** @type {const} */ ([
    ['host.updated', host.updatedAt],
    ['host.registered', host.registeredAt],
    ...(host.state === 'revoked' ? [] : [/** @type {const} */ (['host.expires', host.expiresAt])]),
  ])
  return html`
    <dl class="facts" aria-label=${t('host.facts')}>
      <${CopiedFact} label=${t('host.code')} text=${host.code} />
      <${CopiedFact} label=${t('host.address')} text=${endpointOf(host)} />
      ${host.agent && html`<${Agent} agent=${host.agent} />`}
      <div>
        <dt>${t('host.owner')}</dt>
        <dd class="owner-fact">
          <${HostOwner} host=${host} />
          <span class="muted small">${ownerSentence(words, host)}</span>
        </dd>
      </div>
      ${host.keyFingerprint &&
      html`<${CopiedFact} label=${t('host.key')} text=${host.keyFingerprint} />`}
      ${host.tags.length > 0 &&
      html`<div><dt>${t('host.tags')}</dt><dd><${Tags} tags=${host.tags} /></dd></div>`}
      ${instants.map(
        ([label, at]) => html`<div><dt>${t(label)}</dt><dd>${instant(at)}</dd></div>`,
      )}
      <${CopiedFact} label=${t('host.id')} text=${host.id} />
    </dl>
  `
}

/** @param {{ host: Host }} props */
function Lines({ host }) {
  const { t, rich } = useWords()
  const facts = useStore(server)
  const policies = facts && !(facts instanceof Refused) ? facts.policies : null
  const here = location.origin
  const needsToken = policies?.resolve === 'signed-in'
  const isOpen = policies?.registration === 'open'
  /** @type {[import('../../frame/i18n.js').MessageKey, string][]} */
  const lines = [
    ...(isWatched(host)
      ? [/** @type {any} */ (['host.line.connect', connectLine(here, host.code, host.agent?.services)])]
      : []),
    ['host.line.resolve', resolveLine(here, host.code, { needsToken })],
    ...(isOpen ? [/** @type {any} */ (['host.line.register', registerLine(here, host)])] : []),
  ]
  return html`
    <section class="stack">
      <h3>${t('host.lines')}</h3>
      ${lines.map(
        ([label, line]) => html`
          <div>
            <p class="small muted">${t(label)}</p>
            <${Command} line=${line} name=${t(label)} />
          </div>
        `,
      )}
      <p class="muted small">
        ${rich('start.token', { token: html`<code>${tokenPlace}</code>` })}
      </p>
    </section>
  `
}
