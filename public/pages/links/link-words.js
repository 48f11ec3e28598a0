/** What guest links are called, what they open, and the lines that make one from a terminal. */

import { tokenPlace } from '../commands.js'

/** @typedef {import('../../../src/protocol/screen.ts').GuestLink} GuestLink */
/** @typedef {import('../../frame/i18n.js').Words} Words */
/** @typedef {'look' | 'control' | 'terminal'} Allowed */

export const day = 86_400_000

/** A link lives this long at most; the server holds the same bound. */
export const longestMs = 30 * day

/**
 * Returns the address that a guest opens. The secret stands in the fragment, which no browser sends
 * to a server and no server logs.
 * @param {string} secret
 */
export const guestHref = (secret) => `${location.origin}/guest#${secret}`

/**
 * Returns how a link is at an instant: the server's word grows old as time passes.
 * @param {GuestLink} link
 * @param {number} now
 * @returns {GuestLink['state']}
 */
export const linkState = ({ state, expiresAt }, now) =>
  (state === 'good' || state === 'used-up') && expiresAt <= now ? 'expired' : state

/**
 * Returns whether a link takes nobody in any more.
 * @param {GuestLink} link
 * @param {number} now
 */
export const hasEnded = (link, now) => linkState(link, now) !== 'good'

/**
 * Returns what a guest may do by a link.
 * @param {Pick<GuestLink, 'kind' | 'isViewOnly'>} link
 * @returns {Allowed}
 */
export const allowedBy = ({ kind, isViewOnly }) =>
  kind === 'terminal' ? 'terminal' : isViewOnly ? 'look' : 'control'

/**
 * Returns the line that makes a link over the API: for a day, once, to look only where that is
 * possible.
 * @param {string} origin
 * @param {import('../hosts/presence.js').Host} host
 * @param {number} now
 */
export function makeLine(origin, { id, agent }, now) {
  const service = agent?.services[0] ?? 'vnc'
  const isTerminal = service === 'ssh'
  // To the whole minute, so that the line holds still under the eye that reads it.
  const expiresAt = Math.floor((now + day) / 60_000) * 60_000
  const kind = isTerminal ? 'terminal' : 'screen'
  const body = { hostId: id, service, kind, isViewOnly: !isTerminal, expiresAt, uses: 1 }
  const quoted = JSON.stringify(body).replaceAll('"', '\\"')
  return `curl -X POST -H "Authorization: Bearer ${tokenPlace}" -H "Content-Type: application/json" -d "${quoted}" "${origin}/v1/links"`
}
