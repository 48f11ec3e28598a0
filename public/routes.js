/**
 * The pages of the console. Adding one is adding a line here and a module that exports `page`.
 *
 * The server answers index.html for each of these paths.
 */

/** @typedef {import('./frame/i18n.js').MessageKey} MessageKey */
/** @typedef {import('./frame/ui.js').Children} Children */
/** @typedef {{ params: Record<string, string> }} PageProps */
/** @typedef {{ title: MessageKey, View: (props: PageProps) => Children }} Page */
/** @typedef {() => Promise<{ page: Page }>} PageLoader */

/**
 * `open` is the page for everybody, `owner` the one for who is signed in (the same when left out).
 * @typedef {{
 *   path: string,
 *   nav: { open: MessageKey, owner: MessageKey },
 *   key: { keys: string, label: MessageKey },
 *   open: PageLoader,
 *   owner?: PageLoader,
 * }} Route
 */

/** @type {readonly Route[]} */
export const routes = [
  {
    path: '/',
    nav: { open: 'nav.start', owner: 'nav.hosts' },
    key: { keys: 'g h', label: 'keys.hosts' },
    open: () => import('./pages/start-page.js'),
    owner: () => import('./pages/hosts/hosts-page.js'),
  },
  {
    path: '/docs',
    nav: { open: 'nav.docs', owner: 'nav.docs' },
    key: { keys: 'g d', label: 'keys.docs' },
    open: () => import('./pages/docs/docs-page.js'),
  },
]
