/** The first account of a server, made by whoever can read its owner token. It works once. */

import { call, Refused } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { navigate } from '../../frame/router.js'
import { enterSignIn, loadServer, server } from '../../frame/server.js'
import { say } from '../../frame/status.js'
import { html, useStore } from '../../frame/ui.js'
import { textOf, useSubmit } from '../../frame/use-submit.js'
import { Field, PasswordField } from '../fields.js'

function SetUpForm() {
  const { t, rich } = useWords()
  const { error, isBusy, onSubmit } = useSubmit(async (fields) => {
    const body = {
      token: textOf(fields, 'token').trim(),
      login: textOf(fields, 'login').trim(),
      name: textOf(fields, 'name').trim(),
      password: textOf(fields, 'password'),
    }
    try {
      await enterSignIn(await call('POST', '/v1/set-up', { body }))
    } catch (refused) {
      // Somebody else was first: this page is over, and says so in the place of the form.
      if (refused instanceof Refused && refused.code === 'set_up_done') await loadServer()
      throw refused
    }
    say(t('setUp.done'))
    navigate('/', { replace: true })
    await loadServer()
  })
  const code = error instanceof Refused ? error.code : ''
  const path = html`<code>./data/owner-token</code>`
  return html`
    <form class="card stack" onSubmit=${onSubmit} aria-labelledby="set-up-title">
      <h2 id="set-up-title" class="off-screen">${t('setUp.title')}</h2>
      <${Field} name="token" type="password" isMono autocomplete="off" maxlength=${256}
        label=${t('signIn.token')} hint=${rich('signIn.where', { path })}
        isWrong=${code === 'wrong_token'} />
      <${Field} name="name" autocomplete="name" maxlength=${100} label=${t('field.name')}
        hint=${t('field.name.hint')} />
      <${Field} name="login" autocomplete="username" maxlength=${254} label=${t('field.login')}
        hint=${t('field.login.hint')} isWrong=${code === 'invalid_login'} />
      <${PasswordField} name="password" isNew label=${t('field.password')}
        hint=${t('field.password.hint')} isWrong=${code.startsWith('password_')} />
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      <button type="submit" class="button is-primary" aria-disabled=${isBusy ? 'true' : undefined}>
        ${t(isBusy ? 'setUp.busy' : 'setUp.action')}
      </button>
    </form>
  `
}

function SetUpPage() {
  const { t } = useWords()
  const facts = useStore(server)
  if (!facts) return null
  if (facts instanceof Refused) return html`<${RefusalText} error=${facts} />`
  if (!facts.needsSetUp) {
    return html`
      <div class="page is-narrow">
        <h1 tabindex="-1">${t('setUp.over.title')}</h1>
        <p>${t('setUp.over.text')}</p>
        <p><a href="/sign-in">${t('signIn.action')}</a></p>
      </div>
    `
  }
  return html`
    <div class="page is-form">
      <h1 tabindex="-1">${t('setUp.title')}</h1>
      <p class="muted">${t('setUp.lead')}</p>
      <${SetUpForm} />
    </div>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'setUp.title', View: SetUpPage }
