/** IP addresses: one spelling for each, and what counts as one subscriber. Pure. */

import { isIPv4, isIPv6 } from 'node:net'

/** The one spelling of an address: lower case, shortest, mapped IPv4 as IPv4; else `undefined`. */
export const canonicalAddress = (text: string): string | undefined => {
  if (isIPv4(text)) return text
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '')
  if (!isIPv6(bare)) return undefined
  const groups = toGroups(bare)
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (!isMapped) return new URL(`http://[${bare}]`).hostname.slice(1, -1)
  const [high = 0, low = 0] = groups.slice(6)
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** The eight 16-bit groups of a valid IPv6 address. */
const toGroups = (address: string): number[] => {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = '', tail] = canonical.split('::')
  const parse = (part: string): number[] =>
    part ? part.split(':').map((group) => Number.parseInt(group, 16)) : []
  const before = parse(head)
  if (tail === undefined) return before
  const after = parse(tail)
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
}

/** What counts as one subscriber: an IPv4 address, or an IPv6 /64. */
export const toBucket = (address: string): string => {
  if (isIPv4(address)) return address
  const network = toGroups(address).slice(0, 4)
  return `${network.map((group) => group.toString(16)).join(':')}::/64`
}

/** The same for an address that somebody else told us; what is none counts as itself. */
export const bucketOf = (told: string): string => {
  const address = canonicalAddress(told)
  return address === undefined ? told : toBucket(address)
}
