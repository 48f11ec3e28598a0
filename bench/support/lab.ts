/**
 * The place a benchmark works in: a temporary folder, one core for the server under test and
 * another for the load, and every process it started, all of it gone when it is closed.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What the benchmarks run, and the Debian package it comes in. */
const PROGRAMS = {
  wrk: 'wrk',
  taskset: 'util-linux',
  gcc: 'gcc libc6-dev',
  python3: 'python3',
  chromium: 'chromium',
}

/** A program the benchmarks run that Node does not bring. */
export type Program = keyof typeof PROGRAMS

/** Ties a process and its threads to cores. */
const TASKSET: Program = 'taskset'

/** How long a process may take to end after SIGTERM before it is killed, milliseconds. */
const STOP_MS = 15_000

/** Something a person must do before a benchmark can run, in one sentence. */
export class LabError extends Error {
  override readonly name = 'LabError'
}

export type LabOptions = { readonly isQuick: boolean }

export type SpawnOptions = {
  readonly core: 'server' | 'load'
  readonly env?: Record<string, string>
}

/** A temporary folder, two cores, and the processes that run in them. */
export class Lab {
  readonly isQuick: boolean
  readonly folder: string
  readonly #cores: Record<SpawnOptions['core'], number>
  readonly #children = new Set<ChildProcess>()
  #count = 0

  /** Throws `LabError` on a machine with a single core or without taskset. */
  constructor({ isQuick }: LabOptions) {
    this.isQuick = isQuick
    need(TASKSET)
    const cores = allowedCores()
    const [server, load] = [cores[0], cores.at(-1)]
    if (server === undefined || load === undefined || server === load) {
      throw new LabError('The benchmarks need two cores: one for the server, one for the load.')
    }
    this.#cores = { server, load }
    // What this process does between rounds must not be on the server's core.
    execFileSync(TASKSET, ['-cp', String(load), String(process.pid)], { stdio: 'ignore' })
    this.folder = mkdtempSync(join(tmpdir(), 'isr-bench-'))
  }

  /** A new empty folder below the temporary one. */
  newFolder(name: string): string {
    const folder = join(this.folder, `${++this.#count}-${name}`)
    mkdirSync(folder)
    return folder
  }

  /** Starts a program on one core; what it prints goes to a file, whose name comes with it. */
  spawn(program: string, args: readonly string[], { core, env }: SpawnOptions): Started {
    const logFile = join(this.newFolder('output'), 'log')
    const log = openSync(logFile, 'w')
    const cpu = String(this.#cores[core])
    const child = spawn(TASKSET, ['-c', cpu, program, ...args], {
      stdio: ['ignore', log, log],
      env: { ...process.env, ...env },
    })
    this.#children.add(child)
    const ended = new Promise<number | null>((done) => {
      child.once('exit', (code) => {
        this.#children.delete(child)
        done(code)
      })
    })
    return { child, ended, readLog: () => readFileSync(logFile, 'utf8') }
  }

  /** Runs a program to its end on one core and returns what it printed. */
  async run(program: string, args: readonly string[], options: SpawnOptions): Promise<string> {
    const { ended, readLog } = this.spawn(program, args, options)
    const code = await ended
    if (code !== 0) throw new Error(`${program} ended with ${code}: ${readLog()}`)
    return readLog()
  }

  /** Ends what still runs, without ceremony, and removes the folder. */
  close(): void {
    for (const child of this.#children) child.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** A process, its end, and what it has printed. */
export type Started = {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  readonly readLog: () => string
}

/** Asks a process to end and waits for it. */
export const stop = async ({ child, ended }: Started): Promise<void> => {
  child.kill('SIGCONT')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await ended
  clearTimeout(timer)
}

/** Throws `LabError`, saying what to install, when a program is missing. */
export const need = (program: Program): void => {
  if (isInstalled(program)) return
  throw new LabError(
    `${program} is missing: install it with \`apt-get install ${PROGRAMS[program]}\`.`,
  )
}

/** Whether a program is there. */
export const isInstalled = (program: string): boolean => {
  try {
    execFileSync('which', [program], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Linux lists them as `0-1,4`. */
const allowedCores = (): number[] => {
  const status = readFileSync('/proc/self/status', 'utf8')
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? ''
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}
