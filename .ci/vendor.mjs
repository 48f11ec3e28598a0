/**
 * Fills public/vendor/ from node_modules, so that the console runs with no build step and no CDN.
 *
 * Promises: each vendored file is the package's own published one with its bare imports made relative,
 * its source-map pointer removed and the `repairs` named below done, nothing else; manifest.json records where every
 * file comes from, its version and its sha256; each package's licence lies beside it. Assumes:
 * `npm ci` has run.
 *
 *   node .ci/vendor.mjs           writes public/vendor/
 *   node .ci/vendor.mjs --check   writes nothing; exits 1 and names each file that differs
 */

import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const vendorFolder = join(root, 'public', 'vendor')

/**
 * Each module we ship: its file name, the package, the file inside it, and what it is imported as.
 */
const modules = [
  { file: 'preact.js', from: 'preact', source: 'dist/preact.mjs', specifier: 'preact' },
  {
    file: 'preact-hooks.js',
    from: 'preact',
    source: 'hooks/dist/hooks.mjs',
    specifier: 'preact/hooks',
  },
  { file: 'htm.js', from: 'htm', source: 'dist/htm.module.js', specifier: 'htm', hasDefault: true },
]

/**
 * What only the pages of a screen or a terminal load: whole folders of a package, whose modules find
 * each other by the paths that they have there, and single files. `types` are for the compiler.
 */
const screenParts = [
  {
    folder: 'novnc',
    from: '@novnc/novnc',
    sources: ['core', 'vendor/pako', 'AUTHORS', 'LICENSE.txt', 'docs/LICENSE.MPL-2.0'],
    repairs: [
      {
        // Otherwise the bytes that are left are read as messages, and the screen breaks as soon as
        // somebody copies something at the far end of a session that is only looked at.
        file: 'core/rfb.js',
        what: 'a clipboard that is ignored when only looking is read to its end',
        from: /(actions === extendedClipboardActionProvide\) \{\s+if \(this\._viewOnly\) \{)/g,
        to: '$1\n                    this._sock.rQskipBytes(length - 4);',
      },
      {
        file: 'core/rfb.js',
        what: 'a clipboard without text is read to its end',
        from: /(if \(!\(formats & extendedClipboardFormatText\)\) \{)/g,
        to: '$1\n                    this._sock.rQskipBytes(length - 4);',
      },
    ],
    types: {
      'core/rfb.d.ts': "export { RFB as default } from '../../../pages/screen/rfb-types.js'\n",
    },
  },
  {
    folder: 'xterm',
    from: '@xterm/xterm',
    sources: ['lib/xterm.mjs', 'css/xterm.css', 'LICENSE'],
    // Its option `documentOverride` is meant for all of it; two places use the window's document
    // nevertheless. What we give it there keeps it working without inline styles
    // (public/pages/screen/strict-document.js).
    repairs: [
      {
        file: 'lib/xterm.mjs',
        what: 'rows are made by the document of the terminal',
        from: /(createInstance\(\w+),document\)/g,
        to: '$1,this._document)',
      },
      {
        file: 'lib/xterm.mjs',
        what: 'the scroll bar is made by the document of the terminal',
        from: /this\._document\?\?typeof window<"u"\?window\.document:null/g,
        to: 'this._document',
      },
    ],
    types: { 'lib/xterm.d.mts': "export { Terminal } from '@xterm/xterm'\n" },
  },
  {
    folder: 'xterm-fit',
    from: '@xterm/addon-fit',
    sources: ['lib/addon-fit.mjs', 'LICENSE'],
    types: { 'lib/addon-fit.d.mts': "export { FitAddon } from '@xterm/addon-fit'\n" },
  },
]

const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex')

const readPackageFile = (/** @type {string} */ name, /** @type {string} */ path) =>
  readFile(join(root, 'node_modules', name, path), 'utf8')

/** A source map is not shipped, so nothing points to one. */
const withoutMapPointer = (/** @type {string} */ text) =>
  text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '')

/**
 * Returns the paths of the files that a source names: itself, or all below it.
 * @param {string} name
 * @param {string} source
 */
async function filesOf(name, source) {
  const folder = join(root, 'node_modules', name, source)
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => null)
  if (!found) return [source]
  return found
    .filter((each) => each.isFile())
    .map((each) => `${source}${join(each.parentPath, each.name).slice(folder.length)}`)
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
}

/**
 * Does the repairs; one that no longer finds its one place is an error, because it has to be looked at.
 * @param {string} text
 * @param {{ what: string, from: RegExp, to: string }[]} repairs
 */
