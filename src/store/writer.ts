/**
 * The main thread's end of the writer: writes of one turn of the event loop, and those that arrive
 * while a commit is under way, travel as one group.
 */

import { Worker } from 'node:worker_threads'
import { type Row, StorageError, type Value } from './database.ts'
import {
  type Failure,
  type FromWriter,
  type Outcome,
  pack,
  type ToWriter,
  type Write,
  type WriterData,
} from './writer-messages.ts'

/** Writes waiting for a commit; more than this means the disk has stopped. */
const MAX_WAITING = 20_000

/** The writer needs room for statements and one group, not for a web application. */
const HEAP_LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 }

/** Turns of the event loop that a group is held for more writes; idle turns take microseconds. */
const MAX_TURNS = 16

type Waiting = { write: Write; resolve: (rows: Row[][]) => void; reject: (error: Error) => void }
type Task = { resolve: (count: number) => void; reject: (error: Error) => void }

/** Sends writes to the writer thread and settles them after their commit. */
export class Writer {
  readonly #file: string
  readonly #onCommit: () => void
  readonly #onDeath: (error: Error) => void
  #thread: Worker | undefined
  readonly #textNumbers = new Map<string, number>()
  readonly #tasks = new Map<number, Task>()
  #nextTask = 1
  #waiting: Waiting[] = []
  #underWay: Waiting[] = []
  #isFlushPlanned = false
  #lastGroup = 0
  #turnsLeft = 0
  #isGone = false
  #isFailing = false
  #isClosing = false
  #onClosed: (() => void) | undefined

  /** `onCommit` runs before any write of a group is acknowledged; `onDeath` if the thread dies. */
  constructor(file: string, onCommit: () => void, onDeath: (error: Error) => void) {
    this.#file = file
    this.#onCommit = onCommit
    this.#onDeath = onDeath
  }

