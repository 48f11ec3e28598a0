/** `isr login` and `isr logout`: a token of one's own for this computer, got through the browser. */

import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { type Api, createApi } from '../client/api.ts'
import { credentialsFile, findCredential, removeCredential, saveCredential } from '../client/credentials.ts'
import { type Language, ProblemError } from '../client/problem.ts'
import { systemClock } from '../platform/clock.ts'
import type { DeviceLogin } from '../protocol/api.ts'
import { readArguments, refuseSecrets } from './arguments.ts'
import { originOf, warnIfOpen } from './connection.ts'
import { CommandError, EXIT_CODES, fail } from './failure.ts'
import { languageOf, printable } from './terminal.ts'

const LOGIN_HELP = `isr login - get a token for this computer through the browser

Usage:
  isr login --server URL [--lang es|en]    (or ISR_SERVER)

Shows a code. Sign in on the page, type the code, choose what this computer may do. The token is kept
in credentials.json of the folder isr in XDG_CONFIG_HOME, APPDATA or ~/.config, readable by you only.

Examples:
  isr login --server https://registry.example
  isr admin hosts

${EXIT_CODES}
`

const LOGOUT_HELP = `isr logout - revoke this computer's token and forget it

Usage:
  isr logout [--server URL] [--lang es|en]    (default: the last login's server)

${EXIT_CODES}
`

const FLAGS = { server: 'value', lang: 'value' } as const

type Command = (values: Readonly<Record<string, string>>, language: Language) => Promise<void>

const run = async (args: readonly string[], help: string, command: Command): Promise<void> => {
  let language = languageOf(undefined, process.env)
  try {
    refuseSecrets(args)
    if (args.includes('--help') || args.includes('-h')) return void process.stdout.write(help)
    const { values, rest } = readArguments(args, FLAGS)
    if (rest.length > 0) throw new CommandError(`What is "${printable(rest[0] ?? '')}"? See --help.`, 2)
    language = languageOf(values['lang'], process.env)
    await command(values, language)
  } catch (error) {
    fail(error, language)
  }
}

/** Runs `isr login`. */
export const login = (args: string[]): Promise<void> => run(args, LOGIN_HELP, logIn)

/** Runs `isr logout`. */
export const logout = (args: string[]): Promise<void> => run(args, LOGOUT_HELP, logOut)

const logIn: Command = async (values, language) => {
  const say = (en: string, es: string): void =>
    void process.stderr.write(`${language === 'es' ? es : en}\n`)
  const wanted = values['server'] ?? process.env['ISR_SERVER']
  if (wanted === undefined) throw new CommandError('Say where: isr login --server URL', 2)
  const server = originOf(wanted)
  warnIfOpen({ server }, language)
  const api = createApi({ server })
  const begun = await api.post<DeviceLogin>('/v1/device-logins', { name: `isr on ${hostname()}` })
  const page = printable(new URL(begun.verificationPath, server).href)
  const code = printable(begun.userCode)
  say(`Open ${page} and type the code ${code}`, `Abra ${page} y escriba el código ${code}`)
  const { token, secret } = await waitForToken(api, begun)
  saveCredential(credentialsFile(process.env), server, { token: secret, tokenId: token.id })
  say(`Logged in to ${server}.`, `Sesión iniciada en ${server}.`)
}

const waitForToken = async (
  api: Api,
  { deviceCode, expiresAt, intervalMs }: DeviceLogin,
): Promise<{ token: { id: string }; secret: string }> => {
  // A server that answers nonsense must not make us hammer it, nor wait for ever.
  const waitMs = Math.min(Math.max(intervalMs || 0, 1000), 60_000)
  const lastAt = Math.min(expiresAt || 0, systemClock.now() + 3_600_000)
  for (;;) {
    await pause(waitMs)
    try {
      return await api.post('/v1/device-logins/token', { deviceCode })
    } catch (error) {
      const isLater =
        error instanceof ProblemError && (error.code === 'login_pending' || error.code === 'rate_limited')
      if (!isLater || systemClock.now() > lastAt) throw error
      if (error.retryAfterSeconds !== undefined) {
        await pause(Math.max(0, Math.min(error.retryAfterSeconds * 1000, 60_000) - waitMs))
      }
    }
  }
}

const logOut: Command = async (values, language) => {
  const wanted = values['server'] ?? process.env['ISR_SERVER']
  const file = credentialsFile(process.env)
  const found = findCredential(file, wanted === undefined ? undefined : originOf(wanted))
  if (!found) {
    throw new CommandError(language === 'es' ? 'No hay ninguna sesión que cerrar.' : 'There is no login to end.', 5)
  }
  const { server, credential } = found
  try {
    const api = createApi({ server, token: credential.token })
    await api.delete(`/v1/tokens/${encodeURIComponent(credential.tokenId)}`)
  } catch (error) {
    // A token that is no longer valid is what was wanted.
    if (!(error instanceof ProblemError && (error.status === 401 || error.status === 404))) throw error
  }
  removeCredential(file, server)
  process.stderr.write(
    language === 'es' ? `Sesión cerrada en ${server}; su token ya no vale.\n` : `Logged out of ${server}; its token is revoked.\n`,
  )
}
