import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'
import type { Session, SessionOffer } from '../../src/protocol/session.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { askSession, connectHost, newKey, openChannel, pairUp, sayHello, takeSeat } from '../support/host.ts'

const hosts = async (app: TestApp): Promise<Host[]> =>
  ((await (await app.callAsOwner('/v1/hosts')).json()) as { hosts: Host[] }).hosts

const ended = async (app: TestApp): Promise<Session[]> =>
  ((await (await app.callAsOwner('/v1/sessions?state=ended')).json()) as { sessions: Session[] }).sessions

describe('a host with an agent', () => {
  test('is online from its hello to the end of its channel, and then offline since then', async () => {
    const app = await startTestApp()
    const host = await connectHost(app)
    expect(await hosts(app)).toMatchObject([
      { code: 'ISR-12345678', presence: 'online', ownership: 'key', agent: { services: ['vnc', 'ssh'] } },
    ])
    host.socket.close()
    await expect.poll(() => hosts(app)).toMatchObject([{ presence: 'offline', agent: null }])
  })

  test('tells its address to nobody but its own people', async () => {
    const app = await startTestApp()
    await connectHost(app)
    expect((await app.call('/resolve?code=ISR-12345678')).status).toBe(404)
    expect((await app.call('/info?code=ISR-12345678')).status).toBe(404)
    const asked = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"code":"ISR-12345678"}' }
    expect((await app.callAsOwner('/v1/resolve', asked)).status).toBe(200)
  })

  test('publishes its address to old controllers if it wants to', async () => {
    const app = await startTestApp()
    await connectHost(app, { isPublished: true })
    expect(await (await app.call('/resolve?code=ISR-12345678')).json()).toMatchObject({ host: '192.168.1.20' })
  })

  test('keeps its code alive for as long as it is connected', async () => {
    const app = await startTestApp(['--ttl', '1m'])
    await connectHost(app)
    const age = async (): Promise<number> => app.time.now() - ((await hosts(app))[0]?.updatedAt ?? 0)
    for (let turn = 0; turn < 30; turn++) {
      app.time.advance(10_000)
      await expect.poll(age).toBeLessThan(20_000)
    }
    expect((await askSession(app)).status).toBe(201)
  })
})

