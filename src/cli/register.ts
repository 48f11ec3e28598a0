/** `isr register`: registers this host once, signed with its own key. */

import { join } from 'node:path'
import { createApi } from '../client/api.ts'
import { configFolder, writePrivately } from '../client/credentials.ts'
import { prove } from '../client/host-key.ts'
import { type Language, ProblemError } from '../client/problem.ts'
import { systemClock } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { hashSecret } from '../platform/secrets.ts'
import type { Host } from '../protocol/api.ts'
import { canonicalCode } from '../protocol/code.ts'
import { cleanName, DEFAULT_PORT, isHost, parsePort } from '../protocol/host.ts'
import { type Proof, type SignedClaim } from '../protocol/proof.ts'
import { Refusal } from '../protocol/refusals.ts'
import { readArguments, refuseSecrets } from './arguments.ts'
import { originOf } from './connection.ts'
import { CommandError, EXIT_CODES, fail } from './failure.ts'
import { enrolmentFrom, openKey, secretIn } from './host-secrets.ts'
import { languageOf, printable, printableJson, shownInstant } from './terminal.ts'

const HELP = `isr register - register this host once, signed with its own key

Usage:
  isr register --server URL --code CODE --address ADDRESS [--port ${DEFAULT_PORT}] [--name TEXT]
               [--key-file FILE] [--enrol-file FILE] [--json] [--lang es|en]

The first run makes an Ed25519 key in --key-file (default: host-key.pem in the folder isr of
XDG_CONFIG_HOME, APPDATA or ~/.config), readable by you only. Whoever has that file has the code:
back it up, do not copy it to another host. From then on nobody else can register the code.

With an enrolment (--enrol-file, or ISR_ENROL) the host first gets a credential of its own, kept
beside the key and used from then on; the enrolment is not needed again until the host is released
or deleted. One credential is for one code: give each code a --key-file of its own. Without --name
the host is called as its code. Run it at each start of the computer and within the server's --ttl.

Examples:
  isr register --server https://registry.example --code ISR-12345678 --address 192.168.1.20
  isr register --server https://registry.example --code ISR-12345678 --address 192.168.1.20 \\
    --enrol-file /run/secrets/enrolment

${EXIT_CODES}
`

const FLAGS = {
  server: 'value',
  code: 'value',
  address: 'value',
  port: 'value',
  name: 'value',
  'key-file': 'value',
  'enrol-file': 'value',
  lang: 'value',
  json: 'switch',
} as const

/** Runs the command. */
export const register = async (args: string[]): Promise<void> => {
  let language: Language = languageOf(undefined, process.env)
  try {
    refuseSecrets(args)
    if (args.includes('--help') || args.includes('-h')) return void process.stdout.write(HELP)
    const { values, switches, rest } = readArguments(args, FLAGS)
    if (rest.length > 0) throw new CommandError(`What is "${printable(rest[0] ?? '')}"? See --help.`, 2)
    language = languageOf(values['lang'], process.env)
    const host = await registerOnce(values, language)
    process.stdout.write(`${switches.has('json') ? printableJson(host) : told(host, language)}\n`)
  } catch (error) {
    const isOurs = error instanceof Refusal
    fail(isOurs ? new CommandError(error.sentence(language), 2) : error, language)
  }
}

const registerOnce = async (
  values: Readonly<Record<string, string>>,
  language: Language,
): Promise<Host> => {
  const server = originOf(given(values, 'server', process.env['ISR_SERVER']))
  const claim = claimFrom(values)
  const keyFile = values['key-file'] ?? join(configFolder(process.env), 'host-key.pem')
  const credentialFile = `${keyFile}.credential`
  const enrolment = enrolmentFrom(values['enrol-file'])
  const known = secretIn(credentialFile)
  const isVoid = known !== undefined && !(await isAccepted(server, known))
  if (isVoid && enrolment === undefined) throw voidCredential(credentialFile, language)
  const credential = isVoid ? undefined : known
  const key = openKey(keyFile)
  if (key.isNew) process.stderr.write(`isr: made the key of this host: ${keyFile}\n`)
  const api = createApi({ server, token: credential })
  const { id } = await api.get<{ id: string }>('/v1/server')
  const token = credential === undefined ? enrolment : undefined
  const tokenHash = token === undefined ? undefined : hashSecret(token)
  const now = { at: systemClock.now(), instance: newId('run') }
  const proof: Proof = prove(key, id, claim, now, tokenHash)
  const { code, address, port, name } = claim
  const body = { address, port, ...(name ? { name } : {}), proof }
  if (token === undefined) {
    return api.put<Host>(`/v1/codes/${encodeURIComponent(code)}`, body)
  }
  const redeemed = await api.post<{ host: Host; credential: string }>('/v1/enrolments/redeem', {
    token,
    code,
    ...body,
  })
  writePrivately(credentialFile, `${redeemed.credential}\n`)
  return redeemed.host
}

/** A credential ends when its host is released, revoked, deleted or enrolled anew. */
const isAccepted = async (server: string, token: string): Promise<boolean> => {
  try {
    await createApi({ server, token }).get('/v1/server')
    return true
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'invalid_token') return false
    throw error
  }
}

const voidCredential = (file: string, language: Language): CommandError =>
  new CommandError(
    language === 'es'
      ? `El servidor ya no acepta la credencial de ${file}: el equipo fue liberado, revocado o eliminado. ` +
          'Inscríbalo de nuevo con --enrol-file o, si el servidor admite a cualquiera, borre el archivo.'
      : `The server no longer takes the credential in ${file}: the host was released, revoked or deleted. ` +
          'Enrol it again with --enrol-file or, where any host may register, remove the file.',
    4,
  )

const claimFrom = (values: Readonly<Record<string, string>>): SignedClaim => {
  const address = given(values, 'address')
  const port = parsePort(values['port'])
  if (!isHost(address)) throw new Refusal('invalid_host')
  if (port === undefined) throw new Refusal('invalid_port')
  return {
    code: canonicalCode(given(values, 'code')),
    address,
    port,
    name: cleanName(values['name'] ?? ''),
  }
}

const given = (values: Readonly<Record<string, string>>, flag: string, otherwise?: string): string => {
  const value = values[flag] ?? otherwise
  if (value === undefined) throw new CommandError(`--${flag} is missing. See isr register --help.`, 2)
  return value
}

const told = ({ code, address, port, ownership, expiresAt }: Host, language: Language): string => {
  const where = printable(`${code} → ${address}:${port}`)
  const until = shownInstant(expiresAt)
  return language === 'es'
    ? `${where}, dueño: ${printable(ownership)}; registrar de nuevo antes de ${until}`
    : `${where}, owned by ${printable(ownership)}; register again before ${until}`
}
