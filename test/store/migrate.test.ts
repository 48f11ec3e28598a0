import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { OpenError } from '../../src/store/database.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { makeFolder } from '../support/app.ts'
import { ManualTime } from '../support/manual-time.ts'

const open = (file: string, isShared = false) =>
  openSqlite({
    file,
    ticker: new ManualTime(),
    isShared,
    onDeath: (error) => {
      throw error
    },
  })

const makeDatabase = async (): Promise<string> => {
  const file = join(makeFolder(), 'registry.db')
  await open(file).close()
  return file
}

/** Refused with this sentence, and not a byte of it changed. */
const expectRefusal = (file: string, sentence: RegExp): void => {
  const before = readFileSync(file)
  expect(() => open(file)).toThrow(OpenError)
  expect(() => open(file)).toThrow(sentence)
  expect(readFileSync(file).equals(before)).toBe(true)
}

describe('opening a database', () => {
  it('makes the folder and a file that only this user can read', async () => {
    const file = join(makeFolder(), 'a', 'b', 'registry.db')
    await open(file).close()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700)
  })

  it('refuses one from a newer version and leaves it alone', async () => {
    const file = await makeDatabase()
    const db = new Sqlite(file)
    db.pragma('user_version = 99')
    db.close()
    expectRefusal(file, /newer version of isr \(schema 99, this one knows \d+\)/)
  })

  it('refuses one of another program and leaves it alone', () => {
    const file = join(makeFolder(), 'other.db')
    const db = new Sqlite(file)
    db.exec('CREATE TABLE shopping (item TEXT)')
    db.close()
    expectRefusal(file, /another program/)
  })

  it('refuses random bytes, the old JSON file, and a file that was cut short', async () => {
    const folder = makeFolder()
    const random = join(folder, 'random.db')
    writeFileSync(random, Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 251)))
    expectRefusal(random, /is damaged/)
    const json = join(folder, 'registry.json')
    writeFileSync(json, '{"ISR-12345678": {"host": "10.0.0.1"}}')
    expectRefusal(json, /isr admin import/)
    const cut = await makeDatabase()
    truncateSync(cut, statSync(cut).size - 4096)
    expectRefusal(cut, /is damaged: \d+ bytes are expected/)
  })

  it('refuses one with a damaged page', async () => {
    const file = await makeDatabase()
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 4096, 8192)
    writeFileSync(file, bytes)
    expectRefusal(file, /is damaged/)
  })

  it('belongs to one server at a time, also after a crash left its files behind', async () => {
    const file = await makeDatabase()
    const first = open(file)
    expect(() => open(file)).toThrow(/Another isr server is using/)
    const shared = open(file, true)
    await shared.close()
    await first.close()
    await open(file).close()
    expect(readdirSync(join(file, '..')).toSorted()).toEqual(['registry.db', 'registry.db.lock'])
  })

  it('names the lock where that is what cannot be opened', async () => {
    const file = await makeDatabase()
    rmSync(`${file}.lock`)
    mkdirSync(`${file}.lock`)
    expect(() => open(file)).toThrow(/registry\.db\.lock cannot be opened/)
  })
})
