/**
 * Brings a database file to this version: append-only SQL files in one transaction, after a
 * backup copy. A file from a newer version, of another program or damaged is refused, not touched.
 */

import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { OpenError } from './database.ts'

const MIGRATIONS = new URL('./migrations/', import.meta.url)

/** "isr1" in ASCII: marks the file as ours (SQLite's application_id). */
const APPLICATION_ID = 0x69737231

/** Waits this long for another program that is writing, milliseconds. */
const BUSY_TIMEOUT_MS = 5000

const HEADER_BYTES = 100
const SQLITE_MAGIC = 'SQLite format 3\0'

/** Files up to this size are checked page by page at start (30 ms); larger ones by `isr admin check`. */
const QUICK_CHECK_MAX_BYTES = 8 * 2 ** 20

/** Refuses, before anything opens it, a file that is not a whole SQLite database. */
export const inspectFile = (file: string): void => {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  try {
    const header = Buffer.alloc(HEADER_BYTES)
    const bytes = readSync(descriptor, header)
    if (bytes === 0) return
    if (/^\s*[{[]/.test(header.toString('utf8', 0, bytes))) throw new OpenError(jsonFound(file))
    if (header.toString('latin1', 0, SQLITE_MAGIC.length) !== SQLITE_MAGIC) {
      throw new OpenError(damaged(file, 'it does not begin as a SQLite database'))
    }
    const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
    const wanted = header.readUInt32BE(28) * pageSize
    const { size } = fstatSync(descriptor)
    if (size < wanted) {
      throw new OpenError(damaged(file, `${wanted} bytes are expected and ${size} are there`))
    }
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Refuses a database that is damaged, of another program or from a newer version. It is only looked
 * at: the last connection that may write folds the log into the file when it leaves. Throws
 * `OpenError`.
 */
export const refuseUnfit = (file: string): void => {
  const db = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS, readonly: true })
  try {
    asDamage(file, () => {
      refuseForeign(db, file)
      refuseNewer(db, file)
      const isSmall = statOf(db).size <= QUICK_CHECK_MAX_BYTES
      if (isSmall && readVersion(db) > 0) quickCheck(db, file)
    })
  } finally {
    db.close()
  }
}

/** Creates or upgrades the schema of a database that `refuseUnfit` had nothing against. */
export const migrate = (db: Sqlite.Database, file: string): void => {
  const migrations = listMigrations()
  const found = readVersion(db)
  // A restored backup is in rollback mode; the mode can only change while nobody reads.
  db.pragma('journal_mode = WAL')
  if (found === migrations.length) return
  if (found > 0) db.prepare('VACUUM INTO ?').run(`${file}.before-${found + 1}`)
  db.pragma('synchronous = FULL')
  // All or none: what is half upgraded fits neither the version before nor this one.
  db.transaction(() => {
    for (const sql of migrations.slice(found)) db.exec(sql)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${migrations.length}`)
  }).exclusive()
}

/** Walks every page; throws `OpenError` at the first fault. */
export const quickCheck = (db: Sqlite.Database, file: string): void => {
  const verdict = asDamage(file, () => db.pragma('quick_check(1)', { simple: true }))
  if (verdict !== 'ok') throw new OpenError(damaged(file, String(verdict)))
}

const refuseForeign = (db: Sqlite.Database, file: string): void => {
  const owner = Number(db.pragma('application_id', { simple: true }))
  if (owner === APPLICATION_ID || isEmpty(db)) return
  throw new OpenError(
    `${file} is a SQLite database of another program. Nothing was changed. ` +
      'Give this server a file of its own with --db.',
  )
}

/** Throws `OpenError` for a database whose schema this version does not know. */
export const refuseNewer = (db: Sqlite.Database, file: string): void => {
  const found = readVersion(db)
  const known = listMigrations().length
  if (found > known) throw new OpenError(newerFound(file, found, known))
}

const readVersion = (db: Sqlite.Database): number =>
  Number(db.pragma('user_version', { simple: true }))

const listMigrations = (): string[] =>
  readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => readFileSync(new URL(name, MIGRATIONS), 'utf8'))

const isEmpty = (db: Sqlite.Database): boolean =>
  db.prepare('SELECT count(*) AS n FROM sqlite_schema').pluck().get() === 0

const statOf = (db: Sqlite.Database): { size: number } => {
  const pages = Number(db.pragma('page_count', { simple: true }))
  return { size: pages * Number(db.pragma('page_size', { simple: true })) }
}

const asDamage = <T>(file: string, read: () => T): T => {
  try {
    return read()
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code?.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
      throw new OpenError(damaged(file, message))
    }
    throw error
  }
}

const damaged = (file: string, what: string): string =>
  `${file} is damaged: ${what}. Nothing was changed. Restore a backup with ` +
  '`isr admin restore <backup>`, or move the file away to start empty.'

const newerFound = (file: string, found: number, known: number): string =>
  `${file} was written by a newer version of isr (schema ${found}, this one knows ${known}). ` +
  'Nothing was changed. Install the newer version again, or restore a backup made with this one.'

const jsonFound = (file: string): string =>
  `${file} is the JSON file of the older server, not a database. Nothing was changed. Start with ` +
  `another --db (./data/registry.db, say) and take it over with \`isr admin import ${file}\`.`
