/**
 * What the server loads before it listens. Each framework costs more than everything else of the
 * start together, and one import in the wrong file brings one back.
 */

import { expect, it } from 'vitest'
import { startServer } from '../support/binary.ts'

/** Loaded into the server's process: says what was loaded when it begins to listen. */
const WATCH = `
  import { registerHooks } from 'node:module'
  import { Server } from 'node:net'
  const loaded = []
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
  const { listen } = Server.prototype
  Server.prototype.listen = function (...args) {
    console.log('LOADED ' + JSON.stringify(loaded))
    return listen.apply(this, args)
  }`

const loadedBeforeListening = async (): Promise<string[]> => {
  const preload = `--import data:text/javascript,${encodeURIComponent(WATCH)}`
  const server = await startServer([], { env: { NODE_OPTIONS: preload } })
  const found = /^LOADED (.*)$/m.exec(server.output())?.[1] ?? '[]'
  return JSON.parse(found) as string[]
}

it('loads no framework, no TLS and no thread before it listens', async () => {
  const loaded = await loadedBeforeListening()
  const has = (part: string): boolean => loaded.some((url) => url.includes(part))
  expect(has('/src/app.ts') && has('/better-sqlite3/')).toBe(true)
  const late = [
    ...['zod', '@hono', 'hono', 'ws', 'ssh2', '@noble', 'openid-client', 'otpauth'].map(
      (name) => `/node_modules/${name}/`,
    ),
    'node:http2',
    'node:tls',
    '/src/api.ts',
    '/src/identity.ts',
    '/src/connections.ts',
    '/src/store/writer-loop.ts',
  ]
  expect(late.filter(has)).toEqual([])
})
