/**
 * Where the page is: path, query and fragment, kept in the address bar by the history API.
 *
 * Promises: what a person filters, sorts or opens lives in the query, so an address can be shared
 * and the Back button works. Assumes the server answers index.html for every path in routes.js.
 */

import { hideSecret } from './fragment-secret.js'
import { createStore, useStore } from './ui.js'

/** @typedef {{ path: string, query: URLSearchParams, hash: string }} Place */
/** @typedef {{ replace?: boolean }} MoveOptions */

/**
 * Browsers refuse more than about 100 history writes in 30 s, so typing is written after this
 * pause, in ms.
 */
const writePauseMs = 250

/** @returns {Place} */
function readPlace() {
  hideSecret()
  return {
    path: location.pathname,
    query: new URLSearchParams(location.search),
    hash: decodeURIComponentSafely(location.hash.slice(1)),
  }
}

const place = createStore(readPlace())

/** @type {ReturnType<typeof setTimeout> | undefined} */
let pendingWrite

/** @param {string} text */
function decodeURIComponentSafely(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** @param {Place} target */
function hrefOf({ path, query, hash }) {
  const search = query.toString()
  return `${path}${search && `?${search}`}${hash && `#${encodeURIComponent(hash)}`}`
}

function flushWrite() {
  if (pendingWrite === undefined) return
  clearTimeout(pendingWrite)
  pendingWrite = undefined
  history.replaceState(null, '', hrefOf(place.get()))
}

/** Returns where the page is; the component renders again when that changes. */
export const usePlace = () => useStore(place)

/**
 * Goes to an address of this console.
 * @param {string} href
 * @param {MoveOptions} [options]
 */
export function navigate(href, { replace = false } = {}) {
  flushWrite()
  const before = place.get().path
  if (replace) history.replaceState(null, '', href)
  else history.pushState(null, '', href)
  place.set(readPlace())
  if (place.get().path !== before && !place.get().hash) scrollTo(0, 0)
}

/**
 * Changes parameters of the query; null or '' removes one. By default the history entry is
 * replaced, because a letter typed into a filter is not a step to go back to.
 * @param {Record<string, string | null>} patch
 * @param {MoveOptions} [options]
 */
export function setQuery(patch, { replace = true } = {}) {
  const { path, query, hash } = place.get()
  const next = new URLSearchParams(query)
  for (const [name, value] of Object.entries(patch)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  if (!replace) {
    navigate(hrefOf({ path, query: next, hash }))
    return
  }
  place.set({ path, query: next, hash })
  clearTimeout(pendingWrite)
  pendingWrite = setTimeout(flushWrite, writePauseMs)
}

/**
 * Returns the present address with changed parameters, for a link.
 * @param {Record<string, string | null>} patch
 */
export function hrefWith(patch) {
  const { path, query } = place.get()
  const next = new URLSearchParams(query)
  for (const [name, value] of Object.entries(patch)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  return hrefOf({ path, query: next, hash: '' })
}

/**
 * Finds the route of a path; a segment written `:name` matches anything and becomes a parameter.
 * @template {{ path: string }} R
 * @param {readonly R[]} routes
 * @param {string} path
 * @returns {{ route: R, params: Record<string, string> } | null}
 */
export function matchRoute(routes, path) {
  const segments = path.split('/').filter(Boolean)
  for (const route of routes) {
    const pattern = route.path.split('/').filter(Boolean)
    if (pattern.length !== segments.length) continue
    /** @type {Record<string, string>} */
    const params = {}
    const fits = pattern.every((part, index) => {
      const segment = segments[index] ?? ''
      if (!part.startsWith(':')) return part === segment
      params[part.slice(1)] = decodeURIComponentSafely(segment)
      return true
    })
    if (fits) return { route, params }
  }
  return null
}

/**
 * Makes plain links work without loading the page again. Returns the function that stops it.
 * @param {(path: string) => boolean} isOurs says whether the router has a page for a path
 */
export function followLinks(isOurs) {
  /** @param {MouseEvent} event */
  function onClick(event) {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const target = event.target instanceof Element ? event.target.closest('a[href]') : null
    if (!(target instanceof HTMLAnchorElement) || target.target || target.download) return
    if (target.origin !== location.origin || !isOurs(target.pathname)) return
    event.preventDefault()
    const href = target.pathname + target.search + target.hash
    if (href !== location.pathname + location.search + location.hash) navigate(href)
    else place.set(readPlace())
  }
  function onPopState() {
    clearTimeout(pendingWrite)
    pendingWrite = undefined
    place.set(readPlace())
  }
  document.addEventListener('click', onClick)
  addEventListener('popstate', onPopState)
  addEventListener('pagehide', flushWrite)
  return () => {
    document.removeEventListener('click', onClick)
    removeEventListener('popstate', onPopState)
    removeEventListener('pagehide', flushWrite)
  }
}

/** Puts the focus on the heading of the page: where somebody goes on who was elsewhere. */
export function focusHeading() {
  const heading = document.querySelector('main h1')
  if (heading instanceof HTMLElement) heading.focus({ preventScroll: true })
}
