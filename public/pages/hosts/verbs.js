/**
 * What can be done with a host: each verb with one sentence that tells it from the others, and with
 * the lines that do the same from a terminal.
 */

import { call, sentenceFor } from '../../frame/api.js'
import { Command } from '../../frame/copy.js'
import { currentWords, useWords } from '../../frame/i18n.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { may, me } from '../../frame/server.js'
import { hush, say } from '../../frame/status.js'
import { html, useState, useStore } from '../../frame/ui.js'
import { adminHostLine, deleteLine, transferLine, verbLine } from '../commands.js'
import { ConfirmByName } from '../confirm-by-name.js'
import { TransferHost } from './transfer-host.js'

/** @typedef {import('./presence.js').Host} Host */
/** @typedef {'lock' | 'unlock' | 'release' | 'transfer' | 'revoke' | 'delete'} Verb */

/** How long a lock can be taken back from the status region, in ms. */
const undoMs = 8_000

const opposite = /** @type {const} */ ({ lock: 'unlock', unlock: 'lock' })

/** @param {Host} host @param {'lock' | 'unlock' | 'release' | 'revoke'} verb */
const act = (host, verb) => call('POST', `/v1/hosts/${encodeURIComponent(host.id)}/${verb}`)

/**
 * Locks or unlocks a host, says so, and offers to take it back for a while.
 * @param {Host} host
 * @param {'lock' | 'unlock'} verb
 */
export async function lockOrUnlock(host, verb) {
  const words = currentWords()
  try {
    await act(host, verb)
    const undo = () => {
      hush()
      act(host, opposite[verb]).catch((error) => say(sentenceFor(words, error)))
    }
    const text = words.t(`verb.${verb}.done`, { name: withoutTricks(host.name) })
    say(text, { label: words.t('action.undo'), run: undo, forMs: undoMs })
  } catch (error) {
    say(sentenceFor(words, error))
  }
}

/**
 * Returns the verbs that make sense for a host as it is, for who may do them.
 * @param {Host} host
 * @param {import('../../frame/server.js').Me | null} who
 * @returns {Verb[]}
 */
function verbsFor(host, who) {
  /** @type {Verb[]} */
  const verbs = []
  const isRevoked = host.state === 'revoked'
  if (may(who, 'hosts:write') && !isRevoked) verbs.push(host.state === 'locked' ? 'unlock' : 'lock')
  if (may(who, 'hosts:own') && !isRevoked) {
    if (host.ownership !== 'none') verbs.push('release')
    verbs.push('transfer', 'revoke')
  }
  if (may(who, 'hosts:write')) verbs.push('delete')
  return verbs
}

/** @param {Host} host @param {Verb} verb */
function apiLine(host, verb) {
  if (verb === 'delete') return deleteLine(location.origin, host.id)
  if (verb === 'transfer') return transferLine(location.origin, host.id)
  return verbLine(location.origin, host.id, verb)
}

/**
 * @param {{ host: Host, onDelete: (host: Host) => void }} props
 */
export function Verbs({ host, onDelete }) {
  const { t, rich } = useWords()
  const who = useStore(me)
  const [asking, setAsking] = useState(/** @type {Verb | null} */ (null))
  const verbs = verbsFor(host, who)
  if (verbs.length === 0) return null

  /** @param {Verb} verb */
  function begin(verb) {
    if (verb === 'lock' || verb === 'unlock') void lockOrUnlock(host, verb)
    else if (verb === 'delete') onDelete(host)
    else setAsking(verb)
  }
  /** @param {'release' | 'revoke'} verb */
  async function confirmed(verb) {
    await act(host, verb)
    setAsking(null)
    say(t(`verb.${verb}.done`, { name: withoutTricks(host.name) }))
  }
  const name = html`<${Reported} text=${host.name} />`
  return html`
    <section class="verbs" aria-labelledby="verbs-title">
      <h3 id="verbs-title">${t('verbs.title')}</h3>
      ${verbs.map(
        (verb) => html`
          <div key=${verb} class="verb" data-verb=${verb}>
            <p>${t(`verb.${verb}.text`)}</p>
            <button type="button" onClick=${() => begin(verb)}
              class=${`button is-small ${verb === 'revoke' || verb === 'delete' ? 'is-danger-quiet' : ''}`}>
              ${t(verb === 'delete' ? 'delete.button' : `verb.${verb}`)}
            </button>
            <details>
              <summary class="small muted">${t('host.lines')}</summary>
              <${Command} line=${apiLine(host, verb)} name=${t('verb.line.api')} />
              <${Command} line=${adminHostLine(verb, host.code)} name=${t('verb.line.admin')} />
            </details>
          </div>
        `,
      )}
    </section>
    ${(asking === 'release' || asking === 'revoke') &&
    html`<${ConfirmByName} name=${host.code} title=${rich(`verb.${asking}.title`, { name })}
      text=${t(`verb.${asking}.text`)} button=${t(`verb.${asking}`)}
      act=${() => confirmed(asking)} onClose=${() => setAsking(null)} />`}
    ${asking === 'transfer' &&
    html`<${TransferHost} host=${host} onClose=${() => setAsking(null)} />`}
  `
}
