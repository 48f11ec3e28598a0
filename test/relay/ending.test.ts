/** Every way in which a session at the relay ends, the reason that each end is told, and what stays. */

import { expect, test } from 'vitest'
import { DONE, RESTARTING } from '../../src/protocol/closing.ts'
import { type RelayUnderTest, startRelay } from '../support/relay.ts'

const pair = async ({ dial }: RelayUnderTest, session: string, more = '') => {
  const host = await dial(session, 'host', more)
  return { host, controller: await dial(session, 'controller', more) }
}

const nothingIsLeft = async ({ relay }: RelayUnderTest): Promise<void> => {
  await expect.poll(() => relay.sockets).toBe(0)
  expect(relay.tunnels).toBe(0)
  expect(relay.carriedOf('a')).toBeUndefined()
}

/** Lets a second pass, then what was sent in it arrive: the relay has read at least one frame more. */
const secondsPass = async (under: RelayUnderTest, seconds: number): Promise<void> => {
  const before = under.sockets.map((socket) => socket.bytesRead)
  under.time.advance(seconds * 1000)
  await expect
    .poll(() => under.sockets.every((socket, index) => socket.bytesRead > (before[index] ?? 0)))
    .toBe(true)
}

test('a normal end of one is a normal end for the other', async () => {
  const under = await startRelay()
  const { host, controller } = await pair(under, 'a')
  controller.socket.close(DONE)
  expect(await host.closed).toEqual({ code: DONE, reason: '' })
  expect(await controller.closed).toMatchObject({ code: DONE })
  expect(under.closedOf('a')).toMatchObject({ by: 'controller', reason: undefined })
  await nothingIsLeft(under)
})

test('a killed session ends at both ends with its reason, a frozen end included', async () => {
  const under = await startRelay()
  const { host, controller } = await pair(under, 'a')
  controller.socket.pause()
  host.socket.send(Buffer.alloc(512 * 1024))
  await expect.poll(() => under.relay.carriedOf('a')?.bytesToController).toBe(512 * 1024)
  under.relay.close('a', 'session_killed')
  expect(under.relay.tunnels).toBe(0)
  expect(await host.closed).toEqual({ code: 4403, reason: 'session_killed' })
  controller.socket.resume()
  expect(await controller.closed).toEqual({ code: 4403, reason: 'session_killed' })
  expect(under.closedOf('a')).toMatchObject({
    by: 'server',
    reason: 'session_killed',
    carried: { bytesToHost: 0, bytesToController: 512 * 1024 },
  })
  await nothingIsLeft(under)
})

test('who does not listen to being thrown out is gone a second later', async () => {
  const under = await startRelay()
  const { host, controller } = await pair(under, 'a')
  for (const { socket } of [host, controller]) socket.pause()
  under.relay.close('a', 'authority_ended')
  expect(under.relay.sockets).toBe(2)
  under.time.advance(1000)
  await nothingIsLeft(under)
})

test('closing a session that is not here does nothing', async () => {
  const under = await startRelay()
  under.relay.close('a', 'session_killed')
  expect(under.events).toEqual([])
})

test('a restart sends what is queued, says what it is, and takes nobody any more', async () => {
  const under = await startRelay()
  const { host, controller } = await pair(under, 'a')
  host.socket.send('the last words', { binary: true })
  await expect.poll(() => under.relay.carriedOf('a')?.bytesToController).toBe(14)
  await under.relay.drain()
  expect(await controller.closed).toEqual({ code: RESTARTING, reason: 'restarting' })
  expect(await host.closed).toEqual({ code: RESTARTING, reason: 'restarting' })
  expect(controller.received().toString()).toBe('the last words')
  await expect(under.dial('b', 'host')).rejects.toThrow('the relay answered 503')
  expect(under.time.pending).toBe(0)
  await nothingIsLeft(under)
})

