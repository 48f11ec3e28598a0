/** One tenant, or one account, with as many screens as it can get, and what is left for the others. */

import { describe, expect, it } from 'vitest'
import type { Actor } from '../../src/protocol/actor.ts'
import { createAgains } from '../../src/screens/again.ts'
import { refuseFull, type Taker } from '../../src/screens/places.ts'
import type { Visit } from '../../src/screens/visit.ts'
import { ManualTime } from '../support/manual-time.ts'

const MINUTE = 60_000

/** Takes places as this tenant, by as many accounts as it needs, until there is none; how many those were. */
const takeAll = (taken: Taker[], tenantId: string): number => {
  for (let count = 0; ; count++) {
    const taker = { id: `tok_${count >> 3}`, tenantId }
    try {
      refuseFull(taker, taken)
    } catch {
      return count
    }
    taken.push(taker)
  }
}

describe('places for screens', () => {
  it('are half of all for a tenant that is alone, and fifty for each that comes after it', () => {
    const taken: Taker[] = []
    expect(['a', 'b', 'c', 'd'].map((tenant) => takeAll(taken, tenant))).toEqual([100, 50, 50, 0])
  })

  it('are there for a tenant whatever another one took', () => {
    const taken: Taker[] = []
    takeAll(taken, 'greedy')
    expect(takeAll(taken, 'greedy')).toBe(0)
    expect(() => refuseFull({ id: 'person_1', tenantId: 'modest' }, taken)).not.toThrow()
  })

  it('are eight for one account, and the refusal says of how many', () => {
    const ana = { id: 'person_ana', tenantId: 'a' }
    const refused = expect.objectContaining({ code: 'too_many_screens' })
    expect(() => refuseFull(ana, Array.from({ length: 7 }, () => ana))).not.toThrow()
    expect(() => refuseFull(ana, Array.from({ length: 8 }, () => ana))).toThrow(refused)
    const twin = { ...ana, tenantId: 'b' }
    expect(() => refuseFull(ana, Array.from({ length: 8 }, () => twin))).not.toThrow()
  })
})

const visitOf = (id: string, tenantId: string): Visit => {
  const actor: Actor = { kind: 'person', id, name: id, tenantId, permissions: new Set() }
  return { actor, hostId: 'host_1', service: 'vnc', kind: 'screen', isViewOnly: false, instance: 'page' }
}

const start = () => {
  const time = new ManualTime()
  const agains = createAgains(time)
  const give = (id: string, tenantId: string) => agains.give({ visit: visitOf(id, tenantId), grant: undefined })
  const mayComeBack = ({ secret }: { secret: string }): boolean => {
    const taken = agains.take(secret, () => true)
    taken?.putBack()
    return taken !== undefined
  }
  return { time, agains, give, mayComeBack }
}

describe('what lets pages come back', () => {
  it('is sixteen for one account: the oldest that broke goes first, an open one stays', () => {
    const { give, mayComeBack, agains } = start()
    const open = give('ana', 'a')
    const broken = Array.from({ length: 20 }, () => {
      const again = give('ana', 'a')
      again.onBroken()
      return again
    })
    const newest = give('ana', 'a')
    expect(agains.size).toBe(16)
    expect(mayComeBack(newest)).toBe(true)
    expect(mayComeBack(broken[19] ?? newest)).toBe(true)
    expect(mayComeBack(broken[0] ?? newest)).toBe(false)
    expect(mayComeBack(open)).toBe(true)
  })

  it('stays for everybody else, however often one account opens pages and leaves', () => {
    const { give, mayComeBack } = start()
    const others = ['bea', 'cai', 'dora'].map((id) => give(id, 'a'))
    for (let times = 0; times < 3000; times++) give('ana', 'a').onBroken()
    expect(others.map(mayComeBack)).toEqual([true, true, true])
  })

  it('stays for other tenants, however many accounts one tenant has', () => {
    const { give, mayComeBack, agains } = start()
    const others = Array.from({ length: 50 }, (_, at) => give(`person_${at}`, 'modest'))
    for (const each of others) each.onBroken()
    for (let at = 0; at < 3000; at++) give(`tok_${at}`, 'greedy').onBroken()
    expect(agains.size).toBe(1000)
    expect(others.every(mayComeBack)).toBe(true)
  })

  it('is dropped when its time is over, and not only when somebody asks', () => {
    const { give, agains, time } = start()
    for (let at = 0; at < 5; at++) give(`person_${at}`, 'a').onBroken()
    time.advance(15 * MINUTE)
    give('ana', 'a')
    expect(agains.size).toBe(1)
  })
})
