/** Structured logs: JSON lines for machines, one short readable line each on a terminal. */

import pino from 'pino'

/** The logger every part receives; fields first, then a fixed message. */
export type Log = pino.Logger

/** How much is written; `silent` writes nothing. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Secrets can only reach a log by these names, and these are cut out. */
const REDACTED = ['token', 'authorization', 'cookie', '*.token', '*.authorization', '*.cookie']

/** Makes the process's logger, writing to standard output. */
export const createLog = (level: LogLevel, isTerminal = process.stdout.isTTY): Log => {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: REDACTED, censor: '[redacted]' },
  }
  if (!isTerminal) return pino(options)
  return pino(options, { write: (line: string) => void process.stdout.write(pretty(line)) })
}

const DIM = '\u001b[2m'
const RESET = '\u001b[0m'
const COLOURS: Record<string, string> = {
  warn: '\u001b[33m',
  error: '\u001b[31m',
  fatal: '\u001b[31m',
}

const pretty = (line: string): string => {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>
  const clock = String(time).slice(11, 19)
  const details = Object.entries(fields).map(([key, value]) => `${key}=${plain(value)}`)
  const colour = COLOURS[String(level)] ?? ''
  return `${DIM}${clock}${RESET} ${colour}${String(msg)}${RESET} ${DIM}${details.join(' ')}${RESET}\n`
}

/** JSON escapes C0 controls already; C1 ones would still drive a terminal. */
const plain = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007f-\u009f]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)
