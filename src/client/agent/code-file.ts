/** The code that a host drew for itself, kept beside its key: whoever was told it can keep using it. */

import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { randomDigits } from '../../platform/ids.ts'
import { canonicalCode, isCode, ISR_DIGITS } from '../../protocol/code.ts'
import { writePrivately } from '../credentials.ts'

export type CodeFile = {
  /** The code that is kept, or one drawn and kept now. */
  read(): string
  /** Draws and keeps another one: this one turned out to be somebody else's. */
  redraw(): string
}

/** Opens the file; it is made at the first `read`. */
export const openCodeFile = (file: string): CodeFile => {
  const redraw = (): string => {
    const code = `ISR-${randomDigits(ISR_DIGITS)}`
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writePrivately(file, `${code}\n`)
    return code
  }
  return { read: () => known(file) ?? redraw(), redraw }
}

const known = (file: string): string | undefined => {
  try {
    const code = canonicalCode(readFileSync(file, 'utf8').trim())
    return isCode(code) ? code : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
