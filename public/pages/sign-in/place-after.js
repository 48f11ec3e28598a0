/**
 * Where somebody was when they left to sign in with another site, which brings them back to the
 * start. Only the path is kept, for this tab, until they are back.
 */

import { navigate } from '../../frame/router.js'

const key = 'isr.place-after'

/** Keeps where this tab is. */
export function rememberPlace() {
  try {
    sessionStorage.setItem(key, location.pathname)
  } catch {
    // Without storage the start page is where one arrives.
  }
}

/** Goes back to where this tab was, if it left to sign in. */
export function returnToPlace() {
  try {
    const path = sessionStorage.getItem(key)
    sessionStorage.removeItem(key)
    if (path?.startsWith('/') && !path.startsWith('//') && path !== '/sign-in') {
      navigate(path, { replace: true })
    }
  } catch {
    // As above.
  }
}
