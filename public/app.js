/**
 * The shell around every page: head, navigation, preferences, status region, and the page itself.
 */

import { FeedWord } from './frame/feed-word.js'
import { useWords } from './frame/i18n.js'
import { brandMark } from './frame/icons.js'
import { isSheetOpen, ShortcutSheet, useShortcuts } from './frame/keys.js'
import { Preferences } from './frame/preferences.js'
import { matchRoute, navigate, usePlace } from './frame/router.js'
import { signIn } from './frame/server.js'
import { StatusRegion } from './frame/status.js'
import { html, useEffect, useRef, useState, useStore } from './frame/ui.js'
import { NotFoundPage } from './pages/not-found-page.js'
import { hostFeed } from './pages/hosts/live.js'
import { routes } from './routes.js'

/** @typedef {import('./routes.js').Page} Page */
/** @typedef {import('./routes.js').PageLoader} PageLoader */

/**
 * Returns the loaded page; the previous one stays until the next has come.
 * @param {PageLoader | null} loader
 */
function useLoadedPage(loader) {
  const [loaded, setLoaded] = useState(
    /** @type {{ loader: PageLoader, page: Page | null } | null} */ (null),
  )
  useEffect(() => {
    if (!loader) return undefined
    let isWanted = true
    loader().then(
      ({ page }) => isWanted && setLoaded({ loader, page }),
      () => isWanted && setLoaded({ loader, page: null }),
    )
    return () => {
      isWanted = false
    }
  }, [loader])
  return loaded
}

/**
 * Sets the window's title, and puts the focus on the heading of a page that replaced another one.
 * @param {Page | null} page
 * @param {string} title
 */
function usePageArrival(page, title) {
  const shown = useRef(/** @type {Page | null} */ (null))
  useEffect(() => {
    document.title = title ? `${title} · isr` : 'isr'
    if (!page || shown.current === page) return
    if (shown.current) focusHeading()
    shown.current = page
  }, [page, title])
}

function focusHeading() {
  const heading = document.querySelector('main h1')
  if (heading instanceof HTMLElement) heading.focus({ preventScroll: true })
}

function PageFailed() {
  const { t } = useWords()
  return html`
    <div class="page is-narrow">
      <h1 tabindex="-1">${t('page.failed')}</h1>
      <button type="button" class="button" onClick=${() => location.reload()}>
        ${t('page.reload')}
      </button>
    </div>
  `
}

function CurrentPage() {
  const words = useWords()
  const place = usePlace()
  const isOwner = Boolean(useStore(signIn))
  const match = matchRoute(routes, place.path)
  const loader = match ? ((isOwner && match.route.owner) || match.route.open) : null
  const loaded = useLoadedPage(loader)
  const arrived = loaded?.loader === loader ? loaded?.page : null
  const title = match ? arrived?.title : 'page.notFound.title'
  usePageArrival(arrived ?? null, title ? words.t(title) : '')
  if (!match) return html`<${NotFoundPage} path=${place.path} />`
  if (!loaded) return null
  if (!loaded.page) return html`<${PageFailed} />`
  const { View } = loaded.page
  return html`<${View} params=${match.params} />`
}

function Head() {
  const { t } = useWords()
  const { path } = usePlace()
  const isOwner = Boolean(useStore(signIn))
  useShortcuts([
    ...routes.map(({ path: target, key }) => ({ ...key, run: () => navigate(target) })),
    { keys: '?', label: 'keys.sheet', run: () => isSheetOpen.set(true) },
  ])
  return html`
    <header class="head">
      <a class="skip" href="#content" onClick=${skipToContent}>${t('nav.skip')}</a>
      <a class="brand" href="/">${brandMark()}<span>isr</span></a>
      <nav aria-label=${t('nav.name')}>
        ${routes.map(
          (route) => html`
            <a href=${route.path} aria-current=${route.path === path ? 'page' : undefined}>
              ${t(isOwner ? route.nav.owner : route.nav.open)}
            </a>
          `,
        )}
      </nav>
      <div class="head-end">
        <${FeedWord} state=${hostFeed.state} />
        <${Preferences} />
      </div>
    </header>
  `
}

/** @param {MouseEvent} event */
function skipToContent(event) {
  event.preventDefault()
  focusHeading()
}

/** The whole page. */
export function App() {
  const signedIn = useStore(signIn)
  useEffect(() => {
    if (signedIn) hostFeed.start()
    else hostFeed.stop()
  }, [Boolean(signedIn)])
  return html`
    <${Head} />
    <main id="content">${signedIn === undefined ? null : html`<${CurrentPage} />`}</main>
    <${StatusRegion} />
    <${ShortcutSheet} />
  `
}
