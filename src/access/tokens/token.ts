/** A token: what a program presents instead of a person. Pure data, its spelling and its limits. */

import { crc32 } from 'node:zlib'
import { newSecret } from '../../platform/secrets.ts'
import type { Permission } from '../../protocol/actor.ts'

/** A person's own token, or one that belongs to the tenant whoever made it. */
export type TokenKind = 'personal' | 'tenant'

/** A token as lists show it; instants are epoch milliseconds. */
export type Token = {
  readonly id: string
  readonly tenantId: string
  readonly kind: TokenKind
  readonly name: string
  readonly scopes: readonly Permission[]
  /** The person a personal token acts for. */
  readonly owner: { readonly id: string; readonly name: string } | null
  readonly createdBy: string
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly usedAt: number | null
  readonly usedFrom: string | null
  /** Its first characters, to recognise it by. */
  readonly start: string
}

/** What secrets begin with, so that a leaked one can be found and told what it is. */
export const TOKEN_PREFIXES = { personal: 'isrp', tenant: 'isrt' } as const satisfies Record<TokenKind, string>

/** Longest name of a token, characters. */
export const MAX_TOKEN_NAME = 80

/** Live tokens that one person may have in a tenant, and that a tenant may have of its own. */
export const MAX_TOKENS = { personal: 50, tenant: 200 } as const satisfies Record<TokenKind, number>

/** How long a token holds unless somebody says otherwise, milliseconds: 90 days. */
export const TOKEN_MS = 90 * 24 * 60 * 60 * 1000

/** A use is noted at most this often, milliseconds. */
export const NOTE_USE_EVERY_MS = 60_000

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** 62^6 is just above 2^32: every CRC32 fits. */
const CHECKSUM_LENGTH = 6

/** `isrp_AbCd`: prefix and four of 43 random characters; 232 bits remain unknown. */
const START_LENGTH = 9

/** CRC32 of the text as six base62 digits, so that scanners can tell a token from a look-alike. */
export const checksumOf = (text: string): string => {
  let rest = crc32(text)
  let digits = ''
  for (let at = 0; at < CHECKSUM_LENGTH; at++) {
    digits = `${BASE62[rest % BASE62.length]}${digits}`
    rest = Math.floor(rest / BASE62.length)
  }
  return digits
}

/** A new secret: prefix, 256 random bits as base64url, checksum of all that is before it. */
export const newTokenSecret = (kind: TokenKind): string => {
  const secret = newSecret(TOKEN_PREFIXES[kind])
  return `${secret}${checksumOf(secret)}`
}

/** Whether a text is spelled as `newTokenSecret` spells them; says nothing about its being valid. */
export const isSpelledAsToken = (text: string): boolean => {
  if (!/^isr[pt]_[\w-]{49}$/.test(text)) return false
  return checksumOf(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH)
}

/** The part of a secret that lists may show. */
export const startOf = (secret: string): string => secret.slice(0, START_LENGTH)
