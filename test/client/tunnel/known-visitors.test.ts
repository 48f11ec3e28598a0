/** Whoever a host let in before gets in while strangers guess, over real tunnels, old ends included. */

import { expect, it } from 'vitest'
import type { KeptPasses } from '../../../src/client/tunnel/letting-in.ts'
import { echo, offerSession, openRelayed, startHost, startService, type TestHost } from './ends.ts'

/** What one controller keeps. */
const createKept = (): KeptPasses & { readonly all: Map<string, string> } => {
  const all = new Map<string, string>()
  return { all, of: (key) => all.get(key), keep: (key, pass) => void all.set(key, pass) }
}

const start = async (): Promise<TestHost> => startHost({ echo: await startService(echo) })

/** Strangers of many addresses guess until the host takes no PIN of theirs. */
const besiege = ({ pins }: TestHost): void => {
  for (let from = 0; from < 40; from++) {
    const visitor = { address: `2001:db8:${from}::1`, isSignedIn: false }
    if (pins.lockedFor(visitor) === 0) pins.wrong(visitor)
  }
}

const LOCKED = { code: 'pin_locked' }

it('a controller that was let in before is let in with the PIN while strangers are not', async () => {
  const host = await start()
  const passes = createKept()
  await openRelayed(host, { passes })
  const pass = passes.of(host.hostKey)
  besiege(host)
  await expect(openRelayed(host)).rejects.toMatchObject(LOCKED)
  await expect(openRelayed(host, { passes: createKept() })).rejects.toMatchObject(LOCKED)
  await openRelayed(host, { passes })
  expect(passes.of(host.hostKey)).toBe(pass)
})

it('a pass alone opens nothing: its five guesses are counted, and then it is a stranger’s', async () => {
  const host = await start()
  const passes = createKept()
  await openRelayed(host, { passes })
  besiege(host)
  const askPin = (): Promise<string> => Promise.resolve('111111')
  await expect(openRelayed(host, { passes, askPin })).rejects.toMatchObject({ code: 'wrong_pin' })
  await expect(openRelayed(host, { passes, askPin })).rejects.toMatchObject(LOCKED)
  await expect(openRelayed(host, { passes })).rejects.toMatchObject(LOCKED)
  expect(host.told.filter(([what]) => what === 'wrong pin')).toHaveLength(5)
})

it('guesses in many tunnels at once come to no more than five by one pass', async () => {
  const host = await start()
  const passes = createKept()
  await openRelayed(host, { passes })
  besiege(host)
  const askPin = (): Promise<string> => Promise.resolve('111111')
  const tries = Array.from({ length: 8 }, () => openRelayed(host, { passes, askPin }).catch(() => undefined))
  await Promise.all(tries)
  expect(host.told.filter(([what]) => what === 'wrong pin')).toHaveLength(5)
})

it('a pass of another host is no pass', async () => {
  const [host, other] = [await start(), await start()]
  const passes = createKept()
  await openRelayed(other, { passes })
  passes.keep(host.hostKey, passes.of(other.hostKey) ?? '')
  besiege(host)
  await expect(openRelayed(host, { passes })).rejects.toMatchObject(LOCKED)
})

it('somebody of the host’s tenant is let in while strangers are not', async () => {
  const host = await start()
  besiege(host)
  const session = offerSession(host, 'echo', '203.0.113.5', true)
  expect((await openRelayed(host, { session })).grant).toBeDefined()
})

it('controllers that know of no passes are given none, and those that do keep none of a host that gives none', async () => {
  const host = await start()
  await openRelayed(host)
  const passes = createKept()
  const open = startHost({ echo: await startService(echo) }, { kind: 'none' })
  await openRelayed(open, { passes })
  expect(passes.all.size).toBe(0)
})
