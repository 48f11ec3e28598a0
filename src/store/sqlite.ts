/** The SQLite driver: reads on the main thread, writes through the writer thread. */

import { accessSync, chmodSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Ticker } from '../platform/ticker.ts'
import { type Database, OpenError, type Row, StorageError } from './database.ts'
import { lockDatabase } from './lock.ts'
import { inspectFile, migrate, refuseUnfit } from './migrate.ts'
import { Reader } from './reader.ts'
import { createStatements } from './statements.ts'
import { Writer } from './writer.ts'

/** Our rows have about 100 bytes: small pages mean less to copy and sum up per register. */
const PAGE_BYTES = 2048

/** Rows handed over at once by `stream`: a slice holds the event loop for about a millisecond. */
const STREAM_ROWS = 500

/** Writes, and changes nothing. */
const PROBE = 'UPDATE tenants SET created_at = created_at'

export type SqliteOptions = {
  readonly file: string
  readonly ticker: Ticker
  /** Told when the writer thread has died; every later write is refused. */
  readonly onDeath: (error: Error) => void
  /** Lets a short-lived command work beside a running server; it must not replace the file. */
  readonly isShared?: boolean
}

/** Opens (creating or upgrading it) the database in `file`. Throws `OpenError`. */
export const openSqlite = (options: SqliteOptions): Database => {
  const file = resolve(options.file)
  makeFolder(dirname(file))
  const unlock = options.isShared ? () => undefined : takeLock(file)
  try {
    explain(file, () => prepareFile(file))
    return createDatabase(file, options, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

const createDatabase = (file: string, options: SqliteOptions, unlock: () => void): Database => {
  const reader = new Reader(file, options.ticker)
  const writer = new Writer(file, () => reader.refresh(), options.onDeath)
  let isTrying = false
  const tryToWrite = (): void => {
    if (isTrying) return
    isTrying = true
    database
      .write(PROBE, [])
      .catch(() => undefined)
      .finally(() => (isTrying = false))
  }
  const database: Database = {
    get: (sql, params) => reading(() => reader.statement(sql).get(params)),
    all: (sql, params) => reading(() => reader.statement(sql).all(params)),
    stream: (sql, params) => streamRows(file, sql, params),
    async write(sql, params) {
      const [rows] = await writer.write([[writer.textNumber(sql), params]])
      return rows ?? []
    },
    transact: (statements) =>
      writer.write(statements.map(({ sql, params }) => [writer.textNumber(sql), params])),
    repeat: ({ sql, params }, { pauseMs }) => writer.repeat(sql, params, pauseMs),
    startWriting: () => writer.start(),
    isWritable() {
      if (writer.isGone) return false
      // Nobody else may come to write while all are told that it is no use.
      if (writer.isFailing) tryToWrite()
      return !writer.isFailing
    },
    async close() {
      // An open snapshot would keep the writer from folding its log back.
      reader.refresh()
      await writer.close()
      reader.close()
      unlock()
    },
  }
  return database
}

const reading = <T>(read: () => T): T => {
  try {
    return read()
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string }
    throw typeof code === 'string' ? new StorageError(code, message) : error
  }
}

const streamRows = async function* (
  file: string,
  sql: string,
  params: readonly (string | number | null)[],
): AsyncGenerator<Row[]> {
  // A connection of its own: an open iterator blocks its connection, and its snapshot must outlive
  // the short ones of the reader.
  const db = new Sqlite(file, { timeout: 2000 })
  try {
    db.pragma('query_only = ON')
    let slice: Row[] = []
    for (const row of createStatements(db)(sql).iterate(params)) {
      slice.push(row)
      if (slice.length < STREAM_ROWS) continue
      yield slice
      slice = []
    }
    if (slice.length > 0) yield slice
  } finally {
    db.close()
  }
}

/** Takes the lock of a database, whose file may be out of reach as well. Throws `OpenError`. */
export const takeLock = (file: string): (() => void) =>
  explain(`${file}.lock`, () => lockDatabase(file))

/** Makes the folder of a database where there is none. Throws `OpenError`. */
export const makeFolder = (folder: string): void => {
  try {
    makeEach(folder)
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new OpenError(
      `The folder ${folder} cannot be written to (${code}). The database lives there. Make it ` +
        `writable for this user (chown ${userName()} ${folder}), or choose another with --db.`,
    )
  }
}

/** Folder by folder: Node's own recursion never ends below a folder such as /proc. */
const makeEach = (folder: string): void => {
  if (existsSync(folder)) return
  makeEach(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

const userName = (): string => process.env['USER'] ?? String(process.getuid?.() ?? '<user>')

const prepareFile = (file: string): void => {
  inspectFile(file)
  const isNew = !existsSync(file)
  if (!isNew) refuseUnfit(file)
  const db = new Sqlite(file, { timeout: 5000 })
  try {
    // Addresses of people's machines: nobody else on this computer needs to read them.
    if (isNew) chmodSync(file, 0o600)
    if (isNew) db.pragma(`page_size = ${PAGE_BYTES}`)
    migrate(db, file)
  } finally {
    db.close()
  }
}

/** Turns what SQLite and the file system say into a sentence a person can act on. */
export const explain = <T>(file: string, open: () => T): T => {
  try {
    return open()
  } catch (error) {
    if (error instanceof OpenError) throw error
    const { code, message } = error as { code?: string; message: string }
    const advice = ADVICE.find(([pattern]) => pattern.test(code ?? ''))?.[1]
    if (!advice) throw error
    throw new OpenError(`${file} cannot be opened (${code}: ${message}). ${advice}`)
  }
}

const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/EACCES|EPERM|READONLY|CANTOPEN/, 'Make it and its folder writable for this user.'],
  [/EISDIR/, 'It is a folder: name a file in it.'],
  [/ENOSPC|SQLITE_FULL/, 'The disk is full: free some space and start again.'],
  [/EROFS/, 'The disk is mounted read-only: remount it, or choose another place with --db.'],
  [/SQLITE_BUSY/, 'Another program holds it: wait until it is done, then start again.'],
  [/CORRUPT|NOTADB/, 'It is damaged: restore a backup with `isr admin restore <backup>`.'],
  [/SQLITE_IOERR|EIO/, 'The disk reports an error: check it before anything else.'],
]
