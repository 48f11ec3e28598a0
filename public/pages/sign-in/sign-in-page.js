/** The page to sign in; also shown in the place of a page that is only for those who are. */

import { Refused } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { navigate, usePlace } from '../../frame/router.js'
import { signIn } from '../../frame/server.js'
import { html, useEffect, useState, useStore } from '../../frame/ui.js'
import { SignInCard } from './sign-in-card.js'

/** The path of this page when it is not in the place of another one. */
const ownPath = '/sign-in'

/** Why the provider's sign-in failed: `#error=<code>` in the address, taken out of it when read. */
function useBroughtError() {
  const { path, hash } = usePlace()
  const [error, setError] = useState(/** @type {Refused | null} */ (null))
  const code = path === ownPath ? /^error=([a-z_]{1,64})$/.exec(hash)?.[1] : undefined
  useEffect(() => {
    if (!code) return
    setError(new Refused(code))
    navigate(ownPath, { replace: true })
  }, [code])
  return error
}

function SignInPage() {
  const { t } = useWords()
  const { path } = usePlace()
  const error = useBroughtError()
  const isSignedIn = Boolean(useStore(signIn))
  const isOwn = path === ownPath
  useEffect(() => {
    if (isSignedIn && isOwn) navigate('/', { replace: true })
  }, [isSignedIn, isOwn])
  return html`
    <div class="page is-form">
      <h1 tabindex="-1" class="off-screen">${t('signIn.title.password')}</h1>
      ${!isOwn && html`<p class="muted">${t('signIn.first')}</p>`}
      <${SignInCard} error=${error} />
    </div>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'signIn.title.password', View: SignInPage }
