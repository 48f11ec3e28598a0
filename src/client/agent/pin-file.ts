/** The PIN of an unattended machine, in a file that only its owner can read. */

import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { refuseExposed } from '../credentials.ts'
import { normalisedPin } from '../tunnel/pin.ts'
import { MIN_FIXED_PIN } from '../tunnel/pin-keeper.ts'

/** More characters are not a PIN but the wrong file. */
const LONGEST = 128

/** Reads the first line; throws `RangeError` when it is too short or too long to be a PIN. */
export const readPinFile = (file: string, env: NodeJS.ProcessEnv): string => {
  const [pin = ''] = readFileSync(file, 'utf8').split(/\r?\n/)
  // systemd shares a credential by an access list, whose mask looks like rights of the group.
  if (dirname(resolve(file)) !== env['CREDENTIALS_DIRECTORY']) refuseExposed(file)
  const trimmed = normalisedPin(pin.trim())
  if (trimmed.length < MIN_FIXED_PIN || trimmed.length > LONGEST) throw new RangeError(file)
  return trimmed
}
