/** What is known of one host, for who may see hosts: its presence, its code, its last sessions. */

import { call } from '../../frame/api.js'
import { useNow } from '../../frame/clock.js'
import { Command } from '../../frame/copy.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported } from '../../frame/reported.js'
import { setQuery, usePlace } from '../../frame/router.js'
import { html, useEffect, useState } from '../../frame/ui.js'
import { textOf, useSubmit } from '../../frame/use-submit.js'
import { doctorLine } from '../commands.js'
import { hostHref } from '../host/host-href.js'
import { reasonOf } from '../sessions/session-words.js'
import { FindingLine } from './finding.js'

/** @typedef {import('../hosts/presence.js').Host} Host */
/** @typedef {import('../../../src/protocol/session.ts').Session} Session */
/** @typedef {import('./finding.js').FindingWord} FindingWord */
/** @typedef {{ host: Host | null, sessions: readonly Session[] }} Found */

/** Sessions that are looked at. */
const mostSessions = 3

/** @type {Record<Host['presence'], FindingWord>} */
const presenceWords = {
  online: 'ok',
  registered: 'ok',
  degraded: 'warn',
  offline: 'bad',
  expired: 'bad',
}

/** @param {string} text @returns {Promise<Found>} */
async function find(text) {
  const query = new URLSearchParams({ q: text, limit: '20' })
  const { hosts } = /** @type {{ hosts: Host[] }} */ (await call('GET', `/v1/hosts?${query}`))
  const wanted = text.toLowerCase()
  const host =
    hosts.find(({ code }) => code.toLowerCase() === wanted) ??
    hosts.find(({ name }) => name.toLowerCase() === wanted) ??
    null
  if (!host) return { host, sessions: [] }
  const ended = new URLSearchParams({ state: 'ended', hostId: host.id, limit: String(mostSessions) })
  return { host, sessions: (await call('GET', `/v1/sessions?${ended}`)).sessions }
}

/** The form, and what was found; the host stands in the address. */
export function HostFindings() {
  const { t } = useWords()
  const { query } = usePlace()
  const wanted = query.get('host') ?? ''
  const [found, setFound] = useState(/** @type {Found | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  // Kept apart from the address: an answer that comes while somebody types takes nothing away.
  const [typed, setTyped] = useState(wanted)
  const [asked, setAsked] = useState(0)
  useEffect(() => setTyped(wanted), [wanted])
  useEffect(() => {
    let isWanted = true
    setFound(null)
    setError(null)
    if (wanted) {
      find(wanted).then(
        (answer) => isWanted && setFound(answer),
        (refused) => isWanted && setError(refused),
      )
    }
    return () => {
      isWanted = false
    }
  }, [wanted, asked])
  const { onSubmit } = useSubmit(async (fields) => {
    const next = textOf(fields, 'host').trim()
    if (next !== wanted) setQuery({ host: next })
    else setAsked(asked + 1)
  })
  return html`
    <section class="diagnose-host" aria-labelledby="diagnose-host">
      <h2 id="diagnose-host">${t('diagnose.host')}</h2>
      <form class="line-form" onSubmit=${onSubmit}>
        <label class="field">
          <span>${t('diagnose.host.choose')}</span>
          <input class="input mono" type="text" name="host" value=${typed} autocomplete="off"
            autocapitalize="off" spellcheck=${false}
            onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) =>
              setTyped(event.currentTarget.value)} />
        </label>
        <button type="submit" class="button">${t('diagnose.host.look')}</button>
      </form>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      ${found && !found.host && html`<p role="status">${t('diagnose.host.none')}</p>`}
      ${found?.host && html`<${Findings} host=${found.host} sessions=${found.sessions} />`}
    </section>
  `
}

/** @param {Host} host @returns {{ word: FindingWord, name: 'ok' | 'unowned' | 'locked' | 'revoked' }} */
function codeOf({ state, ownership }) {
  if (state === 'revoked') return { word: 'bad', name: 'revoked' }
  if (state === 'locked') return { word: 'warn', name: 'locked' }
  return ownership === 'none' ? { word: 'warn', name: 'unowned' } : { word: 'ok', name: 'ok' }
}

/** @param {{ host: Host, sessions: readonly Session[] }} props */
function Findings({ host, sessions }) {
  const { t } = useWords()
  const code = codeOf(host)
  return html`
    <p><a href=${hostHref(host.id)}><${Reported} text=${host.name} /></a>
      ${' '}<code><${Reported} text=${host.code} /></code></p>
    <ul class="findings">
      <${FindingLine} name="presence" word=${presenceWords[host.presence]}
        title=${t('diagnose.presence')} text=${t(`diagnose.presence.${host.presence}`)} />
      <${FindingLine} name="code" word=${code.word} title=${t('diagnose.code')}
        text=${t(`diagnose.code.${code.name}`)} />
      ${sessions.map((session) => html`<${SessionLine} key=${session.id} session=${session} />`)}
    </ul>
    ${sessions.length === 0 && html`<p class="muted">${t('diagnose.session.none')}</p>`}
    <${Command} line=${doctorLine(location.origin, host.code)} name=${t('diagnose.line')} />
  `
}

/** @param {{ session: Session }} props */
function SessionLine({ session }) {
  const words = useWords()
  const { t, moment } = words
  const now = useNow()
  const { outcome, askedAt } = session
  if (!outcome) return null
  const isGood = outcome === 'completed' || outcome === 'redundant'
  const reason = reasonOf(words, session.reason)
  return html`
    <${FindingLine} name="session" word=${isGood ? 'ok' : 'warn'}
      title=${t('diagnose.session', { when: moment(askedAt, now) })}
      text=${`${t(`diagnose.outcome.${outcome}`)} ${isGood ? '' : reason}`} />
  `
}
