/** What is written to a terminal: in the reader's language, aligned, and never as its commands. */

import { createInterface } from 'node:readline/promises'
import type { Language } from '../client/problem.ts'

/** Controls, escapes, directions, invisible and unassigned characters: none may reach a terminal. */
const UNSAFE = /[\p{C}\u2028\u2029]/gu

/** A text from elsewhere, safe to print on one line. */
export const printable = (text: string): string => text.toWellFormed().replace(UNSAFE, '\ufffd')

/** The same for a text of several lines, such as an export. */
export const printableLines = (text: string): string =>
  text.toWellFormed().replace(UNSAFE, (char) => ('\r\n\t'.includes(char) ? char : '\ufffd'))

/** JSON on one line; what a terminal could obey is escaped, which changes nothing for programs. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu, (char) =>
    Array.from({ length: char.length }, (_, at) => char.charCodeAt(at))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  )

/** Characters that take two columns: East Asian wide ones and pictures. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u

/** Columns that a printable text takes. */
export const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, char) => sum + (/\p{M}/u.test(char) ? 0 : WIDE.test(char) ? 2 : 1), 0)

/** Rows under headings, each column as wide as its widest cell. */
export const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string => {
  const cells = [headings, ...rows].map((row) => row.map(printable))
  const widths = headings.map((_, at) =>
    cells.reduce((widest, row) => Math.max(widest, widthOf(row[at] ?? '')), 0),
  )
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell))).join('  ').trimEnd()
  return cells.map(line).join('\n')
}

/** An instant as people compare it, in the time of this computer: `2026-01-31 18:05`. */
export const shownInstant = (at: number | null | undefined): string => {
  if (!at || !Number.isFinite(at)) return '-'
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return '-'
  const two = (number: number): string => String(number).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The language that was asked for, or the one of this computer. */
export const languageOf = (wanted: string | undefined, env: NodeJS.ProcessEnv): Language => {
  const text = wanted ?? (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || 'en')
  return text.toLowerCase().startsWith('es') ? 'es' : 'en'
}

/** Whether a person can be asked: answers come from a terminal, and questions reach one. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY

/** Asks the person at the terminal for a line. */
export const askLine = async (question: string): Promise<string> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await lines.question(question)).trim()
  } finally {
    lines.close()
  }
}
