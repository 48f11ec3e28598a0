/**
 * The files of the console, read once into memory: a request can only name a file that was there at
 * start, so no spelling of a path reaches anything else on the disk.
 */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { FIRST_STYLES, prepareIndex } from './first-load.ts'

const PUBLIC = new URL('../../public/', import.meta.url)

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}

/** A file ready to be sent. */
export type Page = {
  readonly type: string
  readonly etag: string
  readonly body: Uint8Array<ArrayBuffer>
  readonly gzipped: Uint8Array<ArrayBuffer>
}

/** Comments are for whoever reads the sources: a fifth of what a phone would have to load. */
const COMMENTED = new Set(['.js', '.css'])

/** Comments that fill whole lines; the lines stay, so that an error names the right one. */
const COMMENT_LINES = /^[ \t]*(?:\/\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*$|\/\/.*$)/gm

/** What others wrote keeps its comments: the licences are in them. */
const isCommented = (path: string): boolean =>
  COMMENTED.has(extname(path)) && !path.startsWith('vendor/')

const withoutComments = (file: Buffer): Buffer =>
  Buffer.from(
    file.toString('utf8').replace(COMMENT_LINES, (comment) => comment.replace(/[^\n]/g, '')),
  )

/** Paths that show the application, whose own router decides what is seen. */
export const APP_PATHS = [
  '/',
  '/docs',
  '/sign-in',
  '/set-up',
  '/invite',
  '/device',
  '/account',
  '/sessions',
  '/access',
  '/audit',
  '/settings',
  '/hosts/:id',
  '/diagnose',
  '/screen/:hostId/:service',
  '/guest',
] as const

/** Reads everything below public/, keyed by the path it is served at. */
export const loadPages = (): Map<string, Page> => {
  const pages = new Map<string, Page>()
  for (const name of readdirSync(PUBLIC, { recursive: true, encoding: 'utf8' })) {
    const path = name.replaceAll('\\', '/')
    const type = TYPES[extname(path)]
    if (!type) continue
    const file = readFileSync(new URL(path, PUBLIC))
    const body = isCommented(path) ? withoutComments(file) : file
    pages.set(`/assets/${path}`, toPage(type, body))
  }
  const read = (path: string): string | undefined => {
    const page = pages.get(path)
    return page && Buffer.from(page.body).toString('utf8')
  }
  const { index, styles } = prepareIndex(read('/assets/index.html') ?? '', read)
  pages.set(FIRST_STYLES, toPage(TYPES['.css'] ?? '', Buffer.from(styles)))
  const start = toPage(TYPES['.html'] ?? '', Buffer.from(index))
  for (const path of APP_PATHS) pages.set(path, start)
  const icon = pages.get('/assets/favicon.svg')
  if (icon) pages.set('/favicon.svg', icon)
  return pages
}

const toPage = (type: string, body: Buffer): Page => {
  let gzipped: Uint8Array<ArrayBuffer> | undefined
  return {
    type,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    body: new Uint8Array(body),
    // When it is first wanted: the viewers of screens are most of it, and few ever ask for them.
    get gzipped() {
      return (gzipped ??= new Uint8Array(gzipSync(body)))
    },
  }
}
