/** What every verb that speaks to the server works with. */

import type { Api } from '../../client/api.ts'
import type { Language } from '../../client/problem.ts'
import { parseDuration } from '../../platform/duration.ts'
import type { Arguments, Flags } from '../arguments.ts'
import { CommandError } from '../failure.ts'
import { printable, printableJson } from '../terminal.ts'

export type Context = Arguments & {
  readonly api: Api
  readonly language: Language
  readonly isJson: boolean
  /** A person reads standard output. */
  readonly isTerminal: boolean
}

/** A verb: its flags beside the common ones, what `--help` says, and what it does. */
export type Verb = {
  readonly flags: Flags
  readonly help: string
  readonly run: (context: Context) => Promise<void>
}

/** The sentence in the reader's language. */
export const say = ({ language }: Pick<Context, 'language'>, en: string, es: string): string =>
  language === 'es' ? es : en

/** Writes a line to standard output. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** Writes a line beside the output, for whoever watches. */
export const note = (text: string): void => void process.stderr.write(`${text}\n`)

/** Answers as data with `--json`, else as text. */
export const answer = ({ isJson }: Pick<Context, 'isJson'>, data: unknown, text: string): void =>
  print(isJson ? printableJson(data) : text)

/**
 * Answers with a secret that is shown this once: alone when a program reads, so that it can be
 * piped into a file, and with what to do with it when a person does.
 */
export const answerSecret = (
  { isJson, isTerminal }: Context,
  data: unknown,
  secret: string,
  hints: readonly string[],
): void => {
  if (isJson) return print(printableJson(data))
  if (isTerminal) for (const hint of hints) note(hint)
  print(printable(secret))
}

/** The one word after the verb. Throws `CommandError` when it is missing. */
export const required = (text: string | undefined, usage: string): string => {
  if (text === undefined) throw new CommandError(`Something is missing: isr admin ${usage}`, 2)
  return text
}

/** Milliseconds of a flag such as `--expires 7d`. Throws `CommandError`. */
export const durationOf = (text: string, flag: string): number => {
  const ms = parseDuration(text)
  if (ms === undefined) throw new CommandError(`--${flag} is "${text}": give a duration such as 12h or 7d.`, 2)
  return ms
}

/** Refuses words nobody asked for, which are mistyped flags more often than not. */
export const nothingMore = (rest: readonly string[], allowed: number): void => {
  const extra = rest[allowed]
  if (extra !== undefined) throw new CommandError(`What is "${printable(extra)}"? See --help.`, 2)
}
