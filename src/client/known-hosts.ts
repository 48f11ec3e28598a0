/**
 * The hosts that this person's controller has met: server, code and the fingerprint of the key seen
 * first. A host that shows another key later is refused, as ssh does, until somebody removes the
 * line. The file is plain text, one host a line; lines that we do not understand are kept.
 */

import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Clock } from '../platform/clock.ts'
import { configFolder, refuseExposed, writePrivately } from './credentials.ts'

/** A host shows another key than the one remembered. */
export class ChangedKeyError extends Error {
  override readonly name = 'ChangedKeyError'
  readonly known: string
  readonly presented: string
  readonly file: string
  /** From 1. */
  readonly line: number

  constructor(known: string, presented: string, file: string, line: number) {
    super(`the key of the host changed (${file}:${line})`)
    this.known = known
    this.presented = presented
    this.file = file
    this.line = line
  }
}

/** The file's lock is held by another process for too long, or was left behind by one. */
export class LockedFileError extends Error {
  override readonly name = 'LockedFileError'
}

/** Where known hosts are kept. */
export const knownHostsFile = (env: NodeJS.ProcessEnv): string => join(configFolder(env), 'known_hosts')

/** A key as people compare it, spelled as the server and `ssh-keygen -l` spell it. */
export const fingerprintOf = (key: string): string =>
  `SHA256:${createHash('sha256').update(key, 'base64url').digest('base64').replace(/=+$/, '')}`

type Host = { readonly server: string; readonly code: string; readonly key: string }

/** A writer's lock older than this was left behind by one that died. */
const STALE_LOCK_MS = 10_000

/** Tries for the lock, and the wait between them: a write takes milliseconds, on a busy machine seconds. */
const LOCK_TRIES = 500
const LOCK_WAIT_MS = 10

/**
 * Compares a host's key with the one remembered; `false` when there is none. Throws
 * `ChangedKeyError`, `ExposedFileError` for a file others may read or write.
 */
export const isKnownHost = (file: string, host: Host): boolean => {
  const remembered = rememberedOf(file, host)
  if (!remembered) return false
  const presented = fingerprintOf(host.key)
  const { known, line } = remembered
  if (known !== presented) throw new ChangedKeyError(known, presented, file, line)
  return true
}

/** The fingerprint that is remembered of a host, and where. */
export const rememberedOf = (
  file: string,
  host: Omit<Host, 'key'>,
): { readonly known: string; readonly line: number } | undefined => {
  const lines = read(file).split('\n')
  const at = lines.findIndex((line) => isLineOf(line, host))
  return at < 0 ? undefined : { known: lines[at]?.trim().split(/\s+/)[2] ?? '', line: at + 1 }
}

/**
 * Checks a host's key; one seen for the first time is remembered. Says which it was. Throws
 * `ChangedKeyError`, `ExposedFileError` for a file others may read or write, `LockedFileError`.
 */
export const checkHost = (file: string, host: Host, clock: Clock): 'known' | 'first' => {
  if (isKnownHost(file, host)) return 'known'
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  return locked(file, clock, () => {
    // Another process may have met the host between our look and the lock.
    if (isKnownHost(file, host)) return 'known'
    const text = read(file)
    const start = text === '' || text.endsWith('\n') ? text : `${text}\n`
    writePrivately(file, `${start}${host.server} ${wordOf(host.code)} ${fingerprintOf(host.key)}\n`)
    return 'first'
  })
}

/** Forgets a host; says whether it was known. */
export const forgetHost = (file: string, host: Omit<Host, 'key'>, clock: Clock): boolean => {
  if (read(file) === '') return false
  return locked(file, clock, () => {
    const lines = read(file).split('\n')
    const kept = lines.filter((line) => !isLineOf(line, host))
    if (kept.length < lines.length) writePrivately(file, kept.join('\n'))
    return kept.length < lines.length
  })
}

const isLineOf = (line: string, { server, code }: Omit<Host, 'key'>): boolean => {
  const [itsServer, itsCode] = line.trim().split(/\s+/)
  return itsServer === server && itsCode === wordOf(code)
}

/** A code as one word of a line: those of older hosts may have spaces in them. */
const wordOf = (code: string): string => encodeURIComponent(code.toWellFormed())

const read = (file: string): string => {
  try {
    refuseExposed(file)
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

/** Runs `write` while no other process writes the file. Throws `LockedFileError`. */
export const locked = <T>(file: string, clock: Clock, write: () => T): T => {
  const lock = `${file}.lock`
  for (let tries = 0; !taken(lock); tries++) {
    if (tries >= LOCK_TRIES) throw new LockedFileError(lock)
    if (isStale(lock, clock)) rmSync(lock, { force: true })
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_WAIT_MS)
  }
  try {
    return write()
  } finally {
    rmSync(lock, { force: true })
  }
}

const taken = (lock: string): boolean => {
  try {
    closeSync(openSync(lock, 'wx', 0o600))
    return true
  } catch (error) {
    // EPERM: Windows, while another process removes it.
    if (['EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

const isStale = (lock: string, clock: Clock): boolean => {
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
  return made !== undefined && clock.now() - made > STALE_LOCK_MS
}
