/** Identifiers and codes from the operating system's cryptographic generator. */

import { randomInt } from 'node:crypto'
import { nanoid } from 'nanoid'

/** Makes an unguessable id such as `host_V1StGXR8_Z5jdHi6B-myT` (126 random bits). */
export const newId = <Prefix extends string>(prefix: Prefix): `${Prefix}_${string}` =>
  `${prefix}_${nanoid()}`

/** Draws `digits` decimal digits uniformly, leading zeros kept; at most 14 digits. */
export const randomDigits = (digits: number): string =>
  String(randomInt(10 ** digits)).padStart(digits, '0')
