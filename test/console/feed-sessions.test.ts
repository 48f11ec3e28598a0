import { describe, expect, it } from 'vitest'
import { createFeeds } from '../../src/console/feed.ts'
import { createNumbers } from '../../src/console/numbers.ts'
import { createBus } from '../../src/platform/bus.ts'
import { createLog } from '../../src/platform/log.ts'
import type { Numbers } from '../../src/protocol/api.ts'
import type { Events } from '../../src/protocol/events.ts'
import type { Session } from '../../src/protocol/session.ts'
import { DEFAULT_TENANT } from '../../src/protocol/tenant.ts'
import { ManualTime } from '../support/manual-time.ts'

const SESSION: Session = {
  id: 'ses_1',
  hostId: 'host_1',
  code: 'ISR-12345678',
  service: 'vnc',
  controller: { kind: 'anonymous', id: '', name: '', device: '', address: '198.51.100.7' },
  via: 'program',
  isViewOnly: false,
  phase: 'connected',
  path: 'relay',
  outcome: null,
  reason: null,
  askedAt: 0,
  connectedAt: 0,
  firstByteAt: null,
  endedAt: null,
  bytesToHost: 0,
  bytesToController: 0,
}

/** A feed of a tenant whose numbers a test sets; `told` are the numbers that a page received. */
const watchNumbers = async (tenantId: string) => {
  const time = new ManualTime()
  const bus = createBus<Events>((error) => expect.unreachable(String(error)))
  const now = { online: 1, sessions: 0, bits: 0 }
  const feeds = createFeeds({
    bus,
    clock: time,
    ticker: time,
    log: createLog('silent'),
    listHosts: async () => ({ hosts: [], total: 0 }),
    readNumbers: createNumbers({
      bus,
      clock: time,
      countHosts: async () => 3,
      countBans: async () => 0,
      countOnline: () => now.online,
      countSessions: () => now.sessions,
      readRelayBits: () => now.bits,
      readRelay: () => 'open',
      isStorageWritable: () => true,
    }),
  })
  const told: (readonly [number, number, number | null])[] = []
  await feeds.of({ tenantId }).subscribe(undefined, ({ data }) => {
    const { numbers } = JSON.parse(data) as { numbers: Numbers }
    told.push([numbers.online, numbers.sessions, numbers.relayBitsPerSecond])
  })
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 250) {
      time.advance(250)
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return { bus, now, told, pass }
}

describe('the numbers of sessions in the live feed', () => {
  it('come when a session begins and when it ends, and the rate every two seconds between', async () => {
    const { bus, now, told, pass } = await watchNumbers(DEFAULT_TENANT)
    await pass(5000)
    expect(told).toEqual([[1, 0, 0]])
    now.sessions = 1
    bus.emit('session.changed', { session: SESSION, tenantId: DEFAULT_TENANT })
    await pass(250)
    expect(told.at(-1)).toEqual([1, 1, 0])
    now.bits = 8_000_000
    await pass(2500)
    expect(told.at(-1)).toEqual([1, 1, 8_000_000])
    now.sessions = 0
    bus.emit('session.ended', { session: SESSION, tenantId: DEFAULT_TENANT })
    await pass(250)
    now.bits = 0
    await pass(5000)
    expect(told.at(-1)).toEqual([1, 0, 0])
    const sent = told.length
    await pass(10_000)
    expect(told.length).toBe(sent)
  })

  it('say nothing of the relay and of others to the tenants of a server', async () => {
    const { bus, now, told, pass } = await watchNumbers('ten_other')
    now.sessions = 1
    now.bits = 8_000_000
    bus.emit('session.changed', { session: SESSION, tenantId: DEFAULT_TENANT })
    await pass(5000)
    expect(told).toEqual([[1, 0, null]])
    bus.emit('session.changed', { session: SESSION, tenantId: 'ten_other' })
    await pass(5000)
    expect(told).toEqual([
      [1, 0, null],
      [1, 1, null],
    ])
  })
})
