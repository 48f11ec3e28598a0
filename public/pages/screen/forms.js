/** What is asked before something is shown: the host's PIN, the VNC password, the SSH login. */

import { useWords } from '../../frame/i18n.js'
import { html, useEffect, useRef, useState } from '../../frame/ui.js'
import { textOf, useSubmit } from '../../frame/use-submit.js'
import { Field, PasswordField } from '../fields.js'

/** @typedef {import('../../frame/ui.js').Children} Children */
/** @typedef {import('./rfb-types.js').Credential} Credential */

/** Private keys are small; what is larger was chosen by mistake. Bytes. */
const maxKeyBytes = 12 * 1024

/**
 * A question, which gets the focus at its first field.
 * @param {{
 *   title: string,
 *   action: string,
 *   wrong?: string,
 *   children?: Children,
 *   act: (fields: FormData) => Promise<void>,
 * }} props
 */
function Question({ title, action, wrong = '', children, act }) {
  const { onSubmit } = useSubmit(act)
  const form = useRef(/** @type {HTMLFormElement | null} */ (null))
  useEffect(() => {
    const field = form.current?.querySelector('input')
    if (field instanceof HTMLElement) field.focus()
  }, [])
  return html`
    <form class="card stack screen-card" ref=${form} onSubmit=${onSubmit}
      aria-labelledby="question-title">
      <h2 id="question-title">${title}</h2>
      ${wrong && html`<p class="refusal" role="alert">${wrong}</p>`}
      ${children}
      <div><button type="submit" class="button is-primary">${action}</button></div>
    </form>
  `
}

/** Digits may be typed in groups; a PIN of an unattended machine is any text, whose spaces count. */
const pinOf = (/** @type {string} */ text) =>
  /^[\d\s]+$/.test(text) ? text.replace(/\s/g, '') : text

/**
 * The PIN that the host shows.
 * @param {{ attempt: number, onPin: (pin: string) => void }} props
 */
export function PinForm({ attempt, onPin }) {
  const { t } = useWords()
  return html`
    <${Question} key=${attempt} title=${t('screen.pin.title')} action=${t('screen.pin.action')}
      wrong=${attempt > 1 ? t('screen.pin.wrong') : ''}
      act=${async (/** @type {FormData} */ fields) => onPin(pinOf(textOf(fields, 'pin')))}>
      <${Field} name="pin" label=${t('screen.pin.label')} hint=${t('screen.pin.hint')} isMono
        autocomplete="off" maxlength=${256} isWrong=${attempt > 1} />
    <//>
  `
}

/**
 * What the VNC server itself asks for.
 * @param {{
 *   types: readonly Credential[],
 *   onGive: (credentials: Partial<Record<Credential, string>>) => void,
 * }} props
 */
export function CredentialsForm({ types, onGive }) {
  const { t } = useWords()
  return html`
    <${Question} title=${t('screen.vnc.title')} action=${t('screen.vnc.action')}
      act=${async (/** @type {FormData} */ fields) =>
        onGive(Object.fromEntries(types.map((type) => [type, textOf(fields, type)])))}>
      <p class="muted">${t('screen.vnc.text')}</p>
      ${types.includes('username') &&
      html`<${Field} name="username" label=${t('screen.user')} autocomplete="off" />`}
      ${types.includes('target') &&
      html`<${Field} name="target" label=${t('screen.vnc.target')} autocomplete="off" />`}
      ${types.includes('password') &&
      html`<${PasswordField} name="password" label=${t('screen.password')} />`}
    <//>
  `
}

/** @typedef {{ user: string, password?: string, privateKey?: string, passphrase?: string }} Login */

/**
 * Who somebody is at the host's SSH server.
 * @param {{
 *   attempt: number,
 *   fingerprint: string,
 *   onLogin: (login: Login) => void,
 * }} props
 */
export function LoginForm({ attempt, fingerprint, onLogin }) {
  const { t } = useWords()
  const [withKey, setWithKey] = useState(false)
  const [wrong, setWrong] = useState('')

  /** @param {FormData} fields */
  async function act(fields) {
    const user = textOf(fields, 'user').trim()
    if (!withKey) return onLogin({ user, password: textOf(fields, 'password') })
    const file = fields.get('key')
    if (!(file instanceof File) || file.size === 0) return setWrong(t('screen.key.none'))
    if (file.size > maxKeyBytes) return setWrong(t('screen.key.tooLarge'))
    const passphrase = textOf(fields, 'passphrase')
    const privateKey = await file.text()
    onLogin({ user, privateKey, ...(passphrase ? { passphrase } : {}) })
  }
  return html`
    <${Question} key=${attempt} title=${t('screen.login.title')} action=${t('screen.login.action')}
      wrong=${wrong || (attempt > 1 ? t('screen.login.wrong') : '')} act=${act}>
      <p class="small">
        ${t('screen.login.fingerprint')}<br />
        <code class="screen-fingerprint">${fingerprint}</code>
      </p>
      <${Field} name="user" label=${t('screen.user')} autocomplete="off" maxlength=${100} />
      <fieldset class="choice">
        <legend>${t('screen.login.with')}</legend>
        <div class="choice-options">
          ${[false, true].map(
            (isKey) => html`
              <label>
                <input type="radio" name="with" checked=${withKey === isKey}
                  onChange=${() => setWithKey(isKey)} />
                <span>${t(isKey ? 'screen.key' : 'screen.password')}</span>
              </label>
            `,
          )}
        </div>
      </fieldset>
      ${withKey
        ? html`
            <${Field} key="key" name="key" type="file" label=${t('screen.key')}
              hint=${t('screen.key.hint')} autocomplete="off" />
            <${PasswordField} key="passphrase" name="passphrase" label=${t('screen.passphrase')}
              isOptional />
          `
        : html`<${PasswordField} key="password" name="password" label=${t('screen.password')} />`}
    <//>
  `
}
