/**
 * The pages of the console. Adding one is adding an entry here and a module that exports `page`.
 *
 * The server answers index.html for each of these paths (src/console/pages.ts).
 */

import { needWords } from './frame/i18n.js'
import { needStyles } from './frame/styles.js'

/** @typedef {import('./frame/i18n.js').MessageKey} MessageKey */
/** @typedef {import('./frame/ui.js').Children} Children */
/** @typedef {import('../src/protocol/actor.ts').Permission} Permission */
/** @typedef {{ params: Record<string, string> }} PageProps */
/** @typedef {{ title: MessageKey, View: (props: PageProps) => Children }} Page */
/** @typedef {() => Promise<{ page: Page }>} PageLoader */

/**
 * `open` is the page for everybody; without it a stranger signs in first and then sees it.
 * `signedIn` is the one for who is signed in; without it both see the same. `needs` are permissions
 * of which one is enough; who has none of them does not see the page in the navigation. `nav` are
 * the words in the navigation, where the page is meant to be in it.
 * @typedef {{
 *   path: string,
 *   nav?: { open?: MessageKey, signedIn?: MessageKey },
 *   key?: { keys: string, label: MessageKey },
 *   needs?: readonly Permission[],
 *   open?: PageLoader,
 *   signedIn?: PageLoader,
 * }} Route
 */

/**
 * A page with the areas of sentences that it speaks with, besides those of every page, and their
 * stylesheets.
 * @param {PageLoader} load
 * @param {...import('./frame/i18n.js').Area} areas
 * @returns {PageLoader}
 */
const page = (load, ...areas) => async () => {
  const [loaded] = await Promise.all([load(), needWords(areas), needStyles(areas)])
  return loaded
}

/** The page where somebody signs in; shown in the place of a page that needs it. */
export const signInPage = page(() => import('./pages/sign-in/sign-in-page.js'), 'start', 'account')

/** @type {readonly Route[]} */
export const routes = [
  {
    path: '/',
    nav: { open: 'nav.start', signedIn: 'nav.hosts' },
    key: { keys: 'g h', label: 'keys.hosts' },
    open: page(() => import('./pages/start-page.js'), 'start', 'account'),
    signedIn: page(() => import('./pages/hosts/hosts-page.js'), 'hosts', 'start'),
  },
  {
    path: '/hosts/:id',
    needs: ['hosts:read'],
    signedIn: page(() => import('./pages/host/host-page.js'), 'host', 'hosts', 'start'),
  },
  {
    path: '/sessions',
    nav: { signedIn: 'nav.sessions' },
    key: { keys: 'g l', label: 'keys.sessions' },
    needs: ['hosts:read'],
    signedIn: page(() => import('./pages/sessions/sessions-page.js'), 'sessions', 'endings'),
  },
  {
    path: '/access',
    nav: { signedIn: 'nav.access' },
    key: { keys: 'g a', label: 'keys.access' },
    needs: ['people:read', 'enrolments:read', 'tokens:read'],
    signedIn: page(() => import('./pages/access/access-page.js'), 'access', 'account', 'hosts'),
  },
  {
    path: '/audit',
    nav: { signedIn: 'nav.audit' },
    key: { keys: 'g u', label: 'keys.audit' },
    needs: ['audit:read'],
    signedIn: page(() => import('./pages/audit/audit-page.js'), 'audit', 'hosts', 'endings'),
  },
  {
    path: '/settings',
    nav: { signedIn: 'nav.settings' },
    key: { keys: 'g s', label: 'keys.settings' },
    needs: ['server:read'],
    signedIn: page(() => import('./pages/settings/settings-page.js'), 'settings'),
  },
  {
    path: '/diagnose',
    nav: { open: 'nav.diagnose', signedIn: 'nav.diagnose' },
    key: { keys: 'g i', label: 'keys.diagnose' },
    open: page(() => import('./pages/diagnose/diagnose-page.js'), 'diagnose'),
  },
  {
    path: '/docs',
    nav: { open: 'nav.docs', signedIn: 'nav.docs' },
    key: { keys: 'g d', label: 'keys.docs' },
    open: page(() => import('./pages/docs/docs-page.js'), 'docs', 'endings'),
  },
  {
    path: '/account',
    key: { keys: 'g y', label: 'keys.account' },
    signedIn: page(() => import('./pages/account/account-page.js'), 'account'),
  },
  { path: '/device', signedIn: page(() => import('./pages/device/device-page.js'), 'account') },
  {
    path: '/screen/:hostId/:service',
    needs: ['screens:open'],
    signedIn: page(() => import('./pages/screen/screen-page.js'), 'screen', 'endings', 'account'),
  },
  {
    path: '/guest',
    open: page(() => import('./pages/guest/guest-page.js'), 'guest', 'screen', 'endings', 'account'),
  },
  { path: '/sign-in', open: signInPage },
  { path: '/set-up', open: page(() => import('./pages/set-up/set-up-page.js'), 'start', 'account') },
  { path: '/invite', open: page(() => import('./pages/invite/invite-page.js'), 'start', 'account') },
]
