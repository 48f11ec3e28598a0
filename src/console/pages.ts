/**
 * The files of the console, read once into memory: a request can only name a file that was there at
 * start, so no spelling of a path reaches anything else on the disk.
 */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { FIRST_STYLES, firstStyles, prepareIndex, readPageModules } from './first-load.ts'

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

/** What browsers are sent. */
export type Pages = {
  /** The folder of this version's files, as pages name them: `/assets/v-…/`. */
  readonly folder: string
  /** The page of a path of the application, for who seems to be signed in or for everybody. */
  readonly appPage: (path: string, isSignedIn: boolean) => Page | undefined
  /** A file by its path, with or without the version in it. */
  readonly file: (path: string) => Page | undefined
  /** Whether the path names this version's files, which never change. */
  readonly isVersioned: (path: string) => boolean
}

const ASSETS = '/assets/'

/** `/assets/v-…/frame/ui.js`: the version stands in front, so relative imports take it with them. */
const VERSION_PART = /^\/assets\/v-[\w-]{12}\//

let loaded: Pages | undefined

/** Everything below public/, read once: a process serves the files that it was started with. */
export const loadPages = (): Pages => (loaded ??= readPages())

const readPages = (): Pages => {
  const files = readFiles()
  // Each is read for many pages, and wanted no more after that.
  const texts = new Map<string, string | undefined>()
  const read = (path: string): string | undefined => {
    const page = files.get(path)
    if (!texts.has(path)) texts.set(path, page && Buffer.from(page.body).toString('utf8'))
    return texts.get(path)
  }
  const index = read(`${ASSETS}index.html`) ?? ''
  files.set(FIRST_STYLES, toPage(TYPES['.css'] ?? '', Buffer.from(firstStyles(index, read))))
  const versioned = `${ASSETS}v-${versionOf(files)}/`
  const html = (module: string | undefined): Page => {
    const text = prepareIndex(index, read, module).replaceAll(`"${ASSETS}`, `"${versioned}`)
    return toPage(TYPES['.html'] ?? '', Buffer.from(text))
  }
  const modules = readPageModules(read(`${ASSETS}routes.js`) ?? '', ASSETS)
  const appPages = new Map<string, { signedIn: Page; open: Page }>(
    APP_PATHS.map((path) => {
      const found = modules.get(path)
      return [path, { signedIn: html(found?.signedIn), open: html(found?.open) }]
    }),
  )
  return {
    folder: versioned,
    appPage: (path, isSignedIn) => appPages.get(path)?.[isSignedIn ? 'signedIn' : 'open'],
    file: (path) => files.get(path.replace(VERSION_PART, ASSETS)),
    isVersioned: (path) => path.startsWith(versioned),
  }
}

const readFiles = (): Map<string, Page> => {
  const files = new Map<string, Page>()
  for (const name of readdirSync(PUBLIC, { recursive: true, encoding: 'utf8' })) {
    const path = name.replaceAll('\\', '/')
    const type = TYPES[extname(path)]
    if (!type) continue
    const file = readFileSync(new URL(path, PUBLIC))
    files.set(`${ASSETS}${path}`, toPage(type, isCommented(path) ? withoutComments(file) : file))
  }
  return files
}

/** Another one whenever any file is another one. */
const versionOf = (files: ReadonlyMap<string, Page>): string => {
  const hash = createHash('sha256')
  for (const path of [...files.keys()].toSorted()) hash.update(`${path} ${files.get(path)?.etag}\n`)
  return hash.digest('base64url').slice(0, 12)
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
