/**
 * The tokens that `isr login` got, in a file that only its owner can read, one for each server: a
 * token is never offered to another server than the one that made it.
 */

import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** What is kept of a login. */
export type Credential = { readonly token: string; readonly tokenId: string }

type File = {
  /** The server that was logged in to last. */
  readonly last?: string | undefined
  readonly servers: Readonly<Record<string, Credential>>
}

/** The file can be read or written by others than its owner. */
export class ExposedFileError extends Error {
  override readonly name = 'ExposedFileError'
}

/** The product's folder of the person at this computer; XDG_CONFIG_HOME and APPDATA are honoured. */
export const configFolder = (env: NodeJS.ProcessEnv, platform = process.platform): string => {
  const { XDG_CONFIG_HOME: xdg, APPDATA: appData } = env
  if (xdg) return join(xdg, 'isr')
  if (platform === 'win32' && appData) return join(appData, 'isr')
  return join(env['HOME'] || homedir(), '.config', 'isr')
}

/** Where logins are kept. */
export const credentialsFile = (env: NodeJS.ProcessEnv): string =>
  join(configFolder(env), 'credentials.json')

/** The login to a server, or to the one used last when none is named. */
export const findCredential = (
  file: string,
  server?: string,
): { server: string; credential: Credential } | undefined => {
  const { last, servers } = read(file)
  const wanted = server ?? last
  const credential = wanted !== undefined && Object.hasOwn(servers, wanted) ? servers[wanted] : undefined
  return wanted !== undefined && credential ? { server: wanted, credential } : undefined
}

/** Keeps a login. */
export const saveCredential = (file: string, server: string, credential: Credential): void => {
  const { servers } = read(file)
  write(file, { last: server, servers: { ...servers, [server]: credential } })
}

/** Forgets a login. */
export const removeCredential = (file: string, server: string): void => {
  const { last, servers } = read(file)
  const rest = Object.fromEntries(Object.entries(servers).filter(([name]) => name !== server))
  write(file, { last: last === server ? Object.keys(rest)[0] : last, servers: rest })
}

/** Throws `ExposedFileError` when others on this computer can read the file. */
export const refuseExposed = (file: string): void => {
  if (process.platform === 'win32') return
  if ((statSync(file).mode & 0o077) !== 0) throw new ExposedFileError(file)
}

/** Writes a file that only its owner can read, whole or not at all. */
export const writePrivately = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.new`
  writeFileSync(draft, text, { mode: 0o600, flush: true })
  chmodSync(draft, 0o600)
  renameSync(draft, file)
}

const read = (file: string): File => {
  try {
    refuseExposed(file)
    const parsed = JSON.parse(readFileSync(file, 'utf8')) as Partial<File>
    return { last: parsed.last, servers: parsed.servers ?? {} }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { servers: {} }
    throw error
  }
}

const write = (file: string, content: File): void =>
  writePrivately(file, `${JSON.stringify(content, null, 2)}\n`)
