/**
 * Keeps compiled code (and TypeScript with its types erased) between starts. Plain JavaScript,
 * because each thread has to ask for it before the first TypeScript file is loaded.
 */

import module from 'node:module'
import { fileURLToPath } from 'node:url'

/** Where only the owner of the installation writes: code in a shared folder could be poisoned. */
const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/isr', import.meta.url))

/** Call before importing anything large; NODE_COMPILE_CACHE names another folder. */
export const keepCompiledCode = () => {
  module.enableCompileCache(process.env['NODE_COMPILE_CACHE'] ?? FOLDER)
}

/** Writes what was compiled until now, for a process that may not get to do so at its end. */
export const saveCompiledCode = () => module.flushCompileCache()
