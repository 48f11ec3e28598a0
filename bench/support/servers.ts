/** The servers that are compared, each one process on the server's core. */

import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Lab, type Started, stop } from './lab.ts'

/** How long a server may take to answer for the first time, milliseconds. */
const START_MS = 30_000

/** Pause between two tries to reach a server that starts, milliseconds. */
const RETRY_MS = 1

/** No limit of the guard is reached with this budget, so all guards work and none refuses. */
const AMPLE = '1000000000'

const BUDGETS = [
  '--registers-per-minute',
  '--new-codes-per-hour',
  '--registers-per-code-per-minute',
  '--resolves-per-minute',
  '--resolves-per-code-per-minute',
].flatMap((flag) => [flag, AMPLE])

/** The entry of the server under test. */
export const ISR = join(import.meta.dirname, '../../src/isr.js')

/** A server that answers. */
export type Running = {
  readonly port: number
  readonly pid: number
  /** From the spawn to the end of the first answer, milliseconds. */
  readonly startMs: number
  /** Stands still until `resume`, so that it takes nothing from the one that is measured. */
  pause(): void
  resume(): void
  stop(): Promise<void>
}

export type IsrOptions = {
  readonly db: string
  readonly flags?: readonly string[]
  readonly env?: Record<string, string>
  /** What is asked until there is an answer. */
  readonly firstPath?: string
}

/** Starts isr with all guards on and budgets that nobody uses up. */
export const startIsr = async (lab: Lab, options: IsrOptions): Promise<Running> => {
  const port = await freePort()
  const where = ['--host', '127.0.0.1', '--port', String(port), '--db', options.db]
  const args = [ISR, 'serve', ...where, ...BUDGETS, ...(options.flags ?? [])]
  return start(lab, port, process.execPath, args, options)
}

/** Starts one of the reference servers beside this file; it gets the port as its first argument. */
export const startReference = async (
  lab: Lab,
  name: 'bare.js' | 'commit-each.ts' | 'json-file.py',
  args: readonly string[],
): Promise<Running> => {
  const port = await freePort()
  const program = name.endsWith('.py') ? 'python3' : process.execPath
  const file = join(import.meta.dirname, '../reference', name)
  return start(lab, port, program, [file, String(port), ...args], {})
}

const start = async (
  lab: Lab,
  port: number,
  program: string,
  args: readonly string[],
  { env = {}, firstPath = '/status' }: Partial<IsrOptions>,
): Promise<Running> => {
  const startedAt = performance.now()
  const started = lab.spawn(program, args, { core: 'server', env })
  await firstAnswer(`http://127.0.0.1:${port}${firstPath}`, started)
  const startMs = performance.now() - startedAt
  const { child } = started
  return {
    port,
    pid: child.pid ?? 0,
    startMs,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: () => stop(started),
  }
}

const firstAnswer = async (url: string, { child, readLog }: Started): Promise<void> => {
  const deadline = performance.now() + START_MS
  for (;;) {
    try {
      const response = await fetch(url, { headers: { connection: 'close' } })
      await response.arrayBuffer()
      return
    } catch {
      if (child.exitCode !== null || performance.now() > deadline) {
        throw new Error(`no answer from ${url}: ${readLog()}`)
      }
      await pause(RETRY_MS)
    }
  }
}

/** Waits. */
export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** A port that is free now. */
export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
