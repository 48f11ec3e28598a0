/** What a host says of itself, cleaned on the way in: every reported string is hostile. */

import { UNPRINTABLE } from './code.ts'

/** Longest name kept, characters; a longer one is cut rather than losing the registration. */
export const MAX_NAME_LENGTH = 128

/** Longest DNS name (RFC 1035). */
export const MAX_HOST_LENGTH = 253

/** The port of VNC, which the older hosts assume. */
export const DEFAULT_PORT = 5900

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/
const LABEL = /^(?!-)[\p{L}\p{N}_-]{1,63}(?<!-)$/u

/** Whether controllers, which dial IPv4 only, can reach this: an IPv4 address or a host name. */
export const isHost = (host: string): boolean => {
  if (IPV4.test(host)) return true
  if (host.length === 0 || host.length > MAX_HOST_LENGTH) return false
  const labels = host.replace(/\.$/, '').split('.')
  // All digits is a mistyped address, never a name.
  return labels.every((label) => LABEL.test(label)) && !labels.every((label) => /^\d+$/.test(label))
}

/** Reads a port as the older server did: decimal text or a number; `undefined` when it is none. */
export const parsePort = (port: string | number | undefined): number | undefined => {
  if (port === undefined || port === '') return DEFAULT_PORT
  const text = String(port).trim()
  if (!/^\+?\d{1,7}$/.test(text)) return undefined
  const number = Number(text)
  return number >= 1 && number <= 65_535 ? number : undefined
}

const ALL_UNPRINTABLE = new RegExp(UNPRINTABLE, 'g')

/** Printable ASCII with single spaces inside, as nearly every machine is called. */
const CLEAN = /^[!-~]+(?: [!-~]+)*$/

/** A name fit to be shown: no control characters, single spaces, at most `MAX_NAME_LENGTH`. */
export const cleanName = (name: string): string => {
  if (name.length <= MAX_NAME_LENGTH && CLEAN.test(name)) return name
  return name
    .toWellFormed()
    .replace(ALL_UNPRINTABLE, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_NAME_LENGTH)
    .toWellFormed()
}
