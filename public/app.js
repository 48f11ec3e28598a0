/** The shell around every page: head, status region, sheet of shortcuts, and the page itself. */

import { isOutdated } from './frame/feed.js'
import { Head, isOffered } from './frame/head.js'
import { needWords, useWords } from './frame/i18n.js'
import { isPaletteOpen, ShortcutSheet } from './frame/keys.js'
import { lazy } from './frame/lazy.js'
import { focusHeading, matchRoute, usePlace } from './frame/router.js'
import { me, signIn } from './frame/server.js'
import { StatusRegion } from './frame/status.js'
import { needStyles } from './frame/styles.js'
import { html, useEffect, useLayoutEffect, useRef, useState, useStore } from './frame/ui.js'
import { hostFeed, live } from './pages/hosts/live.js'
import { NotAllowedPage, NotFoundPage } from './pages/not-found-page.js'
import { routes, signInPage } from './routes.js'

/** @typedef {import('./routes.js').Page} Page */
/** @typedef {import('./routes.js').PageLoader} PageLoader */

const Palette = lazy(async () => {
  await Promise.all([needWords(['palette', 'diagnose', 'hosts']), needStyles(['palette'])])
  return (await import('./frame/palette.js')).Palette
})

const Outdated = lazy(async () => (await import('./frame/outdated.js')).Outdated)

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
  // Before the page's own effects: a page may know a better title.
  useLayoutEffect(() => {
    document.title = title ? `${title} · isr` : 'isr'
    if (!page || shown.current === page) return
    if (shown.current) focusHeading()
    shown.current = page
  }, [page, title])
}

function PageFailed() {
  const { t } = useWords()
  return html`
    <div class="page is-narrow">
      <h1 tabindex="-1">${t('page.failed.title')}</h1>
      <p>${t('page.failed')}</p>
      <button type="button" class="button" onClick=${() => location.reload()}>
        ${t('page.reload')}
      </button>
    </div>
  `
}

function CurrentPage() {
  const words = useWords()
  const place = usePlace()
  const who = useStore(me)
  const match = matchRoute(routes, place.path)
  const route = match?.route
  const isRefused = Boolean(route && who && !isOffered(route, who))
  const open = route?.open ?? signInPage
  const loader = route && !isRefused ? ((who && route.signedIn) || open) : null
  const loaded = useLoadedPage(loader)
  const arrived = loaded?.loader === loader ? loaded?.page : null
  const without = isRefused ? 'page.notAllowed.title' : 'page.notFound.title'
  const title = loader ? arrived?.title : without
  // The page that stays until the next one has come is still about what it was about.
  const params = useRef(/** @type {Record<string, string>} */ ({}))
  if (match && arrived) params.current = match.params
  usePageArrival(arrived ?? null, title ? words.t(title) : '')
  if (!match) return html`<${NotFoundPage} path=${place.path} />`
  if (isRefused) return html`<${NotAllowedPage} />`
  if (!loaded) return null
  if (!loaded.page) return html`<${PageFailed} />`
  const { View } = loaded.page
  // Another tenant is another page: nothing of the one that was left may stay.
  return html`<${View} key=${who?.tenant.id} params=${params.current} />`
}

/** The whole page. */
export function App() {
  const signedIn = useStore(signIn)
  const who = useStore(me)
  const tenantId = who?.tenant.id
  useEffect(() => {
    if (!who) return undefined
    hostFeed.start()
    return () => {
      hostFeed.stop()
      // What one person or tenant saw is not for the next one to glimpse.
      live.set(null)
    }
  }, [who?.id, tenantId])
  return html`
    <${Head} onSkip=${focusHeading} />
    <main id="content">
      ${useStore(isOutdated) && html`<${Outdated} />`}
      ${signedIn === undefined ? null : html`<${CurrentPage} />`}
    </main>
    <${StatusRegion} />
    <${ShortcutSheet} />
    ${useStore(isPaletteOpen) && html`<${Palette} />`}
  `
}
