/** Passes beside the known hosts: one for each key, for nobody else to read, and never in the way. */

import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { createKeptPasses } from '../../src/client/passes-file.ts'
import { createPasses } from '../../src/client/tunnel/passes.ts'
import { makeFolder } from '../support/app.ts'
import { ManualTime } from '../support/manual-time.ts'

const newPass = (): string => createPasses(generateKeyPairSync('ed25519').privateKey).give()

const start = () => {
  const file = join(makeFolder(), 'isr', 'passes')
  return { file, kept: createKeptPasses(file, new ManualTime()) }
}

it('keeps one for each host, the newest, in a file that only its owner can read', () => {
  const { file, kept } = start()
  const [old, next, other] = [newPass(), newPass(), newPass()]
  expect(kept.of('aaaa')).toBeUndefined()
  kept.keep('aaaa', old)
  kept.keep('bbbb', other)
  kept.keep('aaaa', next)
  expect([kept.of('aaaa'), kept.of('bbbb'), kept.of('cccc')]).toEqual([next, other, undefined])
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('remembers a thousand hosts, and forgets the one met first', () => {
  const { file, kept } = start()
  kept.keep('1111', newPass())
  kept.keep('2222', newPass())
  const [first = '', second = ''] = readFileSync(file, 'utf8').split('\n')
  const others = Array.from({ length: 998 }, (_, at) => `SHA256:${at} ${newPass()}`)
  writeFileSync(file, `${[first, second, ...others].join('\n')}\n`)
  kept.keep('3333', newPass())
  expect(kept.of('1111')).toBeUndefined()
  expect(kept.of('2222')).toBeDefined()
  expect(kept.of('3333')).toBeDefined()
})

it('uses no file that others may read, and nothing that is no pass', () => {
  const { file, kept } = start()
  kept.keep('aaaa', newPass())
  chmodSync(file, 0o644)
  expect(kept.of('aaaa')).toBeUndefined()
  chmodSync(file, 0o600)
  writeFileSync(file, readFileSync(file, 'utf8').replace('isrv_', 'else_'))
  expect(kept.of('aaaa')).toBeUndefined()
})

it('a file that cannot be written keeps nobody out', () => {
  const taken = join(makeFolder(), 'a file')
  writeFileSync(taken, '')
  const kept = createKeptPasses(join(taken, 'passes'), new ManualTime())
  kept.keep('aaaa', newPass())
  expect(kept.of('aaaa')).toBeUndefined()
})
