/**
 * The console's index.html as it is sent. In the folder every stylesheet and module is a file of its
 * own, and a browser learns of each module from the one before; on a line of 150 ms that is two
 * seconds of waiting. So the stylesheets go out as one, and all modules of the start and of the page
 * that was asked for are named in it. The files stay as they are: opened as they lie there, the page
 * is the same.
 */

import { posix } from 'node:path'

/** The text of a served file; `undefined` for what is not there. */
export type ReadFile = (path: string) => string | undefined

/** Where the stylesheets of the start are served together. */
export const FIRST_STYLES = '/assets/styles/first.css'

const STYLE_LINK = /[ \t]*<link rel="stylesheet" href="([^"]+)" \/>\n/g

const START = /[ \t]*<script type="module" src="([^"]+)"><\/script>\n/

/** What a module imports at once; what it imports later is none of the start's business. */
const IMPORT = /\bfrom\s*["'](\.[^"']+)["']/g

/** The stylesheets of the start as one text. */
export const firstStyles = (index: string, read: ReadFile): string =>
  [...index.matchAll(STYLE_LINK)].map(([, path = '']) => read(path) ?? '').join('\n')

/** The page to send for one whose own module is `page`, a path; the start alone without it. */
export const prepareIndex = (index: string, read: ReadFile, page?: string): string => {
  const [start = '', main = ''] = START.exec(index) ?? []
  const wanted = modulesOf([main, ...(page === undefined ? [] : [page])], read)
  const named = wanted
    .filter((path) => !index.includes(`"${path}"`))
    .map((path) => `    <link rel="modulepreload" href="${path}" />\n`)
  let isFirst = true
  const withStyles = index.replace(STYLE_LINK, () => {
    const link = isFirst ? `    <link rel="stylesheet" href="${FIRST_STYLES}" />\n` : ''
    isFirst = false
    return link
  })
  return withStyles.replace(start, () => named.join('') + start)
}

/** Modules and all that they import at once, what is needed first before what that imports. */
const modulesOf = (paths: readonly string[], read: ReadFile): string[] => {
  const found = new Set(paths)
  for (const each of found) {
    for (const [, target = ''] of (read(each) ?? '').matchAll(IMPORT)) {
      found.add(posix.join(posix.dirname(each), target))
    }
  }
  return [...found].filter((each) => read(each) !== undefined)
}

/** The module of a page: for who is signed in, and for everybody else. */
export type PageModules = { readonly signedIn: string; readonly open: string }

const SIGN_IN_PAGE = /signInPage = page\(\(\) => import\('\.\/([^']+)'\)/

const ROUTE = /\bpath: '([^']+)'/g

const MODULE = /\b(open|signedIn): page\(\(\) => import\('\.\/([^']+)'\)/g

/** Which module shows which path, read from the table of routes (`public/routes.js`). */
export const readPageModules = (table: string, folder: string): Map<string, PageModules> => {
  const signIn = `${folder}${SIGN_IN_PAGE.exec(table)?.[1]}`
  const routes = [...table.matchAll(ROUTE)]
  return new Map(
    routes.map(({ 1: path = '', index }, at) => {
      const entry = table.slice(index, routes[at + 1]?.index)
      const found = new Map(
        [...entry.matchAll(MODULE)].map(([, who, file = '']) => [who, `${folder}${file}`]),
      )
      const open = found.get('open') ?? signIn
      return [path, { open, signedIn: found.get('signedIn') ?? open }]
    }),
  )
}
