import { describe, expect, it, onTestFinished } from 'vitest'
import { join } from 'node:path'
import { createAudit, createAuditStore } from '../../src/audit/index.ts'
import type { AuditFilter } from '../../src/audit/store.ts'
import { createLog } from '../../src/platform/log.ts'
import { type Actor, ANONYMOUS } from '../../src/protocol/actor.ts'
import type { AuditEntry } from '../../src/protocol/audit.ts'
import { DEFAULT_TENANT } from '../../src/protocol/tenant.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { makeFolder } from '../support/app.ts'
import { ManualTime, START } from '../support/manual-time.ts'

const SCOPE = { tenantId: DEFAULT_TENANT }

const PERSON: Actor = { ...ANONYMOUS, kind: 'person', id: 'person_1', name: 'Ada', tenantId: DEFAULT_TENANT }

const act = (code: string, given: Partial<AuditEntry> = {}): AuditEntry => ({
  actor: PERSON,
  address: '203.0.113.7',
  action: 'host.locked',
  object: { kind: 'host', id: `host_${code}`, name: code },
  ...given,
})

const start = (options: { keepMs?: number; maxRows?: number; file?: string } = {}) => {
  const { keepMs = 1e12, maxRows = 1e6, file = join(makeFolder(), 'registry.db') } = options
  const time = new ManualTime()
  const database = openSqlite({
    file,
    ticker: time,
    onDeath: (error) => {
      throw error
    },
  })
  let isOpen = true
  const close = async (): Promise<void> => {
    if (!isOpen) return
    isOpen = false
    await audit.close()
    await database.close()
  }
  const store = createAuditStore(database)
  const log = createLog('silent')
  const audit = createAudit({ store, clock: time, ticker: time, log, keepMs, maxRows })
  onTestFinished(close)
  const names = async (filter: AuditFilter = {}): Promise<string[]> =>
    (await audit.page(SCOPE, filter, 500)).records.map(({ object }) => object.name)
  return { audit, time, database, close, names, file }
}

