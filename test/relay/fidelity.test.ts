/** What goes in comes out, whole and in order, however fast, slow or frozen the other end is. */

import { createHash, randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { DONE } from '../../src/protocol/closing.ts'
import { HIGH_MARK } from '../../src/relay/end.ts'
import { LARGE_BYTES } from '../../src/relay/memory.ts'
import { type Dialled, startRelay } from '../support/relay.ts'

const MIB = 1024 * 1024

/** The most that is read at once, and the part of a frame that was already there, with headers. */
const ONE_READ = LARGE_BYTES + 64 * 1024 + 1024

const hashOf = (data: Buffer): string => createHash('sha256').update(data).digest('hex')

/** Sends everything in chunks, waiting while much is unsent, as a program over TCP would. */
const pour = async (socket: WebSocket, data: Buffer, chunkBytes: () => number): Promise<void> => {
  for (let at = 0; at < data.length; ) {
    const end = Math.min(data.length, at + chunkBytes())
    const sent = new Promise((done) => socket.send(data.subarray(at, end), { binary: true }, done))
    if (socket.bufferedAmount > MIB) await sent
    at = end
  }
}

const pair = async (
  { dial }: Awaited<ReturnType<typeof startRelay>>,
  session: string,
): Promise<{ host: Dialled; controller: Dialled }> => {
  const host = await dial(session, 'host')
  return { host, controller: await dial(session, 'controller') }
}

test('64 MB each way at once in chunks of any size arrive as they were sent', async () => {
  const relay = await startRelay()
  const { host, controller } = await pair(relay, 'a')
  const data = randomBytes(64 * MIB)
  const back = Buffer.from(data.toReversed())
  const size = (): number => (randomInt(10) === 0 ? randomInt(1, 300_000) : randomInt(1, 20_000))
  await Promise.all([pour(controller.socket, data, size), pour(host.socket, back, size)])
  controller.socket.close(DONE)
  await host.closed
  await controller.closed
  // The controller said that it was done while the host still spoke: only its own tail is owed.
  expect(hashOf(host.received())).toBe(hashOf(data))
  const got = controller.received()
  expect(got.equals(back.subarray(0, got.length))).toBe(true)
})

test('both directions are whole when both wait for the last byte', async () => {
  const relay = await startRelay()
  const { host, controller } = await pair(relay, 'a')
  const data = randomBytes(16 * MIB)
  const size = (): number => randomInt(1, 100_000)
  await Promise.all([pour(controller.socket, data, size), pour(host.socket, data, size)])
  await expect.poll(() => host.received().length).toBe(data.length)
  await expect.poll(() => controller.received().length).toBe(data.length)
  expect(hashOf(host.received())).toBe(hashOf(data))
  expect(hashOf(controller.received())).toBe(hashOf(data))
  expect(relay.relay.carriedOf('a')).toMatchObject({
    bytesToHost: data.length,
    bytesToController: data.length,
    firstByteAt: relay.time.now(),
  })
})

test('the tail of who sends and leaves is never cut', async () => {
  const relay = await startRelay()
  const { host, controller } = await pair(relay, 'a')
  const data = randomBytes(MIB)
  controller.socket.pause()
  for (let at = 0; at < MIB; at += 16_384) host.socket.send(data.subarray(at, at + 16_384))
  host.socket.close(DONE)
  await host.closed
  expect(relay.closedOf('a')).toMatchObject({ by: 'host', reason: undefined })
  controller.socket.resume()
  expect(await controller.closed).toEqual({ code: DONE, reason: '' })
  expect(controller.received().equals(data)).toBe(true)
})

test('who sends and dies leaves what it sent, and the other is told that it broke off', async () => {
  const relay = await startRelay()
  const { host, controller } = await pair(relay, 'a')
  const data = randomBytes(MIB)
  await pour(host.socket, data, () => 16_384)
  await expect.poll(() => controller.received().length).toBe(MIB)
  host.socket.terminate()
  expect(await controller.closed).toEqual({ code: 4410, reason: 'peer_gone' })
  expect(relay.closedOf('a')).toMatchObject({ by: 'host', reason: 'peer_gone' })
})

test('a frozen receiver stops its sender, holds at most 1 MiB here, and gets everything later', async () => {
  const relay = await startRelay()
  const { host, controller } = await pair(relay, 'frozen')
  const other = await pair(relay, 'other')
  controller.socket.pause()
  const data = randomBytes(24 * MIB)
  const poured = pour(host.socket, data, () => randomInt(1, 65_536))
  // The relay stands when its socket to the host does.
  await expect.poll(() => relay.sockets[0]?.isPaused()).toBe(true)
  const half = randomBytes(8 * MIB)
  await pour(other.host.socket, half, () => 65_536)
  await expect.poll(() => other.controller.received().length).toBe(half.length)
  expect(hashOf(other.controller.received())).toBe(hashOf(half))
  expect(relay.relay.peakQueued).toBeGreaterThan(HIGH_MARK)
  expect(relay.relay.peakQueued).toBeLessThanOrEqual(HIGH_MARK + ONE_READ)
  controller.socket.resume()
  await poured
  await expect.poll(() => controller.received().length).toBe(data.length)
  expect(hashOf(controller.received())).toBe(hashOf(data))
  expect(relay.relay.peakQueued).toBeLessThanOrEqual(HIGH_MARK + ONE_READ)
})

test('a receiver that is frozen does not stop what it says itself', async () => {
  const relay = await startRelay()
  const { host, controller } = await pair(relay, 'a')
  controller.socket.pause()
  const flood = Buffer.alloc(65_536)
  for (let count = 0; count < 320; count++) host.socket.send(flood)
  await expect.poll(() => relay.sockets[0]?.isPaused()).toBe(true)
  const heard = once(host.socket, 'message')
  controller.socket.send('wait', { binary: true })
  expect(String((await heard)[0])).toBe('wait')
})
