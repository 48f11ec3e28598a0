/** Makes a guest link and shows it once, with what its guest has to be told. */

import { call } from '../../frame/api.js'
import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { html, useEffect, useRef, useState } from '../../frame/ui.js'
import { textOf, useSubmit } from '../../frame/use-submit.js'
import { ShownOnce } from '../shown-once.js'
import { day, guestHref, longestMs } from './link-words.js'

/** @typedef {import('../../../src/protocol/screen.ts').GuestLink} GuestLink */
/** @typedef {import('../hosts/presence.js').Host} Host */
/** @typedef {{ link: GuestLink, secret: string }} Made */

/** As often as a link may be used at most; the server holds the same bound. */
const mostUses = 100

/** Longest note, characters; the server holds the same bound. */
const longestNote = 120

/** How long a link is good unless a day is chosen. */
const spans = [3_600_000, day, 7 * day]

/** The choice that asks for a day. */
const byDate = 'date'

/** What may be offered while nobody knows what the host offers. */
const usual = ['vnc', 'ssh']

/** @param {{ host: Host, onMade: () => void }} props */
export function LinkMaker({ host, onMade }) {
  const { t } = useWords()
  const [made, setMade] = useState(/** @type {Made | null} */ (null))
  const [isOpen, setOpen] = useState(false)
  if (made) return html`<${MadeLink} made=${made} onDone=${() => setMade(null)} />`
  if (!isOpen) {
    return html`
      <div>
        <button type="button" class="button" onClick=${() => setOpen(true)}>
          ${t('links.make')}
        </button>
      </div>
    `
  }
  return html`<${LinkForm} host=${host} onCancel=${() => setOpen(false)}
    onMade=${(/** @type {Made} */ next) => {
      setMade(next)
      setOpen(false)
      onMade()
    }} />`
}

/** @param {{ made: Made, onDone: () => void }} props */
function MadeLink({ made: { link, secret }, onDone }) {
  const { t, instant } = useWords()
  return html`
    <${ShownOnce} title=${t('links.made')} onDone=${onDone}
      lines=${[{ label: t('links.link'), line: guestHref(secret) }]}>
      <ul class="links-tell">
        <li>${t('links.tell.send')}</li>
        <li>${t('links.tell.uses', { n: link.uses, until: instant(link.expiresAt) })}</li>
        <li>${t('links.tell.pin')}</li>
        ${link.kind === 'terminal' && html`<li>${t('links.tell.terminal')}</li>`}
      </ul>
    <//>
  `
}

/** A day as its field writes it, by the reader's calendar. @param {number} at */
function dateOf(at) {
  const then = new Date(at)
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0')
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`
}

/**
 * Returns when a link ends: after a span, or at the end of a day of the reader.
 * @param {string} span
 * @param {string} date
 * @param {number} now
 */
function endOf(span, date, now) {
  if (span !== byDate) return now + Number(span)
  const next = new Date(`${date}T00:00:00`)
  next.setDate(next.getDate() + 1)
  // A minute to spare: the two clocks are not the same.
  return Math.min(next.getTime(), now + longestMs - 60_000)
}

/**
 * @param {{ host: Host, onMade: (made: Made) => void, onCancel: () => void }} props
 */
function LinkForm({ host, onMade, onCancel }) {
  const { t } = useWords()
  const now = useNow()
  const services = host.agent?.services.length ? host.agent.services : usual
  const [service, setService] = useState(services[0] ?? '')
  const form = useRef(/** @type {HTMLFormElement | null} */ (null))
  useEffect(() => form.current?.querySelector('select')?.focus(), [])
  const { error, isBusy, onSubmit } = useSubmit(async (fields) => {
    const allowed = textOf(fields, 'link-may')
    const body = {
      hostId: host.id,
      service,
      kind: allowed === 'terminal' ? 'terminal' : 'screen',
      isViewOnly: allowed === 'look',
      note: textOf(fields, 'link-note').trim(),
      expiresAt: endOf(textOf(fields, 'link-span'), textOf(fields, 'link-date'), now),
      uses: Number(textOf(fields, 'link-uses')),
    }
    onMade(await call('POST', '/v1/links', { body }))
  })
  return html`
    <form class="line-form" ref=${form} onSubmit=${onSubmit} aria-label=${t('links.make')}>
      <label class="field">
        <span>${t('links.service')}</span>
        <select class="input" name="link-service" value=${service}
          onChange=${(/** @type {{ currentTarget: HTMLSelectElement }} */ event) =>
            setService(event.currentTarget.value)}>
          ${services.map(
            (each) => html`
              <option key=${each} value=${each} selected=${each === service}>${each}</option>
            `,
          )}
        </select>
      </label>
      <${AllowedField} key=${service} service=${service} />
      <${EndField} now=${now} />
      <label class="field is-short">
        <span>${t('links.uses')}</span>
        <input class="input" type="number" name="link-uses" required min="1" max=${mostUses}
          defaultValue="1" />
      </label>
      <label class="field is-wide">
        <span>${t('links.note')}</span>
        <input class="input" type="text" name="link-note" maxlength=${longestNote}
          placeholder=${t('links.note.example')} autocomplete="off" />
      </label>
      <div class="links-acts">
        <button type="button" class="button" onClick=${onCancel}>${t('action.cancel')}</button>
        <button type="submit" class="button is-primary" aria-disabled=${isBusy ? 'true' : undefined}>
          ${t('links.make.button')}
        </button>
      </div>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
    </form>
  `
}

/** What the guest may do: as little as helps, unless somebody chooses more. @param {{ service: string }} props */
function AllowedField({ service }) {
  const { t } = useWords()
  const first = service === 'ssh' ? 'terminal' : 'look'
  return html`
    <label class="field is-wide">
      <span>${t('links.may')}</span>
      <select class="input" name="link-may">
        ${/** @type {const} */ (['look', 'control', 'terminal']).map(
          (each) => html`
            <option key=${each} value=${each} selected=${each === first}>
              ${t(`links.may.${each}`)}
            </option>
          `,
        )}
      </select>
    </label>
  `
}

/** @param {{ now: number }} props */
function EndField({ now }) {
  const { t, duration } = useWords()
  const [span, setSpan] = useState(String(day))
  return html`
    <label class="field">
      <span>${t('links.valid')}</span>
      <select class="input" name="link-span"
        onChange=${(/** @type {{ currentTarget: HTMLSelectElement }} */ event) =>
          setSpan(event.currentTarget.value)}>
        ${spans.map(
          (ms) => html`
            <option key=${ms} value=${ms} selected=${String(ms) === span}>${duration(ms)}</option>
          `,
        )}
        <option value=${byDate} selected=${span === byDate}>${t('links.valid.date')}</option>
      </select>
    </label>
    ${span === byDate &&
    html`<label class="field">
      <span>${t('links.valid.last')}</span>
      <input class="input" type="date" name="link-date" required min=${dateOf(now)}
        max=${dateOf(now + longestMs - day)} />
    </label>`}
  `
}
