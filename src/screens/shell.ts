/**
 * A shell at the host's SSH server: the server is the SSH client, inside the tunnel. Before anybody
 * says who he is, the page shows the server's key. Each try has a connection of its own, because SSH
 * takes one user per connection (RFC 4252, 5).
 */

import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { AnyAuthMethod, AuthHandlerMiddleware, Client as SshClient, ClientChannel } from 'ssh2'
import type { Ticker } from '../platform/ticker.ts'
import { Refusal, type RefusalCode } from '../protocol/refusals.ts'
import type { ScreenRequest } from '../protocol/screen.ts'

/** How somebody wants to sign in at the host. */
export type Login = Extract<ScreenRequest, { type: 'login' }>

export type ShellOptions = {
  /** A connection to the SSH server. Throws what the tunnel throws. */
  readonly connect: () => Promise<Duplex>
  /** Asks the page's person. Throws `Refusal`. */
  readonly ask: (attempt: number, fingerprint: string) => Promise<Login>
  /** A login was tried and not taken. */
  readonly onWrong: () => void
  readonly ticker: Ticker
}

/** A shell that is open. */
export type Shell = {
  readonly stream: ClientChannel
  readonly resize: (size: { readonly columns: number; readonly rows: number }) => void
  readonly close: () => void
}

/** Logins that may be tried; sshd gives up after 6 methods in a connection, people after fewer. */
const TRIES = 3

/** An exchange of keys over a slow relay, and a server that looks its users up in a directory. */
const GREETED_WITHIN_MS = 15_000
const LET_IN_WITHIN_MS = 30_000

/** What xterm.js is. */
const TERM = 'xterm-256color'

/** Opens a shell. Throws `Refusal`, or what the tunnel throws. */
export const openShell = async ({ connect, ask, onWrong, ticker }: ShellOptions): Promise<Shell> => {
  let talk = await greet(await connect(), ticker)
  try {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const { fingerprint } = talk
      const login = await ask(attempt, fingerprint)
      // sshd hangs up after two minutes of thinking; nobody is asked again for it.
      if (talk.isOver()) talk = await greet(await connect(), ticker)
      if (talk.fingerprint === fingerprint) {
        if (await talk.signIn(login)) return await startShell(talk.ssh, login)
        onWrong()
      }
      talk.ssh.end()
      if (attempt < TRIES) talk = await greet(await connect(), ticker)
    }
    throw new Refusal('ssh_login_failed')
  } catch (error) {
    talk.ssh.end()
    throw error
  }
}

type Talk = {
  readonly ssh: SshClient
  readonly fingerprint: string
  readonly isOver: () => boolean
  /** Whether the server takes the login. */
  readonly signIn: (login: Login) => Promise<boolean>
}

/** Connects as far as the server's key. Throws `Refusal`. */
const greet = async (stream: Duplex, ticker: Ticker): Promise<Talk> => {
  const { Client } = await import('ssh2')
  // What closed meanwhile has told so already, and will not again.
  if (stream.destroyed) throw new Refusal('peer_gone')
  const ssh = new Client()
  const key = Promise.withResolvers<{ fingerprint: string; accept: (isRight: boolean) => void }>()
  const letIn = Promise.withResolvers<boolean>()
  const login = Promise.withResolvers<Login>()
  let isOver = false
  let shown: string | undefined
  const over = (): void => {
    isOver = true
    key.reject(new Refusal('not_ssh'))
    letIn.resolve(false)
  }
  ssh.on('ready', () => letIn.resolve(true)).on('error', over).on('close', over)
  ssh.connect({
    sock: stream,
    username: '-',
    readyTimeout: 0,
    hostVerifier: (bytes: Buffer, accept: (isRight: boolean) => void) => {
      const fingerprint = fingerprintOf(bytes)
      // Keys are exchanged again in long sessions; nobody is asked then.
      if (shown !== undefined) return accept(fingerprint === shown)
      shown = fingerprint
      key.resolve({ fingerprint, accept })
    },
    authHandler: methodsFor(login.promise),
  })
  const { fingerprint, accept } = await within(key.promise, GREETED_WITHIN_MS, 'not_ssh', ticker, ssh)
  return {
    ssh,
    fingerprint,
    isOver: () => isOver,
    async signIn(given) {
      login.resolve(given)
      accept(true)
      return within(letIn.promise, LET_IN_WITHIN_MS, 'ssh_login_failed', ticker, ssh)
    },
  }
}

/** As OpenSSH writes it. */
const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/** Which methods are tried with a login: what was given, a password also by the server's own questions. */
const methodsFor = (login: Promise<Login>): AuthHandlerMiddleware => {
  let left: AnyAuthMethod[] | undefined
  return (_methods, _isPartial, next) => {
    void login.then((given) => {
      left ??= methodsOf(given)
      // ssh2 takes false for the end of the list.
      next((left.shift() ?? false) as never)
    })
  }
}

const methodsOf = ({ user: username, password, privateKey, passphrase }: Login): AnyAuthMethod[] => {
  const methods: AnyAuthMethod[] = []
  if (privateKey !== undefined) {
    methods.push({
      type: 'publickey',
      username,
      key: privateKey,
      ...(passphrase === undefined ? {} : { passphrase }),
    })
  }
  if (password !== undefined) {
    methods.push({ type: 'password', username, password })
    methods.push({
      type: 'keyboard-interactive',
      username,
      prompt: (_name, _instructions, _language, prompts, finish) => finish(prompts.map(() => password)),
    })
  }
  return methods
}

const startShell = (ssh: SshClient, { columns, rows }: Login): Promise<Shell> => {
  const { promise, resolve, reject } = Promise.withResolvers<Shell>()
  ssh.once('close', () => reject(new Refusal('peer_gone')))
  ssh.shell({ term: TERM, cols: columns, rows }, (error, stream) => {
    if (error) return reject(new Refusal('ssh_no_shell'))
    stream.stderr.resume()
    resolve({
      stream,
      resize: (size) => stream.setWindow(size.rows, size.columns, 0, 0),
      close: () => void ssh.end(),
    })
  })
  return promise
}

const within = async <T>(
  promise: Promise<T>,
  ms: number,
  late: RefusalCode,
  ticker: Ticker,
  ssh: SshClient,
): Promise<T> => {
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const stop = ticker.after(ms, () => reject(new Refusal(late)))
  try {
    return await Promise.race([promise, tooLate])
  } catch (error) {
    ssh.end()
    throw error
  } finally {
    stop()
  }
}
