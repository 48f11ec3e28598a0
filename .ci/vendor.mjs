/**
 * Fills public/vendor/ from node_modules, so that the console runs with no build step and no CDN.
 *
 * Promises: each vendored file is the package's own published ES module with its bare imports made
 * relative and its source-map pointer removed, nothing else; manifest.json records where every
 * file comes from, its version and its sha256; each package's licence lies beside it. Assumes:
 * `npm ci` has run.
 *
 *   node .ci/vendor.mjs           writes public/vendor/
 *   node .ci/vendor.mjs --check   writes nothing; exits 1 and names each file that differs
 */

import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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

const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex')

const readPackageFile = (/** @type {string} */ name, /** @type {string} */ path) =>
  readFile(join(root, 'node_modules', name, path), 'utf8')

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
    const withoutMap = published.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '')
    const text = `${relativeImports(withoutMap, source).trimEnd()}\n`
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
  files.set('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
  return files
}

/** Returns one sentence per file that is missing, different or not ours. */
async function differences(/** @type {Map<string, string>} */ files) {
  const present = new Set(await readdir(vendorFolder).catch(() => []))
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
  for (const [name, text] of files) await writeFile(join(vendorFolder, name), text)
  process.stdout.write(`public/vendor: ${files.size} files written\n`)
}
