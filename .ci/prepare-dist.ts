/** An empty dist/ with what the compiler leaves out: the migrations. Nothing of an earlier build stays. */

import { cpSync, rmSync } from 'node:fs'

const DIST = new URL('../dist/', import.meta.url)

rmSync(DIST, { recursive: true, force: true })
cpSync(new URL('../src/store/migrations', import.meta.url), new URL('store/migrations', DIST), {
  recursive: true,
})
