// The thread's entry, plain JavaScript: the compile cache has to be on before TypeScript is loaded.

import { keepCompiledCode } from '../platform/compile-cache.js'

keepCompiledCode()
await import(import.meta.url.includes('/dist/') ? './writer-loop.js' : './writer-loop.ts')
