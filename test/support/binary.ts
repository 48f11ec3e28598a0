/** The real program as its own process, started as a person would start it. */

import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, onTestFinished } from 'vitest'
import { makeFolder } from './app.ts'

const BIN = fileURLToPath(new URL('../../src/isr.js', import.meta.url))

export type RunningServer = {
  readonly process: ChildProcess
  readonly url: string
  readonly folder: string
  readonly db: string
  /** Everything written to standard output and error so far. */
  output(): string
  /** Sends a signal and resolves with the exit code, or the signal that ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

type SpawnOptions = {
  folder?: string
  env?: Record<string, string>
  /** What starts the program, such as `strace`. */
  command?: string[]
  /** Another copy of the program than this one. */
  bin?: string
}

const cleanEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ISR_')))

/** Starts `isr serve` on a free port and resolves once it says where it listens. */
export const startServer = (
  flags: string[] = [],
  { folder = makeFolder(), env = {}, command = [], bin = BIN }: SpawnOptions = {},
): Promise<RunningServer> => {
  const child = spawnServer(flags, { folder, env, command, bin })
  onTestFinished(() => void child.kill('SIGKILL'))
  return whenListening(child, folder)
}

/**
 * Starts one `isr serve` for all tests of a `describe` or a file and returns how a test gets it.
 *
 * For tests that do not disturb each other: what one of them leaves there is there for the next.
 */
export const useServer = (flags: string[] = []): (() => RunningServer) => {
  let server: RunningServer | undefined
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'isr-test-'))
    const child = spawnServer(flags, { folder, env: {}, command: [], bin: BIN })
    server = await whenListening(child, folder)
    return () => {
      child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    }
  })
  return () => {
    if (!server) throw new Error('the server did not start')
    return server
  }
}

const dbIn = (folder: string): string => join(folder, 'registry.db')

const spawnServer = (
  flags: string[],
  { folder, env, command, bin }: Required<SpawnOptions>,
): ChildProcessWithoutNullStreams => {
  const args = ['serve', '--host', '127.0.0.1', '--port', '0', '--db', dbIn(folder), ...flags]
  const [program = '', ...rest]: string[] = [...command, process.execPath, bin, ...args]
  return spawn(program, rest, { env: { ...cleanEnv(), ...env } })
}

const whenListening = async (
  child: ChildProcessWithoutNullStreams,
  folder: string,
): Promise<RunningServer> => {
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  // When it has ended, its last words may still be on their way; when it is closed, all were read.
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const url = await new Promise<string>((resolve, reject) => {
    const look = (): void => {
      const found = /"url":"(http:[^"]+)"/.exec(text)?.[1]
      if (found) resolve(found)
    }
    child.stdout.on('data', look)
    child.once('close', (code) => reject(new Error(`the server ended with ${code}:\n${text}`)))
  })
  return {
    process: child,
    url,
    folder,
    db: dbIn(folder),
    output: () => text,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      const [code, by] = await closed
      return code ?? by
    },
  }
}

/** Runs `isr …` to its end. */
export const runIsr = async (
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> => {
  const child = spawn(process.execPath, [BIN, ...args], { env: { ...cleanEnv(), ...env } })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}
