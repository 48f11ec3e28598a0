import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
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
    const folder = makeFolder()
    expect(restoreDatabase(join(folder, 'registry.db'), copy, 0)).toBeUndefined()
    const fresh = await startTestApp([], { folder, time: app.time })
    expect((await fresh.call('/resolve?code=kept')).status).toBe(200)
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
    expect(readFileSync(app.db).equals(before)).toBe(true)
    expect(existsSync(`${app.db}.restoring`)).toBe(false)
  })
})
