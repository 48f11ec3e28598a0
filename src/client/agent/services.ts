/** What a host offers: names of services and the local programs behind them. */

import { isHost } from '../../protocol/host.ts'
import { isService } from '../../protocol/session.ts'

/** A program that takes TCP connections, as the host reaches it. */
export type Target = { readonly host: string; readonly port: number }

/** Services by name. */
export type Services = ReadonlyMap<string, Target>

/** As many as one hello may name (protocol/control.ts). */
const MAX_SERVICES = 16

/** IPv6 in brackets, or anything without a colon, then the port. */
const TARGET = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/i

/** Reads `127.0.0.1:5900` or `[::1]:5900`; `undefined` when it is none. */
export const toTarget = (text: string): Target | undefined => {
  const [, ipv6, name, digits] = TARGET.exec(text) ?? []
  const host = ipv6 ?? name
  const port = Number(digits)
  if (host === undefined || port < 1 || port > 65_535) return undefined
  return ipv6 !== undefined || isHost(host) ? { host, port } : undefined
}

/** A target as people write it. */
export const shownTarget = ({ host, port }: Target): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`

/** Reads texts such as `vnc=127.0.0.1:5900`; throws `RangeError` with the text that is none. */
export const toServices = (texts: readonly string[]): Services => {
  const services = new Map<string, Target>()
  for (const text of texts) {
    const at = text.indexOf('=')
    const name = text.slice(0, Math.max(at, 0))
    const target = toTarget(text.slice(at + 1))
    if (!isService(name) || !target || services.has(name)) throw new RangeError(text)
    services.set(name, target)
  }
  if (services.size === 0 || services.size > MAX_SERVICES) throw new RangeError(texts.join(' '))
  return services
}
