/** The files in which a host keeps what makes it itself: key, credential, enrolment. */

import { readFileSync } from 'node:fs'
import { refuseExposed } from '../client/credentials.ts'
import { type HostKey, readOrMakeHostKey } from '../client/host-key.ts'
import { CommandError } from './failure.ts'

/** Reads the key in `file`, or makes one there. Throws `CommandError`. */
export const openKey = (file: string): HostKey => {
  try {
    return readOrMakeHostKey(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const isNoKey = error instanceof TypeError || code?.startsWith('ERR_OSSL')
    if (isNoKey) throw new CommandError(`${file} holds no Ed25519 key. Move it away, and a new one is made.`)
    if (code === 'EACCES') throw new CommandError(`${file} cannot be read or written by this user.`)
    throw error
  }
}

/** The enrolment's token in `file`, or in ISR_ENROL. Throws `CommandError` for a file without one. */
export const enrolmentFrom = (file: string | undefined): string | undefined => {
  if (file === undefined) return process.env['ISR_ENROL']?.trim() || undefined
  const secret = secretIn(file)
  if (secret === undefined) throw new CommandError(`${file} does not exist or is empty.`, 2)
  return secret
}

/** The secret in a file that nobody else may read; `undefined` when there is none. */
export const secretIn = (file: string): string | undefined => {
  try {
    refuseExposed(file)
    return readFileSync(file, 'utf8').trim() || undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
