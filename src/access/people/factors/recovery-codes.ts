/** Recovery codes: 80 random bits each, written so that people can copy them from paper. */

import { randomBytes } from 'node:crypto'
import { hashSecret } from '../../../platform/secrets.ts'

/** How many a person gets at once. */
export const RECOVERY_CODES = 10

/** Crockford's base32: no letter that looks like another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Characters of a code without its hyphens; 5 bits each. */
const LENGTH = 16

/** Ten codes such as `7K3M-Q9TB-0XWV-4HRD`. */
export const newRecoveryCodes = (): string[] => Array.from({ length: RECOVERY_CODES }, newCode)

const newCode = (): string =>
  [...randomBytes(LENGTH)]
    .map((byte) => ALPHABET[byte % ALPHABET.length])
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-')

/** What is kept of a code: its hash, different for each person. */
export const hashRecoveryCode = (code: string, personId: string): string => {
  const typed = code.toUpperCase().replace(/[^\dA-Z]/g, '')
  return hashSecret(`${personId} ${typed.replace(/O/g, '0').replace(/[IL]/g, '1')}`)
}
