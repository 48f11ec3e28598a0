/** The machine's clock is set back by an hour: what is over is noticed no later for it. */

import { expect, it } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'
import type { Session } from '../../src/protocol/session.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { askSession, connectHost } from '../support/host.ts'
import { ManualTime } from '../support/manual-time.ts'

const HOUR_MS = 3_600_000

/** Timers that go on while the wall clock is set. */
class SetClock extends ManualTime {
  offsetMs = 0
  override now(): number {
    return super.now() + this.offsetMs
  }
}

const presence = async (app: TestApp): Promise<string | undefined> =>
  ((await (await app.callAsOwner('/v1/hosts')).json()) as { hosts: Host[] }).hosts[0]?.presence

const sessions = async (app: TestApp, state: string): Promise<Session[]> =>
  ((await (await app.callAsOwner(`/v1/sessions?state=${state}`)).json()) as { sessions: Session[] }).sessions

it('a host that went black is offline after its silence', async () => {
  const time = new SetClock()
  const app = await startTestApp([], { time })
  const host = await connectHost(app)
  host.socket.pause()
  time.offsetMs = -HOUR_MS
  time.advance(70_000)
  await expect.poll(() => presence(app)).toBe('offline')
})

it('a host that answers stays online, and its lease is refreshed', async () => {
  const time = new SetClock()
  const app = await startTestApp(['--ttl', '1m'], { time })
  const host = await connectHost(app)
  time.offsetMs = -HOUR_MS
  for (let turn = 0; turn < 20; turn++) {
    time.advance(10_000)
    host.send({ type: 'sing' })
    await host.next('unknown')
  }
  expect(await presence(app)).toBe('online')
  expect(host.socket.readyState).toBe(1)
})

it('a session that nobody comes to is lonely after 30 seconds, and its ticket worthless', async () => {
  const time = new SetClock()
  const app = await startTestApp([], { time })
  await connectHost(app)
  await askSession(app)
  time.offsetMs = -HOUR_MS
  time.advance(32_000)
  await expect.poll(() => sessions(app, 'ended')).toMatchObject([{ outcome: 'lonely' }])
  expect(await sessions(app, 'live')).toEqual([])
})

it('a session whose host has gone on directly and is lost ends as any other', async () => {
  const time = new SetClock()
  const app = await startTestApp([], { time })
  const host = await connectHost(app)
  const { id } = (await (await askSession(app)).json()) as { id: string }
  host.send({ type: 'connected', session: id, path: 'direct' })
  host.send({ type: 'sing' })
  await host.next('unknown')
  host.socket.close()
  await expect.poll(() => presence(app)).toBe('offline')
  time.offsetMs = -HOUR_MS
  time.advance(70_000)
  await expect.poll(() => sessions(app, 'ended')).toMatchObject([{ outcome: 'failed', reason: 'channel_lost' }])
})
