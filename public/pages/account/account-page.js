/** The own account: password, second step, browsers that are signed in, personal tokens. */

import { useWords } from '../../frame/i18n.js'
import { Reported } from '../../frame/reported.js'
import { me } from '../../frame/server.js'
import { html, useStore } from '../../frame/ui.js'
import { Browsers } from './browsers.js'
import { Password } from './password.js'
import { Tokens } from './tokens.js'
import { TwoStep } from './two-step.js'

/** @param {{ who: import('../../frame/server.js').Me }} props */
function Who({ who }) {
  const { t } = useWords()
  const { person, role } = who
  if (!person) return html`<p class="muted">${t('account.needsPerson')}</p>`
  return html`
    <dl class="facts">
      <div><dt>${t('field.name')}</dt><dd><${Reported} text=${person.name} /></dd></div>
      <div><dt>${t('field.login')}</dt><dd><${Reported} text=${person.login} /></dd></div>
      <div>
        <dt>${t('account.role')}</dt>
        <dd><b>${t(`role.${role}`)}</b> <span class="muted">${t(`role.${role}.may`)}</span></dd>
      </div>
    </dl>
  `
}

function AccountPage() {
  const { t } = useWords()
  const who = useStore(me)
  if (!who) return null
  return html`
    <div class="page account">
      <h1 tabindex="-1">${t('nav.account')}</h1>
      <${Who} who=${who} />
      ${who.person &&
      html`
        <${Password} person=${who.person} />
        <${TwoStep} person=${who.person} />
        <${Browsers} />
        <${Tokens} who=${who} />
      `}
    </div>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'nav.account', View: AccountPage }