describe('a session', () => {
  test('goes from the question over the relay to one record with its bytes', async () => {
    const app = await startTestApp()
    const host = await connectHost(app)
    const { offer, open, hostEnd, controllerEnd } = await pairUp(app, host)
    expect(open).toMatchObject({ session: offer.id, service: 'vnc', isSignedIn: false })
    const heard = once(hostEnd, 'message')
    controllerEnd.send(Buffer.from('hello'))
    expect(String((await heard)[0])).toBe('hello')
    host.send({ type: 'connected', session: offer.id, path: 'relay' })
    await expect
      .poll(async () => (await (await app.callAsOwner('/v1/sessions')).json()) as object)
      .toMatchObject({ sessions: [{ id: offer.id, phase: 'connected', path: 'relay', bytesToHost: 5 }] })
    controllerEnd.close(1000)
    expect((await once(hostEnd, 'close'))[0]).toBe(1000)
    host.send({ type: 'ended', session: offer.id, bytesToHost: 0, bytesToController: 0 })
    await expect.poll(() => ended(app)).toMatchObject([
      { id: offer.id, outcome: 'completed', path: 'relay', reason: null, bytesToHost: 5, bytesToController: 0 },
    ])
  })

  test('that nobody comes to is lonely', async () => {
    const app = await startTestApp()
    await connectHost(app)
    expect((await askSession(app)).status).toBe(201)
    app.time.advance(31_000)
    await expect.poll(() => ended(app)).toMatchObject([{ outcome: 'lonely', reason: 'peer_never_came' }])
  })

  test('is killed at both ends at once by whoever may', async () => {
    const app = await startTestApp()
    const host = await connectHost(app)
    const { offer, hostEnd, controllerEnd } = await pairUp(app, host)
    const closes = Promise.all([once(hostEnd, 'close'), once(controllerEnd, 'close')])
    expect((await app.callAsOwner(`/v1/sessions/${offer.id}`, { method: 'DELETE' })).status).toBe(204)
    for (const [code, reason] of await closes) expect([code, String(reason)]).toEqual([4403, 'session_killed'])
    expect(await host.next('close')).toMatchObject({ session: offer.id, reason: 'session_killed' })
    await expect.poll(() => ended(app)).toMatchObject([{ outcome: 'killed' }])
  })

  const refuse = async (app: TestApp) => {
    const host = await connectHost(app)
    const { offer, hostEnd, controllerEnd } = await pairUp(app, host)
    host.send({ type: 'refuse', session: offer.id, reason: 'pin_locked' })
    await expect.poll(() => ended(app)).toMatchObject([{ outcome: 'refused', reason: 'pin_locked' }])
    return { hostEnd, controllerEnd }
  }

  test('that its host refuses still carries what the host said to the controller', async () => {
    const { hostEnd, controllerEnd } = await refuse(await startTestApp())
    const heard = once(controllerEnd, 'message')
    const closed = once(controllerEnd, 'close')
    hostEnd.send(Buffer.from('wait a minute'))
    hostEnd.close(1000)
    expect(String((await heard)[0])).toBe('wait a minute')
    expect((await closed)[0]).toBe(1000)
  })

  test('that its host refuses and does not leave is cut soon after', async () => {
    const app = await startTestApp()
    const { hostEnd, controllerEnd } = await refuse(app)
    const closes = Promise.all([once(hostEnd, 'close'), once(controllerEnd, 'close')])
    app.time.advance(2000)
    for (const [, reason] of await closes) expect(String(reason)).toBe('pin_locked')
  })

  test('of a thousand who have one ticket, one gets in', async () => {
    const app = await startTestApp()
    const host = await connectHost(app)
    await askSession(app)
    const { ticket } = await host.next('open')
    const seats = await Promise.allSettled(Array.from({ length: 1000 }, () => takeSeat(app, ticket)))
    expect(seats.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('with a host that only knows the old contract is refused with the advice to dial directly', async () => {
    const app = await startTestApp()
    await app.call('/register', { method: 'POST', body: 'code=ISR-12345678&host=10.0.0.5', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })
    expect(await (await askSession(app)).json()).toMatchObject({ code: 'no_agent', status: 409 })
  })

  test('with a host that is offline looks to strangers as an unknown code, and tells its people since when', async () => {
    const app = await startTestApp()
    const host = await connectHost(app)
    host.socket.close()
    await expect.poll(async () => (await askSession(app)).status).toBe(404)
    const told = await askSession(app, {}, { Authorization: `Bearer ${app.ownerToken}` })
    expect(await told.json()).toMatchObject({ code: 'host_offline' })
  })

  test('gives candidates to people of the tenant only', async () => {
    const app = await startTestApp()
    await connectHost(app, { candidates: [{ address: '192.168.1.20', port: 7000 }] })
    const stranger = (await (await askSession(app)).json()) as SessionOffer
    const owner = (await (
      await askSession(app, {}, { Authorization: `Bearer ${app.ownerToken}` })
    ).json()) as SessionOffer
    expect([stranger.candidates, owner.candidates]).toEqual([[], [{ address: '192.168.1.20', port: 7000 }]])
  })
})

describe('two channels of one key', () => {
  test('the same run takes over at once', async () => {
    const app = await startTestApp()
    const key = newKey()
    const first = await connectHost(app, { key, instance: 'run_1' })
    app.time.advance(1)
    await connectHost(app, { key, instance: 'run_1' })
    expect(await first.closed).toEqual({ code: 4409, reason: 'channel_replaced' })
  })

  test('a second machine is refused while the first answers, and flagged', async () => {
    const app = await startTestApp()
    const key = newKey()
    const first = await connectHost(app, { key, instance: 'run_1' })
    app.time.advance(1)
    const second = await openChannel(app)
    await sayHello(app, second, { key, instance: 'run_2' })
    expect(await second.next('refused')).toMatchObject({ code: 'host_cloned' })
    expect(first.socket.readyState).toBe(1)
    expect((await hosts(app))[0]?.clonedAt).toBe(app.time.now())
  })
})
