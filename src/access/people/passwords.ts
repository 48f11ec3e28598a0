/**
 * Hashes and compares passwords, one at a time, in a thread that gives way to everything else. It is
 * started by the first password and ends when none has come for a minute. Whoever finds too many in
 * front of them is asked to come back; people at addresses they used before are served first, so
 * that a flood of guesses does not keep them out, but not so that they keep out all others.
 *
 * A login nobody has costs the same work as any other: what is compared with is made up.
 */

import { randomBytes, timingSafeEqual } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Ticker } from '../../platform/ticker.ts'
import { Refusal } from '../../protocol/refusals.ts'
import {
  canonicalPassword,
  type Cost,
  COST,
  formatHash,
  isWeaker,
  parseHash,
  type StoredHash,
} from './password-rules.ts'

/** Passwords waiting in each of the two lines: 16 are about 4 s of a small server's core. */
const MAX_WAITING = 16

/** After as many known people in a row it is one of the others' turn. */
const KNOWN_IN_A_ROW = 4

/** The thread takes some 10 MiB and 32 more while it hashes; nobody signs in at night. */
const IDLE_MS = 60_000

/** Whoever was turned away comes back when the line has had time to shorten. */
const RETRY_AFTER_MS = 5000

const SALT_BYTES = 16
const KEY_BYTES = 32

/** The thread runs 25 lines. */
const HEAP_LIMITS = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 }

/** Who waits in which line: `known` is served first. */
export type Line = 'known' | 'others'

type Job = {
  readonly message: { password: string; salt: Buffer; length: number; cost: Cost }
  readonly resolve: (key: Buffer) => void
  readonly reject: (error: Error) => void
}

/** What comparing a password told. */
export type Compared = {
  readonly isRight: boolean
  /** The stored hash is right but cheaper than today's: store a new one. */
  readonly isWeak: boolean
}

export type Passwords = ReturnType<typeof createPasswords>

export type PasswordOptions = {
  readonly ticker: Ticker
  /** What a new hash costs; tests that are about something else take less. */
  readonly cost?: Cost | undefined
}

export const createPasswords = ({ ticker, cost: today = COST }: PasswordOptions) => {
  /** The hash of no password at all. */
  const nobodys: StoredHash = {
    cost: today,
    salt: randomBytes(SALT_BYTES),
    key: randomBytes(KEY_BYTES),
  }
  const waiting: Record<Line, Job[]> = { known: [], others: [] }
  let worker: Worker | undefined
  let current: Job | undefined
  let stopIdling = (): void => undefined
  let hashed = 0
  let knownInARow = 0

  const end = (): void => {
    const ending = worker
    worker = undefined
    void ending?.terminate()
  }

  const fail = (from: Worker, error: Error): void => {
    if (from !== worker) return
    worker = undefined
    current?.reject(error)
    current = undefined
    next()
  }

  const start = (): Worker => {
    const made = new Worker(new URL('./password-thread.js', import.meta.url), {
      resourceLimits: HEAP_LIMITS,
      execArgv: [],
      env: {},
    })
    made.unref()
    made.on('message', (key: Uint8Array) => {
      hashed++
      current?.resolve(Buffer.from(key))
      current = undefined
      next()
    })
    made.on('error', (error) => fail(made, error))
    made.on('exit', () => fail(made, new Error('the password thread has ended')))
    return made
  }

  const nextJob = (): Job | undefined => {
    const mayBeKnown = knownInARow < KNOWN_IN_A_ROW || waiting.others.length === 0
    const known = mayBeKnown ? waiting.known.shift() : undefined
    knownInARow = known ? knownInARow + 1 : 0
    return known ?? waiting.others.shift()
  }

  const next = (): void => {
    stopIdling()
    if (current) return
    current = nextJob()
    if (!current) {
      stopIdling = ticker.after(IDLE_MS, end)
      return
    }
    worker ??= start()
    worker.postMessage(current.message)
  }

  const derive = (
    password: string,
    { salt, cost, length }: { salt: Buffer; cost: Cost; length: number },
    line: Line,
  ): Promise<Buffer> => {
    if (waiting[line].length >= MAX_WAITING) {
      return Promise.reject(new Refusal('sign_ins_busy', { retryAfterMs: RETRY_AFTER_MS }))
    }
    return new Promise((resolve, reject) => {
      const message = { password: canonicalPassword(password), salt, length, cost }
      waiting[line].push({ message, resolve, reject })
      next()
    })
  }

  return {
    /** A new hash of a password, to be stored. */
    async hash(password: string, line: Line = 'others'): Promise<string> {
      const salt = randomBytes(SALT_BYTES)
      const key = await derive(password, { salt, cost: today, length: KEY_BYTES }, line)
      return formatHash({ cost: today, salt, key })
    },

    /** Compares with a stored hash; without one it takes the same work and the answer is no. */
    async compare(
      password: string,
      stored: string | null,
      line: Line = 'others',
    ): Promise<Compared> {
      const known = stored === null ? undefined : parseHash(stored)
      const { cost, salt, key } = known ?? nobodys
      const derived = await derive(password, { salt, cost, length: key.length }, line)
      const isRight = timingSafeEqual(derived, key) && known !== undefined
      return { isRight, isWeak: isRight && isWeaker(known, today) }
    },

    /** Hashes made since the start. */
    get hashed(): number {
      return hashed
    },

    /** Ends the thread; those who wait are told that the server is going. */
    close(): void {
      stopIdling()
      for (const job of [...waiting.known.splice(0), ...waiting.others.splice(0)]) {
        job.reject(new Refusal('restarting'))
      }
      current?.reject(new Refusal('restarting'))
      current = undefined
      end()
    },
  }
}
