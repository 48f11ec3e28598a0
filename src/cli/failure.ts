/** How commands fail: one sentence on standard error and an exit code, never a stack trace. */

import { UnreachableError } from '../client/api.ts'
import { ExposedFileError } from '../client/credentials.ts'
import { LockedFileError } from '../client/known-hosts.ts'
import { type Language, ProblemError } from '../client/problem.ts'
import { ConfigError } from '../config.ts'
import { OpenError } from '../store/database.ts'
import { printable } from './terminal.ts'

/** Something the person at the keyboard can mend, said in one sentence. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** What programs that call us can tell failures apart by. */
export const EXIT_CODES = `Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the server cannot be reached, 4 not signed in
or not allowed, 5 there is no such thing.`

/** The same for commands that reach hosts. */
export const HOST_EXIT_CODES = `${EXIT_CODES.replace(/\.$/, ',')}
6 wrong PIN or too many of them, 7 the host is offline or does not answer, 8 the host or the server refused
or ended the session, 9 as many sessions as are allowed, 10 a proxy on the way takes WebSockets out, 11 a
clock is wrong, 12 the host has another key than before.`

/** Ends the process as the error says; what nobody foresaw keeps its stack trace. */
export const fail = (error: unknown, language: Language = 'en'): void => {
  const { text, exitCode } = explain(error, language)
  process.stderr.write(`isr: ${text}\n`)
  process.exitCode = exitCode
}

const explain = (error: unknown, language: Language): { text: string; exitCode: number } => {
  if (error instanceof ConfigError) return { text: error.message, exitCode: 2 }
  if (error instanceof CommandError) return { text: error.message, exitCode: error.exitCode }
  if (error instanceof OpenError) return { text: error.message, exitCode: 1 }
  if (error instanceof ProblemError) {
    return { text: printable(error.sentence(language)), exitCode: exitCodeOf(error.status) }
  }
  if (error instanceof UnreachableError) {
    return { text: unreachable(error, language), exitCode: 3 }
  }
  if (error instanceof LockedFileError) return { text: locked(error.message, language), exitCode: 1 }
  if (error instanceof ExposedFileError) return { text: exposed(error.message, language), exitCode: 1 }
  return { text: (error instanceof Error ? error.stack : undefined) ?? String(error), exitCode: 1 }
}

const exitCodeOf = (status: number): number =>
  status === 401 || status === 403 ? 4 : status === 404 ? 5 : 1

const unreachable = ({ server, message }: UnreachableError, language: Language): string => {
  const reason = printable(message)
  return language === 'es'
    ? `No se puede hablar con ${server} (${reason}). ¿Está en marcha, y en ese puerto? Indique otro con --server.`
    : `${server} cannot be reached (${reason}). Is it running, and on this port? Name another with --server.`
}

const exposed = (file: string, language: Language): string =>
  language === 'es'
    ? `Otros usuarios de este equipo pueden leer ${file}. Ejecute: chmod 600 ${file}`
    : `Others on this computer can read ${file}. Run: chmod 600 ${file}`

const locked = (file: string, language: Language): string =>
  language === 'es'
    ? `Otro programa tiene ${file} desde hace rato. Si ninguno se ejecuta, bórrelo.`
    : `Another program has held ${file} for a while. If none is running, remove it.`
