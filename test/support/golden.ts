/** The files that are generated from the code and read by people in review. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { startApp } from '../../src/app.ts'
import { readConfig, settingsHelp, settingsTable } from '../../src/config.ts'
import { createLog } from '../../src/platform/log.ts'
import { makeErrorsPages } from './errors-page.ts'
import { ManualTime } from './manual-time.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const TABLE = /(<!-- settings:begin[^>]*-->\n)[\s\S]*?(<!-- settings:end -->)/

/** Every golden file: its path and what it should hold. */
export const makeGoldenFiles = async (): Promise<Map<string, string>> => {
  const folder = mkdtempSync(join(tmpdir(), 'isr-golden-'))
  const file = join(folder, 'registry.db')
  const config = readConfig(['--host', '127.0.0.1', '--port', '0', '--db', file, '--log-level', 'silent'], {})
  const time = new ManualTime()
  const app = await startApp({
    config,
    clock: time,
    ticker: time,
    log: createLog('silent'),
    onFatal: (error) => {
      throw error
    },
  })
  try {
    const openapi: unknown = await (await fetch(`${app.url}/v1/openapi.json`)).json()
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
    return new Map([
      [join(ROOT, 'test/golden/openapi.json'), `${JSON.stringify(openapi, null, 2)}\n`],
      [join(ROOT, 'test/golden/schema.sql'), readSchema(file)],
      [join(ROOT, 'test/golden/help.txt'), `${settingsHelp()}\n`],
      ...[...(await makeErrorsPages())].map(([path, content]) => [join(ROOT, path), content] as const),
      [join(ROOT, 'README.md'), readme.replace(TABLE, `$1${settingsTable().replaceAll('$', '$$$$')}\n$2`)],
    ])
  } finally {
    await app.close()
    rmSync(folder, { recursive: true })
  }
}

const readSchema = (file: string): string => {
  const db = new Sqlite(file, { readonly: true })
  const version = db.pragma('user_version', { simple: true })
  const texts = db
    .prepare<[], string>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name')
    .pluck()
    .all()
  db.close()
  return [`-- schema version ${String(version)}`, ...texts.map((text) => `${text};`)].join('\n\n') + '\n'
}
