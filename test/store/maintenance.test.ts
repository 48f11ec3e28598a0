import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { OpenError } from '../../src/store/database.ts'
import { backupDatabase, checkDatabase, restoreDatabase } from '../../src/store/maintenance.ts'
import { makeFolder, startTestApp } from '../support/app.ts'

const register = (app: { call: (path: string, init: RequestInit) => Promise<Response> }, code: string) =>
  app.call(`/register?code=${code}&host=10.0.0.1`, { method: 'POST' })

const codesIn = (file: string): number => {
  const db = new Sqlite(file, { readonly: true })
  const count = db.prepare<[], number>('SELECT count(*) FROM leases').pluck().get()
  db.close()
  return count ?? -1
}

describe('backup and restore', () => {
  it('copies a consistent whole while hosts go on registering', async () => {
    const app = await startTestApp()
    for (let at = 0; at < 20; at++) await register(app, `before-${at}`)
    const during = Array.from({ length: 50 }, (_, at) => register(app, `during-${at}`))
    const copy = join(app.folder, 'copy.db')
    backupDatabase(app.db, copy)
    await Promise.all(during)
    checkDatabase(copy)
    expect(codesIn(copy)).toBeGreaterThanOrEqual(20)
    expect(statSync(copy).mode & 0o777).toBe(0o600)
  })

  it('brings every code back, and keeps what was there aside', async () => {
    const app = await startTestApp()
    await register(app, 'kept')
    const copy = join(app.folder, 'copy.db')
    backupDatabase(app.db, copy)
    await register(app, 'later')
    expect(() => restoreDatabase(app.db, copy, 0)).toThrow(/Another isr server is using/)
    await app.close()
    const aside = restoreDatabase(app.db, copy, Date.UTC(2026, 0, 2))
    expect(aside).toBe(`${app.db}.replaced-20260102T000000`)
    expect(codesIn(String(aside))).toBe(2)
    const again = await startTestApp([], { folder: app.folder, time: app.time })
    expect((await again.call('/resolve?code=kept')).status).toBe(200)
    expect((await again.call('/resolve?code=later')).status).toBe(404)
  })

  it('restores onto an empty machine', async () => {
    const app = await startTestApp()
    await register(app, 'kept')
    const copy = join(app.folder, 'copy.db')
    backupDatabase(app.db, copy)
    const folder = join(makeFolder(), 'data')
    expect(restoreDatabase(join(folder, 'registry.db'), copy, 0)).toBeUndefined()
    const fresh = await startTestApp([], { folder, time: app.time })
    expect((await fresh.call('/resolve?code=kept')).status).toBe(200)
  })

  it('restores where the database was moved away and its log was left behind', async () => {
    const app = await startTestApp()
    await register(app, 'kept')
    const copy = join(app.folder, 'copy.db')
    backupDatabase(app.db, copy)
    for (let at = 0; at < 40; at++) await register(app, `later-${at}`)
    const log = readFileSync(`${app.db}-wal`)
    await app.close()
    rmSync(app.db)
    writeFileSync(`${app.db}-wal`, log)
    const aside = restoreDatabase(app.db, copy, 0)
    expect(readFileSync(`${aside}-wal`).equals(log)).toBe(true)
    checkDatabase(app.db)
    expect(codesIn(app.db)).toBe(1)
  })

  it('keeps what was there at each of two restores in the same second', async () => {
    const app = await startTestApp()
    const copy = join(app.folder, 'copy.db')
    backupDatabase(app.db, copy)
    await register(app, 'later')
    await app.close()
    const [first, second] = [0, 999].map((now) => restoreDatabase(app.db, copy, now))
    expect([codesIn(String(first)), codesIn(String(second))]).toEqual([1, 0])
  })

  it('restores nothing from a newer version, which this server would not open', async () => {
    const app = await startTestApp()
    await register(app, 'kept')
    const copy = join(app.folder, 'copy.db')
    backupDatabase(app.db, copy)
    await app.close()
    const newer = new Sqlite(copy)
    newer.pragma('user_version = 1000')
    newer.close()
    expect(() => restoreDatabase(app.db, copy, 0)).toThrow(/by a newer version of isr/)
    expect(codesIn(app.db)).toBe(1)
  })

  it('changes nothing of a damaged database that was not closed in order', async () => {
    const first = await startTestApp()
    await first.close()
    const app = await startTestApp([], { folder: first.folder, time: first.time })
    await register(app, 'kept')
    const log = readFileSync(`${app.db}-wal`)
    await app.close()
    // The log has the pages that the register changed, and those are few.
    const damaged = readFileSync(app.db).fill(0xff, 8192)
    writeFileSync(app.db, damaged)
    writeFileSync(`${app.db}-wal`, log)
    const expectUntouched = (): void => {
      expect(readFileSync(app.db).equals(damaged)).toBe(true)
      expect(readFileSync(`${app.db}-wal`).equals(log)).toBe(true)
    }
    expect(() => checkDatabase(app.db)).toThrow(/Nothing was changed/)
    expectUntouched()
    await expect(startTestApp([], { folder: first.folder })).rejects.toThrow(/Nothing was changed/)
    expectUntouched()
  })

  it('never overwrites a backup and never restores what is none', async () => {
    const app = await startTestApp()
    const copy = join(app.folder, 'copy.db')
    backupDatabase(app.db, copy)
    expect(() => backupDatabase(app.db, copy)).toThrow(/exists already/)
    await app.close()
    const before = readFileSync(app.db)
    const noBackup = join(app.folder, 'none.db')
    writeFileSync(noBackup, 'x'.repeat(9000))
    expect(() => restoreDatabase(app.db, noBackup, 0)).toThrow(/is damaged/)
    expect(() => restoreDatabase(app.db, join(app.folder, 'missing.db'), 0)).toThrow(/does not exist/)
    const folder = join(app.folder, 'a-folder.db')
    mkdirSync(folder)
    expect(() => restoreDatabase(app.db, folder, 0)).toThrow(/It is a folder/)
    expect(() => backupDatabase(folder, join(app.folder, 'other.db'))).toThrow(OpenError)
    expect(readFileSync(app.db).equals(before)).toBe(true)
    expect(existsSync(`${app.db}.restoring`)).toBe(false)
  })
})
