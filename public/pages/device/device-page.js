/**
 * Letting a command line in: the person types the code that `isr login` shows, sees who asks and from
 * where, and says yes or no. The code is typed, never taken from a link: a link somebody sends would
 * let that somebody in.
 */

import { call, Refused } from '../../frame/api.js'
import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported } from '../../frame/reported.js'
import { me } from '../../frame/server.js'
import { html, useEffect, useRef, useState, useStore } from '../../frame/ui.js'
import { textOf, useSubmit } from '../../frame/use-submit.js'
import { Field } from '../fields.js'
import { LifetimeChoice, readScopes, ScopeChoice } from '../scope-choice.js'

/** @typedef {{ code: string, name: string, address: string, createdAt: number }} Asking */

/** What the server writes a code as: eight letters, a dash between. @param {string} text */
const plainCode = (text) => {
  const letters = text.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return letters.length === 8 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : text.trim()
}

/** @param {string} code */
const pathOf = (code) => `/v1/device-logins/${encodeURIComponent(code)}`

/** @param {{ onFound: (asking: Asking) => void }} props */
function CodeForm({ onFound }) {
  const { t, rich } = useWords()
  const { error, isBusy, onSubmit } = useSubmit(async (fields) => {
    const code = plainCode(textOf(fields, 'code'))
    onFound({ ...(await call('GET', pathOf(code))), code })
  })
  return html`
    <p>${rich('device.lead', { command: html`<code>isr login</code>` })}</p>
    <form class="card stack" onSubmit=${onSubmit} aria-labelledby="device-title">
      <h2 id="device-title" class="off-screen">${t('device.code')}</h2>
      <${Field} name="code" isMono autocomplete="off" maxlength=${32} placeholder="ABCD-EFGH"
        label=${t('device.code')} isWrong=${Boolean(error)} hasFocus />
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      <button type="submit" class="button is-primary" aria-disabled=${isBusy ? 'true' : undefined}>
        ${t('device.look')}
      </button>
    </form>
  `
}

/** @param {{ asking: Asking, onDone: (answer: 'approved' | 'denied') => void }} props */
function Question({ asking, onDone }) {
  const { t, since } = useWords()
  const now = useNow()
  const permissions = useStore(me)?.permissions ?? []
  const heading = useRef(/** @type {HTMLElement | null} */ (null))
  useEffect(() => heading.current?.focus(), [])
  const approval = useSubmit(async (fields) => {
    const { scopes, expiresInMs } = readScopes(fields)
    if (scopes.length === 0) throw new Refused('no_scopes')
    const body = { scopes, ...(expiresInMs === null ? {} : { expiresInMs }) }
    await call('POST', `${pathOf(asking.code)}/approve`, { body })
    onDone('approved')
  })
  const denial = useSubmit(async () => {
    await call('POST', `${pathOf(asking.code)}/deny`)
    onDone('denied')
  })
  const error = approval.error ?? denial.error
  return html`
    <form class="card stack" onSubmit=${approval.onSubmit} aria-labelledby="device-asks">
      <h2 id="device-asks" ref=${heading} tabindex="-1">${t('device.asks')}</h2>
      <dl class="facts">
        <div><dt>${t('device.name')}</dt><dd><${Reported} text=${asking.name} /></dd></div>
        <div><dt>${t('device.address')}</dt><dd><code>${asking.address}</code></dd></div>
        <div><dt>${t('device.when')}</dt><dd>${since(asking.createdAt, now)}</dd></div>
        <div><dt>${t('device.code')}</dt><dd><code>${asking.code}</code></dd></div>
      </dl>
      <p class="notice is-warn">${t('device.warning')}</p>
      <${ScopeChoice} permissions=${permissions} isChosen=${() => true} />
      <${LifetimeChoice} />
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      <div class="form-actions">
        <button type="submit" class="button is-primary">${t('device.approve')}</button>
        <button type="button" class="button is-danger-quiet" onClick=${() => denial.run()}>
          ${t('device.deny')}
        </button>
      </div>
    </form>
  `
}

function DevicePage() {
  const { t } = useWords()
  const person = useStore(me)?.person
  const [asking, setAsking] = useState(/** @type {Asking | null} */ (null))
  const [answer, setAnswer] = useState(/** @type {'approved' | 'denied' | null} */ (null))
  /** @param {'approved' | 'denied'} given */
  function onDone(given) {
    setAnswer(given)
    setAsking(null)
  }
  if (!person) {
    return html`
      <div class="page is-form">
        <h1 tabindex="-1">${t('device.title')}</h1>
        <p>${t('account.needsPerson')}</p>
      </div>
    `
  }
  return html`
    <div class="page is-form">
      <h1 tabindex="-1">${t('device.title')}</h1>
      <p role="status" class=${answer ? 'note' : 'off-screen'}>
        ${answer && t(`device.${answer}`)}
      </p>
      ${asking
        ? html`<${Question} asking=${asking} onDone=${onDone} />`
        : !answer && html`<${CodeForm} onFound=${setAsking} />`}
    </div>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'device.title', View: DevicePage }
