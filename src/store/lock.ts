/**
 * One server per database. The lock is an exclusive transaction on a tiny SQLite file beside it,
 * so the kernel drops it when the process dies, however it dies; nothing stale is left to clear.
 */

import Sqlite from 'better-sqlite3'
import { OpenError } from './database.ts'

/** Takes the lock or throws `OpenError`; call the result to give it back. */
export const lockDatabase = (file: string): (() => void) => {
  const lock = new Sqlite(`${file}.lock`, { timeout: 0 })
  try {
    // Without a journal file the lock works on a full disk too.
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
    throw new OpenError(
      `Another isr server is using ${file}. Stop it first (systemctl stop isr-registry), or give ` +
        'this one a file of its own with --db.',
    )
  }
  return () => lock.close()
}
