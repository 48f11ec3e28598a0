/**
 * A screen or a terminal from the first question to the last reason; the pages of people and of
 * guests show it alike.
 */

import { needWords, useWords } from '../../frame/i18n.js'
import { StateMark } from '../../frame/icons.js'
import { lazy } from '../../frame/lazy.js'
import { Reported } from '../../frame/reported.js'
import { html, useEffect, useRef, useState, useStore } from '../../frame/ui.js'
import { endSentence, isPassing } from './endings.js'
import { createLink } from './link.js'
import { WhoSees } from './who-sees.js'

/** @typedef {import('./link.js').OpenRequest} OpenRequest */
/** @typedef {import('./link.js').Progress} Progress */
/** @typedef {import('./link.js').Link} Link */
/** @typedef {import('../../frame/icons.js').Shape} Shape */

const PinForm = lazy(async () => (await import('./forms.js')).PinForm)

const LoginForm = lazy(async () => {
  await needWords(['account'])
  return (await import('./forms.js')).LoginForm
})

const VncScreen = lazy(async () => (await import('./vnc.js')).VncScreen)

const RemoteTerminal = lazy(async () => (await import('./terminal.js')).RemoteTerminal)

/** Until the terminal is drawn nobody knows its size; this is what terminals began with. */
const firstSize = { columns: 80, rows: 24 }

/**
 * The mark of each phase.
 * @type {Record<Progress['phase'], { shape: Shape, tone: 'ok' | 'warn' | 'bad' | 'idle' }>}
 */
const marks = {
  asking: { shape: 'half', tone: 'warn' },
  pin: { shape: 'half', tone: 'warn' },
  login: { shape: 'half', tone: 'warn' },
  ready: { shape: 'disc', tone: 'ok' },
  waiting: { shape: 'triangle', tone: 'warn' },
  ended: { shape: 'ring', tone: 'idle' },
}

/** Returns whole seconds until an instant of this machine's clock. @param {number} at */
function useSecondsUntil(at) {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((at - now) / 1_000))
}

/** What is awaited, in words. @param {{ progress: Progress, service: string }} props */
function Waiting({ progress, service }) {
  const words = useWords()
  const n = useSecondsUntil(progress.phase === 'waiting' ? progress.at : 0)
  const { t } = words
  if (progress.phase === 'waiting') {
    return html`
      <div class="card stack screen-card" role="status">
        <h2>${t('screen.waiting.title')}</h2>
        <p>${endSentence(words, progress.end)}</p>
        <p class="muted">${n > 0 ? t('screen.waiting.next', { n }) : t('screen.waiting.now')}</p>
      </div>
    `
  }
  const isAgain = progress.phase === 'asking' && progress.isAgain
  return html`
    <div class="card stack screen-card" role="status">
      <h2>${t(isAgain ? 'screen.asking.again' : 'screen.asking.title')}</h2>
      <p class="muted">
        ${words.rich('screen.asking.text', { service: html`<code><${Reported} text=${service} /></code>` })}
      </p>
    </div>
  `
}

/**
 * Why it is over, and the way back.
 * @param {{
 *   progress: Extract<Progress, { phase: 'ended' }>,
 *   wasShown: boolean,
 *   link: Link,
 *   home: { href: string, text: string } | null,
 * }} props
 */
function Ended({ progress, wasShown, link, home }) {
  const words = useWords()
  const { t } = words
  const { end, detail } = progress
  const heading = useRef(/** @type {HTMLElement | null} */ (null))
  useEffect(() => heading.current?.focus(), [])
  return html`
    <div class="card stack screen-card" data-end=${end} role="alert">
      <h2 ref=${heading} tabindex="-1">
        ${t(wasShown || end === 'left' ? 'screen.ended.title' : 'screen.refused.title')}
      </h2>
      <p>${endSentence(words, end)}</p>
      ${detail &&
      html`<p class="muted">
        ${words.rich('screen.ended.detail', { words: html`<q><${Reported} text=${detail} /></q>` })}
      </p>`}
      ${isPassing(end) && html`<p class="muted">${t('screen.ended.passing')}</p>`}
      <div class="screen-actions">
        <button type="button" class="button is-primary" onClick=${() => link.start()}>
          ${t('screen.reconnect')}
        </button>
        ${home && html`<a class="button" href=${home.href}>${home.text}</a>`}
      </div>
    </div>
  `
}

/**
 * @param {{
 *   request: OpenRequest,
 *   title: import('../../frame/ui.js').Children,
 *   service: string,
 *   isLookOnly: boolean,
 *   home: { href: string, text: string } | null,
 * }} props
 */
export function Remote({ request, title, service, isLookOnly, home }) {
  const { t } = useWords()
  const page = useRef(/** @type {HTMLElement | null} */ (null))
  const [link] = useState(() => createLink(request))
  const [isLooking, setLooking] = useState(isLookOnly)
  const [wasShown, setWasShown] = useState(false)
  const progress = useStore(link.progress)
  useEffect(() => {
    link.start()
    return link.leave
  }, [link])
  const { phase } = progress
  useEffect(() => {
    if (phase === 'ready') setWasShown(true)
  }, [phase])
  return html`
    <div class="screen-page" ref=${page} data-phase=${phase}>
      <header class="screen-head">
        <h1 tabindex="-1">${title}</h1>
        <code class="tag"><${Reported} text=${service} /></code>
        <span class="screen-phase" role="status">
          <${StateMark} ...${marks[phase]} /> ${t(`screen.phase.${phase}`)}
        </span>
      </header>
      ${phase === 'ready' &&
      (progress.ready.kind === 'terminal'
        ? html`<${RemoteTerminal} link=${link} line=${progress.line} page=${page} />`
        : html`<${VncScreen} link=${link} line=${progress.line} page=${page}
            isLookOnly=${progress.ready.isViewOnly} isLooking=${isLooking || progress.ready.isViewOnly}
            onLooking=${setLooking} />`)}
      ${phase !== 'ready' &&
      html`<div class="screen-stage">
        ${(phase === 'asking' || phase === 'waiting') &&
        html`<${Waiting} progress=${progress} service=${service} />`}
        ${phase === 'pin' &&
        html`<${PinForm} attempt=${progress.attempt}
          onPin=${(/** @type {string} */ pin) => link.send({ type: 'pin', pin })} />`}
        ${phase === 'login' &&
        html`<${LoginForm} attempt=${progress.attempt} fingerprint=${progress.fingerprint}
          onLogin=${(/** @type {import('./forms.js').Login} */ login) =>
            link.send({ type: 'login', ...login, ...firstSize })} />`}
        ${phase === 'ended' &&
        html`<${Ended} progress=${progress} wasShown=${wasShown} link=${link} home=${home} />`}
      </div>`}
      <footer class="screen-foot small muted">
        <div><p>${t('screen.decrypted')}</p><${WhoSees} isGuest=${!home} /></div>
        ${phase === 'ready' && html`<p>${t('screen.release')}</p>`}
      </footer>
    </div>
  `
}
