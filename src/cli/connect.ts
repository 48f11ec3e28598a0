/** `isr connect`: brings a service of a host to a local port, to standard input and output, or to its viewer. */

import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { Duplex } from 'node:stream'
import { createApi } from '../client/api.ts'
import { credentialsFile, findCredential, refuseExposed } from '../client/credentials.ts'
import { type Link, type LinkEvent, openLink } from '../client/controller/link.ts'
import { join, listen, type Listener } from '../client/controller/listener.ts'
import type { Allowed } from '../client/controller/way.ts'
import { knownHostsFile } from '../client/known-hosts.ts'
import { createKeptPasses, passesFile } from '../client/passes-file.ts'
import type { Language } from '../client/problem.ts'
import { systemClock } from '../platform/clock.ts'
import { newId, randomDigits } from '../platform/ids.ts'
import { systemTicker } from '../platform/ticker.ts'
import { canonicalCode } from '../protocol/code.ts'
import { cleanName } from '../protocol/host.ts'
import { isService } from '../protocol/session.ts'
import { type Arguments, readArguments, refuseSecrets } from './arguments.ts'
import { askHidden, NoTerminalError } from './ask-pin.ts'
import { lineOf } from './connect-words.ts'
import { originOf, warnIfOpen } from './connection.ts'
import { CommandError, fail, HOST_EXIT_CODES } from './failure.ts'
import { EXIT, explained } from './host-failure.ts'
import { createKeyCheck } from './host-keys.ts'
import { createProgress, NO_PROGRESS, type Progress } from './progress.ts'
import { languageOf, printable, printableJson } from './terminal.ts'
import { lineFor, startViewer } from './viewer.ts'
import { watchLink } from './watch-link.ts'

const HELP = `isr connect - bring a service of a host here

Usage:
  isr connect CODE [SERVICE] [--server URL] [--listen [ADDRESS:]PORT | --stdio | --open]
              [--pin-file FILE] [--host-key SHA256:…] [--relay-only | --direct-only]
              [--json] [--lang es|en]

The service gets a local port, and the line to type next is shown; it stays until Ctrl-C and comes back
by itself when the network or the server was away. SERVICE may be left out where the host offers one.
The server is that of --server, ISR_SERVER or the last isr login. The PIN is asked for on the terminal;
programs give it with --pin-file or in ISR_PIN. The keys of hosts are remembered in known_hosts of the
folder isr (XDG_CONFIG_HOME, APPDATA or ~/.config), and a host with another key is refused.

  --listen [ADDRESS:]PORT  The local port (default: a free one of 127.0.0.1)
  --stdio                  Standard input and output instead of a port, as for ssh's ProxyCommand
  --open                   Start the viewer of the service as well (vncviewer, mstsc, ssh, a browser)
  --host-key SHA256:…      The key the host must have, as \`isr host\` shows it
  --relay-only, --direct-only

Examples:
  isr connect ISR-12345678
  isr connect ISR-12345678 vnc --listen 5901
  ssh -o ProxyCommand='isr connect --stdio ISR-12345678 ssh' user@host

${HOST_EXIT_CODES}
`

const FLAGS = {
  server: 'value',
  listen: 'value',
  'pin-file': 'value',
  'host-key': 'value',
  lang: 'value',
  stdio: 'switch',
  open: 'switch',
  'relay-only': 'switch',
  'direct-only': 'switch',
  json: 'switch',
} as const

/** Runs the command until the service or the person is done. */
export const connect = async (args: string[]): Promise<void> => {
  let language: Language = languageOf(undefined, process.env)
  try {
    refuseSecrets(args)
    if (args.includes('--help') || args.includes('-h')) return void process.stdout.write(HELP)
    const given = readArguments(args, FLAGS)
    language = languageOf(given.values['lang'], process.env)
    await run(given, language)
  } catch (error) {
    fail(explained(error, language), language)
  }
}

type Out = { say(text: string, json: object): void; readonly progress: Progress; readonly language: Language }

