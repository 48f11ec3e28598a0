/**
 * Makes an enrolment and shows its lines once, then waits for the hosts that they bring. Also used
 * where there is no host yet.
 */

import { call } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { html, useState, useStore } from '../../frame/ui.js'
import { useSubmit } from '../../frame/use-submit.js'
import { enrolLine, enrolHostLine } from '../commands.js'
import { HostState } from '../hosts/host-state.js'
import { live } from '../hosts/live.js'
import { useNow } from '../../frame/clock.js'
import { ShownOnce } from '../shown-once.js'
import { spanForLine, SpanField, week } from './spans.js'

/** @typedef {import('./enrolment.js').Enrolment} Enrolment */
/** @typedef {import('../hosts/presence.js').Host} Host */
/** @typedef {{ enrolment: Enrolment, secret: string }} Made */
/** @typedef {{ currentTarget: HTMLInputElement }} Typed */

/** What one enrolment may let in at most; the server holds the same bound. */
const mostUses = 10_000

/** Reads "office, floor 2" as two tags. */
const tagsOf = (/** @type {string} */ text) =>
  text.split(',').map((tag) => tag.trim()).filter(Boolean)

/** @param {{ onMade?: () => void }} props */
export function EnrolmentMaker({ onMade }) {
  const { t } = useWords()
  const [made, setMade] = useState(/** @type {Made | null} */ (null))
  if (!made) {
    return html`<${EnrolmentForm} onMade=${(/** @type {Made} */ next) => {
      setMade(next)
      onMade?.()
    }} />`
  }
  const { enrolment, secret } = made
  const expires = spanForLine(enrolment.expiresAt - enrolment.createdAt)
  const lines = [
    { label: t('enrolments.line.host'), line: enrolHostLine(location.origin, secret) },
    { label: t('enrolments.line.admin'), line: enrolLine({ ...enrolment, expires }) },
  ]
  return html`
    <${ShownOnce} title=${t('enrolments.made', { name: withoutTricks(enrolment.name) })}
      lines=${lines} onDone=${() => setMade(null)}>
      <p class="muted small">${t('enrolments.code')}</p>
      <${Arrivals} enrolment=${enrolment} />
    <//>
  `
}

/**
 * The hosts that came with an enrolment: those with a credential and its tags, younger than it.
 * @param {Host} host
 * @param {Enrolment} enrolment
 */
const hasCome = (host, { createdAt, tags }) =>
  host.ownership === 'credential' &&
  host.updatedAt >= createdAt &&
  tags.every((tag) => host.tags.includes(tag))

/** @param {{ enrolment: Enrolment }} props */
function Arrivals({ enrolment }) {
  const { t } = useWords()
  const now = useNow()
  const told = useStore(live)
  const hosts = [...(told?.byId.values() ?? [])].filter((host) => hasCome(host, enrolment))
  if (hosts.length === 0) {
    return html`
      <p class="waiting">
        <span class="pulse" aria-hidden="true"></span> ${t('enrolments.waiting')}
      </p>
    `
  }
  return html`
    <ul class="arrivals" aria-label=${t('enrolments.arrived')}>
      ${hosts.map(
        (host) => html`
          <li key=${host.id} class="is-new">
            <a href=${`/hosts/${encodeURIComponent(host.id)}`}><${Reported} text=${host.name} /></a>
            <code><${Reported} text=${host.code} /></code>
            <${HostState} host=${host} now=${now} />
          </li>
        `,
      )}
    </ul>
  `
}

/** @param {{ onMade: (made: Made) => void }} props */
function EnrolmentForm({ onMade }) {
  const { t } = useWords()
  const [name, setName] = useState('')
  const [uses, setUses] = useState('1')
  const [tags, setTags] = useState('')
  const [span, setSpan] = useState(week)
  const { error, isBusy, onSubmit } = useSubmit(async () => {
    const body = { name: name.trim(), uses: Number(uses), expiresInMs: span, tags: tagsOf(tags) }
    onMade(await call('POST', '/v1/enrolments', { body }))
  })
  return html`
    <form class="line-form" onSubmit=${onSubmit} aria-label=${t('enrolments.make')}>
      <label class="field is-wide">
        <span>${t('enrolments.name')}</span>
        <input class="input" type="text" name="enrolment-name" required maxlength="64" value=${name}
          placeholder=${t('enrolments.name.example')} autocomplete="off"
          onInput=${(/** @type {Typed} */ event) => setName(event.currentTarget.value)} />
      </label>
      <label class="field is-short">
        <span>${t('enrolments.uses')}</span>
        <input class="input" type="number" name="enrolment-uses" required min="1" max=${mostUses}
          value=${uses}
          onInput=${(/** @type {Typed} */ event) => setUses(event.currentTarget.value)} />
      </label>
      <${SpanField} value=${span} onChange=${setSpan} />
      <label class="field">
        <span>${t('enrolments.tags')}</span>
        <input class="input" type="text" name="enrolment-tags" maxlength="200" value=${tags}
          placeholder=${t('enrolments.tags.example')} autocomplete="off" autocapitalize="off"
          onInput=${(/** @type {Typed} */ event) => setTags(event.currentTarget.value)} />
      </label>
      <button type="submit" class="button is-primary" aria-disabled=${isBusy ? 'true' : undefined}>
        ${t('enrolments.make')}
      </button>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
    </form>
  `
}
