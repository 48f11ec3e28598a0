/**
 * The console's index.html as it is sent. In the folder every stylesheet and module is a file of its
 * own, and a browser learns of each module from the one before; on a line of 150 ms that is a second
 * and a half of waiting. So the stylesheets go out as one, and all modules of the start are named in
 * the page. The files stay as they are: opened as they lie there, the page is the same.
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

/** The page to send, and the stylesheets that it names in one. */
export const prepareIndex = (
  index: string,
  read: ReadFile,
): { readonly index: string; readonly styles: string } => {
  const linked = [...index.matchAll(STYLE_LINK)].map(([, path = '']) => path)
  const styles = linked.map((path) => read(path) ?? '').join('\n')
  const [start = '', main = ''] = START.exec(index) ?? []
  const named = modulesOf(main, read)
    .filter((path) => !index.includes(`"${path}"`))
    .map((path) => `    <link rel="modulepreload" href="${path}" />\n`)
  let isFirst = true
  const withStyles = index.replace(STYLE_LINK, () => {
    const link = isFirst ? `    <link rel="stylesheet" href="${FIRST_STYLES}" />\n` : ''
    isFirst = false
    return link
  })
  return { index: withStyles.replace(start, () => named.join('') + start), styles }
}

/** A module and all that it imports at once, what is needed first before what that imports. */
const modulesOf = (path: string, read: ReadFile): string[] => {
  const found = new Set([path])
  for (const each of found) {
    for (const [, target = ''] of (read(each) ?? '').matchAll(IMPORT)) {
      found.add(posix.join(posix.dirname(each), target))
    }
  }
  return [...found].filter((each) => read(each) !== undefined)
}
