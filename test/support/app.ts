/** The real app on a free port with a manual clock and a database of its own, in one call. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import type { PasswordCost } from '../../src/access/index.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/platform/log.ts'
import { ManualTime } from './manual-time.ts'

export type TestApp = App & {
  readonly time: ManualTime
  readonly folder: string
  readonly db: string
  readonly ownerToken: string
  /** `fetch` against the app; a path or a full URL. */
  call(path: string, init?: RequestInit): Promise<Response>
  /** The same as the owner. */
  callAsOwner(path: string, init?: RequestInit): Promise<Response>
}

/** Real hashes, but of a thousandth of the work: the thread that makes them yields to all others. */
const CHEAP: PasswordCost = { N: 2 ** 10, r: 8, p: 1 }

/** A folder that goes away with the test. */
export const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'isr-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Starts the app with flags such as `['--ttl', '1h']`; it is closed when the test ends. */
export const startTestApp = async (
  flags: string[] = [],
  { folder = makeFolder(), time = new ManualTime(), passwordCost = CHEAP } = {},
): Promise<TestApp> => {
  const db = join(folder, 'registry.db')
  const args = ['--host', '127.0.0.1', '--port', '0', '--db', db, '--log-level', 'silent']
  const config = readConfig([...args, ...flags], {})
  const app = await startApp({
    config,
    clock: time,
    ticker: time,
    log: createLog(config.logLevel),
    passwordCost,
    onFatal: (error) => {
      throw error
    },
  })
  await app.load()
  let isOpen = true
  const close = async (): Promise<void> => {
    if (!isOpen) return
    isOpen = false
    await app.close()
  }
  onTestFinished(close)
  const ownerToken = readFileSync(app.ownerTokenFile, 'utf8').trim()
  const call = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(new URL(path, app.url), init)
  const callAsOwner = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('Authorization', `Bearer ${ownerToken}`)
    return call(path, { ...init, headers })
  }
  return { ...app, close, time, folder, db, ownerToken, call, callAsOwner }
}
