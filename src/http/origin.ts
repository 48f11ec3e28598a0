/** Which pages of which sites may ask us something, for requests and for upgrades alike. */

import type { IncomingHttpHeaders } from 'node:http'
import { Refusal } from '../protocol/refusals.ts'
import type { Client } from './client-address.ts'

/**
 * A browser always says where a state-changing request comes from; whoever has no Origin is no page.
 * The cookie is SameSite=Strict already; this also covers sites on another port of the same name.
 */
export const refuseCrossOrigin = (
  { origin, host }: IncomingHttpHeaders,
  { isSecure }: Pick<Client, 'isSecure'>,
): void => {
  if (origin === undefined) return
  const from = URL.parse(origin)
  // Who can change a page on its way over plain http must not reach what is behind https.
  const isDowngraded = isSecure && from?.protocol !== 'https:'
  if (!from || from.host !== host || isDowngraded) throw new Refusal('cross_origin')
}

/** A browser names the scheme of its page itself; that needs no proxy to be trusted. */
export const secureByOrigin = (client: Client, { origin, host }: IncomingHttpHeaders): Client => {
  if (client.isSecure || origin !== `https://${host}`) return client
  return { ...client, isSecure: true }
}

/** The host names that are answered; empty answers all. */
export const toAllowedHosts = (names: readonly string[]): ReadonlySet<string> =>
  new Set(names.map((name) => name.toLowerCase()))

/** Against DNS rebinding: a page that calls us by a name of its own gets nothing. */
export const refuseOtherHost = (allowed: ReadonlySet<string>, host = ''): void => {
  const name = host.toLowerCase().replace(/:\d+$/, '')
  if (allowed.size > 0 && !allowed.has(name)) throw new Refusal('host_not_allowed')
}
