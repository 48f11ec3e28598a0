/** One entry of the audit in full: who, what, from where, why, and what changed, as a small diff. */

import { CopyButton } from '../../frame/copy.js'
import { Dialog } from '../../frame/dialog.js'
import { useWords } from '../../frame/i18n.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { setQuery } from '../../frame/router.js'
import { html } from '../../frame/ui.js'
import { Outcome } from './audit-outcome.js'
import { changesOf } from './audit-query.js'
import { actionWord, actorName, objectName, reasonWord } from './audit-words.js'

/** @typedef {import('./audit-log.js').Entry} Entry */
/** @typedef {import('../../frame/ui.js').Children} Children */

const close = () => setQuery({ entry: null })

/** @param {{ entry: Entry }} props */
export function AuditEntry({ entry }) {
  const words = useWords()
  const { t, instant } = words
  const { actor, object } = entry
  return html`
    <${Dialog} isPanel title=${actionWord(words, entry.action)} onClose=${close}>
      <p><${Outcome} entry=${entry} /></p>
      ${entry.reason && html`<p class="notice">${reasonWord(words, entry.reason)}</p>`}
      <dl class="facts">
        <${Fact} label=${t('audit.at')}>${instant(entry.at)}<//>
        ${entry.count > 1 &&
        html`<${Fact} label=${t('audit.count')}>
          ${t('audit.times', { n: entry.count, when: instant(entry.untilAt) })}
        <//>`}
        <${Fact} label=${t('audit.who')}>
          <${Named} kind="actor" id=${actor.id} name=${actorName(words, actor)} />
        <//>
        ${entry.address &&
        html`<${Fact} label=${t('audit.address')}>
          <code><${Reported} text=${entry.address} /></code>
        <//>`}
        <${Fact} label=${t('audit.object')}>
          <${Named} kind="object" id=${object.id} name=${objectName(words, object)} />
        <//>
        <${Fact} label=${t('audit.code')}><code>${entry.action}</code><//>
        <${Fact} label=${t('host.id')}>
          <code>${entry.id}</code>
          <${CopyButton} text=${entry.id} name=${entry.id} />
        <//>
      </dl>
      <${Changes} entry=${entry} />
    <//>
  `
}

/** @param {{ label: string, children?: Children }} props */
const Fact = ({ label, children }) => html`
  <div><dt>${label}</dt><dd class="with-copy">${children}</dd></div>
`

/**
 * A name with the way to all that concerns it.
 * @param {{ kind: 'actor' | 'object', id: string, name: string }} props
 */
function Named({ kind, id, name }) {
  const { t } = useWords()
  const show = () => setQuery({ entry: null, [kind]: id }, { replace: false })
  return html`
    <span class="audit-named">
      <${Reported} text=${name} />
      ${id && id !== name && html`<code class="muted small"><${Reported} text=${id} /></code>`}
      ${id &&
      html`<button type="button" class="link-button small" onClick=${show}
        aria-label=${t('audit.only.name', { name: withoutTricks(name) })}>
        ${t('audit.only')}
      </button>`}
    </span>
  `
}

/** @param {{ entry: Entry }} props */
function Changes({ entry }) {
  const { t } = useWords()
  const changes = changesOf(entry.before, entry.after)
  if (changes.length === 0) return null
  return html`
    <section class="stack">
      <h3>${t('audit.changes')}</h3>
      <dl class="diff">
        ${changes.map(
          ({ name, before, after }) => html`
            <div key=${name}>
              <dt class="mono"><${Reported} text=${name} /></dt>
              ${before === after
                ? html`<dd><code><${Reported} text=${after ?? ''} /></code></dd>`
                : html`
                    ${before !== null &&
                    html`<dd class="is-before">
                      <span class="off-screen">${t('audit.before')}</span>
                      <del><${Reported} text=${before} /></del>
                    </dd>`}
                    ${after !== null &&
                    html`<dd class="is-after">
                      <span class="off-screen">${t('audit.after')}</span>
                      <ins><${Reported} text=${after} /></ins>
                    </dd>`}
                  `}
            </div>
          `,
        )}
      </dl>
    </section>
  `
}
