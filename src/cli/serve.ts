/** `isr serve`: runs the server until it is told to stop. */

import { type App, startApp } from '../app.ts'
import { type Config, printConfig, readConfig, settingsHelp } from '../config.ts'
import { notifySystemd } from '../ops/index.ts'
import { systemClock } from '../platform/clock.ts'
import { saveCompiledCode } from '../platform/compile-cache.js'
import { createLog, type Log } from '../platform/log.ts'
import { systemTicker } from '../platform/ticker.ts'
import { CommandError, fail } from './failure.ts'

const HELP = `isr serve - run the server

Usage:
  isr serve [settings]
  isr serve --print-config [settings]    Print the settings in force and exit
  isr serve --help                       Print this

Examples:
  isr serve
  isr serve --port 9000 --db /var/lib/isr/registry.db
  isr serve --host 127.0.0.1 --trusted-proxies 127.0.0.1

Settings (a flag wins over its variable, the variable over the default):
`

/** By then everything has been loaded once; the next start finds it compiled. */
const SAVE_COMPILED_AFTER_MS = 3000

/** Runs the command; resolves once the server listens or has said why it does not. */
export const serve = async (args: string[]): Promise<void> => {
  try {
    if (args.includes('--help') || args.includes('-h')) {
      process.stdout.write(`${HELP}${settingsHelp()}\n`)
      return
    }
    const isPrintOnly = args.includes('--print-config')
    const config = readConfig(args.filter((arg) => arg !== '--print-config'), process.env)
    if (isPrintOnly) process.stdout.write(`${printConfig(config)}\n`)
    else await run(config)
  } catch (error) {
    fail(error)
  }
}

const run = async (config: Config): Promise<void> => {
  // Addresses and secrets: nobody else on this computer needs to read what we write.
  process.umask(0o077)
  const log = createLog(config.logLevel)
  const stop = stopper(log)
  const app = await startApp({
    config,
    clock: systemClock,
    ticker: systemTicker,
    log,
    onFatal: (err) => {
      log.fatal({ err }, 'the server cannot go on')
      process.exit(1)
    },
  }).catch((error: unknown) => {
    throw explainListen(error, config)
  })
  stop.app = app
  sayStarted(app, config, log)
  await notifySystemd('READY=1', log)
  systemTicker.after(SAVE_COMPILED_AFTER_MS, saveCompiledCode)
}

const sayStarted = (app: App, config: Config, log: Log): void => {
  const { port } = new URL(app.url)
  const isEverywhere = config.host === '0.0.0.0' || config.host === '::'
  const open = isEverywhere ? `http://localhost:${port}` : app.url
  log.info({ url: open, db: config.db }, `isr is running, open ${open}`)
  log.info({ file: app.ownerTokenFile }, howToSignIn(app, open))
  const { registration, resolve, publicList } = config
  log.info({ registration, resolve, publicList }, whatIsOpen(config))
}

const howToSignIn = ({ isOwnerTokenNew, needsSetUp }: App, open: string): string => {
  const token = isOwnerTokenNew ? 'owner token made' : 'the owner token is in the file'
  if (!needsSetUp) return `${token}; it opens everything when an account is lost`
  return `${token}; make the owner's account with it at ${open}/set-up`
}

const whatIsOpen = ({ registration, resolve, publicList }: Config): string => {
  const parts = [
    registration === 'open' ? 'any host may register' : 'only enrolled hosts may register',
    resolve === 'open' ? 'anybody who knows a code may resolve it' : 'resolving needs a sign-in or a token',
    publicList ? 'ANYBODY MAY LIST ALL CODES' : 'listing codes needs a sign-in or a token',
  ]
  return parts.join(', ')
}

/** The first signal stops gently, the second at once. */
const stopper = (log: Log): { app?: App } => {
  const state: { app?: App; isStopping?: boolean } = {}
  const stop = (signal: NodeJS.Signals): void => {
    if (state.isStopping) process.exit(1)
    state.isStopping = true
    log.info({ signal }, 'stopping; a second signal ends at once')
    Promise.all([notifySystemd('STOPPING=1', log), state.app?.close()])
      .then(() => {
        log.info('stopped')
        process.exit(0)
      })
      .catch((err: unknown) => {
        log.error({ err }, 'stopping failed')
        process.exit(1)
      })
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  return state
}

const explainListen = (error: unknown, { host, port }: Config): unknown => {
  const { code, syscall } = error as NodeJS.ErrnoException
  // A file may be out of reach as well, and would be blamed on the port.
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return error
  const where = `${host}:${port}`
  switch (code) {
    case 'EADDRINUSE':
      return new CommandError(
        `Port ${port} is taken: another program already listens on ${where}. See which with ` +
          `\`ss -ltnp 'sport = :${port}'\`, stop it, or choose another port with --port.`,
      )
    case 'EACCES':
      return new CommandError(
        `This user may not listen on ${where}: ports below 1024 are reserved. Choose a higher ` +
          'one with --port and put nginx in front of it (see nginx/isr-registry.conf).',
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EINVAL':
      return new CommandError(
        `${host} is not an address of this machine. Use --host 0.0.0.0 for all of its addresses, ` +
          'or one that `ip addr` shows.',
      )
    default:
      return error
  }
}