describe('the audit', () => {
  it('has an act on the disk when it says so, and a counted refusal at the latest at the end', async () => {
    const first = start()
    await first.audit.record(act('ISR-1', { before: { state: 'open' }, after: { state: 'locked' } }))
    await first.audit.record(act('ISR-2', { reason: 'forbidden' }))
    const stored = await first.database.all('SELECT object_name FROM audit', [])
    expect(stored).toEqual([{ object_name: 'ISR-1' }])
    await first.close()
    const again = start({ file: first.file })
    expect(await again.names()).toEqual(['ISR-2', 'ISR-1'])
  })

  it('shows counted refusals at once to whoever looks, and counts on in the same row', async () => {
    const { audit, names } = start()
    for (let turn = 0; turn < 3; turn++) await audit.record(act('ISR-1', { reason: 'forbidden' }))
    expect(await names()).toEqual(['ISR-1'])
    for (let turn = 0; turn < 4; turn++) await audit.record(act('ISR-1', { reason: 'forbidden' }))
    const { records } = await audit.page(SCOPE, {}, 10)
    expect(records.map(({ count, outcome, reason }) => [count, outcome, reason])).toEqual([
      [7, 'refused', 'forbidden'],
    ])
  })

  it('pages through acts of one millisecond without losing or repeating one', async () => {
    const { audit, names } = start()
    const codes = Array.from({ length: 25 }, (_, turn) => `ISR-${turn}`)
    for (const code of codes) await audit.record(act(code))
    const seen: string[] = []
    let next: Parameters<typeof audit.page>[3]
    do {
      const page = await audit.page(SCOPE, {}, 4, next)
      seen.push(...page.records.map(({ object }) => object.name))
      next = page.next
    } while (next)
    expect(seen).toEqual(codes.toReversed())
    expect(await names()).toEqual(seen)
  })

  it('finds by every filter, alone and together, also far back', async () => {
    const { audit, time, names, database } = start()
    await audit.record(act('old', { action: 'token.made', actor: { ...PERSON, id: 'person_2', name: '50%_Bo' } }))
    time.advance(1000)
    await database.transact(
      Array.from({ length: 2500 }, (_, turn) => ({
        sql: `INSERT INTO audit VALUES ($1, 'tenant_default', $2, 'host', 'h', 'h', '10.0.0.1', 'x.y', 'host', 'o', 'filler', 'allowed', NULL, NULL, NULL, 1, $2)`,
        params: [`aud_${turn}`, START + 1000],
      })),
    )
    time.advance(1000)
    await audit.record(act('new'))
    await audit.record(act('no', { reason: 'code_claimed' }))
    expect(await names({ action: 'token.made' })).toEqual(['old'])
    expect(await names({ actor: 'person_2' })).toEqual(['old'])
    expect(await names({ actor: '50%_Bo' })).toEqual(['old'])
    expect(await names({ object: 'host_new' })).toEqual(['new'])
    expect(await names({ object: 'new', outcome: 'allowed' })).toEqual(['new'])
    expect(await names({ outcome: 'refused' })).toEqual(['no'])
    expect(await names({ until: START + 1000 })).toEqual(['old'])
    expect(await names({ from: START + 2000 })).toEqual(['no', 'new'])
    expect(await names({ q: '50%_b' })).toEqual(['old'])
    expect(await names({ q: 'CODE_claimed' })).toEqual(['no'])
    expect(await names({ q: '5%b' })).toEqual([])
    expect(await names({ q: "' OR 1=1 --" })).toEqual([])
    expect(await names({ q: 'ada', action: 'token.made' })).toEqual([])
  })

  it('shows a tenant its own entries only', async () => {
    const { audit, names } = start()
    await audit.record(act('B', { actor: { ...PERSON, tenantId: 'tenant_b' } }))
    await audit.record(act('A'))
    expect(await names()).toEqual(['A'])
    const { records } = await audit.page({ tenantId: 'tenant_b' }, {}, 10)
    expect(records.map(({ object }) => object.name)).toEqual(['B'])
  })

  it('forgets what is older than it should keep', async () => {
    const { audit, time, names } = start({ keepMs: 86_400_000 })
    await audit.record(act('old'))
    time.advance(86_400_000)
    await audit.record(act('new'))
    expect(await audit.sweep()).toBe(0)
    time.advance(1)
    expect(await audit.sweep()).toBe(1)
    expect(await names()).toEqual(['new'])
  })

  it('keeps so many rows and gives up what strangers caused before what people did', async () => {
    const { audit, time, names } = start({ maxRows: 100 })
    for (let turn = 0; turn < 20; turn++) await audit.record(act(`act ${turn}`))
    for (let turn = 0; turn < 120; turn++) {
      time.advance(60_000)
      await audit.record(act(`stranger ${turn}`, { actor: ANONYMOUS, reason: 'code_claimed' }))
    }
    await audit.flush()
    expect(await audit.sweep()).toBe(40)
    const kept = await names()
    expect(kept).toHaveLength(100)
    expect(kept.filter((name) => name.startsWith('act'))).toHaveLength(20)
    expect(kept[0]).toBe('stranger 119')
    for (let turn = 20; turn < 200; turn++) await audit.record(act(`act ${turn}`))
    await audit.sweep()
    const later = await names()
    expect(later).toHaveLength(100)
    expect(later.filter((name) => name.startsWith('stranger'))).toHaveLength(50)
    expect(later[0]).toBe('act 199')
  })

  it('never throws: what a failing disk does not take is kept in mind and written later', async () => {
    const { audit, database, names, time } = start()
    await database.write('ALTER TABLE audit RENAME TO elsewhere', [])
    await audit.record(act('ISR-1'))
    await audit.record(act('ISR-2', { reason: 'forbidden' }))
    await audit.flush()
    await database.write('ALTER TABLE elsewhere RENAME TO audit', [])
    time.advance(5000)
    await audit.flush()
    await audit.flush()
    expect(await names()).toEqual(['ISR-2', 'ISR-1'])
    const { records } = await audit.page(SCOPE, {}, 10)
    expect(records.map(({ count }) => count)).toEqual([1, 1])
  })
})
