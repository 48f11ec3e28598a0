/**
 * What everybody may know about this server (GET /v1/server), who is signed in, and what they may do.
 *
 * Promises: asks for the present sign-in only when this browser has signed in before, so that a
 * visitor causes no refused call. The cookie itself is HttpOnly; this page never sees it, and no
 * password or token outlives the call that it is sent with.
 */

import { call, onSignInEnded, Refused } from './api.js'
import { recall, remember } from './memory.js'
import { createStore } from './ui.js'

/** @typedef {import('../../src/protocol/actor.ts').Permission} Permission */
/** @typedef {import('../../src/protocol/actor.ts').Role} Role */
/**
 * @typedef {{
 *   id: string,
 *   name: string,
 *   version: string,
 *   policies: {
 *     registration: 'open' | 'enrolled',
 *     resolve: 'open' | 'signed-in',
 *     publicList: boolean,
 *   },
 *   ttlMs: number,
 *   needsSetUp: boolean,
 *   signIn: { password: true, oidc: null | { name: string } },
 * }} Server
 */
/**
 * @typedef {{
 *   id: string,
 *   kind: 'owner-token' | 'person',
 *   person: { id: string, login: string, name: string } | null,
 *   tenantId: string,
 *   role: Role,
 *   address: string,
 *   agent: string,
 *   createdAt: number,
 *   seenAt: number,
 *   expiresAt: number,
 *   isCurrent: boolean,
 * }} SignIn
 */
/**
 * @typedef {{
 *   kind: string,
 *   id: string,
 *   name: string,
 *   person: {
 *     id: string,
 *     login: string,
 *     name: string,
 *     hasPassword: boolean,
 *     hasTotp: boolean,
 *     recoveryCodesLeft: number,
 *   } | null,
 *   tenant: { id: string, name: string },
 *   tenants: readonly { id: string, name: string, role: Role }[],
 *   role: Role,
 *   permissions: readonly Permission[],
 * }} Me
 */

/** The server's public facts; a Refused when they could not be had; null while they are awaited. */
export const server = createStore(/** @type {Server | Refused | null} */ (null))

/** The present sign-in; null is nobody; undefined is not known yet. */
export const signIn = createStore(/** @type {SignIn | null | undefined} */ (undefined))

/** Who is signed in and what they may do; set before `signIn` is, and null when it is. */
export const me = createStore(/** @type {Me | null} */ (null))

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

/**
 * Whether somebody has one of these permissions; nothing asked for is granted to anybody.
 * @param {Me | null} who
 * @param {...Permission} wanted
 */
export const may = (who, ...wanted) =>
  wanted.length === 0 || wanted.some((permission) => who?.permissions.includes(permission))

/** @type {Promise<void> | undefined} */
let newest

/**
 * Reads again what the person may do, after a change of it. Answers may overtake each other: only
 * the question that was asked last is believed, or the page would show a tenant that was left.
 * @returns {Promise<void>}
 */
export function reloadMe() {
  /** @type {Promise<void>} */
  const asked = call('GET', '/v1/me').then((answer) => {
    if (asked !== newest) return newest
    me.set(answer)
    return undefined
  })
  newest = asked
  return asked
}

/** Finds out whether this browser is still signed in; true when it is. */
export async function checkSignIn() {
  if (!recall('signed-in')) {
    endSignIn(true)
    return false
  }
  try {
    const current = await call('GET', '/v1/sign-ins/current')
    await reloadMe()
    signIn.set(current)
    return true
  } catch (error) {
    if (error instanceof Refused && error.status !== 401) {
      // The server could not be asked: whoever was signed in still is, as far as we know.
      if (!signIn.get()) signIn.set(null)
      return Boolean(signIn.get())
    }
    endSignIn(true)
    return false
  }
}

/**
 * Takes over a sign-in that the server has just made for this browser.
 * @param {SignIn} started
 */
export async function enterSignIn(started) {
  expectSignIn()
  await reloadMe()
  hasSignInEnded.set(false)
  signIn.set(started)
}

/** Remembers that this browser may come back signed in, before it leaves for another site. */
export const expectSignIn = () => remember('signed-in', 'yes')

/**
 * Signs in with the owner token or with login and password; throws what the call throws.
 * @param {{ token: string }
 *   | { login: string, password: string, totp?: string, recoveryCode?: string }} proof
 */
export async function startSignIn(proof) {
  await enterSignIn(await call('POST', '/v1/sign-ins', { body: proof }))
}

/**
 * Goes on in another tenant with the same sign-in.
 * @param {string} tenantId
 */
export async function switchTenant(tenantId) {
  await call('PUT', '/v1/sign-ins/current/tenant', { body: { tenantId } })
  await reloadMe()
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
  me.set(null)
}

onSignInEnded(() => endSignIn(true))
