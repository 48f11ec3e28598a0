/**
 * What is checked without running the product, two parts at a time: the compiler, which takes as long
 * as all others together, and beside it the others. Plain JavaScript, as the compiler has not spoken.
 *
 * Promises: every part runs to its end; the output of one that failed is printed whole, and then the
 * exit code is 1. Assumes: `npm ci` has run, and npm's scripts find the programs of node_modules.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The scripts `check:…` of package.json in their order, the longest first: whoever is idle takes the next. */
const parts = Object.entries(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).scripts)
  .filter(([name]) => name.startsWith('check:'))
  .map(([, command]) => command)

const AT_ONCE = Math.min(2, availableParallelism())

/** Runs one part and tells whether it went well. */
const isGood = async (/** @type {string} */ part) => {
  const startedAt = performance.now()
  const child = spawn(part, { cwd: root, shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => (text += chunk))
  }
  const [code] = await once(child, 'close')
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'}  ${part} (${seconds} s)\n`)
  if (code !== 0) process.stdout.write(`${text}\n`)
  return code === 0
}

const left = parts.values()

/** Takes parts until none is left; the two of them share the list. */
const work = async () => {
  let isWell = true
  for (const part of left) isWell = (await isGood(part)) && isWell
  return isWell
}

const results = await Promise.all(Array.from({ length: AT_ONCE }, work))
if (results.includes(false)) process.exitCode = 1
