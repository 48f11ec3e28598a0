/**
 * Links that go black: nothing passes and nobody is told. Real ends of the client library and the
 * real server, between them a proxy that stops forwarding; time is moved by hand, second by second.
 */

import { expect, it } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'
import {
  CONTROL_PATH,
  DEGRADED_AFTER_MS,
  HEARTBEAT_MS,
  OFFLINE_AFTER_MS,
  RELAY_PATH,
} from '../../src/protocol/control.ts'
import type { Session } from '../../src/protocol/session.ts'
import { startTestApp } from '../support/app.ts'
import { type DroppingProxy, startDroppingProxy } from '../support/dropping-proxy.ts'
import { echoed, type LibraryHost, openLibraryLink, startLibraryHost } from '../support/programs-library.ts'
import { startEcho } from './connect-parts.ts'

const CODE = 'ISR-58231947'

/** The relay and both ends of a tunnel count an end as gone after this silence, milliseconds. */
const GONE_AFTER_MS = 45_000

/** A server, the two proxies through which a host and a controller reach it, and a host. */
const startNetwork = async () => {
  const app = await startTestApp()
  const { time } = app
  const [hostSide, controllerSide] = [await startDroppingProxy(app.url), await startDroppingProxy(app.url)]
  const service = `echo=${(await startEcho()).target}`
  const start = (facts: { key?: LibraryHost['key'] } = {}) =>
    startLibraryHost({ server: hostSide.url, code: CODE, service, time, ...facts })
  const host = await start()
  const headers = { 'Content-Type': 'application/json' }
  const body = await (await app.callAsOwner('/v1/relay/policy')).text()
  /** Returns when the thread that writes has written what it was given before. */
  const written = async (): Promise<void> => {
    const answer = await app.callAsOwner('/v1/relay/policy', { method: 'PUT', headers, body })
    expect(answer.status).toBe(200)
  }
  const connectedAs = (of: LibraryHost, times: number) =>
    expect.poll(() => of.events.filter(({ type }) => type === 'connected').length).toBe(times)
  await connectedAs(host, 1)

  /** Lets time pass as it does: what is on its way arrives before the next second. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 1000) {
      time.advance(1000)
      // Three round trips of another connection on the same loop are more than a ping and its pong.
      for (let trip = 0; trip < 3; trip++) await (await app.call('/v1/server')).text()
      await written()
    }
  }
  const seen = async (): Promise<Host> => {
    const { hosts } = (await (await app.callAsOwner('/v1/hosts')).json()) as { hosts: Host[] }
    return hosts[0] as Host
  }
  const sessions = async (state: 'live' | 'ended'): Promise<Session[]> => {
    const answer = await app.callAsOwner(`/v1/sessions?state=${state}`)
    return ((await answer.json()) as { sessions: Session[] }).sessions
  }
  const link = (of = host) => openLibraryLink({ server: controllerSide.url, code: CODE, pin: of.pin, time })
  return { app, time, hostSide, controllerSide, host, start, connectedAs, pass, seen, sessions, link }
}

/** Turns the one live link to a path black. */
const blacken = (proxy: DroppingProxy, path: string): void => {
  const live = proxy.live(path)
  expect(live).toHaveLength(1)
  live[0]?.blacken()
}

it('a host whose network went black is degraded, then offline, and comes back by itself', async () => {
  const { hostSide, host, connectedAs, pass, seen } = await startNetwork()
  await pass(2 * HEARTBEAT_MS)
  expect(await seen()).toMatchObject({ presence: 'online' })
  hostSide.blacken()
  await pass(DEGRADED_AFTER_MS - HEARTBEAT_MS)
  expect(await seen()).toMatchObject({ presence: 'online' })
  await pass(HEARTBEAT_MS)
  await expect.poll(async () => (await seen()).presence).toBe('degraded')
  await pass(OFFLINE_AFTER_MS - DEGRADED_AFTER_MS)
  await expect.poll(async () => (await seen()).presence).toBe('offline')
  // The host hears as little as the server, and finds its way back without anybody's help.
  hostSide.clear()
  await pass(20_000)
  await connectedAs(host, 2)
  expect(host.events).toContainEqual(expect.objectContaining({ type: 'lost', code: 'channel_lost' }))
  await expect.poll(async () => (await seen()).presence).toBe('online')
})

it('the same owner, started again behind a black link, takes over within one heartbeat', async () => {
  const { hostSide, host, start, connectedAs, pass, seen, link } = await startNetwork()
  const before = await seen()
  blacken(hostSide, CONTROL_PATH)
  const again = await start({ key: host.key })
  await pass(HEARTBEAT_MS)
  await connectedAs(again, 1)
  expect(again.events.filter(({ type }) => type === 'lost')).toEqual([])
  await expect.poll(seen).toMatchObject({ id: before.id, presence: 'online' })
  expect(await echoed(await link(again), 'to the new one')).toBe('to the new one')
})

for (const side of ['host', 'controller'] as const) {
  it(`a tunnel whose ${side} went black ends for both with a reason, and the link opens another`, async () => {
    const { app, hostSide, controllerSide, host, pass, seen, sessions, link } = await startNetwork()
    const open = await link()
    expect(await echoed(open, 'before')).toBe('before')
    blacken(side === 'host' ? hostSide : controllerSide, RELAY_PATH)
    await pass(GONE_AFTER_MS + 2 * HEARTBEAT_MS)
    await expect.poll(() => sessions('ended')).toHaveLength(1)
    const [lost] = await sessions('ended')
    expect(lost).toMatchObject({ outcome: 'failed', reason: 'peer_stalled', path: 'relay' })
    // The end that is well hears it from the relay, the other from nobody: it notices by itself.
    const reason = side === 'host' ? 'peer_stalled' : 'channel_lost'
    await expect.poll(() => open.events).toContainEqual({ type: 'broken', reason })
    await expect.poll(() => host.events).toContainEqual(expect.objectContaining({ type: 'ended', session: lost?.id }))
    await expect.poll(async () => (await sessions('live')).length).toBe(1)
    expect(await echoed(open, 'after')).toBe('after')
    expect(open.asked.pins).toBe(1)
    expect(await seen()).toMatchObject({ presence: 'online' })
    open.close()
    await expect.poll(async () => (await sessions('live')).length).toBe(0)
    await pass(HEARTBEAT_MS)
    const metrics = async (): Promise<string> => (await app.callAsOwner('/metrics')).text()
    for (const name of ['isr_sessions', 'isr_session_keys', 'isr_relay_sockets']) {
      await expect.poll(metrics).toMatch(new RegExp(`^${name} 0$`, 'm'))
    }
    await expect.poll(() => host.held()).toMatchObject({ sessions: 0, tunnels: 0, streams: 0 })
  })
}
