/** The product's own version, from package.json (the contract's is another). */

import { readFileSync } from 'node:fs'

const manifest = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string }

export const VERSION = manifest.version
