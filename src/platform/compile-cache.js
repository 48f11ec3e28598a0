/**
 * Keeps compiled code (and TypeScript with its types erased) between starts, and finds our own
 * modules without searching. Plain JavaScript, because each thread has to ask for it before the first
 * TypeScript file is loaded.
 */

import module from 'node:module'
import { fileURLToPath } from 'node:url'

/** Where only the owner of the installation writes: code in a shared folder could be poisoned. */
const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/isr', import.meta.url))

/** Call before importing anything large; NODE_COMPILE_CACHE names another folder. */
export const keepCompiledCode = () => {
  module.enableCompileCache(process.env['NODE_COMPILE_CACHE'] ?? FOLDER)
  module.registerHooks({ resolve: resolveOwn })
}

/**
 * Our own modules name each other by path and ending, so there is nothing to look up: neither links
 * nor package.json files on the way. That is a third of the time that loading them takes.
 * @type {import('node:module').ResolveHookSync}
 */
const resolveOwn = (specifier, context, next) =>
  specifier.startsWith('.') && specifier.endsWith('.ts') && context.parentURL
    ? {
        url: new URL(specifier, context.parentURL).href,
        format: 'module-typescript',
        shortCircuit: true,
      }
    : next(specifier, context)

/** Writes what was compiled until now, for a process that may not get to do so at its end. */
export const saveCompiledCode = () => module.flushCompileCache()
