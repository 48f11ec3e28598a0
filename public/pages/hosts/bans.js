/**
 * What is wrong now: addresses that the server has banned. Shown only when there are any.
 *
 * A ban is lifted after a pause in which it can be undone, and at once when the page is left,
 * because a person who closes the page has not asked for it to be forgotten.
 */

import { call, sentenceFor } from '../../frame/api.js'
import { useNow } from '../../frame/clock.js'
import { currentWords, useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { hush, say } from '../../frame/status.js'
import { html, useEffect, useRef, useState } from '../../frame/ui.js'

/** @typedef {import('../../../src/protocol/api.ts').Ban} Ban */

/** How long a lift can be undone, in ms. */
const undoMs = 8_000
/** Bans shown before "show all". */
const fewBans = 5

/** @param {string} address */
const lift = (address) =>
  call('DELETE', `/v1/bans/${encodeURIComponent(address)}`, { keepalive: true })

/** Lifts after the pause; returns the addresses that wait and the way to begin. */
function useLifting(/** @type {() => void} */ reload) {
  const [waiting, setWaiting] = useState(/** @type {readonly string[]} */ ([]))
  const timers = useRef(/** @type {Map<string, ReturnType<typeof setTimeout>>} */ (new Map()))

  /** @param {string} address */
  function forget(address) {
    clearTimeout(timers.current.get(address))
    timers.current.delete(address)
    setWaiting([...timers.current.keys()])
  }
  /** @param {string} address */
  async function liftNow(address) {
    try {
      await lift(address)
    } catch (error) {
      say(sentenceFor(currentWords(), error))
    }
    forget(address)
    reload()
  }
  /** @param {string} address */
  function begin(address) {
    const { t } = currentWords()
    timers.current.set(address, setTimeout(() => void liftNow(address), undoMs))
    setWaiting([...timers.current.keys()])
    const undo = () => {
      forget(address)
      hush()
    }
    const text = t('bans.lifted', { address: withoutTricks(address) })
    say(text, { label: t('action.undo'), run: undo, forMs: undoMs })
  }
  useEffect(() => {
    const flush = () => {
      for (const address of timers.current.keys()) void lift(address).catch(() => {})
      for (const timer of timers.current.values()) clearTimeout(timer)
      timers.current.clear()
    }
    addEventListener('pagehide', flush)
    return () => {
      removeEventListener('pagehide', flush)
      flush()
    }
  }, [])
  return { waiting, begin }
}

/**
 * @param {{ count: number }} props `count` comes from the live feed; the list is fetched when it
 *   changes
 */
export function Bans({ count }) {
  const { t } = useWords()
  const [bans, setBans] = useState(/** @type {readonly Ban[]} */ ([]))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  const [isWhole, setWhole] = useState(false)
  const asked = useRef(0)
  function reload() {
    const turn = ++asked.current
    // Answers may overtake each other; the question that was asked last has the news.
    const isLast = () => turn === asked.current
    call('GET', '/v1/bans').then(
      (answer) => {
        if (!isLast()) return
        setBans(answer.bans)
        setError(null)
      },
      (reason) => isLast() && setError(reason),
    )
  }
  const { waiting, begin } = useLifting(reload)
  useEffect(() => {
    if (count > 0) reload()
    else setBans([])
  }, [count])
  const shown = bans.filter(({ address }) => !waiting.includes(address))
  if (error && count > 0) return html`<${RefusalText} error=${error} />`
  if (shown.length === 0) return null
  const visible = isWhole ? shown : shown.slice(0, fewBans)
  return html`
    <section class="bans" aria-labelledby="bans-title">
      <h2 id="bans-title">${t('bans.title', { n: shown.length })}</h2>
      <ul>
        ${visible.map((ban) => html`<${BanRow} key=${ban.address} ban=${ban} onLift=${begin} />`)}
      </ul>
      ${shown.length > visible.length &&
      html`<button type="button" class="link-button" onClick=${() => setWhole(true)}>
        ${t('bans.all', { n: shown.length })}
      </button>`}
    </section>
  `
}

/** @param {{ ban: Ban, onLift: (address: string) => void }} props */
function BanRow({ ban, onLift }) {
  const { t, rich, moment } = useWords()
  const now = useNow()
  const code = html`<code><${Reported} text=${ban.code} /></code>`
  return html`
    <li>
      <strong class="mono"><${Reported} text=${ban.address} /></strong>
      <span class="ban-reason">${rich(`bans.${ban.reason}`, { code })}</span>
      <span class="muted ban-time">
        ${t('bans.since', { when: moment(ban.createdAt, now) })},${' '}
        ${t('bans.until', { when: moment(ban.expiresAt, now) })}
      </span>
      <button type="button" class="button is-small" onClick=${() => onLift(ban.address)}
        aria-label=${t('bans.lift.name', { address: withoutTricks(ban.address) })}>
        ${t('bans.lift')}
      </button>
    </li>
  `
}
