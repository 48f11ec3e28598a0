/**
 * What may honestly be said about a host. Pure: takes `now`.
 *
 * A host that registered is known, not watched: old programs register once and never speak again.
 * So the word is "registered, last seen …", never "online"; "online" is kept for a live control
 * channel.
 */

/** @typedef {import('../../../src/protocol/api.ts').Host} Host */
/** @typedef {'registered' | 'expiring' | 'expired'} HostState */

/** A code counts as expiring in its last hour, or in the last quarter of a shorter life; in ms. */
const expiringMs = 60 * 60 * 1_000

/**
 * Returns the state of a host at an instant.
 * @param {Host} host
 * @param {number} now
 * @returns {HostState}
 */
export function stateOf(host, now) {
  if (host.expiresAt <= now) return 'expired'
  const life = host.expiresAt - host.updatedAt
  return host.expiresAt - now <= Math.min(expiringMs, life / 4) ? 'expiring' : 'registered'
}

/**
 * Returns address and port as one writes them; an IPv6 address stands in brackets.
 * @param {Host} host
 */
export const endpointOf = ({ address, port }) =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