function repaired(text, repairs) {
  return repairs.reduce((before, { what, from, to }) => {
    const places = before.match(from)?.length ?? 0
    if (places !== 1) throw new Error(`"${what}" fits ${places} places, not one`)
    return before.replace(from, to)
  }, text)
}

/**
 * Adds what the pages of a screen load to the files and to the manifest.
 * @param {Map<string, string>} files
 * @param {Record<string, object>} manifest
 */
async function addScreenParts(files, manifest) {
  for (const { folder, from, sources, types, repairs = [] } of screenParts) {
    const { version, license } = JSON.parse(await readPackageFile(from, 'package.json'))
    const paths = await Promise.all(sources.map((source) => filesOf(from, source)))
    for (const source of paths.flat()) {
      const published = await readPackageFile(from, source)
      const own = repairs.filter(({ file }) => file === source)
      const text = repaired(withoutMapPointer(published), own)
      files.set(`${folder}/${source}`, text)
      manifest[`${folder}/${source}`] = {
        package: from,
        version,
        license,
        source,
        ...(own.length > 0 ? { repairs: own.map(({ what }) => what) } : {}),
        sourceSha256: sha256(published),
        sha256: sha256(text),
        bytes: Buffer.byteLength(text),
      }
    }
    for (const [path, text] of Object.entries(types)) files.set(`${folder}/${path}`, text)
  }
}

/**
 * Rewrites `from"preact"` to `from"./preact.js"`; an import of anything we do not vendor is an
 * error, because a browser would refuse the whole module for it.
 * @param {string} text
 * @param {string} file
 */
function relativeImports(text, file) {
  const anImport = /(\b(?:from|import)\s*\(?\s*)(["'])([^"']+)\2/g
  return text.replace(anImport, (_all, before, quote, specifier) => {
    const target = modules.find((module) => module.specifier === specifier)
    if (!target) throw new Error(`${file} imports "${specifier}", which is not vendored`)
    return `${before}${quote}./${target.file}${quote}`
  })
}

/** Returns every file that belongs in public/vendor/, by name. */
async function vendoredFiles() {
  /** @type {Map<string, string>} */
  const files = new Map()
  /** @type {Record<string, object>} */
  const manifest = {}
  for (const { file, from, source, specifier, hasDefault } of modules) {
    const published = await readPackageFile(from, source)
    const { version, license } = JSON.parse(await readPackageFile(from, 'package.json'))
    const text = `${relativeImports(withoutMapPointer(published), source).trimEnd()}\n`
    files.set(file, text)
    // The compiler reads these instead of the minified code; they name the packages' own types.
    const exported = hasDefault ? '{ default }' : '*'
    files.set(file.replace(/\.js$/, '.d.ts'), `export ${exported} from '${specifier}'\n`)
    files.set(`${from}.LICENSE`, await readPackageFile(from, 'LICENSE'))
    manifest[file] = {
      package: from,
      version,
      license,
      source,
      sourceSha256: sha256(published),
      sha256: sha256(text),
      bytes: Buffer.byteLength(text),
    }
  }
  await addScreenParts(files, manifest)
  files.set('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
  return files
}

/** Returns one sentence per file that is missing, different or not ours. */
async function differences(/** @type {Map<string, string>} */ files) {
  const found = await readdir(vendorFolder, { recursive: true, withFileTypes: true }).catch(() => [])
  const present = new Set(
    found
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name).slice(vendorFolder.length + 1))
      .map((path) => path.replaceAll('\\', '/')),
  )
  const sentences = []
  for (const [name, text] of files) {
    if (!present.has(name)) sentences.push(`public/vendor/${name} is missing`)
    else if ((await readFile(join(vendorFolder, name), 'utf8')) !== text) {
      sentences.push(`public/vendor/${name} differs from node_modules`)
    }
  }
  for (const name of present) {
    if (!files.has(name)) sentences.push(`public/vendor/${name} is not written by this script`)
  }
  return sentences
}

const files = await vendoredFiles()
if (process.argv.includes('--check')) {
  const sentences = await differences(files)
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`)
  if (sentences.length > 0) {
    process.stderr.write('Run "npm run vendor" and commit the result.\n')
    process.exit(1)
  }
  process.stdout.write(`public/vendor holds the ${files.size} files of node_modules\n`)
} else {
  await rm(vendorFolder, { recursive: true, force: true })
  await mkdir(vendorFolder, { recursive: true })
  for (const [name, text] of files) {
    await mkdir(dirname(join(vendorFolder, name)), { recursive: true })
    await writeFile(join(vendorFolder, name), text)
  }
  process.stdout.write(`public/vendor: ${files.size} files written\n`)
}
