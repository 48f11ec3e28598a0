import { chmodSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { openCodeFile } from '../../../src/client/agent/code-file.ts'
import { readPinFile } from '../../../src/client/agent/pin-file.ts'
import { ExposedFileError } from '../../../src/client/credentials.ts'
import { makeFolder } from '../../support/app.ts'

it('a host draws its code once and keeps it, and draws another when it must', () => {
  const file = join(makeFolder(), 'isr', 'host-key.pem.code')
  const code = openCodeFile(file).read()
  expect(code).toMatch(/^ISR-\d{8}$/)
  expect(openCodeFile(file).read()).toBe(code)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const other = openCodeFile(file).redraw()
  expect(openCodeFile(file).read()).toBe(other)
})

it('a PIN file holds six characters or more that nobody else can read', () => {
  const file = join(makeFolder(), 'pin')
  writeFileSync(file, ' a good one \nrest\n', { mode: 0o600 })
  expect(readPinFile(file, {})).toBe('a good one')
  chmodSync(file, 0o640)
  expect(() => readPinFile(file, {})).toThrow(ExposedFileError)
  expect(readPinFile(file, { CREDENTIALS_DIRECTORY: dirname(file) })).toBe('a good one')
  chmodSync(file, 0o600)
  for (const wrong of ['', '12345', '12-34 5', 'x'.repeat(129)]) {
    writeFileSync(file, wrong)
    expect(() => readPinFile(file, {})).toThrow(RangeError)
  }
})