const run = async (given: Arguments, language: Language): Promise<void> => {
  const { values, switches, rest } = given
  const [typed, service, odd] = rest
  if (typed === undefined) throw new CommandError('Say which host: isr connect CODE. See isr connect --help.', 2)
  if (odd !== undefined) throw new CommandError(`What is "${printable(odd)}"? See isr connect --help.`, 2)
  if (service !== undefined && !isService(service)) {
    throw new CommandError(`"${printable(service)}" cannot be a service; they are called vnc, ssh, web-2.`, 2)
  }
  const isStdio = switches.has('stdio')
  refuseContradictions(values, switches)
  const code = canonicalCode(typed)
  const at = listenAt(values['listen'])
  const { server, token } = serverFrom(values['server'], process.env, language)
  const pin = pinGiven(values['pin-file'], process.env)
  const out = outFor(switches.has('json'), isStdio, language)
  const link = await openLink({
    api: createApi({ server, token }),
    wanted: { code, service, controller: cleanName(hostname()), instance: newId('run') },
    allowed: allowedBy(switches),
    ...createKeyCheck({ ...out, file: knownHostsFile(process.env), server, code, wanted: values['host-key'] }),
    passes: createKeptPasses(passesFile(process.env), systemClock),
    askPin: pinFrom(pin, code, language),
    onEvent: (event) => out.say(lineOf(event, language), jsonOf(event)),
    clock: systemClock,
    ticker: systemTicker,
    draw: () => Number(randomDigits(6)) / 1_000_000,
    isLasting: !isStdio,
  })
  if (isStdio) await overStdio(link, out)
  else await overPort(link, at, switches.has('open'), out)
}

const refuseContradictions = (values: Arguments['values'], switches: Arguments['switches']): void => {
  const both = (one: string, other: string): CommandError =>
    new CommandError(`--${one} or --${other}, not both.`, 2)
  if (switches.has('relay-only') && switches.has('direct-only')) throw both('relay-only', 'direct-only')
  if (!switches.has('stdio')) return
  if (values['listen'] !== undefined) throw both('stdio', 'listen')
  if (switches.has('open')) throw both('stdio', 'open')
}

const allowedBy = (switches: Arguments['switches']): Allowed =>
  switches.has('relay-only') ? 'relay' : switches.has('direct-only') ? 'direct' : 'any'

/** Standard output is the stream's with --stdio, and nothing else is ever written there. */
const outFor = (isJson: boolean, isStdio: boolean, language: Language): Out => {
  const progress = isJson ? NO_PROGRESS : createProgress(process.stderr)
  const stream = isJson && !isStdio ? process.stdout : process.stderr
  const say = (text: string, json: object): void => {
    progress.clear()
    if (!isJson && text === '') return
    stream.write(isJson ? `${printableJson(json)}\n` : `${text}\n`)
  }
  return { say, progress, language }
}

const jsonOf = (event: LinkEvent): object =>
  event.type === 'retry' ? { ...event, error: (event.error as Error).message } : event

const overPort = async (link: Link, at: { address: string; port: number }, isOpen: boolean, out: Out): Promise<void> => {
  const onError = (error: unknown): void => {
    const reason = explained(error, out.language)
    const text = printable(reason instanceof Error ? reason.message : String(reason))
    out.say(text, { type: 'failed', reason: text })
  }
  const listener = await listen(at, link.connect, onError).catch((error: unknown) => {
    link.close()
    throw portTaken(error, at)
  })
  sayListening(link, listener, out)
  if (isOpen) openViewer(link, listener, out)
  const stopWatching = watchLink(link, listener, out)
  const interrupted = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
    // A terminal that is closed; it may say so twice where another Node started us.
    process.on('SIGHUP', () => resolve())
  })
  const ended = await Promise.race([interrupted, link.over])
  stopWatching()
  listener.close()
  link.close()
  if (ended instanceof Error) throw ended
}

const sayListening = (link: Link, { address, port }: Listener, { say, language }: Out): void => {
  const line = lineFor(link.service, { address, port }, process.env)
  const where = `${address.includes(':') ? `[${address}]` : address}:${port}`
  const listening = language === 'es' ? `${link.service} está en ${where}` : `${link.service} is at ${where}`
  const next = line === undefined ? '' : `\n  ${line}`
  say(`${listening}${next}`, { type: 'listening', service: link.service, address, port, next: line ?? null })
}

const openViewer = (link: Link, end: Listener, { say, language }: Out): void => {
  const failed = (reason: string): void =>
    say(language === 'es' ? `El visor no arranca: ${reason}` : `The viewer does not start: ${reason}`, { type: 'viewer', reason })
  if (startViewer(link.service, end, process.env, failed)) return
  failed(language === 'es' ? `no hay ninguno para ${link.service}` : `there is none for ${link.service}`)
}

