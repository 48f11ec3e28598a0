/**
 * The second step of signing in: an authenticator app, and recovery codes for when it is lost. Each
 * change asks for the password, so that a browser left open cannot make it.
 */

import { call, Refused } from '../../frame/api.js'
import { CopyButton } from '../../frame/copy.js'
import { Dialog } from '../../frame/dialog.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { reloadMe } from '../../frame/server.js'
import { say } from '../../frame/status.js'
import { html, useState } from '../../frame/ui.js'
import { textOf, useSubmit } from '../../frame/use-submit.js'
import { LoginForManagers, PasswordField, TotpField } from '../fields.js'
import { ofPresentPassword } from './present-password.js'
import { QrCode } from './qr.js'
import { RecoveryCodes } from './recovery-codes.js'

/** @typedef {NonNullable<import('../../frame/server.js').Me['person']>} Person */
/** @typedef {{ secret: string, uri: string }} Started */
/** @typedef {'start' | 'codes' | 'remove'} Wish */

/**
 * Asks for the password before a change.
 * @param {{
 *   person: Person,
 *   wish: Wish,
 *   act: (password: string) => Promise<void>,
 *   onClose: () => void,
 * }} props
 */
function AskPassword({ person, wish, act, onClose }) {
  const { t } = useWords()
  const { error, isBusy, onSubmit } = useSubmit((fields) => act(textOf(fields, 'password')))
  const isRemoval = wish === 'remove'
  return html`
    <${Dialog} title=${t(`account.totp.${wish}`)} onClose=${onClose}>
      <form class="stack" onSubmit=${onSubmit}>
        <p>${t(`account.totp.${wish}.text`)}</p>
        <${LoginForManagers} login=${person.login} />
        <${PasswordField} name="password" label=${t('field.password.current')} hasFocus
          isWrong=${error instanceof Refused && error.code === 'wrong_password'} />
        ${Boolean(error) && html`<${RefusalText} error=${ofPresentPassword(error)} />`}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${onClose}>${t('action.cancel')}</button>
          <button type="submit" aria-disabled=${isBusy ? 'true' : undefined}
            class=${isRemoval ? 'button is-danger' : 'button is-primary'}>
            ${t(`account.totp.${wish}.action`)}
          </button>
        </div>
      </form>
    <//>
  `
}

/**
 * Shows the secret to an app, and makes sure that the app has it.
 * @param {{ started: Started, onConfirmed: (codes: string[]) => void, onClose: () => void }} props
 */
function Confirm({ started, onConfirmed, onClose }) {
  const { t } = useWords()
  const { error, isBusy, onSubmit } = useSubmit(async (fields) => {
    const code = textOf(fields, 'totp').replaceAll(' ', '')
    const { recoveryCodes } = await call('PUT', '/v1/me/totp', { body: { code } })
    onConfirmed(recoveryCodes)
  })
  const spaced = started.secret.replace(/(.{4})(?=.)/g, '$1 ')
  return html`
    <${Dialog} title=${t('account.totp.start')} onClose=${onClose}>
      <form class="stack" onSubmit=${onSubmit}>
        <p>${t('account.totp.scan')}</p>
        <${QrCode} text=${started.uri} label=${t('account.totp.qr')} />
        <div>
          <p class="small muted">${t('account.totp.byHand')}</p>
          <p class="with-copy">
            <code class="totp-secret">${spaced}</code>
            <${CopyButton} text=${started.secret} name=${t('account.totp.secret')} />
          </p>
        </div>
        <${TotpField} isWrong=${error instanceof Refused && error.code === 'wrong_totp'} hasFocus />
        ${Boolean(error) && html`<${RefusalText} error=${ofPresentPassword(error)} />`}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${onClose}>${t('action.cancel')}</button>
          <button type="submit" class="button is-primary"
            aria-disabled=${isBusy ? 'true' : undefined}>${t('account.totp.confirm')}</button>
        </div>
      </form>
    <//>
  `
}

/** @param {{ person: Person }} props */
export function TwoStep({ person }) {
  const { t } = useWords()
  const [wish, setWish] = useState(/** @type {Wish | null} */ (null))
  const [started, setStarted] = useState(/** @type {Started | null} */ (null))
  const [codes, setCodes] = useState(/** @type {string[] | null} */ (null))
  const { hasTotp, recoveryCodesLeft } = person

  /** @param {string[]} recoveryCodes */
  async function showCodes(recoveryCodes) {
    setStarted(null)
    setWish(null)
    setCodes(recoveryCodes)
    await reloadMe()
  }
  /** @type {Record<Wish, (password: string) => Promise<void>>} */
  const acts = {
    async start(password) {
      setStarted(await call('POST', '/v1/me/totp', { body: { password } }))
      setWish(null)
    },
    async codes(password) {
      const made = await call('POST', '/v1/me/recovery-codes', { body: { password } })
      await showCodes(made.recoveryCodes)
    },
    async remove(password) {
      await call('DELETE', '/v1/me/totp', { body: { password } })
      setWish(null)
      say(t('account.totp.removed'))
      await reloadMe()
    },
  }
  /** @param {Wish} next */
  const wishButton = (next) => html`
    <button type="button" class=${next === 'remove' ? 'button is-danger-quiet' : 'button'}
      onClick=${() => setWish(next)}>${t(`account.totp.${next}`)}</button>
  `
  return html`
    <section class="account-part" aria-labelledby="totp-title">
      <h2 id="totp-title">${t('account.totp')}</h2>
      <p class="muted">${t(hasTotp ? 'account.totp.on' : 'account.totp.off')}</p>
      ${hasTotp && html`<p>${t('account.totp.left', { n: recoveryCodesLeft })}</p>`}
      ${person.hasPassword && html`
        <div class="form-actions">
          ${hasTotp ? [wishButton('codes'), wishButton('remove')] : wishButton('start')}
        </div>
      `}
      ${wish && html`
        <${AskPassword} key=${wish} person=${person} wish=${wish} act=${acts[wish]}
          onClose=${() => setWish(null)} />
      `}
      ${started && html`
        <${Confirm} started=${started} onConfirmed=${showCodes} onClose=${() => setStarted(null)} />
      `}
      ${codes && html`
        <${RecoveryCodes} login=${person.login} codes=${codes} onClose=${() => setCodes(null)} />
      `}
    </section>
  `
}
