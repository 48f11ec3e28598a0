/** Writes the golden files again; `git diff` then shows what changed in what people see. */

import { writeFileSync } from 'node:fs'
import { makeGoldenFiles } from '../test/support/golden.ts'

for (const [path, content] of await makeGoldenFiles()) writeFileSync(path, content)
