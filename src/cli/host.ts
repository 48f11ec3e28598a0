/** `isr host`: makes the services of this computer reachable by a code, without an open port. */

import { hostname } from 'node:os'
import { join } from 'node:path'
import { openCodeFile } from '../client/agent/code-file.ts'
import { type HostEvent, type RunningHost, startHost } from '../client/agent/host.ts'
import { readPinFile } from '../client/agent/pin-file.ts'
import { type Services, shownTarget, type Target, toServices, toTarget } from '../client/agent/services.ts'
import { configFolder, writePrivately } from '../client/credentials.ts'
import { fingerprintOf } from '../client/known-hosts.ts'
import type { Language } from '../client/problem.ts'
import { createPinKeeper, type PinPolicy } from '../client/tunnel/pin-keeper.ts'
import { systemClock } from '../platform/clock.ts'
import { newId, randomDigits } from '../platform/ids.ts'
import { stayAlive, systemTicker } from '../platform/ticker.ts'
import { canonicalCode, isCode } from '../protocol/code.ts'
import { cleanName, DEFAULT_PORT, isHost } from '../protocol/host.ts'
import { VERSION } from '../version.ts'
import { type Arguments, readArguments, refuseSecrets } from './arguments.ts'
import { originOf } from './connection.ts'
import { CommandError, EXIT_CODES, fail } from './failure.ts'
import { enrolmentFrom, openKey, secretIn } from './host-secrets.ts'
import { lineOf } from './host-words.ts'
import { languageOf, printable, printableJson } from './terminal.ts'

const HELP = `isr host - make services of this computer reachable by a code, without an open port

Usage:
  isr host --server URL --service NAME=ADDRESS:PORT [--service …] [--code CODE] [--name TEXT]
           [--pin-file FILE | --no-pin] [--enrol-file FILE] [--key-file FILE]
           [--direct-port PORT] [--publish ADDRESS[:PORT]] [--no-browser] [--json] [--lang es|en]

Keeps one connection to the server and waits for controllers (isr connect CODE). Shows the code, and
a one-time PIN that changes after each use. The code is drawn at the first run and kept beside the key
(default: host-key.pem in the folder isr of XDG_CONFIG_HOME, APPDATA or ~/.config). Runs until Ctrl-C
or SIGTERM, and comes back by itself after trouble with the network or the server.

  --service NAME=ADDRESS:PORT  A program that takes TCP connections, such as vnc=127.0.0.1:5900
  --pin-file FILE              A PIN of 6 characters or more that stays, for unattended machines
  --no-pin                     The service asks for a password itself, as ssh does
  --enrol-file FILE            An enrolment (or ISR_ENROL), where the server takes enrolled hosts only
  --direct-port PORT           Take direct connections as well, encrypted like all others; 0 is any port
  --publish ADDRESS[:PORT]     What older controllers are told to dial, not encrypted by us
  --no-browser                 No screen or terminal in a page: the server would see what it shows

Examples:
  isr host --server https://registry.example --service vnc=127.0.0.1:5900
  isr host --server https://registry.example --service ssh=127.0.0.1:22 --no-pin --direct-port 4222

${EXIT_CODES}
`

const FLAGS = {
  server: 'value',
  service: 'values',
  code: 'value',
  name: 'value',
  'enrol-file': 'value',
  'key-file': 'value',
  'pin-file': 'value',
  'direct-port': 'value',
  publish: 'value',
  lang: 'value',
  'no-pin': 'switch',
  'no-browser': 'switch',
  json: 'switch',
} as const

/** Runs the command until it is told to stop. */
export const host = async (args: string[]): Promise<void> => {
  let language: Language = languageOf(undefined, process.env)
  try {
    refuseSecrets(args)
    if (args.includes('--help') || args.includes('-h')) return void process.stdout.write(HELP)
    const given = readArguments(args, FLAGS)
    const [odd] = given.rest
    if (odd !== undefined) throw new CommandError(`What is "${printable(odd)}"? See isr host --help.`, 2)
    language = languageOf(given.values['lang'], process.env)
    const running = await start(given, language)
    await untilStopped(running)
  } catch (error) {
    fail(error, language)
  }
}

const start = async ({ values, lists, switches }: Arguments, language: Language): Promise<RunningHost> => {
  const server = originOf(needed(values['server'] ?? process.env['ISR_SERVER'], 'server'))
  const services = servicesOf(lists['service'] ?? [])
  const policy = pinPolicy(values['pin-file'], switches.has('no-pin'))
  const keyFile = values['key-file'] ?? join(configFolder(process.env), 'host-key.pem')
  const key = openKey(keyFile)
  const code = codeFrom(values['code'], `${keyFile}.code`)
  const say = switches.has('json') ? sayJson : sayTo(language)
  let first: string | undefined
  let onChange = (pin: string): void => void (first = pin)
  const pins = createPinKeeper({ policy, clock: systemClock, onChange: (pin) => onChange(pin) })
  onChange = (pin) => say({ type: 'pin', pin })
  say({ type: 'host', server, code: code.read(), key: fingerprintOf(key.key), services, pin: policy.kind })
  if (first !== undefined) onChange(first)
  return startHost({
    server,
    key,
    services,
    code,
    pins,
    instance: newId('run'),
    version: VERSION,
    name: cleanName(values['name'] ?? hostname()),
    credential: credentialIn(`${keyFile}.credential`),
    enrolment: enrolmentFrom(values['enrol-file']),
    publish: publishedFrom(values['publish'], services),
    directPort: directPortFrom(values['direct-port']),
    allowsBrowser: !switches.has('no-browser'),
    onEvent: say,
    clock: systemClock,
    ticker: systemTicker,
    draw: () => Number(randomDigits(6)) / 1_000_000,
  }).catch((error: unknown) => {
    throw portTaken(error, values['direct-port'])
  })
}

