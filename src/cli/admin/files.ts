/**
 * The verbs of `isr admin` that work on the database file itself, on the machine it lives on, also
 * while the server runs; only `restore`, which replaces the file, wants it stopped.
 */

import { createWriteStream, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Config, readConfig } from '../../config.ts'
import { systemClock } from '../../platform/clock.ts'
import { systemTicker } from '../../platform/ticker.ts'
import { createLeaseStore, exportLegacy, importLegacy } from '../../registry/index.ts'
import { backupDatabase, checkDatabase, restoreDatabase } from '../../store/maintenance.ts'
import { openSqlite } from '../../store/sqlite.ts'
import { CommandError } from '../failure.ts'

/** What a verb did: a sentence for people and the same as data. */
type Report = { readonly text: string; readonly data: Record<string, unknown> }

type Verb = (file: string | undefined, config: Config) => Report | Promise<Report>

/** Runs one of `import`, `export`, `backup`, `restore`, `check`. */
export const runOnFile = async (name: string, args: readonly string[]): Promise<void> => {
  const rest = args.filter((arg) => arg !== '--json')
  const file = rest[0]?.startsWith('--') ? undefined : rest[0]
  const config = readConfig(file === undefined ? rest : rest.slice(1), process.env)
  const verb = VERBS[name]
  if (!verb) throw new CommandError(`There is no verb "${name}".`, 2)
  // The files hold people's addresses: nobody else on this computer needs to read them.
  process.umask(0o077)
  const { text, data } = await verb(file, config)
  const isJson = args.includes('--json')
  // The export itself goes to standard output; what is said about it must not end up inside.
  const stream = name === 'export' && file === undefined ? process.stderr : process.stdout
  stream.write(isJson ? `${JSON.stringify(data)}\n` : `${text}\n`)
}

const importFile: Verb = async (file, config) => {
  const source = required(file, 'import <registry.json>')
  const parsed = readJson(source)
  const database = openShared(config)
  try {
    const progress = progressLine()
    const store = createLeaseStore(database)
    const result = await importLegacy(store, parsed, systemClock.now(), progress).catch(
      (error: unknown) => {
        if (!(error instanceof TypeError)) throw error
        throw new CommandError(`${source} is not a registry.json: ${error.message}. Nothing was imported.`)
      },
    )
    const skipped = result.skipped.map(({ code, reason }) => `  skipped ${JSON.stringify(code)}: ${reason}`)
    const text = `${result.imported} imported, ${result.unchanged} unchanged, ${skipped.length} skipped`
    return { text: [text, ...skipped].join('\n'), data: { ...result } }
  } finally {
    await database.close()
  }
}

const exportFile: Verb = async (file, config) => {
  const database = openShared(config)
  try {
    const chunks = exportLegacy(createLeaseStore(database), systemClock.now() - config.ttl)
    if (file === undefined) await pipeline(Readable.from(chunks), process.stdout, { end: false })
    else await pipeline(Readable.from(chunks), createWriteStream(file, { flags: 'wx', mode: 0o600 }))
    return { text: `exported to ${file ?? 'standard output'}`, data: { file: file ?? null } }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new CommandError(`${file} exists already and was not touched. Choose another name.`)
  } finally {
    await database.close()
  }
}

const backup: Verb = (file, config) => {
  const target = resolve(required(file, 'backup <file>'))
  const bytes = backupDatabase(resolve(config.db), target)
  return { text: `backed up to ${target} (${bytes} bytes, checked)`, data: { file: target, bytes } }
}

const restore: Verb = (file, config) => {
  const source = resolve(required(file, 'restore <file>'))
  const db = resolve(config.db)
  const kept = restoreDatabase(db, source, systemClock.now())
  const text = `restored ${db} from ${source}${kept ? `; what was there is now ${kept}` : ''}`
  return { text, data: { file: db, from: source, kept: kept ?? null } }
}

const check: Verb = (_, config) => {
  const db = resolve(config.db)
  checkDatabase(db)
  return { text: `${db} is sound`, data: { file: db, isSound: true } }
}

const VERBS: Record<string, Verb> = {
  import: importFile,
  export: exportFile,
  backup,
  restore,
  check,
}

const openShared = (config: Config) =>
  openSqlite({
    file: config.db,
    ticker: systemTicker,
    isShared: true,
    onDeath: (error) => {
      throw error
    },
  })

const required = (file: string | undefined, usage: string): string => {
  if (file === undefined) throw new CommandError(`A file is missing: isr admin ${usage}`, 2)
  return file
}

const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new CommandError(
      `${file} cannot be read as JSON (${(error as Error).message}). Nothing was imported.`,
    )
  }
}

/** Long work says how far it is, on a terminal only. */
const progressLine = (): ((done: number, total: number) => void) => {
  if (!process.stderr.isTTY) return () => undefined
  return (done, total) => process.stderr.write(`\r${done}/${total}${done >= total ? '\n' : ''}`)
}
