/** Changing the own password, which ends the person's other browsers. */

import { call, Refused } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { say } from '../../frame/status.js'
import { html, useRef } from '../../frame/ui.js'
import { textOf, useSubmit } from '../../frame/use-submit.js'
import { LoginForManagers, PasswordField } from '../fields.js'
import { browsersChanged } from './browsers.js'
import { ofPresentPassword } from './present-password.js'

/** @param {{ person: { login: string, hasPassword: boolean } }} props */
export function Password({ person }) {
  const { t } = useWords()
  const form = useRef(/** @type {HTMLFormElement | null} */ (null))
  const { error, isBusy, onSubmit } = useSubmit(async (fields) => {
    const body = { current: textOf(fields, 'current'), next: textOf(fields, 'next') }
    await call('PUT', '/v1/me/password', { body })
    form.current?.reset()
    say(t('account.password.done'))
    browsersChanged()
  })
  const code = error instanceof Refused ? error.code : ''
  return html`
    <section class="account-part" aria-labelledby="password-title">
      <h2 id="password-title">${t('account.password')}</h2>
      <p class="muted">
        ${t(person.hasPassword ? 'account.password.text' : 'account.password.none')}
      </p>
      ${person.hasPassword && html`
        <form ref=${form} class="stack account-form" onSubmit=${onSubmit}>
          <${LoginForManagers} login=${person.login} />
          <${PasswordField} name="current" label=${t('field.password.current')}
            isWrong=${code === 'wrong_password'} />
          <${PasswordField} name="next" isNew label=${t('field.password.new')}
            hint=${t('field.password.hint')} isWrong=${code.startsWith('password_')} />
          ${Boolean(error) && html`<${RefusalText} error=${ofPresentPassword(error)} />`}
          <div class="form-actions">
            <button type="submit" class="button" aria-disabled=${isBusy ? 'true' : undefined}>
              ${t('account.password.action')}
            </button>
          </div>
        </form>
      `}
    </section>
  `
}
