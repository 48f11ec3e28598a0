/** Where a host has its page. */

/**
 * Returns the address of a host's page.
 * @param {string} id
 */
export const hostHref = (id) => `/hosts/${encodeURIComponent(id)}`
