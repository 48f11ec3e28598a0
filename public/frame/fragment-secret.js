/**
 * The secret of an invitation or of a guest link, which comes in the address after `#`: a browser
 * sends that part to nobody.
 *
 * Promises: it is out of the address bar, and so out of the history and of every screenshot, before
 * anything is drawn; it is kept in this module only and leaves it once.
 */

import { createStore } from './ui.js'

/** The only paths whose fragment is a secret. */
const secretPaths = new Set(['/invite', '/guest'])

/** The secret that the address brought; '' when there is none. */
export const broughtSecret = createStore('')

/** Takes the secret out of the address bar, if the present address carries one. */
export function hideSecret() {
  if (!secretPaths.has(location.pathname) || location.hash.length < 2) return
  const secret = location.hash.slice(1)
  history.replaceState(null, '', location.pathname)
  broughtSecret.set(secret)
}
