import { statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemTicker, type Ticker } from '../../src/platform/ticker.ts'
import type { Database } from '../../src/store/database.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { makeFolder } from '../support/app.ts'
import { ManualTime } from '../support/manual-time.ts'

const open = (
  file = join(makeFolder(), 'registry.db'),
  ticker: Ticker = new ManualTime(),
): { database: Database; file: string } => {
  const database = openSqlite({
    file,
    ticker,
    onDeath: (error) => {
      throw error
    },
  })
  onTestFinished(() => database.close())
  return { database, file }
}

const BAN = 'INSERT INTO bans VALUES ($1, $2, $3, $4, $5, $6)'
const ban = (address: string): (string | number)[] => [address, 'tenant', 'honeypot', 'code', 1, 2]
const ALL = 'SELECT address FROM bans ORDER BY address LIMIT $1'

describe('the database', () => {
  it('shows a write to the next read as soon as it is acknowledged, although reads share a snapshot', async () => {
    const { database } = open()
    for (let at = 0; at < 50; at++) {
      await database.all(ALL, [100])
      await database.write(BAN, ban(`10.0.0.${at}`))
      expect(await database.get('SELECT address FROM bans WHERE address = $1', [`10.0.0.${at}`])).toEqual({
        address: `10.0.0.${at}`,
      })
    }
  })

  it('has a write on the disk, for another process to see, before it is acknowledged', async () => {
    const { database, file } = open()
    await database.write(BAN, ban('10.0.0.1'))
    const other = new Sqlite(file, { readonly: true })
    expect(other.prepare('SELECT count(*) FROM bans').pluck().get()).toBe(1)
    other.close()
  })

  it('fails one write of a group without touching its neighbours', async () => {
    const { database } = open()
    const results = await Promise.allSettled([
      database.write(BAN, ban('10.0.0.1')),
      database.write(BAN, ban('10.0.0.1')),
      database.write(BAN, ban('10.0.0.2')),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await database.all(ALL, [10])).toEqual([{ address: '10.0.0.1' }, { address: '10.0.0.2' }])
  })

  it('takes back the whole transaction when one of its statements fails, and only that', async () => {
    const { database } = open()
    const insert = (address: string) => ({ sql: BAN, params: ban(address) })
    const [failed, fine] = await Promise.allSettled([
      database.transact([insert('10.0.0.1'), insert('10.0.0.2'), insert('10.0.0.1')]),
      database.transact([insert('10.0.0.3'), insert('10.0.0.4')]),
    ])
    expect(failed.status).toBe('rejected')
    expect(fine.status).toBe('fulfilled')
    expect(await database.all(ALL, [10])).toEqual([{ address: '10.0.0.3' }, { address: '10.0.0.4' }])
  })

  it('binds a parameter that is used twice, and parameters out of order', async () => {
    const { database } = open()
    const row = await database.get('SELECT $2 AS b, $1 AS a, $2 AS c', ['one', 'two'])
    expect(row).toEqual({ b: 'two', a: 'one', c: 'two' })
  })

  it('streams a long result from one snapshot while writes go on', async () => {
    const { database } = open()
    const rows = Array.from({ length: 1200 }, (_, at) => ({ sql: BAN, params: ban(`host-${at}`) }))
    await database.transact(rows)
    let seen = 0
    for await (const slice of database.stream('SELECT address FROM bans WHERE created_at >= $1', [0])) {
      seen += slice.length
      await database.write(BAN, ban(`late-${seen}`))
    }
    expect(seen).toBe(1200)
  })

  it('lets writes in between the slices of a long delete', async () => {
    const { database } = open()
    await database.transact(Array.from({ length: 500 }, (_, at) => ({ sql: BAN, params: ban(`old-${at}`) })))
    const sql = 'DELETE FROM bans WHERE address IN (SELECT address FROM bans WHERE address LIKE $1 LIMIT $2)'
    const order: string[] = []
    const sweep = database
      .repeat({ sql, params: ['old-%', 50] }, { pauseMs: 5 })
      .then((count) => order.push(`swept ${count}`))
    await database.write(BAN, ban('new'))
    order.push('written')
    await sweep
    expect(order).toEqual(['written', 'swept 500'])
  })

  it('acknowledges what it accepted before it closes, and refuses what comes after', async () => {
    const file = join(makeFolder(), 'registry.db')
    const { database } = open(file)
    const writes = Array.from({ length: 200 }, (_, at) => database.write(BAN, ban(`h${at}`)))
    await database.close()
    await Promise.all(writes)
    await expect(database.write(BAN, ban('late'))).rejects.toThrow('closed')
    const other = new Sqlite(file, { readonly: true })
    expect(other.prepare('SELECT count(*) FROM bans').pluck().get()).toBe(200)
    other.close()
  })

  it('keeps its write-ahead log small under steady reading and writing', async () => {
    const { database, file } = open(undefined, systemTicker)
    let largest = 0
    for (let round = 0; round < 40; round++) {
      const rows = Array.from({ length: 2000 }, (_, at) => ({ sql: BAN, params: ban(`${round}-${at}-${'x'.repeat(150)}`) }))
      await database.transact(rows)
      await database.all(ALL, [1])
      largest = Math.max(largest, statSync(`${file}-wal`).size)
    }
    // 16 MiB is the threshold, one transaction more may have been written when it is noticed.
    expect(largest).toBeLessThan(24 * 2 ** 20)
  })
})
