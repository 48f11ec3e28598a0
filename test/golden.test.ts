import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { makeGoldenFiles } from './support/golden.ts'

it('the OpenAPI file, the schema, the help, the errors and the README table are what the code says', async () => {
  for (const [path, content] of await makeGoldenFiles()) {
    expect(existsSync(path) ? readFileSync(path, 'utf8') : 'missing', `${path}: npm run golden`).toBe(content)
  }
})
