/** How a service of a host is opened. Pure. */

/** @typedef {import('../../../src/protocol/screen.ts').ScreenKind} ScreenKind */
/** @typedef {ScreenKind | 'connect'} Opening */

/**
 * Returns how a service is opened, by the names that people give to services; what is neither a
 * screen nor a shell is reached with `isr connect`.
 * @param {string} service
 * @returns {Opening}
 */
export function openingOf(service) {
  if (/^vnc/i.test(service)) return 'screen'
  return /^(?:ssh|sftp)/i.test(service) ? 'terminal' : 'connect'
}

/**
 * Returns where a service opens.
 * @param {string} hostId
 * @param {string} service
 * @param {Record<string, string>} [options]
 */
export function openingHref(hostId, service, options = {}) {
  const query = new URLSearchParams(options).toString()
  const path = `/screen/${encodeURIComponent(hostId)}/${encodeURIComponent(service)}`
  return query ? `${path}?${query}` : path
}
