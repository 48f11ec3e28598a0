/**
 * Signing in: with a password, then a code where the account asks for one; with the provider that
 * the server is set up for; or with the owner token, which always opens.
 */

import { Refused } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { expectSignIn, hasSignInEnded, server, startSignIn } from '../../frame/server.js'
import { html, useEffect, useRef, useState, useStore } from '../../frame/ui.js'
import { textOf, useSubmit } from '../../frame/use-submit.js'
import { Field, LoginForManagers, PasswordField, TotpField } from '../fields.js'
import { rememberPlace } from './place-after.js'

/** @typedef {'password' | 'totp' | 'recovery' | 'token'} Way */

const codeOf = (/** @type {unknown} */ error) => (error instanceof Refused ? error.code : '')

/** @param {{ isBusy: boolean }} props */
function SubmitButton({ isBusy }) {
  const { t } = useWords()
  return html`
    <button type="submit" class="button is-primary" aria-disabled=${isBusy ? 'true' : undefined}>
      ${t(isBusy ? 'signIn.busy' : 'signIn.action')}
    </button>
  `
}

/**
 * A form that puts the person back into its field when it was refused.
 * @param {{
 *   act: (fields: FormData) => Promise<void>,
 *   children: (state: { isWrong: boolean }) => import('../../frame/ui.js').Children,
 * }} props
 */
function Form({ act, children }) {
  const { error, isBusy, onSubmit } = useSubmit(act)
  const form = useRef(/** @type {HTMLFormElement | null} */ (null))
  useEffect(() => {
    const wrong = error ? form.current?.querySelector('input[aria-invalid]') : null
    if (wrong instanceof HTMLInputElement) wrong.select()
  }, [error])
  return html`
    <form ref=${form} class="stack" onSubmit=${onSubmit} aria-labelledby="sign-in-title">
      ${children({ isWrong: Boolean(error) })}
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      <${SubmitButton} isBusy=${isBusy} />
    </form>
  `
}

/** @param {{ onCodeWanted: (login: string, password: string) => void }} props */
function PasswordForm({ onCodeWanted }) {
  const { t } = useWords()
  /** @param {FormData} fields */
  async function act(fields) {
    const login = textOf(fields, 'login').trim()
    const password = textOf(fields, 'password')
    try {
      await startSignIn({ login, password })
    } catch (error) {
      if (codeOf(error) !== 'totp_required') throw error
      onCodeWanted(login, password)
    }
  }
  return html`
    <${Form} act=${act}>
      ${({ isWrong = false }) => html`
        <${Field} name="login" label=${t('field.login')} autocomplete="username" maxlength=${254} />
        <${PasswordField} name="password" label=${t('field.password')} isWrong=${isWrong} />
      `}
    <//>
  `
}

/**
 * @param {{ login: string, password: string, isRecovery: boolean }} props
 */
function CodeForm({ login, password, isRecovery }) {
  const { t } = useWords()
  /** @param {FormData} fields */
  async function act(fields) {
    const totp = textOf(fields, 'totp').replaceAll(' ', '')
    const recoveryCode = textOf(fields, 'recoveryCode').trim()
    await startSignIn({ login, password, ...(isRecovery ? { recoveryCode } : { totp }) })
  }
  return html`
    <${Form} act=${act}>
      ${({ isWrong = false }) => html`
        <${LoginForManagers} login=${login} />
        ${isRecovery
          ? html`<${Field} name="recoveryCode" label=${t('field.recovery')} isMono hasFocus
              hint=${t('field.recovery.hint')} autocomplete="off" maxlength=${64}
              isWrong=${isWrong} />`
          : html`<${TotpField} hasFocus isWrong=${isWrong} />`}
      `}
    <//>
  `
}

function TokenForm() {
  const { t, rich } = useWords()
  const hint = rich('signIn.where', { path: html`<code>./data/owner-token</code>` })
  return html`
    <${Form} act=${(/** @type {FormData} */ fields) =>
      startSignIn({ token: textOf(fields, 'token').trim() })}>
      ${({ isWrong = false }) => html`
        <${LoginForManagers} login="owner" />
        <${Field} name="token" type="password" label=${t('signIn.token')} isMono hint=${hint}
          autocomplete="current-password" maxlength=${256} isWrong=${isWrong} hasFocus />
      `}
    <//>
  `
}

/** Signing in with the provider leaves this site, so it is a link. @param {{ name: string }} props */
function ProviderLink({ name }) {
  const { t } = useWords()
  function onClick() {
    expectSignIn()
    rememberPlace()
  }
  return html`
    <a class="button provider" href="/v1/oidc/start" onClick=${onClick}>
      ${t('signIn.provider', { name })}
    </a>
  `
}

/** Everything that leads in, one way at a time. @param {{ error?: unknown }} props */
export function SignInCard({ error }) {
  const { t } = useWords()
  const hasEnded = useStore(hasSignInEnded)
  const facts = useStore(server)
  const known = facts && !(facts instanceof Refused) ? facts : null
  const [way, setWay] = useState(/** @type {Way} */ ('password'))
  const [proof, setProof] = useState({ login: '', password: '' })
  const card = useRef(/** @type {HTMLElement | null} */ (null))
  useEffect(() => {
    if (hasEnded || way !== 'password') focusFirstField(card.current)
  }, [hasEnded, way])

  const isCode = way === 'totp' || way === 'recovery'
  const isFirst = way === 'password'
  const provider = known?.signIn?.oidc
  const needsSetUp = Boolean(known?.needsSetUp)
  /** @param {string} login @param {string} password */
  function onCodeWanted(login, password) {
    setProof({ login, password })
    setWay('totp')
  }
  /** @param {Way} next */
  const wayButton = (next) => html`
    <button type="button" class=${`link-button to-${next}`} onClick=${() => setWay(next)}>
      ${t(`signIn.way.${next}`)}
    </button>
  `
  return html`
    <section ref=${card} class="card sign-in" aria-labelledby="sign-in-title">
      <h2 id="sign-in-title">
        ${t(isFirst && needsSetUp ? 'signIn.setUp.title' : `signIn.title.${way}`)}
      </h2>
      ${hasEnded && html`<p class="note">${t('signIn.ended')}</p>`}
      ${Boolean(error) && isFirst && html`<${RefusalText} error=${error} />`}
      ${isFirst && needsSetUp && html`
        <p class="muted">${t('signIn.setUp.text')}</p>
        <a class="button is-primary" href="/set-up">${t('signIn.setUp.action')}</a>
      `}
      ${isFirst && !needsSetUp && html`
        <${PasswordForm} onCodeWanted=${onCodeWanted} />
        ${provider && html`<${ProviderLink} name=${provider.name} />`}
      `}
      ${isCode && html`<${CodeForm} key=${way} ...${proof} isRecovery=${way === 'recovery'} />`}
      ${way === 'token' && html`<${TokenForm} />`}
      <div class="other-ways">
        ${way === 'totp' && wayButton('recovery')}
        ${way === 'recovery' && wayButton('totp')}
        ${isFirst ? wayButton('token') : wayButton('password')}
      </div>
    </section>
  `
}

/** @param {HTMLElement | null} card */
function focusFirstField(card) {
  const field = card?.querySelector('input:not([hidden])')
  if (field instanceof HTMLElement) field.focus()
}
