/**
 * The one door to SQL. Features write plain SQL in their own `store.ts`, one text for SQLite and
 * PostgreSQL: parameters are `$1…$n`, instants are BIGINT milliseconds, ids TEXT, booleans INTEGER.
 *
 * Promise: a write is acknowledged only after it is on the disk, and a read that starts after the
 * acknowledgement sees it.
 */

import type { Maybe } from '../platform/maybe.ts'

/** What a column holds. */
export type Value = string | number | null

/** A row, keyed by column name. */
export type Row = Record<string, Value>

/** One SQL text and its parameters, in the order of `$1…$n`. */
export type Statement = { readonly sql: string; readonly params: readonly Value[] }

/** How a large delete is cut so that other writes get in between. */
export type Slicing = {
  /** Pause between two slices, milliseconds. */
  readonly pauseMs: number
}

/** An embedded or remote SQL database. */
export interface Database {
  /** Reads the first row; on SQLite without waiting, so a caller on a hot path can go on at once. */
  get(sql: string, params: readonly Value[]): Maybe<Row | undefined>
  /** Reads all rows; the statement carries its own LIMIT. */
  all(sql: string, params: readonly Value[]): Maybe<Row[]>
  /** Reads a result of any length from one consistent snapshot, a slice of rows at a time. */
  stream(sql: string, params: readonly Value[]): AsyncGenerator<Row[]>
  /** Runs one statement durably and returns its RETURNING rows. Throws `StorageError`. */
  write(sql: string, params: readonly Value[]): Promise<Row[]>
  /** Runs statements durably as one transaction. Throws `StorageError`; then nothing changed. */
  transact(statements: readonly Statement[]): Promise<Row[][]>
  /**
   * Repeats a write that deletes a slice of rows until it deletes none; returns how many in all.
   * A power cut may bring the last slices back: for what the next repetition deletes anyway.
   */
  repeat(statement: Statement, slicing: Slicing): Promise<number>
  /** Makes ready what the first write would otherwise wait for. */
  startWriting(): void
  /**
   * Whether writes succeed, as far as the last ones tell; false once the writer is gone. Where they
   * failed, asking makes another try, so the answer is right again soon after the disk is.
   */
  isWritable(): boolean
  /** Acknowledges what was accepted, then closes. */
  close(): Promise<void>
}

/** Why the storage did not do what was asked; nothing was changed. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  /** The engine's own code, such as `SQLITE_FULL`. */
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Why a database cannot be opened, in one sentence for the person who starts the server. */
export class OpenError extends Error {
  override readonly name = 'OpenError'
}

const FIND_FACT = 'SELECT value FROM facts WHERE name = $1'

const PUT_FACT = `INSERT INTO facts (name, value) VALUES ($1, $2)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value`

/** The texts of facts, so that a test can hold each against both engines. */
export const STORED_FACT_SQL = { FIND_FACT, PUT_FACT }

/** Something that a server remembers about itself, such as a policy. */
export type StoredFact<Fact> = {
  readonly current: () => Fact
  /** Holds from the moment it is on the disk; returns what held before. Throws `StorageError`. */
  readonly change: (wanted: Fact) => Promise<Fact>
}

/** Reads a fact that is kept as JSON; `read` makes sense of whatever an earlier version left. */
export const readStoredFact = async <Fact>(
  database: Database,
  name: string,
  read: (raw: unknown) => Fact,
): Promise<StoredFact<Fact>> => {
  let holding = read(parsed((await database.get(FIND_FACT, [name]))?.['value']))
  return {
    current: () => holding,
    change: async (wanted) => {
      await database.write(PUT_FACT, [name, JSON.stringify(wanted)])
      const before = holding
      holding = wanted
      return before
    },
  }
}

const parsed = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text))
  } catch {
    return undefined
  }
}
