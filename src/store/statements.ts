/** Compiles our portable SQL for SQLite once and keeps the prepared statement. */

import type Sqlite from 'better-sqlite3'
import type { Row, Value } from './database.ts'

/** A statement ready to run; parameters in the order of `$1…$n`. */
export type Prepared = {
  get(params: readonly Value[]): Row | undefined
  all(params: readonly Value[]): Row[]
  iterate(params: readonly Value[]): IterableIterator<Row>
  /** Runs it whether or not it returns rows, and says how many rows it changed. */
  run(params: readonly Value[]): { rows: Row[]; changes: number }
}

/** Returns a function that prepares a text on first use. Texts come from code, so they are few. */
export const createStatements = (db: Sqlite.Database): ((sql: string) => Prepared) => {
  const cache = new Map<string, Prepared>()
  return (sql) => {
    const known = cache.get(sql)
    if (known) return known
    const prepared = prepare(db, sql)
    cache.set(sql, prepared)
    return prepared
  }
}

const prepare = (db: Sqlite.Database, sql: string): Prepared => {
  const { text, order } = toPositional(sql)
  const statement = db.prepare<Value[], Row>(text)
  // Binding by name costs 1.5 µs a call against 0.3 by position, so `$n` becomes `?` once, here.
  const inOrder = order.every((at, index) => at === index)
  const bind = (params: readonly Value[]): Value[] =>
    inOrder ? (params as Value[]) : order.map((at) => params[at] as Value)
  return {
    get: (params) => statement.get(...bind(params)),
    all: (params) => statement.all(...bind(params)),
    iterate: (params) => statement.iterate(...bind(params)),
    run(params) {
      if (!statement.reader) return { rows: [], changes: statement.run(...bind(params)).changes }
      const rows = statement.all(...bind(params))
      return { rows, changes: rows.length }
    },
  }
}

/** Rewrites `$1…$n` to `?` and tells which parameter each `?` takes (0-based). */
export const toPositional = (sql: string): { text: string; order: number[] } => {
  const order: number[] = []
  const text = sql.replace(/\$(\d+)/g, (_, digits: string) => {
    order.push(Number(digits) - 1)
    return '?'
  })
  return { text, order }
}
