/** How commands fail: one sentence on standard error and an exit code, never a stack trace. */

import { ConfigError } from '../config.ts'
import { OpenError } from '../store/database.ts'

/** Something the person at the keyboard can mend, said in one sentence. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Ends the process as the error says; what nobody foresaw keeps its stack trace. */
export const fail = (error: unknown): void => {
  const isUsage = error instanceof ConfigError
  const isForeseen = isUsage || error instanceof OpenError || error instanceof CommandError
  const text = isForeseen ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`isr: ${text}\n`)
  process.exitCode = isUsage ? 2 : error instanceof CommandError ? error.exitCode : 1
}
