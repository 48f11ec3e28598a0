/** The PIN of an unattended machine, in a file that only its owner can read. */

import { readFileSync } from 'node:fs'
import { refuseExposed } from '../credentials.ts'

/** Fewer characters than this are guessed; more than 128 is not a PIN. */
const SHORTEST = 6
const LONGEST = 128

/** Reads the first line; throws `RangeError` when it is too short or too long to be a PIN. */
export const readPinFile = (file: string): string => {
  const [pin = ''] = readFileSync(file, 'utf8').split(/\r?\n/)
  refuseExposed(file)
  const trimmed = pin.trim().normalize('NFC')
  if (trimmed.length < SHORTEST || trimmed.length > LONGEST) throw new RangeError(file)
  return trimmed
}
