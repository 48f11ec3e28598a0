/**
 * What is said of one host, in its panel and on its page: warnings, facts, and the lines that reach
 * it from a terminal.
 */

import { Refused } from '../../frame/api.js'
import { Command, CopyButton } from '../../frame/copy.js'
import { needWords, useWords } from '../../frame/i18n.js'
import { lazy } from '../../frame/lazy.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { may, me, server } from '../../frame/server.js'
import { needStyles } from '../../frame/styles.js'
import { html, useStore } from '../../frame/ui.js'
import { connectLine, registerLine, resolveLine, tokenPlace } from '../commands.js'
import { HostOwner, ownerSentence } from '../hosts/host-state.js'
import { endpointOf, isWatched } from '../hosts/presence.js'
import { Tags } from '../hosts/tags.js'

/** @typedef {import('../hosts/presence.js').Host} Host */

/**
 * What somebody should look at: a machine that was copied, an address that moved.
 * @param {{ host: Host }} props
 */
export function Warnings({ host }) {
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

const TagEditor = lazy(async () => {
  await Promise.all([needWords(['tags']), needStyles(['tags'])])
  return (await import('../hosts/tag-editor.js')).TagEditor
})

/** @param {{ host: Host }} props */
export function Facts({ host }) {
  const words = useWords()
  const isEditable = may(useStore(me), 'hosts:write') && host.state !== 'revoked'
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
      ${(isEditable || host.tags.length > 0) &&
      html`<div>
        <dt>${t('host.tags')}</dt>
        <dd>
          ${isEditable
            ? html`<${TagEditor} key=${host.id} host=${host} />`
            : html`<${Tags} tags=${host.tags} />`}
        </dd>
      </div>`}
      ${instants.map(
        ([label, at]) => html`<div><dt>${t(label)}</dt><dd>${instant(at)}</dd></div>`,
      )}
      <${CopiedFact} label=${t('host.id')} text=${host.id} />
    </dl>
  `
}

/** @param {{ host: Host }} props */
export function Lines({ host }) {
  const { t, rich } = useWords()
  const facts = useStore(server)
  const policies = facts && !(facts instanceof Refused) ? facts.policies : null
  const here = location.origin
  const needsToken = policies?.resolve === 'signed-in'
  // Whoever owns a code proves it, which this line cannot.
  const isFree = policies?.registration === 'open' && host.ownership === 'none' && host.state === 'open'
  /** @type {[import('../../frame/i18n.js').MessageKey, string][]} */
  const lines = [
    ...(isWatched(host)
      ? [/** @type {any} */ (['host.line.connect', connectLine(here, host.code, host.agent?.services)])]
      : []),
    ['host.line.resolve', resolveLine(here, host.code, { needsToken })],
    ...(isFree ? [/** @type {any} */ (['host.line.register', registerLine(here, host)])] : []),
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
      ${needsToken &&
      html`<p class="muted small">
        ${rich('start.token', { token: html`<code>${tokenPlace}</code>` })}
      </p>`}
    </section>
  `
}
