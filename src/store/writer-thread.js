// The thread's entry, plain JavaScript: the compile cache has to be on before TypeScript is loaded.

import { existsSync } from 'node:fs'
import { keepCompiledCode } from '../platform/compile-cache.js'

keepCompiledCode()
const isCheckout = existsSync(new URL('./writer-loop.ts', import.meta.url))
await import(isCheckout ? './writer-loop.ts' : './writer-loop.js')
