/**
 * Accepting an invitation, or setting a new password after somebody reset it. The secret came in the
 * address behind `#`, was taken out of it at once (frame/fragment-secret.js), and is sent in the body
 * of two calls only.
 */

import { call, Refused } from '../../frame/api.js'
import { broughtSecret } from '../../frame/fragment-secret.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported } from '../../frame/reported.js'
import { navigate } from '../../frame/router.js'
import { enterSignIn, loadServer, me } from '../../frame/server.js'
import { say } from '../../frame/status.js'
import { html, useEffect, useState, useStore } from '../../frame/ui.js'
import { textOf, useSubmit } from '../../frame/use-submit.js'
import { Field, LoginForManagers, PasswordField } from '../fields.js'
import { SignInCard } from '../sign-in/sign-in-card.js'

/**
 * @typedef {{
 *   login: string,
 *   role: import('../../frame/server.js').Role,
 *   tenantName: string,
 *   needsPassword: boolean,
 *   kind: 'invitation' | 'reset',
 * }} Invitation
 */

/** Returns what the invitation offers, or why it offers nothing. @param {string} secret */
function useInvitation(secret) {
  const [found, setFound] = useState(/** @type {Invitation | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  useEffect(() => {
    setFound(null)
    setError(null)
    if (!secret) return undefined
    const leaving = new AbortController()
    const { signal } = leaving
    call('POST', '/v1/invitations/look', { body: { secret }, signal }).then(
      setFound,
      (refused) => signal.aborted || setError(refused),
    )
    return () => leaving.abort()
  }, [secret])
  return { found, error }
}

/** @param {{ invitation: Invitation, secret: string }} props */
function AcceptForm({ invitation, secret }) {
  const { t } = useWords()
  const { login, needsPassword, kind } = invitation
  const isReset = kind === 'reset'
  const { error, isBusy, onSubmit } = useSubmit(async (fields) => {
    const name = textOf(fields, 'name').trim()
    const password = textOf(fields, 'password')
    const body = { secret, ...(name ? { name } : {}), ...(needsPassword ? { password } : {}) }
    await enterSignIn(await call('POST', '/v1/invitations/accept', { body }))
    say(t('invite.done'))
    navigate('/', { replace: true })
    broughtSecret.set('')
    await loadServer()
  })
  const code = error instanceof Refused ? error.code : ''
  return html`
    <form class="card stack" onSubmit=${onSubmit} aria-labelledby="invite-title">
      <h2 id="invite-title" class="off-screen">${t('invite.action')}</h2>
      ${needsPassword
        ? html`
            <${Field} name="login" value=${login} autocomplete="username" isReadOnly
              label=${t('field.login')} />
            ${!isReset &&
            html`<${Field} name="name" autocomplete="name" maxlength=${100} isOptional
              label=${t('field.name')} hint=${t('field.name.hint')} />`}
            <${PasswordField} name="password" isNew label=${t('field.password.new')}
              hint=${t('field.password.hint')} isWrong=${code.startsWith('password_')} />
          `
        : html`<${LoginForManagers} login=${login} />`}
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      <button type="submit" class="button is-primary" aria-disabled=${isBusy ? 'true' : undefined}>
        ${t(isBusy ? 'invite.busy' : isReset ? 'invite.reset.action' : 'invite.action')}
      </button>
    </form>
  `
}

/** @param {{ invitation: Invitation, secret: string }} props */
function Offer({ invitation, secret }) {
  const { t, rich } = useWords()
  const who = useStore(me)
  const { login, role, needsPassword, kind } = invitation
  const isReset = kind === 'reset'
  const isThem = who?.person?.login === login
  // Somebody who has an account already proves that it is theirs.
  const mustSignIn = !needsPassword && !isThem
  const name = html`<b><${Reported} text=${login} /></b>`
  return html`
    <h1 tabindex="-1">${t(isReset ? 'invite.reset.title' : 'invite.title')}</h1>
    <p>
      ${isReset
        ? rich('invite.reset.text', { login: name })
        : rich('invite.text', { login: name, role: t(`role.${role}`) })}
    </p>
    ${!isReset && html`<p class="muted">${t(`role.${role}.may`)}</p>`}
    ${mustSignIn && html`<p class="note">${rich('invite.signInFirst', { login: name })}</p>`}
    ${mustSignIn && !who && html`<${SignInCard} />`}
    ${!mustSignIn && html`<${AcceptForm} invitation=${invitation} secret=${secret} />`}
  `
}

function InvitePage() {
  const { t } = useWords()
  const secret = useStore(broughtSecret)
  const { found, error } = useInvitation(secret)
  const who = useStore(me)
  if (secret && !found && !error) return null
  return html`
    <div class="page is-form">
      ${found
        ? html`<${Offer} invitation=${found} secret=${secret} />`
        : html`
            <h1 tabindex="-1">${t('invite.over')}</h1>
            ${error ? html`<${RefusalText} error=${error} />` : html`<p>${t('invite.none')}</p>`}
            <p><a href="/">${t(who ? 'nav.hosts' : 'nav.start')}</a></p>
          `}
    </div>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'invite.title', View: InvitePage }
