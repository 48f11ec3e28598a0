/** What a host's network looks like from inside, and whether it changed. */

import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os'

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>

/** Reachable on one wire only, and there on every interface: neither is worth dialling. */
const LINK_LOCAL = /^(?:fe[89ab]|169\.254\.)/i

/** As many as one hello may name (protocol/control.ts), with room for others. */
const MAX_ADDRESSES = 6

const outward = (interfaces: Interfaces): readonly NetworkInterfaceInfo[] =>
  Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !LINK_LOCAL.test(address))

/** The addresses by which others on its networks reach this machine, IPv4 first. */
export const lanAddresses = (interfaces: Interfaces = networkInterfaces()): readonly string[] => {
  const found = outward(interfaces)
  const of = (wanted: string): string[] =>
    found.filter(({ family }) => family === wanted).map(({ address }) => address)
  return [...of('IPv4'), ...of('IPv6')].slice(0, MAX_ADDRESSES)
}

/**
 * A text that changes when the machine moves to another network. IPv6 counts by its first 64 bits:
 * the rest changes every day on its own (RFC 8981), and connections outlive that.
 */
export const networkMark = (interfaces: Interfaces = networkInterfaces()): string => {
  const marks = outward(interfaces).map(({ family, address, cidr }) =>
    family === 'IPv4' ? (cidr ?? address) : prefixOf(address),
  )
  return [...new Set(marks)].sort().join(' ')
}

/** The network half of an IPv6 address. */
const prefixOf = (address: string): string => {
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').split('::')
  const first = head.split(':').filter(Boolean)
  const last = tail.split(':').filter(Boolean)
  const zeros = address.includes('::') ? Array.from({ length: 8 - first.length - last.length }, () => '0') : []
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`
}
