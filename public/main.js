/** Starts the console: language first, then who is signed in, then the page. */

import { App } from './app.js'
import { startLanguage } from './frame/i18n.js'
import { startShortcuts } from './frame/keys.js'
import { followLinks, matchRoute } from './frame/router.js'
import { checkSignIn, loadServer } from './frame/server.js'
import { html, render } from './frame/ui.js'
import { returnToPlace } from './pages/sign-in/place-after.js'
import { routes } from './routes.js'

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app')

void loadServer()
const [, isSignedIn] = await Promise.all([startLanguage(), checkSignIn()])
if (isSignedIn && location.pathname === '/') returnToPlace()
followLinks((path) => matchRoute(routes, path) !== null)
startShortcuts()
root.replaceChildren()
render(html`<${App} />`, root)
