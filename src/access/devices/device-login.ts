/**
 * A login of a program that has no browser (the shape of RFC 8628): it shows a short code, a person
 * types that on the page and approves, the program asks until it gets a token. Pure data and rules.
 */

import { randomInt } from 'node:crypto'
import type { Token } from '../tokens/token.ts'

/** How long a person has to type the code, milliseconds. */
export const LOGIN_MS = 10 * 60 * 1000

/** The program asks this often at most, milliseconds. */
export const ASK_EVERY_MS = 2000

/** Consonants but Y: no code spells a word, no letter is taken for another (RFC 8628, 6.1). */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ'

/** 20^8 = 2.56 · 10^10 codes; with the guess limit below that is more than enough for 10 minutes. */
const CODE_LENGTH = 8

/** Wrong codes a person may type in `LOGIN_MS`; a hundred persons would find one in 10^7 windows. */
export const MAX_MISSES = 10

/** What became of a login. */
export type Decision =
  | { readonly kind: 'pending' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'approved'; readonly token: Token; readonly secret: string }

/** A login under way; instants are epoch milliseconds. */
export type DeviceLogin = {
  readonly userCode: string
  readonly name: string
  readonly address: string
  readonly bucket: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly decision: Decision
  readonly askedAt: number
}

/** Draws a user code, without its dash. */
export const newUserCode = (): string =>
  Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

/** `ABCDEFGH` as people read it: `ABCD-EFGH`. */
export const shownUserCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/** A code as somebody typed it, in any case and spacing. */
export const canonicalUserCode = (typed: string): string =>
  typed.toUpperCase().replace(/[^A-Z]/g, '')
