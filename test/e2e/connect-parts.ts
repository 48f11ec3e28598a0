/** A server, a host and controllers as their own processes, as people start them. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'
import { makeFolder } from '../support/app.ts'
import { type RunningServer, startServer } from '../support/binary.ts'
import { canRunNginx, startNginx } from '../support/nginx.ts'

const BIN = fileURLToPath(new URL('../../src/isr.js', import.meta.url))

export type Program = {
  readonly process: ChildProcess
  /** What it wrote to standard output and to standard error. */
  out(): string
  err(): string
  readonly ended: Promise<number | null>
}

/** Starts `isr …`, behind another command if there is one, with a home of its own; it is killed when the test ends. */
export const startIsr = (args: string[], { home = makeFolder(), env = {}, command = [] }: { home?: string; env?: Record<string, string>; command?: readonly string[] } = {}): Program => {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ISR_')))
  const [program = '', ...rest] = [...command, process.execPath, BIN, ...args]
  const child = spawn(program, rest, {
    // No controlling terminal: a question for a PIN must not wait for whoever runs the tests.
    detached: true,
    env: { ...clean, LANG: 'C', LC_ALL: 'C', ...env, XDG_CONFIG_HOME: home },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  child.stdin.on('error', () => undefined)
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { process: child, out: () => out, err: () => err, ended }
}

/** How a server is reached, and what programs need in their environment to trust it. */
export type Reached = RunningServer & { readonly env: Record<string, string> }

/** Starts `isr serve`, alone or behind the shipped nginx file with TLS. */
export const startReached = async (way: 'alone' | 'behind nginx'): Promise<Reached> => {
  if (way === 'alone') return { ...(await startServer()), env: {} }
  const server = await startServer(['--trusted-proxies', '127.0.0.1'])
  const nginx = await startNginx(Number(new URL(server.url).port))
  const env = { NODE_EXTRA_CA_CERTS: nginx.caFile }
  return { ...server, url: `https://127.0.0.1:${nginx.tls}`, env }
}

/** The ways that this machine can show. */
export const WAYS = canRunNginx() ? (['alone', 'behind nginx'] as const) : (['alone'] as const)

/** A TCP program that says everything back, and ends when it was told everything. */
export const startEcho = async (address = '127.0.0.1'): Promise<{ target: string; close(): void }> => {
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.pipe(socket)
  }).listen(0, address)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = (): void => {
    for (const socket of open) socket.destroy()
    server.close()
  }
  onTestFinished(close)
  return { target: `${address}:${port}`, close }
}

/** Starts `isr host` and waits until it is connected. */
export const startHost = async (
  server: string,
  service: string,
  flags: string[] = [],
  { home = makeFolder(), env = {} }: { home?: string; env?: Record<string, string> } = {},
) => {
  const program = startIsr(['host', '--server', server, '--service', service, ...flags], { home, env })
  await expect.poll(() => program.out() + program.err()).toContain('connected as')
  const code = /ISR-\d{8}/.exec(program.out())?.[0] ?? ''
  const pin = (): string => [...program.out().matchAll(/^PIN {8}(\d{3}) (\d{3})$/gm)].at(-1)?.slice(1).join('') ?? ''
  return { ...program, server, code, pin }
}

/** The port of an `isr connect --listen` once it listens. */
export const portOf = async (program: Program): Promise<number> => {
  await expect.poll(() => program.err()).toMatch(/is at 127\.0\.0\.1:\d+/)
  return Number(/is at 127\.0\.0\.1:(\d+)/.exec(program.err())?.[1])
}

/** Says something, ends its side, and returns all that comes back. */
export const sayTo = async (port: number, text: Buffer | string): Promise<Buffer> => {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const chunks: Buffer[] = []
  socket.end(text)
  for await (const chunk of socket) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** The home of somebody who met hosts before. */
export const knownHosts = (home: string): string => join(home, 'isr', 'known_hosts')
