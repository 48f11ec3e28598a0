/** A million spoofed addresses and codes: what the server remembers is bounded, and so is its heap. */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createBudget } from '../../src/guard/budget.ts'
import { createBanStore, createGuard, type Guard } from '../../src/guard/index.ts'
import { createBus } from '../../src/platform/bus.ts'
import { createLog } from '../../src/platform/log.ts'
import type { Events } from '../../src/protocol/events.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { makeFolder } from '../support/app.ts'
import { ManualTime } from '../support/manual-time.ts'

const SPOOFED = 1_000_000

/** Six times what each limit holds: beyond that nothing changes any more. */
const SPOOFED_IN_FULL = 300_000

/** 50 000 keys in each of ten limits, two of which keep what is bought ahead beside it; bans. */
const MOST_REMEMBERED = 12 * 50_000 + 20_000

/** What a flood may leave behind; the machine this runs on may be a small one. */
const MOST_HEAP_BYTES = 150 * 2 ** 20

const heapBytes = (): number => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}

const startGuard = async (
  honeypots: string[] = [],
): Promise<{ guard: Guard; time: ManualTime }> => {
  const time = new ManualTime()
  const file = join(makeFolder(), 'registry.db')
  const onDeath = (error: unknown): never => {
    throw error
  }
  const database = openSqlite({ file, ticker: time, onDeath })
  onTestFinished(() => database.close())
  const guard = createGuard({
    store: createBanStore(database),
    clock: time,
    ticker: time,
    bus: createBus<Events>(onDeath),
    log: createLog('silent'),
    limits: {
      resolvesPerMinute: 600,
      registersPerMinute: 1000,
      newCodesPerHour: 5000,
      resolvesPerCodePerMinute: 2,
      registersPerCodePerMinute: 60,
      missesPerAddress: 100,
      missesPerCode: 200,
      missesInAll: 1_000_000_000,
      honeypots,
      banMs: 3_600_000,
    },
  })
  return { guard, time }
}

const bucketOf = (turn: number): string =>
  `2001:db8:${(turn >> 16).toString(16)}:${(turn & 0xffff).toString(16)}::/64`

/** What a lookup of a code finds. */
const registered = (): boolean | undefined => true
const unknown = (): boolean | undefined => undefined

const codeOf = (turn: number): string => `ISR-${String(turn).padStart(8, '0')}`

describe('a flood of spoofed addresses', () => {
  it('that guess leaves bounded memory behind', { timeout: 120_000 }, async () => {
    const { guard } = await startGuard()
    const before = heapBytes()
    for (let turn = 0; turn < SPOOFED_IN_FULL; turn++) {
      const caller = { bucket: bucketOf(turn) }
      await guard.look(caller, codeOf(turn), unknown)
    }
    expect(guard.remembered).toBeLessThanOrEqual(MOST_REMEMBERED)
    expect(guard.remembered).toBeGreaterThan(50_000)
    expect(heapBytes() - before).toBeLessThan(MOST_HEAP_BYTES)
  })

  it('that register and sign in leaves bounded memory behind', { timeout: 120_000 }, async () => {
    const { guard } = await startGuard()
    const before = heapBytes()
    for (let turn = 0; turn < SPOOFED_IN_FULL / 2; turn++) {
      const caller = { bucket: bucketOf(turn) }
      await guard.admitRegister(caller, codeOf(turn))
      await guard.admitNewCode(caller)
      await guard.admitSignIn(caller)
    }
    expect(guard.remembered).toBeLessThanOrEqual(MOST_REMEMBERED)
    expect(heapBytes() - before).toBeLessThan(MOST_HEAP_BYTES)
  })

  it('of a million is held at the bound of the one limit they all pass', async () => {
    const time = new ManualTime()
    const before = heapBytes()
    const budget = createBudget({ points: 600, windowMs: 60_000, maxKeys: 50_000, clock: time })
    for (let turn = 0; turn < SPOOFED; turn++) await budget.take(bucketOf(turn))
    // What is spent, and what is bought ahead.
    expect(budget.size).toBeLessThanOrEqual(2 * 50_000)
    expect(heapBytes() - before).toBeLessThan(MOST_HEAP_BYTES / 4)
  })

  it('that touch a honeypot leaves bans that are forgotten when they are over', async () => {
    const { guard, time } = await startGuard(['ISR-00000000'])
    for (let turn = 0; turn < 12_000; turn += 1000) {
      const touched = Array.from({ length: 1000 }, (_, more) =>
        Promise.resolve(guard.look({ bucket: bucketOf(turn + more) }, 'ISR-00000000', registered)),
      )
      await Promise.allSettled(touched)
      time.advance(1)
    }
    expect((await guard.activeBans()).length).toBe(10_000)
    time.advance(3_600_000)
    await guard.sweep()
    expect([await guard.countBans(), await guard.activeBans()]).toEqual([0, []])
  })
})

describe('an honest caller during the flood', () => {
  it('who keeps coming keeps the standing it has', async () => {
    const { guard } = await startGuard()
    const honest = { bucket: '203.0.113.7' }
    for (let turn = 0; turn < 200_000; turn++) {
      await guard.look({ bucket: bucketOf(turn) }, codeOf(turn), registered)
      if (turn % 10_000 === 0) await guard.look(honest, codeOf(turn + 1_000_000), registered)
    }
    await expect(Promise.resolve(guard.look(honest, 'X', registered))).resolves.toBe(true)
  })

  it('and a guesser who keeps coming is not forgotten', async () => {
    const { guard, time } = await startGuard()
    const guesser = { bucket: '203.0.113.66' }
    for (let turn = 0; turn < 100; turn++) {
      const asked = guard.look(guesser, codeOf(turn), unknown)
      // The longest that an answer is held back.
      time.advance(4000)
      await asked
    }
    for (let turn = 0; turn < 100_000; turn++) {
      await guard.look({ bucket: bucketOf(turn) }, codeOf(turn), unknown)
      if (turn % 10_000 > 0) continue
      const asked = Promise.resolve().then(() => guard.look(guesser, codeOf(turn), registered))
      await expect(asked).rejects.toMatchObject({ code: 'rate_limited' })
    }
  })
})

describe('a clock that is set back', () => {
  it('does not lock anybody out for longer than the limit’s own window', async () => {
    const { guard, time } = await startGuard()
    const office = { bucket: '203.0.113.7' }
    for (let turn = 0; turn < 600; turn++) await guard.look(office, codeOf(turn), registered)
    time.jumpTo(time.now() - 86_400_000)
    time.advance(60_000)
    const asked = Promise.resolve().then(() => guard.look(office, 'X', registered))
    await expect(asked).resolves.toBe(true)
  })
})
