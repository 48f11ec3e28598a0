/**
 * Reads on the main thread, without waiting.
 *
 * SQLite takes and drops a file lock around every autocommitted read, which costs more than the
 * read (6.6 against 3.0 µs at 1 000 000 rows). So one read transaction is held across reads, for at
 * most `SNAPSHOT_MS`, and dropped the moment a write of ours is acknowledged: whoever got an answer
 * sees what it promised. A longer hold would keep the WAL from being reset.
 */

import Sqlite from 'better-sqlite3'
import type { Stop, Ticker } from '../platform/ticker.ts'
import { createStatements, type Prepared } from './statements.ts'

/** Longest time a read may lag behind a write of another process, milliseconds. */
const SNAPSHOT_MS = 20

/** At most this much of the file is mapped; pages are only resident once they are read. */
const MMAP_BYTES = 2 ** 31 - 65_536

/** A read-only connection with a short-lived shared snapshot. */
export class Reader {
  readonly #db: Sqlite.Database
  readonly #ticker: Ticker
  readonly #prepare: (sql: string) => Prepared
  readonly #begin: Sqlite.Statement
  readonly #commit: Sqlite.Statement
  readonly #endSnapshot = (): void => this.refresh()
  #stopTimer: Stop | undefined

  constructor(file: string, ticker: Ticker) {
    this.#db = new Sqlite(file)
    this.#db.pragma('busy_timeout = 2000')
    this.#db.pragma(`mmap_size = ${MMAP_BYTES}`)
    this.#db.pragma('query_only = ON')
    this.#ticker = ticker
    this.#prepare = createStatements(this.#db)
    this.#begin = this.#db.prepare('BEGIN')
    this.#commit = this.#db.prepare('COMMIT')
  }

  /** The prepared statement, inside a snapshot that is at most `SNAPSHOT_MS` old. */
  statement(sql: string): Prepared {
    const prepared = this.#prepare(sql)
    if (this.#stopTimer === undefined) {
      this.#begin.run()
      this.#stopTimer = this.#ticker.after(SNAPSHOT_MS, this.#endSnapshot)
    }
    return prepared
  }

  /** Makes the next read see everything committed until now. */
  refresh(): void {
    if (this.#stopTimer === undefined) return
    this.#stopTimer()
    this.#stopTimer = undefined
    this.#commit.run()
  }

  close(): void {
    this.refresh()
    this.#db.close()
  }
}
