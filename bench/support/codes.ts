/** Databases with many codes, made in the temporary folder and copied for each server. */

import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { DEFAULT_TENANT } from '../../src/protocol/tenant.ts'
import type { Lab } from './lab.ts'
import { startIsr } from './servers.ts'

/** Codes lie this far apart, so that a million of them spread over the 10^8 there are. */
const STEP = 97

/** Skips the codes that are honeypots by default. */
const FIRST = 2

/** Rows are inserted in this stride, as hosts do not register in the order of their codes. */
const STRIDE = 7919

/** Page cache while filling, KiB: the whole database, so that its order does not matter. */
const FILL_CACHE_KIB = 1_000_000

/** The text of a code's number; requests.lua and json-file.py do the same. */
export const codeOf = (number: number): string =>
  `ISR-${String(number * STEP + FIRST).padStart(8, '0')}`

export type Codes = {
  readonly count: number
  /** Milliseconds ago that a code was last registered. */
  readonly ageMs: (number: number) => number
}

const MINUTE_MS = 60_000

/** All of them registered within the last hour. */
export const fresh = (count: number): Codes => ({
  count,
  ageMs: (number) => (number % 60) * MINUTE_MS,
})

const made = new Map<string, string>()

/** Returns a database file of its own with these codes; those of one name are filled once. */
export const databaseOf = async (lab: Lab, name: string, codes: Codes): Promise<string> => {
  const template = made.get(name) ?? (await fill(lab, name, codes))
  made.set(name, template)
  const file = join(lab.newFolder(name), 'registry.db')
  copyFileSync(template, file)
  return file
}

const fill = async (lab: Lab, name: string, { count, ageMs }: Codes): Promise<string> => {
  const file = join(lab.newFolder(`${name}-template`), 'registry.db')
  // The server itself makes the tables, so that they are what it really has.
  const server = await startIsr(lab, { db: file })
  await server.stop()
  const db = new Sqlite(file)
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.pragma(`cache_size = -${FILL_CACHE_KIB}`)
  const insert = db.prepare(`INSERT INTO leases
    (code, tenant_id, host_id, address, port, name, registered_at, updated_at)
    VALUES (?, '${DEFAULT_TENANT}', ?, ?, 5900, ?, ?, ?)`)
  const now = Date.now()
  db.exec('BEGIN')
  for (let index = 0; index < count; index++) {
    const number = (index * STRIDE) % count
    const at = now - ageMs(number)
    const address = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`
    insert.run(codeOf(number), hostId(number), address, `PC-${number}`, at, at)
  }
  db.exec('COMMIT')
  db.pragma('journal_mode = WAL')
  db.close()
  return file
}

/** As long and as scattered as the server's own ids (21 characters), but the same in each run. */
const hostId = (number: number): string => {
  const scattered = Math.imul(number + 1, 0x9e3779b1) >>> 0
  return `host_${scattered.toString(36).padStart(7, '0')}${String(number).padStart(14, '0')}`
}
