/**
 * The secret of an invitation, which comes in the address after `#`: a browser sends that part to
 * nobody.
 *
 * Promises: it is out of the address bar, and so out of the history and of every screenshot, before
 * anything is drawn; it is kept in this module only and leaves it once.
 */

import { createStore } from './ui.js'

/** The only path whose fragment is a secret. */
const invitePath = '/invite'

/** The secret that the address brought; '' when there is none. */
export const broughtSecret = createStore('')

/** Takes the secret out of the address bar, if the present address carries one. */
export function hideSecret() {
  if (location.pathname !== invitePath || location.hash.length < 2) return
  const secret = location.hash.slice(1)
  history.replaceState(null, '', invitePath)
  broughtSecret.set(secret)
}