const overStdio = async (link: Link, { say }: Out): Promise<void> => {
  // An open tunnel would keep the program alive when the service behind it is down.
  const far = await link.connect().catch((error: unknown) => {
    link.close()
    throw error
  })
  const near = Duplex.from({ readable: process.stdin, writable: process.stdout })
  let failure: Error | undefined
  far.on('error', (error) => (failure = error))
  near.on('error', () => far.destroy())
  const leave = (): void => void near.destroy()
  // ssh hangs its ProxyCommand up as soon as it closed our input: what was in it still goes out.
  process.on('SIGHUP', () => (far.writableFinished ? leave() : far.once('finish', leave)))
  process.once('SIGTERM', leave)
  process.once('SIGINT', leave)
  await join(near, far)
  link.close()
  // A pipe that nobody closes must not keep us.
  process.stdin.destroy()
  if (failure) throw failure
  say('', { type: 'ended' })
}

const serverFrom = (
  flag: string | undefined,
  env: NodeJS.ProcessEnv,
  language: Language,
): { server: string; token: string | undefined } => {
  const wanted = flag ?? env['ISR_SERVER']
  const login = findCredential(credentialsFile(env), wanted === undefined ? undefined : originOf(wanted))
  const server = wanted === undefined ? login?.server : originOf(wanted)
  if (server === undefined) {
    throw new CommandError(
      language === 'es'
        ? 'Diga qué servidor: --server URL o ISR_SERVER, o inicie sesión con isr login.'
        : 'Say which server: --server URL or ISR_SERVER, or sign in with isr login.',
      2,
    )
  }
  const token = env['ISR_TOKEN']?.trim() || login?.credential.token
  if (token !== undefined) warnIfOpen({ server }, language)
  return { server, token }
}

const pinGiven = (file: string | undefined, env: NodeJS.ProcessEnv): string | undefined => {
  if (file === undefined) return env['ISR_PIN']?.trim() || undefined
  try {
    refuseExposed(file)
    return readFileSync(file, 'utf8').split(/\r?\n/)[0]?.trim() || undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new CommandError(`${file} does not exist.`, 2)
  }
}

/** A PIN that was given is tried once; a person is asked again. */
const pinFrom =
  (given: string | undefined, code: string, language: Language) =>
  async (attempt: number): Promise<string> => {
    const es = language === 'es'
    if (given !== undefined) {
      if (attempt === 1) return given
      throw new CommandError(es ? 'El PIN no es el que muestra el equipo (wrong_pin).' : 'The PIN is not the one that the host shows (wrong_pin).', EXIT.pin)
    }
    const wrong = attempt === 1 ? '' : es ? 'PIN erróneo. ' : 'Wrong PIN. '
    try {
      const typed = await askHidden(`${wrong}PIN ${es ? 'de' : 'of'} ${printable(code)}: `)
      if (typed) return typed
      throw new CommandError(es ? 'Sin PIN no se conecta.' : 'Not connected without a PIN.', EXIT.pin)
    } catch (error) {
      if (!(error instanceof NoTerminalError)) throw error
      throw new CommandError(
        es ? 'El equipo pide un PIN y no hay terminal: déle --pin-file o ISR_PIN.' : 'The host wants a PIN and there is no terminal: give --pin-file or ISR_PIN.',
        EXIT.pin,
      )
    }
  }

const listenAt = (text = '0'): { address: string; port: number } => {
  const [, ipv6, ipv4, digits] = /^(?:(?:\[([0-9a-f:]+)\]|([^:[\]]+)):)?(\d{1,5})$/i.exec(text) ?? []
  const port = Number(digits ?? Number.NaN)
  if (!(port <= 65_535)) throw new CommandError('--listen takes [ADDRESS:]PORT, as in 127.0.0.1:5901.', 2)
  return { address: ipv6 ?? ipv4 ?? '127.0.0.1', port }
}

const portTaken = (error: unknown, { address, port }: { address: string; port: number }): unknown => {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return new CommandError(`Port ${port} is taken by another program. Give another --listen.`)
  if (code === 'EACCES') return new CommandError(`Port ${port} needs more rights. Give a --listen above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new CommandError(`${printable(address)} is no address of this computer.`, 2)
  return error
}
