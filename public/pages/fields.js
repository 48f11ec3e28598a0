/** Fields that several forms share: names, passwords, codes. Password managers know each of them. */

import { useWords } from '../frame/i18n.js'
import { html, useId, useState } from '../frame/ui.js'

/** @typedef {import('../frame/ui.js').Children} Children */

/**
 * A field with its label and, below it, what helps to fill it in.
 * @param {{
 *   name: string,
 *   label: Children,
 *   hint?: Children,
 *   type?: string,
 *   autocomplete: string,
 *   value?: string,
 *   isWrong?: boolean,
 *   isMono?: boolean,
 *   isReadOnly?: boolean,
 *   isOptional?: boolean,
 *   hasFocus?: boolean,
 *   inputmode?: string,
 *   pattern?: string,
 *   maxlength?: number,
 *   placeholder?: string,
 *   children?: Children,
 * }} props
 */
export function Field({ label, hint, children, isWrong, isMono, isReadOnly, ...props }) {
  const id = useId()
  const { isOptional, hasFocus, type = 'text', ...attributes } = props
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      <div class="field-line">
        <input ...${attributes} id=${id} class=${isMono ? 'input mono' : 'input'} type=${type}
          required=${!isOptional} readonly=${isReadOnly} autofocus=${hasFocus}
          autocapitalize="off" spellcheck=${false} aria-invalid=${isWrong ? 'true' : undefined}
          aria-describedby=${hint ? `${id}-hint` : undefined} />
        ${children}
      </div>
      ${hint && html`<p class="muted small" id=${`${id}-hint`}>${hint}</p>`}
    </div>
  `
}

/**
 * A password, which can be shown, so that nobody has to type it twice to be sure.
 * @param {{ name: string, label: Children, hint?: Children, isNew?: boolean, isWrong?: boolean,
 *   hasFocus?: boolean, isOptional?: boolean }} props
 */
export function PasswordField({ isNew = false, ...props }) {
  const { t } = useWords()
  const [isShown, setShown] = useState(false)
  return html`
    <${Field} ...${props} type=${isShown ? 'text' : 'password'} maxlength=${256}
      autocomplete=${isNew ? 'new-password' : 'current-password'}>
      <button type="button" class="button is-small" aria-pressed=${isShown ? 'true' : 'false'}
        aria-label=${t('field.show.name')} onClick=${() => setShown(!isShown)}>
        ${t(isShown ? 'field.hide' : 'field.show')}
      </button>
    <//>
  `
}

/**
 * The six digits of an authenticator app.
 * @param {{ isWrong?: boolean, hasFocus?: boolean }} props
 */
export function TotpField(props) {
  const { t } = useWords()
  return html`
    <${Field} ...${props} name="totp" label=${t('field.totp')} hint=${t('field.totp.hint')} isMono
      autocomplete="one-time-code" inputmode="numeric" pattern="[0-9 ]{6,7}" maxlength=${7} />
  `
}

/**
 * The login of the password that the form is about, for password managers; not to be seen.
 * @param {{ login: string }} props
 */
export const LoginForManagers = ({ login }) => html`
  <input type="text" name="login" value=${login} autocomplete="username" hidden readonly />
`
