/** Backup, restore and check of a database file, by the owner on the server's own machine. */

import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { OpenError } from './database.ts'
import { inspectFile, quickCheck, refuseNewer } from './migrate.ts'
import { explain, makeFolder, takeLock } from './sqlite.ts'

/** Waits this long for a server that is committing, milliseconds. */
const BUSY_TIMEOUT_MS = 10_000

/**
 * Writes a copy of the database, consistent as of one instant, while a server goes on writing.
 * The copy appears under its name only when it is whole. Returns its size in bytes.
 */
export const backupDatabase = (file: string, target: string): number => {
  mustExist(file)
  if (existsSync(target)) {
    throw new OpenError(`${target} exists already and was not touched. Choose another name.`)
  }
  const partial = `${target}.partial`
  rmSync(partial, { force: true })
  try {
    explain(file, () => {
      const db = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS })
      // One read transaction from beginning to end: a page-wise copy would start over whenever the
      // server commits, and under load never end.
      db.prepare('VACUUM INTO ?').run(partial)
      db.close()
    })
    chmodSync(partial, 0o600)
    verify(partial)
    flush(partial)
    renameSync(partial, target)
  } finally {
    rmSync(partial, { force: true })
  }
  return statSync(target).size
}

/**
 * Puts a backup in the database's place; what was there is kept under the returned name. The server
 * must be stopped. Throws `OpenError`; the database is as it was then.
 */
export const restoreDatabase = (file: string, backup: string, now: number): string | undefined => {
  mustExist(backup)
  verify(backup)
  makeFolder(dirname(file))
  const unlock = takeLock(file)
  const incoming = `${file}.restoring`
  try {
    copyFileSync(backup, incoming)
    chmodSync(incoming, 0o600)
    giveToOwner(incoming, existsSync(file) ? file : dirname(file))
    flush(incoming)
    const kept = setAside(file, now)
    renameSync(incoming, file)
    return kept
  } finally {
    rmSync(incoming, { force: true })
    unlock()
  }
}

/** Walks every page of the database. Throws `OpenError` at the first fault. */
export const checkDatabase = (file: string): void => {
  mustExist(file)
  verify(file)
}

const verify = (file: string): void => {
  explain(file, () => {
    inspectFile(file)
    // The last one that may write folds the log into the file when it leaves: into a damaged one, too.
    const db = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS, readonly: true })
    try {
      quickCheck(db, file)
      refuseWithoutLeases(db, file)
      refuseNewer(db, file)
    } finally {
      db.close()
    }
  })
}

const refuseWithoutLeases = (db: Sqlite.Database, file: string): void => {
  const tables = db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'leases'").pluck().get()
  if (tables !== 1) throw new OpenError(`${file} is a SQLite database, but not one of isr.`)
}

/** Restored by root, the file still has to belong to the user that the server runs as. */
const giveToOwner = (file: string, model: string): void => {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(model)
  chownSync(file, uid, gid)
}

/**
 * Moves the database away together with its log, which would be replayed into the restored file
 * if it stayed, also when somebody has moved the database itself away already. Returns the new
 * name of what was there.
 */
const setAside = (file: string, now: number): string | undefined => {
  const suffixes = ['', '-wal', '-shm'].filter((suffix) => existsSync(file + suffix))
  if (suffixes.length === 0) return undefined
  const kept = freeName(file, now)
  for (const suffix of suffixes) renameSync(file + suffix, kept + suffix)
  return kept
}

/** Two restores within a second do not overwrite what the first one kept. */
const freeName = (file: string, now: number): string => {
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\..*/g, '')
  const name = `${file}.replaced-${stamp}`
  const isTaken = (kept: string): boolean => ['', '-wal'].some((suffix) => existsSync(kept + suffix))
  let kept = name
  for (let next = 2; isTaken(kept); next++) kept = `${name}-${next}`
  return kept
}

const flush = (file: string): void => {
  const descriptor = openSync(file, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

const mustExist = (file: string): void => {
  if (!existsSync(file)) throw new OpenError(`${file} does not exist.`)
}
