/**
 * What may honestly be said about a host. Pure: takes `now`.
 *
 * A host that registered is known, not watched: old programs register once and never speak again.
 * So the word is "registered, last seen …", never "online"; "online" is kept for a host agent's live
 * control channel.
 */

/** @typedef {import('../../../src/protocol/api.ts').Host} Host */
/** @typedef {'online' | 'degraded' | 'offline'} Presence */
/** @typedef {Presence | 'registered' | 'expiring' | 'expired' | 'away' | 'locked' | 'revoked'} HostState */

/** A code counts as expiring in its last hour, or in the last quarter of a shorter life; in ms. */
const expiringMs = 60 * 60 * 1_000

/** An address that changed this long ago is worth a mark in the table; in ms. */
const changedMs = 24 * 60 * 60 * 1_000

/**
 * Whether a host agent tells how the host is.
 * @param {Host} host
 * @returns {host is Host & { presence: Presence }}
 */
export const isWatched = ({ presence }) =>
  presence === 'online' || presence === 'degraded' || presence === 'offline'

/**
 * Returns the state of a host at an instant. What somebody decided comes before what the clock says.
 * With a host agent its channel tells; a code that has an owner is kept when its lease ends: its host
 * is away, not gone.
 * @param {Host} host
 * @param {number} now
 * @returns {HostState}
 */
export function stateOf(host, now) {
  if (host.state === 'revoked') return 'revoked'
  if (isWatched(host)) return host.presence
  const isKept = host.ownership !== 'none' || host.state === 'locked'
  if (host.presence === 'expired' || host.expiresAt <= now) return isKept ? 'away' : 'expired'
  if (host.state === 'locked') return 'locked'
  if (isKept) return 'registered'
  const life = host.expiresAt - host.updatedAt
  return host.expiresAt - now <= Math.min(expiringMs, life / 4) ? 'expiring' : 'registered'
}

/**
 * Whether a code without an owner was pointed elsewhere not long ago, by its host or by anybody.
 * @param {Host} host
 * @param {number} now
 */
export const hasMoved = ({ ownership, addressChangedAt }, now) =>
  ownership === 'none' && addressChangedAt !== null && now - addressChangedAt < changedMs

/**
 * Returns address and port as one writes them; an IPv6 address stands in brackets.
 * @param {{ address: string, port: number }} host
 */
export const endpointOf = ({ address, port }) =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
