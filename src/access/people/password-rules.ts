/**
 * What a password may be, and how its hash is written down. Pure. Length is what counts; rules about
 * digits and signs only make people write passwords on paper (NIST SP 800-63B).
 */

import { Refusal } from '../../protocol/refusals.ts'
import { canonicalLogin } from './person.ts'

/** Characters of a password after normalising. */
export const MIN_PASSWORD = 10
export const MAX_PASSWORD = 256

/** The one spelling of a password: keyboards write the same letter in several ways. */
export const canonicalPassword = (text: string): string => text.normalize('NFKC')

/** Refuses a password that is too short, too long or the first that anybody would try. */
export const checkPassword = (text: string, login: string): void => {
  const password = canonicalPassword(text)
  const { length } = password
  if (length < MIN_PASSWORD || length > MAX_PASSWORD) throw new Refusal('password_length')
  const plain = canonicalLogin(password)
  const canonical = canonicalLogin(login)
  const [name] = canonical.split('@')
  if (COMMON.has(plain) || plain === canonical || plain === name) {
    throw new Refusal('password_common')
  }
}

/** Those of the public lists of most used passwords (SecLists) that have ten letters or more. */
const COMMON = new Set(
  `qwertyuiop 1234567890 q1w2e3r4t5 1q2w3e4r5t 4815162342 0987654321 12345qwert 123456789a 1234554321
  1111111111 1029384756 password123 basketball 12345678910 123qweasdzxc manchester 1qaz2wsx3edc
  0123456789 q1w2e3r4t5y6 1123581321 1q2w3e4r5t6y qwerty12345 1234512345 123456789q qwerty1234
  qwerty123! qwerty123? a123456789 1234567891 111222tianya administrator administrador contraseña
  contrasena passwordpassword`.split(/\s+/),
)

/** How much work a hash is: memory is `128 * N * r` bytes, time grows with `p`. */
export type Cost = { readonly N: number; readonly r: number; readonly p: number }

/** OWASP's choice for 32 MiB (Password Storage Cheat Sheet, scrypt); a small server has that. */
export const COST: Cost = { N: 2 ** 15, r: 8, p: 3 }

/** A hash as it is stored: how it was made, and of what. */
export type StoredHash = { readonly cost: Cost; readonly salt: Buffer; readonly key: Buffer }

/** Writes a hash as `$scrypt$ln=15,r=8,p=3$<salt>$<key>`, so that costs can be raised later. */
export const formatHash = ({ cost, salt, key }: StoredHash): string =>
  `$scrypt$ln=${Math.log2(cost.N)},r=${cost.r},p=${cost.p}$${base64(salt)}$${base64(key)}`

/** Reads a stored hash; `undefined` when it is none of ours. */
export const parseHash = (text: string): StoredHash | undefined => {
  const [, ln, r, p, salt = '', key = ''] = FORM.exec(text) ?? []
  if (ln === undefined) return undefined
  return {
    cost: { N: 2 ** Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  }
}

const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

/** Whether a hash was made with less work than is asked for today. */
export const isWeaker = ({ cost }: StoredHash, today: Cost): boolean =>
  cost.N * cost.r * cost.p < today.N * today.r * today.p
