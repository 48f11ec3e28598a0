/** Programs of other people, started as a person starts them and gone when the test is over. */

import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const BIN = fileURLToPath(new URL('../../src/isr.js', import.meta.url))

/** Our own program as others start it, such as ssh by its ProxyCommand. */
export const ISR = `'${process.execPath}' '${BIN}'`

export type RealProgram = {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>
  /** All bytes of standard output so far. */
  out(): Buffer
  /** All text of standard error so far. */
  err(): string
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

type Options = { readonly env?: Record<string, string>; readonly cwd?: string; readonly input?: Buffer | string }

/** Debian keeps servers where only root's PATH leads. */
const PATH = `${process.env['PATH']}:/usr/sbin:/sbin`

/** Starts it in a group of its own, which is killed whole when the test ends, however it ends. */
export const startReal = (program: string, args: string[], { env = {}, cwd, input }: Options = {}): RealProgram => {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ISR_')))
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    env: { ...clean, PATH, LC_ALL: 'C.UTF-8', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  })
  const chunks: Buffer[] = []
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stdin.on('error', () => undefined)
  if (input !== undefined) child.stdin.end(input)
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null)
  onTestFinished(async () => {
    killGroup(child.pid)
    await ended.catch(() => undefined)
  })
  return { process: child, out: () => Buffer.concat(chunks), err: () => text, ended }
}

const killGroup = (pid: number | undefined): void => {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Runs it to its end, which must be good. */
export const runReal = async (program: string, args: string[], options: Options = {}): Promise<Buffer> => {
  const running = startReal(program, args, { input: '', ...options })
  const code = await running.ended
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${running.err()}`)
  return running.out()
}
