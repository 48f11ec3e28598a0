import { describe, expect, it } from 'vitest'
import { ANONYMOUS } from '../../src/protocol/actor.ts'
import { createAuditIds, toRecord } from '../../src/audit/entry.ts'
import {
  createTally,
  MAX_DETAILED_OF_TENANT,
  MAX_ROWS_PER_MINUTE,
  MINUTE_MS,
} from '../../src/audit/tally.ts'
import { START } from '../support/manual-time.ts'

/** Enough for every bound to be reached many times over. */
const MANY = 200_000

const newAuditId = createAuditIds()

type Given = {
  at?: number
  tenantId?: string
  address?: string
  action?: string
  kind?: 'anonymous' | 'token'
}

const refusal = (code: string, given: Given = {}) => {
  const { at = START, tenantId = 'tenant_a', kind = 'anonymous' } = given
  const entry = {
    actor: { ...ANONYMOUS, kind, tenantId },
    address: given.address ?? '203.0.113.7',
    action: given.action ?? 'host.registered',
    object: { kind: 'host', id: '', name: code },
    reason: 'code_claimed',
  }
  return toRecord(entry, newAuditId(at), at)
}

describe('refusals of a minute', () => {
  it('are one row for the same act on the same object from the same subscriber', () => {
    const tally = createTally()
    for (let turn = 0; turn < 1000; turn++) {
      tally.add(refusal('ISR-1', { at: START + turn, address: `2001:db8::${turn.toString(16)}` }))
    }
    const rows = tally.take()
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ count: 1000, at: START, untilAt: START + 999 })
    expect(tally.take()).toEqual([])
    tally.add(refusal('ISR-1', { at: START + 1000 }))
    tally.add(refusal('ISR-2', { at: START + 1000 }))
    expect(tally.take().map(({ count }) => count)).toEqual([1, 1])
  })

  it('keep the id of their row, and the next minute has another', () => {
    const tally = createTally()
    tally.add(refusal('ISR-1'))
    const [first] = tally.take()
    tally.add(refusal('ISR-1'))
    const [same] = tally.take()
    tally.add(refusal('ISR-1', { at: START + MINUTE_MS }))
    const [next] = tally.take()
    expect(same).toMatchObject({ id: first?.id, count: 2 })
    expect(next?.id).not.toBe(first?.id)
    expect(next?.count).toBe(1)
  })

  it('are a fixed number of rows, however many attackers there are', () => {
    const tally = createTally()
    for (let turn = 0; turn < MANY; turn++) {
      tally.add(
        refusal(`code ${turn}`, {
          tenantId: `tenant_${turn % 1000}`,
          address: `203.0.${(turn >> 8) & 255}.${turn & 255}`,
          action: `act.${turn % 100}`,
          kind: turn % 2 === 0 ? 'anonymous' : 'token',
        }),
      )
    }
    expect(tally.size).toBeLessThanOrEqual(MAX_ROWS_PER_MINUTE)
    const rows = tally.take()
    expect(rows.length).toBeLessThanOrEqual(MAX_ROWS_PER_MINUTE)
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(MANY)
  })

  it('of one tenant, and of strangers, leave room for those of others', () => {
    const tally = createTally()
    for (let turn = 0; turn < 10_000; turn++) tally.add(refusal(`code ${turn}`))
    tally.add(refusal('of B', { tenantId: 'tenant_b' }))
    tally.add(refusal('of a person', { kind: 'token' }))
    const names = tally.take().map(({ object }) => object.name)
    expect(names).toHaveLength(MAX_DETAILED_OF_TENANT + 3)
    expect(names).toEqual(expect.arrayContaining(['of B', 'of a person', '(many)']))
  })

  it('that could not be written come again, and no more of them than two minutes have', () => {
    const tally = createTally()
    tally.add(refusal('ISR-1'))
    tally.giveBack(tally.take())
    tally.add(refusal('ISR-1'))
    expect(tally.take().map(({ count }) => count)).toEqual([1, 2])
    for (let turn = 0; turn < 100; turn++) {
      const at = START + turn * MINUTE_MS
      for (let code = 0; code < 300; code++) tally.add(refusal(`code ${code}`, { at }))
      tally.giveBack(tally.take())
    }
    expect(tally.size).toBeLessThan(3 * MAX_ROWS_PER_MINUTE)
  })
})
