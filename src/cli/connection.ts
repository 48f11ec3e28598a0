/**
 * Which server a command speaks to, and with what: a token from ISR_TOKEN, one that `isr login` got,
 * or, on the server's own machine, the owner token beside the database.
 */

import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Api, createApi } from '../client/api.ts'
import { credentialsFile, findCredential } from '../client/credentials.ts'
import type { Language } from '../client/problem.ts'
import { type Config, readConfig } from '../config.ts'
import { CommandError } from './failure.ts'

/** Flags that say which server, of every command that speaks to one. */
export const SERVER_FLAGS = { server: 'value', db: 'value', port: 'value', lang: 'value' } as const

/** A server and the token for it; the token never leaves this process but to that server. */
export type Connection = { readonly server: string; readonly token: string }

/** The origin of an address as people type it. Throws `CommandError`. */
export const originOf = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (!url || !isWeb || url.username || url.password) {
    throw new CommandError('Give the server as in --server https://registry.example (no password in it).', 2)
  }
  return url.origin
}

/** Finds server and token. Throws `CommandError` when there is no token to try. */
export const findConnection = (
  values: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
  language: Language,
): Connection => {
  const wanted = values['server'] ?? env['ISR_SERVER']
  const server = wanted === undefined ? undefined : originOf(wanted)
  const token = env['ISR_TOKEN']?.trim()
  const config = readConfig(flagsFor(values), env)
  if (token) return { server: server ?? localServer(config), token }
  if (server === undefined) {
    const ownerToken = readOwnerToken(config.db)
    if (ownerToken) return { server: localServer(config), token: ownerToken }
  }
  const login = findCredential(credentialsFile(env), server)
  if (login) return { server: login.server, token: login.credential.token }
  if (server !== undefined && isThisMachine(server)) {
    const ownerToken = readOwnerToken(config.db)
    if (ownerToken) return { server, token: ownerToken }
  }
  throw new CommandError(notSignedIn(server, config.db, language), 4)
}

/** Warns once when a token would cross a network in the clear. */
export const warnIfOpen = ({ server }: Pick<Connection, 'server'>, language: Language): void => {
  if (!server.startsWith('http:') || isThisMachine(server)) return
  process.stderr.write(
    language === 'es'
      ? `isr: aviso: ${server} no usa https; el token viaja sin cifrar.\n`
      : `isr: warning: ${server} is not https; the token travels in the clear.\n`,
  )
}

/** The client for a connection. */
export const openApi = (connection: Connection, tenantId?: string): Api =>
  createApi({ ...connection, tenantId })

const flagsFor = (values: Readonly<Record<string, string>>): string[] =>
  ['db', 'port'].flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]]))

/** Where a server with these settings answers on its own machine. */
const localServer = ({ host, port }: Config): string => {
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`
}

const nameOf = (server: string): string => new URL(server).hostname.replace(/^\[|\]$/g, '')

/** Whether an address means this computer on every computer. */
export const isLoopback = (server: string): boolean => {
  const name = nameOf(server)
  return name === 'localhost' || name === '::1' || /^127(\.\d+){3}$/.test(name)
}

/** The owner token is only ever sent to this very machine, whatever --server says. */
const isThisMachine = (server: string): boolean => {
  if (isLoopback(server)) return true
  const name = nameOf(server)
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return own.some(({ address }) => address === name)
}

const readOwnerToken = (db: string): string | undefined => {
  try {
    return readFileSync(join(dirname(resolve(db)), 'owner-token'), 'utf8').trim() || undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return undefined
    throw error
  }
}

const notSignedIn = (server: string | undefined, db: string, language: Language): string => {
  const login = `isr login --server ${server ?? 'URL'}`
  return language === 'es'
    ? `No hay token para ${server ?? `el servidor de ${db}`}. Ejecute \`${login}\`, defina ISR_TOKEN, ` +
        'o use --db (o sudo) en el propio servidor.'
    : `There is no token for ${server ?? `the server of ${db}`}. Run \`${login}\`, set ISR_TOKEN, or ` +
        'use --db (or sudo) on the server itself.'
}
