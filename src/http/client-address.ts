/**
 * Who is asking. Proxies are trusted only when configured: X-Forwarded-For is read right to left
 * over trusted addresses, X-Real-IP is honoured from a trusted proxy, anything else is ignored.
 * IPv4-mapped IPv6 addresses are IPv4 addresses before anything is compared.
 */

import type { IncomingMessage } from 'node:http'
import { BlockList, isIPv4, isIPv6, type Socket } from 'node:net'
import { canonicalAddress, toBucket } from '../platform/addresses.ts'

/** The far end of a request. */
export type Client = {
  /** Canonical IPv4 or IPv6 address. */
  readonly address: string
  /** What limits count: the IPv4 address, or the /64 that one IPv6 subscriber is given. */
  readonly bucket: string
  /** The browser speaks https to us or to the trusted proxy in front of us. */
  readonly isSecure: boolean
}

/** Tells who sent a request. */
export type ClientOf = (request: IncomingMessage) => Client

/** Longest chain of proxies that is followed. */
const MAX_HOPS = 20

const CLIENT = Symbol('client')
type KnownSocket = Socket & { [CLIENT]?: Client | null }

/** Makes the function; `onUnknownProxy` hears of proxies that are not trusted, at each request. */
export const createClientOf = (
  isTrusted: (address: string) => boolean,
  onUnknownProxy: (address: string) => void = () => undefined,
): ClientOf => {
  return (request) => {
    const socket = request.socket as KnownSocket
    const known = socket[CLIENT]
    if (known) return known
    const peer = peerOf(socket)
    if (known !== null) {
      if (!isTrusted(peer)) {
        if (isProxied(request)) onUnknownProxy(peer)
        // A connection cannot change hands, so this is worked out once.
        const client = toClient(peer, false)
        socket[CLIENT] = client
        return client
      }
      socket[CLIENT] = null
    }
    return clientBehindProxy(request, peer, isTrusted)
  }
}

/** Whether a request was made on this very machine: by a loopback peer that is no proxy. */
export const isLocal = (request: IncomingMessage): boolean =>
  isLoopback(peerOf(request.socket)) && !isProxied(request)

const peerOf = (socket: Socket): string => canonicalAddress(socket.remoteAddress ?? '') ?? '0.0.0.0'

const isProxied = ({ headers }: IncomingMessage): boolean =>
  PROXY_HEADERS.some((name) => headers[name] !== undefined)

const PROXY_HEADERS = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'] as const

const clientBehindProxy = (
  request: IncomingMessage,
  peer: string,
  isTrusted: (address: string) => boolean,
): Client => {
  const isSecure = headerText(request, 'x-forwarded-proto') === 'https'
  const hops = headerText(request, 'x-forwarded-for').split(',').slice(-MAX_HOPS).toReversed()
  let address: string | undefined
  for (const hop of hops) {
    const canonical = canonicalAddress(hop.trim())
    if (canonical === undefined) break
    address = canonical
    if (!isTrusted(canonical)) break
  }
  address ??= canonicalAddress(headerText(request, 'x-real-ip').trim())
  return toClient(address ?? peer, isSecure)
}

const headerText = (request: IncomingMessage, name: string): string => {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(',') : (value ?? '')
}

const toClient = (address: string, isSecure: boolean): Client => ({
  address,
  bucket: toBucket(address),
  isSecure,
})

/** Whether an address lies in one of the ranges. Throws `RangeError` for a range that is none. */
export const createTrust = (ranges: readonly string[]): ((address: string) => boolean) => {
  const list = new BlockList()
  for (const range of ranges) {
    const [base = '', prefix] = range.split('/')
    const address = canonicalAddress(base)
    if (address === undefined || !isRange(range)) throw new RangeError(range)
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, prefixOf(base, Number(prefix)), family)
  }
  return (address) => list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

/** The prefix in the family that the canonical address has. */
const prefixOf = (base: string, prefix: number): number =>
  isMappedIPv4(base) ? prefix - MAPPED_PREFIX : prefix

const isMappedIPv4 = (base: string): boolean =>
  isIPv6(base) && isIPv4(canonicalAddress(base) ?? '')

/** Bits of `::ffff:0:0/96`, in which IPv4 addresses are written as IPv6 ones. */
const MAPPED_PREFIX = 96

/** Whether a text is an address or a CIDR range. */
export const isRange = (range: string): boolean => {
  const [base = '', prefix, ...rest] = range.split('/')
  if (rest.length > 0 || (!isIPv4(base) && !isIPv6(base))) return false
  if (prefix === undefined) return true
  const shortest = isMappedIPv4(base) ? MAPPED_PREFIX : 0
  const longest = isIPv4(base) ? 32 : 128
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= shortest && Number(prefix) <= longest
}

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')
