/** `isr doctor`: what works between this computer, the server and a host, and what does not. */

import { createApi } from '../client/api.ts'
import { credentialsFile, findCredential } from '../client/credentials.ts'
import { type Check, examine } from '../client/controller/checks.ts'
import type { Language } from '../client/problem.ts'
import { systemClock } from '../platform/clock.ts'
import { systemTicker } from '../platform/ticker.ts'
import { canonicalCode } from '../protocol/code.ts'
import { readArguments, refuseSecrets } from './arguments.ts'
import { originOf } from './connection.ts'
import { sentenceFor } from './doctor-words.ts'
import { CommandError, EXIT_CODES, fail } from './failure.ts'
import { languageOf, printable, printableJson } from './terminal.ts'

const HELP = `isr doctor - say what works between here, the server and a host, and what does not

Usage:
  isr doctor [CODE] [--server URL] [--idle SECONDS] [--json] [--lang es|en]

Each check is ok, warn, bad or skipped. With CODE the host is looked at as well; what only people of its
tenant may see needs isr login. --idle SECONDS (up to 110) leaves a connection silent for that long and
says whether something on the way cuts it; 70 finds a proxy with nginx's default of 60. The server is
that of --server, ISR_SERVER or the last isr login.

Examples:
  isr doctor --server https://registry.example
  isr doctor ISR-12345678 --idle 70

${EXIT_CODES}
Here 1 says that something is bad.
`

const FLAGS = { server: 'value', idle: 'value', lang: 'value', json: 'switch' } as const

/** Longest silence that can be tested, seconds: the server hangs up after 120. */
const MAX_IDLE_S = 110

/** Runs the command. */
export const doctor = async (args: string[]): Promise<void> => {
  let language: Language = languageOf(undefined, process.env)
  try {
    refuseSecrets(args)
    if (args.includes('--help') || args.includes('-h')) return void process.stdout.write(HELP)
    const { values, switches, rest } = readArguments(args, FLAGS)
    language = languageOf(values['lang'], process.env)
    if (rest[1] !== undefined) throw new CommandError(`What is "${printable(rest[1])}"? See --help.`, 2)
    const checks = await run(values, rest[0])
    const isBad = checks.some(({ word }) => word === 'bad')
    process.stdout.write(
      switches.has('json') ? `${printableJson({ checks })}\n` : `${checks.map((check) => lineOf(check, language)).join('\n')}\n`,
    )
    if (isBad) process.exitCode = 1
  } catch (error) {
    fail(error, language)
  }
}

const run = (values: Readonly<Record<string, string>>, code: string | undefined): Promise<readonly Check[]> => {
  const idleS = Number(values['idle'] ?? '0')
  if (!(Number.isInteger(idleS) && idleS >= 0 && idleS <= MAX_IDLE_S)) {
    throw new CommandError(`--idle takes seconds from 0 to ${MAX_IDLE_S}.`, 2)
  }
  const wanted = values['server'] ?? process.env['ISR_SERVER']
  const login = findCredential(credentialsFile(process.env), wanted === undefined ? undefined : originOf(wanted))
  const server = wanted === undefined ? login?.server : originOf(wanted)
  if (server === undefined) throw new CommandError('Say which server: --server URL or ISR_SERVER.', 2)
  const token = process.env['ISR_TOKEN']?.trim() || login?.credential.token
  return examine({
    api: createApi({ server, token }),
    isSignedIn: token !== undefined,
    code: code === undefined ? undefined : canonicalCode(code),
    idleMs: idleS * 1000,
    clock: systemClock,
    ticker: systemTicker,
  })
}

const WORDS: Readonly<Record<Check['word'], { en: string; es: string }>> = {
  ok: { en: 'ok     ', es: 'bien   ' },
  warn: { en: 'warn   ', es: 'aviso  ' },
  bad: { en: 'bad    ', es: 'mal    ' },
  skipped: { en: 'skipped', es: 'omitido' },
}

const lineOf = (check: Check, language: Language): string =>
  `${WORDS[check.word][language]}  ${printable(sentenceFor(check, language))}`