const untilStopped = async (running: RunningHost): Promise<void> => {
  // Timers do not keep a process alive, and between two tries there is nothing else.
  const stop = stayAlive()
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
    // A terminal that is closed; it may say so twice where another Node started us.
    process.on('SIGHUP', () => resolve())
  })
  await running.stop()
  stop()
}

type Said =
  | HostEvent
  | { readonly type: 'pin'; readonly pin: string }
  | {
      readonly type: 'host'
      readonly server: string
      readonly code: string
      readonly key: string
      readonly services: Services
      readonly pin: PinPolicy['kind']
    }

const sayJson = (said: Said): void => {
  const plain = said.type === 'host' ? { ...said, services: Object.fromEntries(said.services) } : said
  process.stdout.write(`${printableJson(plain)}\n`)
}

const sayTo =
  (language: Language) =>
  (said: Said): void => {
    const text = said.type === 'host' ? headOf(said, language) : said.type === 'pin' ? `PIN        ${grouped(said.pin)}` : lineOf(said, language)
    if (text !== undefined) process.stdout.write(`${text}\n`)
  }

/** As people read six digits out: `482 913`. */
const grouped = (pin: string): string => pin.replace(/^(\d{3})(\d{3})$/, '$1 $2')

const headOf = ({ server, code, key, services, pin }: Extract<Said, { type: 'host' }>, language: Language): string => {
  const es = language === 'es'
  const pinWord = {
    'one-time': es ? 'cambia después de cada uso' : 'changes after each use',
    fixed: es ? 'el del archivo' : 'the one in the file',
    none: es ? 'ninguno: el servicio pide su contraseña' : 'none: the service asks for its password',
  }[pin]
  const offered = [...services].map(([name, target]) => `${name} → ${shownTarget(target)}`)
  return [
    `${es ? 'Código    ' : 'Code      '} ${printable(code)}`,
    `PIN        ${pinWord}`,
    `${es ? 'Clave     ' : 'Key       '} ${key}`,
    `${es ? 'Servicios ' : 'Services  '} ${offered.join(', ')}`,
    `${es ? 'Servidor  ' : 'Server    '} ${server}`,
  ].join('\n')
}

const needed = (value: string | undefined, flag: string): string => {
  if (value === undefined) throw new CommandError(`--${flag} is missing. See isr host --help.`, 2)
  return value
}

const servicesOf = (texts: readonly string[]): Services => {
  try {
    return toServices(texts)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new CommandError(
      `--service "${printable(error.message)}" is none: give each a name of its own, as in --service vnc=127.0.0.1:5900.`,
      2,
    )
  }
}

const pinPolicy = (file: string | undefined, isOff: boolean): PinPolicy => {
  if (file !== undefined && isOff) throw new CommandError('--pin-file or --no-pin, not both.', 2)
  if (isOff) return { kind: 'none' }
  if (file === undefined) return { kind: 'one-time' }
  try {
    return { kind: 'fixed', pin: readPinFile(file, process.env) }
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (isMissing) throw new CommandError(`${file} does not exist: write the PIN into it, mode 0600.`, 2)
    if (error instanceof RangeError) throw new CommandError(`The PIN in ${file} must have 6 characters or more.`, 2)
    throw error
  }
}

const codeFrom = (wanted: string | undefined, file: string) => {
  if (wanted === undefined) return openCodeFile(file)
  const code = canonicalCode(wanted)
  if (!isCode(code)) throw new CommandError(`"${printable(wanted)}" cannot be a code. Try ISR-12345678.`, 2)
  return { read: () => code, redraw: () => undefined }
}

const credentialIn = (file: string) => ({
  read: () => secretIn(file),
  write: (secret: string) => writePrivately(file, `${secret}\n`),
})

const publishedFrom = (text: string | undefined, services: Services): Target | undefined => {
  if (text === undefined) return undefined
  const [first] = services.values()
  const whole = toTarget(text)
  if (whole && isHost(whole.host)) return whole
  if (isHost(text)) return { host: text, port: first?.port ?? DEFAULT_PORT }
  throw new CommandError('--publish takes an IPv4 address or a name, as in 192.168.1.20:5900.', 2)
}

const directPortFrom = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 65_536
  if (port > 65_535) throw new CommandError('--direct-port takes a port from 0 to 65535.', 2)
  return port
}

const portTaken = (error: unknown, port: string | undefined): unknown => {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return new CommandError(`Port ${port} is taken by another program. Give another --direct-port.`)
  if (code === 'EACCES') return new CommandError(`Port ${port} needs more rights. Give a --direct-port above 1023.`)
  return error
}
