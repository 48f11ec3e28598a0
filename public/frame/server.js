/**
 * What everybody may know about this server (GET /v1/server), and who is signed in.
 *
 * Promises: asks for the present sign-in only when this browser has signed in before, so that a
 * visitor causes no refused call. The cookie itself is HttpOnly; this page never sees it.
 */

import { call, onSignInEnded, Refused } from './api.js'
import { recall, remember } from './memory.js'
import { createStore } from './ui.js'

/**
 * @typedef {{
 *   name: string,
 *   version: string,
 *   policies: {
 *     registration: 'open' | 'enrolled',
 *     resolve: 'open' | 'signed-in',
 *     publicList: boolean,
 *   },
 *   ttlMs: number,
 * }} Server
 */
/** @typedef {{ id: string, role: string, createdAt: number, expiresAt: number }} SignIn */

/** The server's public facts; a Refused when they could not be had; null while they are awaited. */
export const server = createStore(/** @type {Server | Refused | null} */ (null))

/** The present sign-in; null is nobody; undefined is not known yet. */
export const signIn = createStore(/** @type {SignIn | null | undefined} */ (undefined))

/** Whether the last sign-in ended without the person asking for it. */
export const hasSignInEnded = createStore(false)

/** Loads the public facts; called again by the "try again" of the page. */
export async function loadServer() {
  try {
    server.set(await call('GET', '/v1/server'))
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    server.set(error)
  }
}

/** Finds out whether this browser is still signed in; true when it is. */
export async function checkSignIn() {
  if (!recall('signed-in')) {
    signIn.set(null)
    return false
  }
  try {
    signIn.set(await call('GET', '/v1/sign-ins/current'))
    return true
  } catch (error) {
    if (error instanceof Refused && error.status !== 401) {
      // The server could not be asked: whoever was signed in still is, as far as we know.
      if (!signIn.get()) signIn.set(null)
      return Boolean(signIn.get())
    }
    remember('signed-in', null)
    signIn.set(null)
    return false
  }
}

/**
 * Signs in with the owner token; throws what the call throws.
 * @param {string} token
 */
export async function startSignIn(token) {
  const started = await call('POST', '/v1/sign-ins', { body: { token } })
  remember('signed-in', 'yes')
  hasSignInEnded.set(false)
  signIn.set(started)
}

/** Signs out. A server that does not answer is told nothing, and the page says so by throwing. */
export async function signOut() {
  await call('DELETE', '/v1/sign-ins/current')
  endSignIn(false)
}

/**
 * Forgets the sign-in here.
 * @param {boolean} isUnasked whether the server ended it
 */
export function endSignIn(isUnasked) {
  remember('signed-in', null)
  if (!isUnasked) hasSignInEnded.set(false)
  else if (signIn.get()) hasSignInEnded.set(true)
  signIn.set(null)
}

onSignInEnded(() => endSignIn(true))
