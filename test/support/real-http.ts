/** A real HTTP server (Python's) over a folder of files, and clients that read the files back. */

import { createHash, randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { join } from 'node:path'
import { expect } from 'vitest'
import { makeFolder } from './app.ts'
import { freePort } from './free-port.ts'
import { startReal } from './real-program.ts'

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** From nothing at all to more than a window of any layer below. */
const SIZES = [0, 1, 100, 1_460, 16_384, 65_537, 100_000, 300_000]

export type Site = {
  readonly port: number
  /** The files by their paths, each with the hash of its content. */
  readonly files: ReadonlyMap<string, string>
}

// Threads, and connections that stay: what `python3 -m http.server` cannot be told before 3.11.
const PYTHON = `
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
class Handler(SimpleHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def log_message(self, *_): pass
class Server(ThreadingHTTPServer):
    request_queue_size = 128
server = Server(('127.0.0.1', int(sys.argv[1])), Handler)
print('listening', flush=True)
server.serve_forever()
`

/** Starts the server; it ends with the test. */
export const startSite = async (): Promise<Site> => {
  const folder = makeFolder()
  const files = new Map<string, string>()
  for (const [index, size] of SIZES.entries()) {
    const bytes = randomBytes(size)
    writeFileSync(join(folder, `file-${index}`), bytes)
    files.set(`/file-${index}`, hashOf(bytes))
  }
  const port = await freePort()
  const python = startReal('python3', ['-c', PYTHON, String(port)], { cwd: folder })
  await expect.poll(() => python.out().toString() + python.err()).toBe('listening\n')
  return { port, files }
}

/** What came of many requests. */
export type Read = { readonly right: number; readonly wrong: readonly string[]; readonly connections: number }

type Reading = { readonly count: number; readonly atOnce: number; readonly isKept: boolean }

/** Reads the files again and again through `port`: on connections that are kept, or one for each. */
export const readSite = async (port: number, { files }: Site, { count, atOnce, isKept }: Reading): Promise<Read> => {
  const agent = new Agent({ keepAlive: isKept, maxSockets: atOnce })
  const ports = new Set<number>()
  const fetchOne = (path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const request = get({ host: '127.0.0.1', port, path, agent }, (response) => {
        ports.add(request.socket?.localPort ?? 0)
        const hash = createHash('sha256')
        response.on('data', (chunk: Buffer) => hash.update(chunk))
        response.on('end', () => resolve(hash.digest('hex')))
        response.on('error', reject)
      })
      request.on('error', reject)
    })
  const paths = [...files.keys()]
  const wrong: string[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const path = paths[index % paths.length] ?? ''
      const hash = await fetchOne(path).catch(String)
      if (hash !== files.get(path)) wrong.push(`${index} ${path}: ${hash}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  agent.destroy()
  return { right: count - wrong.length, wrong, connections: ports.size }
}
