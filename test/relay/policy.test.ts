/** The relay policy: what it says at first, what it survives, and what is not taken for one. */

import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemTicker } from '../../src/platform/ticker.ts'
import { readPolicyStore } from '../../src/relay/index.ts'
import { DEFAULT_POLICY, mayCarry, RANGES, toPolicy } from '../../src/relay/policy.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { makeFolder } from '../support/app.ts'

test('a server that was told nothing has the default policy, and keeps what it is told', async () => {
  const file = join(makeFolder(), 'registry.db')
  const open = () =>
    openSqlite({
      file,
      ticker: systemTicker,
      onDeath: (error) => {
        throw error
      },
    })
  const first = open()
  const store = await readPolicyStore(first)
  expect(store.current()).toEqual(DEFAULT_POLICY)
  const wanted = { ...DEFAULT_POLICY, isForStrangers: false, allMbits: 500 }
  expect(await store.change(wanted)).toEqual(DEFAULT_POLICY)
  expect(store.current()).toEqual(wanted)
  await first.close()
  const second = open()
  expect((await readPolicyStore(second)).current()).toEqual(wanted)
  await second.close()
})

test('whatever is stored, the policy that is read is one', () => {
  const names = Object.keys(DEFAULT_POLICY)
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), fc.jsonValue()), (stored) => {
      const policy = toPolicy(stored)
      expect(Object.keys(policy)).toEqual(names)
      for (const [name, [least, most]] of Object.entries(RANGES)) {
        const value = policy[name as keyof typeof RANGES]
        expect(value).toBeGreaterThanOrEqual(least)
        expect(value).toBeLessThanOrEqual(most)
      }
      expect(toPolicy(policy)).toEqual(policy)
    }),
  )
  for (const nothing of [undefined, null, 'no', 7, []]) {
    expect(toPolicy(nothing)).toEqual(DEFAULT_POLICY)
  }
})

test('a relay that is off carries for nobody, one without strangers for who signed in', () => {
  const [on, off] = [DEFAULT_POLICY, { ...DEFAULT_POLICY, isOn: false }]
  const known = { ...DEFAULT_POLICY, isForStrangers: false }
  expect([mayCarry(on, false), mayCarry(on, true)]).toEqual([true, true])
  expect([mayCarry(known, false), mayCarry(known, true)]).toEqual([false, true])
  expect([mayCarry(off, false), mayCarry(off, true)]).toEqual([false, false])
})
