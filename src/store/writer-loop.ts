/**
 * The only thread that writes. It commits what arrives together as one transaction with
 * `synchronous=FULL` and answers after the commit, so an fsync never holds the event loop that
 * serves requests. Deletes in slices let groups in between.
 */

import { statSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import { createStatements } from './statements.ts'
import {
  type Failure,
  type FromWriter,
  type Outcome,
  pack,
  type ToWriter,
  type Write,
  type WriterData,
} from './writer-messages.ts'

/** A WAL larger than this is folded back and truncated, waiting for readers if need be. */
const WAL_MAX_BYTES = 16 * 2 ** 20

/** Pages of log before it is folded back: rarely, since each time writes every changed page again. */
const CHECKPOINT_PAGES = 6000

/** A reader holds a snapshot for 20 ms; five times that is longer than any of ours. */
const CHECKPOINT_WAIT_MS = 100

/** How long a write waits for another process (an import, say) that writes to the same file. */
const BUSY_TIMEOUT_MS = 2000

/** Yields the core to the thread that answers requests when both want it (Linux: per thread). */
const NICENESS = 10

if (!parentPort) throw new Error('writer-loop.ts runs in a worker only')
const port = parentPort
const { file } = workerData as WriterData

if (process.platform === 'linux') setPriority(0, NICENESS)

const db = new Sqlite(file)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)

const prepare = createStatements(db)
const texts = new Map<number, string>()
const begin = db.prepare('BEGIN IMMEDIATE')
const commit = db.prepare('COMMIT')
const rollback = db.prepare('ROLLBACK')
const savepoint = db.prepare('SAVEPOINT one_write')
const release = db.prepare('RELEASE one_write')
const undo = db.prepare('ROLLBACK TO one_write')

const send = (message: FromWriter): void => port.postMessage(pack(message))

const toFailure = (error: unknown): Failure => {
  const { code, message } = error as { code?: unknown; message?: unknown }
  return { code: typeof code === 'string' ? code : 'UNKNOWN', message: String(message ?? error) }
}

const statement = (textNumber: number) => {
  const sql = texts.get(textNumber)
  if (sql === undefined) throw new Error(`text ${textNumber} was never sent`)
  return prepare(sql)
}

/** Runs one write inside the open transaction; its failure takes back nothing but itself. */
const runWrite = (write: Write): Outcome => {
  const [first] = write
  try {
    if (write.length === 1 && first) return { rows: [statement(first[0]).run(first[1]).rows] }
    savepoint.run()
    const rows = write.map(([textNumber, params]) => statement(textNumber).run(params).rows)
    release.run()
    return { rows }
  } catch (error) {
    // A full disk makes SQLite roll the whole transaction back by itself; the commit notices.
    if (db.inTransaction && write.length > 1) {
      undo.run()
      release.run()
    }
    return { failure: toFailure(error) }
  }
}

const commitGroup = (writes: readonly Write[]): Outcome[] => {
  try {
    begin.run()
    const outcomes = writes.map(runWrite)
    // One write that lost the transaction has taken its neighbours' work with it.
    if (!db.inTransaction) {
      const failure = outcomes.find((outcome) => 'failure' in outcome) ?? LOST
      return writes.map(() => failure)
    }
    commit.run()
    return outcomes
  } catch (error) {
    if (db.inTransaction) rollback.run()
    const failure = toFailure(error)
    return writes.map(() => ({ failure }))
  }
}

const LOST: Outcome = { failure: { code: 'SQLITE_ABORT', message: 'the transaction was lost' } }

const keepWalSmall = (): void => {
  const { size } = statSync(`${file}-wal`, { throwIfNoEntry: false }) ?? { size: 0 }
  if (size < WAL_MAX_BYTES) return
  db.pragma(`busy_timeout = ${CHECKPOINT_WAIT_MS}`)
  try {
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch {
    // The disk may be full; the groups that follow will say so, and the next try comes with them.
  } finally {
    db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
  }
}

const onGroup = (writes: readonly Write[]): void => {
  send({ kind: 'group', outcomes: commitGroup(writes) })
  keepWalSmall()
}

/** Without waiting for the disk: what a power cut brings back is deleted by the next repetition. */
const runUnsynced = (task: Repeat): number => {
  db.pragma('synchronous = NORMAL')
  try {
    return statement(task.textNumber).run(task.params).changes
  } finally {
    db.pragma('synchronous = FULL')
  }
}

type Repeat = Extract<ToWriter, { kind: 'repeat' }>

/** Repeats until a slice changes nothing; each slice is a commit of its own. */
const onRepeat = (task: Repeat, countSoFar = 0): void => {
  try {
    const changes = runUnsynced(task)
    keepWalSmall()
    const count = countSoFar + changes
    if (changes === 0) return send({ kind: 'task', id: task.id, count })
    // oxlint-disable-next-line no-restricted-globals -- a worker has no injected ticker
    setTimeout(() => onRepeat(task, count), task.pauseMs)
  } catch (error) {
    send({ kind: 'task-failed', id: task.id, failure: toFailure(error) })
  }
}

const onClose = (): void => {
  // Folding the WAL back is a courtesy to whoever copies the file; a full disk may refuse it.
  try {
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch {
    // The WAL stays and is read at the next start.
  }
  db.close()
  send({ kind: 'closed' })
  port.close()
}

port.on('message', (packed: string) => {
  const message = JSON.parse(packed) as ToWriter
  switch (message.kind) {
    case 'text':
      texts.set(message.textNumber, message.sql)
      return
    case 'group':
      return onGroup(message.writes)
    case 'repeat':
      return onRepeat(message)
    case 'close':
      return onClose()
  }
})

send({ kind: 'ready' })