  /** Starts the thread, if the first write has not done so. */
  start(): void {
    if (!this.#isGone) this.#thread ??= this.#startThread()
  }

  #startThread(): Worker {
    const thread = new Worker(new URL('./writer-thread.js', import.meta.url), {
      workerData: { file: this.#file } satisfies WriterData,
      resourceLimits: HEAP_LIMITS,
    })
    thread.on('message', (packed: string) => this.#receive(JSON.parse(packed) as FromWriter))
    thread.on('error', (error) => {
      this.#fail(error)
      this.#onDeath(error)
    })
    thread.on('exit', () => this.#fail(new StorageError('CLOSED', 'the writer has stopped')))
    thread.unref()
    return thread
  }

  get isGone(): boolean {
    return this.#isGone
  }

  /** The last group was refused as a whole: the disk is full, say, or must not be written to. */
  get isFailing(): boolean {
    return this.#isFailing
  }

  /** The number under which the writer knows a text. */
  textNumber(sql: string): number {
    const known = this.#textNumbers.get(sql)
    if (known !== undefined) return known
    const textNumber = this.#textNumbers.size
    this.#textNumbers.set(sql, textNumber)
    this.#send({ kind: 'text', textNumber, sql })
    return textNumber
  }

  /** Resolves with each statement's rows after the commit. */
  write(write: Write): Promise<Row[][]> {
    if (this.#isGone) return Promise.reject(new StorageError('CLOSED', 'the database is closed'))
    if (this.#waiting.length >= MAX_WAITING) {
      return Promise.reject(new StorageError('BUSY', 'the disk does not keep up with the writes'))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ write, resolve, reject })
      this.#planFlush()
    })
  }

  /** Repeats a deleting write until nothing is left; resolves with the number of rows. */
  repeat(sql: string, params: readonly Value[], pauseMs: number): Promise<number> {
    if (this.#isGone) return Promise.reject(new StorageError('CLOSED', 'the database is closed'))
    const textNumber = this.textNumber(sql)
    const id = this.#nextTask++
    return new Promise((resolve, reject) => {
      this.#tasks.set(id, { resolve, reject })
      this.#send({ kind: 'repeat', id, textNumber, params, pauseMs })
    })
  }

  /** Commits what is waiting, then ends the thread. */
  async close(): Promise<void> {
    // Nothing else may keep the process alive, and the last commit must not be cut off by its end.
    this.#isClosing = true
    if (!this.#thread) {
      this.#isGone = true
      return
    }
    this.#thread.ref()
    while (!this.#isGone && this.#waiting.length + this.#underWay.length > 0) {
      await this.write([]).catch(() => undefined)
    }
    if (this.#isGone) return
    await new Promise<void>((resolve) => {
      this.#onClosed = resolve
      this.#send({ kind: 'close' })
    })
    this.#isGone = true
    await this.#thread.terminate()
  }

  #send(message: ToWriter): void {
    this.start()
    this.#thread?.postMessage(pack(message))
  }

  #planFlush(): void {
    if (this.#isFlushPlanned || this.#underWay.length > 0) return
    this.#isFlushPlanned = true
    this.#turnsLeft = MAX_TURNS
    setImmediate(this.#flushWhenFull)
  }

  /** Waits a few turns for those who were in the last group and are about to write again. */
  readonly #flushWhenFull = (): void => {
    if (this.#waiting.length < this.#lastGroup && this.#turnsLeft-- > 0) {
      setImmediate(this.#flushWhenFull)
      return
    }
    this.#isFlushPlanned = false
    this.#flush()
  }

  #flush(): void {
    if (this.#waiting.length === 0 || this.#underWay.length > 0 || this.#isGone) return
    this.#underWay = this.#waiting
    this.#waiting = []
    // Grows with what comes, shrinks by and by when less does.
    this.#lastGroup = Math.max(this.#underWay.length, Math.floor(this.#lastGroup * 0.9))
    this.#thread?.ref()
    this.#send({ kind: 'group', writes: this.#underWay.map(({ write }) => write) })
  }

  #receive(message: FromWriter): void {
    switch (message.kind) {
      case 'ready':
        return
      case 'group':
        return this.#settle(message.outcomes)
      case 'task':
        this.#onCommit()
        return this.#takeTask(message.id)?.resolve(message.count)
      case 'task-failed':
        return this.#takeTask(message.id)?.reject(toError(message.failure))
      case 'closed':
        return this.#onClosed?.()
    }
  }

  #takeTask(id: number): Task | undefined {
    const task = this.#tasks.get(id)
    this.#tasks.delete(id)
    return task
  }

  #settle(outcomes: Outcome[]): void {
    const settled = this.#underWay
    this.#underWay = []
    if (!this.#isClosing) this.#thread?.unref()
    this.#onCommit()
    this.#isFailing = outcomes.every((outcome) => 'failure' in outcome && isOfDisk(outcome.failure))
    settled.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index]
      if (outcome && 'rows' in outcome) resolve(outcome.rows)
      else reject(toError(outcome?.failure ?? { code: 'UNKNOWN', message: 'no outcome' }))
    })
    // At the end of this turn: what has arrived meanwhile makes the next group larger.
    this.#planFlush()
  }

  #fail(error: Error): void {
    if (this.#isGone) return
    this.#isGone = true
    const abandoned = [...this.#underWay, ...this.#waiting]
    this.#underWay = []
    this.#waiting = []
    for (const { reject } of abandoned) reject(error)
    for (const task of this.#tasks.values()) task.reject(error)
    this.#tasks.clear()
    this.#onClosed?.()
  }
}

/** Of the disk, and not of what was to be written: a row that breaks a constraint says nothing of it. */
const isOfDisk = ({ code }: Failure): boolean => !code.startsWith('SQLITE_CONSTRAINT')

const toError = ({ code, message }: { code: string; message: string }): StorageError =>
  new StorageError(code, message)