test('a restart waits for nobody longer than eight seconds', async () => {
  const under = await startRelay()
  const { host, controller } = await pair(under, 'a')
  for (const { socket } of [host, controller]) socket.pause()
  const drained = under.relay.drain()
  expect(under.relay.sockets).toBe(2)
  under.time.advance(8000)
  await drained
  await nothingIsLeft(under)
})

test('a quiet pair whose ends answer pings lives for as long as it likes', async () => {
  const under = await startRelay()
  const { host, controller } = await pair(under, 'a')
  for (let round = 0; round < 10; round++) await secondsPass(under, 20)
  host.socket.send('after 200 s', { binary: true })
  await expect.poll(() => controller.received().toString()).toBe('after 200 s')
})

/** Bytes that the server read of the first that came. */
const readOf = (under: Awaited<ReturnType<typeof startRelay>>): number =>
  under.sockets[0]?.bytesRead ?? 0

test('an end that answers nothing for 45 s is gone, and the other is told', async () => {
  const under = await startRelay()
  const { host, controller } = await pair(under, 'a')
  controller.socket.pause()
  for (let second = 0; second < 46; second++) {
    under.time.advance(1000)
    if (under.relay.tunnels === 0) break
    const before = readOf(under)
    host.socket.ping()
    await expect.poll(() => readOf(under)).toBeGreaterThan(before)
  }
  expect(await host.closed).toEqual({ code: 4408, reason: 'peer_stalled' })
  expect(under.closedOf('a')).toMatchObject({ by: 'controller', reason: 'peer_stalled' })
  under.time.advance(8000)
  await nothingIsLeft(under)
})

test('what is sent to an end that answers nothing does not keep it alive', async () => {
  const under = await startRelay()
  const { host, controller } = await pair(under, 'a')
  controller.socket.pause()
  for (let second = 0; second < 46 && under.relay.tunnels > 0; second++) {
    const before = readOf(under)
    host.socket.send('the kernel takes it', { binary: true })
    await expect.poll(() => readOf(under)).toBeGreaterThan(before)
    under.time.advance(1000)
  }
  expect(await host.closed).toEqual({ code: 4408, reason: 'peer_stalled' })
  expect(under.closedOf('a')).toMatchObject({ by: 'controller', reason: 'peer_stalled' })
})

test('a session that carries nothing for as long as the policy says is ended', async () => {
  const under = await startRelay({ idleMinutes: 1 })
  const { host, controller } = await pair(under, 'a')
  for (let round = 0; round < 2; round++) await secondsPass(under, 20)
  host.socket.send('not idle', { binary: true })
  await expect.poll(() => controller.received().length).toBe(8)
  for (let round = 0; round < 2; round++) await secondsPass(under, 20)
  expect(under.relay.tunnels).toBe(1)
  under.time.advance(21_000)
  expect(await host.closed).toEqual({ code: 4408, reason: 'session_idle' })
  expect(await controller.closed).toEqual({ code: 4408, reason: 'session_idle' })
})

test('a relay that is switched off lets nobody in and ends what runs within a second', async () => {
  const under = await startRelay()
  const { host, controller } = await pair(under, 'a')
  under.setPolicy({ isOn: false })
  await expect(under.dial('b', 'host')).rejects.toThrow('the relay answered 403')
  under.time.advance(1000)
  expect(await host.closed).toEqual({ code: 4403, reason: 'relay_off' })
  expect(await controller.closed).toEqual({ code: 4403, reason: 'relay_off' })
  await nothingIsLeft(under)
})

test('a relay for people who signed in ends the sessions of strangers only', async () => {
  const under = await startRelay()
  const stranger = await pair(under, 'a')
  await pair(under, 'b', '.signed-in')
  under.setPolicy({ isForStrangers: false })
  under.time.advance(1000)
  expect(await stranger.host.closed).toEqual({ code: 4403, reason: 'relay_off' })
  expect(under.relay.tunnels).toBe(1)
  await expect(under.dial('c', 'controller')).rejects.toThrow('the relay answered 403')
  await pair(under, 'd', '.signed-in')
  expect(under.relay.tunnels).toBe(2)
})
