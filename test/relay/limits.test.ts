/** Bandwidth limits over real sockets, counted against a clock that the test moves. */

import { expect, test } from 'vitest'
import { LARGE_BYTES } from '../../src/relay/memory.ts'
import { type Dialled, type RelayUnderTest, startRelay } from '../support/relay.ts'

const FRAME = 16 * 1024

/** One megabit per second, in bytes. */
const MBIT = 125_000

/** What may have been read beyond the limit when the pause began: one read. */
const ONE_READ = LARGE_BYTES

const pair = async ({ dial }: RelayUnderTest, session: string, more = '') => {
  const host = await dial(session, 'host', more)
  return { host, controller: await dial(session, 'controller', more) }
}

const send = ({ socket }: Dialled, bytes: number): void => {
  for (let at = 0; at < bytes; at += FRAME) {
    socket.send(Buffer.alloc(Math.min(FRAME, bytes - at)), { binary: true })
  }
}

/** Lets time pass in small steps until the relay has read at least so much from one end. */
const untilRead = async (
  under: RelayUnderTest,
  bytesRead: () => number,
  bytes: number,
): Promise<number> => {
  const startedAt = under.time.now()
  await expect
    .poll(
      () => {
        if (bytesRead() < bytes) under.time.advance(50)
        return bytesRead()
      },
      { interval: 1 },
    )
    .toBeGreaterThanOrEqual(bytes)
  return (under.time.now() - startedAt) / 1000
}

const sum = (...parts: Array<number | undefined>): number =>
  parts.reduce<number>((total, part) => total + (part ?? 0), 0)

test('a stranger’s session gets its burst and no more until time passes', async () => {
  const under = await startRelay({ strangerMbits: 16 })
  const { host, controller } = await pair(under, 'a')
  send(host, 6 * MBIT * 16)
  const carried = (): number => under.relay.carriedOf('a')?.bytesToController ?? 0
  // It may pause before, while the controller has not read yet.
  await expect.poll(carried).toBeGreaterThan(16 * MBIT - FRAME)
  await expect.poll(() => under.sockets[0]?.isPaused()).toBe(true)
  expect(carried()).toBeLessThanOrEqual(16 * MBIT + ONE_READ + FRAME)
  const rest = 5 * MBIT * 16 - carried()
  const seconds = await untilRead(under, carried, 5 * MBIT * 16)
  expect(seconds).toBeGreaterThan((rest - ONE_READ - FRAME) / (16 * MBIT))
  await untilRead(under, carried, 6 * MBIT * 16)
  await expect.poll(() => controller.received().length).toBe(6 * MBIT * 16)
})

test('each direction has a bucket of its own', async () => {
  const under = await startRelay({ strangerMbits: 8 })
  const { host, controller } = await pair(under, 'a')
  send(host, 4 * MBIT * 8)
  send(controller, 4 * MBIT * 8)
  await expect.poll(() => under.sockets.every((socket) => socket.isPaused())).toBe(true)
  const { bytesToHost = 0, bytesToController = 0 } = under.relay.carriedOf('a') ?? {}
  expect(bytesToHost).toBeGreaterThan(8 * MBIT - FRAME)
  expect(bytesToController).toBeGreaterThan(8 * MBIT - FRAME)
  const both = (): number => {
    const carried = under.relay.carriedOf('a')
    return Math.min(carried?.bytesToHost ?? 0, carried?.bytesToController ?? 0)
  }
  await untilRead(under, both, 4 * MBIT * 8)
  await expect.poll(() => controller.received().length).toBe(4 * MBIT * 8)
})

test('all sessions together keep to the limit of all, signed in or not', async () => {
  const under = await startRelay({ allMbits: 8 })
  under.time.advance(1000)
  const [first, second] = [await pair(under, 'a'), await pair(under, 'b', '.signed-in')]
  for (const { host } of [first, second]) send(host, 4 * MBIT * 8)
  const carried = (): number =>
    sum(under.relay.carriedOf('a')?.bytesToController, under.relay.carriedOf('b')?.bytesToController)
  await expect.poll(() => [0, 2].every((index) => under.sockets[index]?.isPaused())).toBe(true)
  expect(carried()).toBeLessThanOrEqual(8 * MBIT + 2 * (ONE_READ + FRAME))
  const rest = 5 * MBIT * 8 - carried()
  const seconds = await untilRead(under, carried, 5 * MBIT * 8)
  expect(seconds).toBeGreaterThan((rest - 2 * (ONE_READ + FRAME)) / (8 * MBIT))
})

test('who signed in is not held back by the limit of strangers', async () => {
  const under = await startRelay({ strangerMbits: 1 })
  const { host, controller } = await pair(under, 'a', '.signed-in')
  send(host, 20 * MBIT)
  await expect.poll(() => controller.received().length).toBe(20 * MBIT)
})

test('a changed limit holds for what runs, within a second', async () => {
  const under = await startRelay({ strangerMbits: 1 })
  const { host, controller } = await pair(under, 'a')
  send(host, 40 * MBIT)
  await expect.poll(() => under.sockets[0]?.isPaused()).toBe(true)
  under.setPolicy({ strangerMbits: 0 })
  under.time.advance(1000)
  await expect.poll(() => controller.received().length).toBe(40 * MBIT)
  under.setPolicy({ strangerMbits: 2 })
  under.time.advance(1000)
  send(host, 10 * MBIT)
  await expect.poll(() => under.sockets[0]?.isPaused()).toBe(true)
  expect(under.relay.carriedOf('a')?.bytesToController).toBeLessThan(43 * MBIT)
})

test('a session at its limit for minutes is neither idle nor dead', async () => {
  const under = await startRelay({ strangerMbits: 1, idleMinutes: 1 })
  const { host, controller } = await pair(under, 'a')
  send(host, 90 * MBIT)
  const carried = (): number => under.relay.carriedOf('a')?.bytesToController ?? 0
  const seconds = await untilRead(under, carried, 90 * MBIT)
  expect(seconds).toBeGreaterThan(80)
  await expect.poll(() => controller.received().length).toBe(90 * MBIT)
})

test('the rate of the relay is that of its last two seconds, both directions', async () => {
  const under = await startRelay()
  const { host, controller } = await pair(under, 'a')
  send(host, 2 * MBIT)
  send(controller, 2 * MBIT)
  await expect.poll(() => controller.received().length).toBe(2 * MBIT)
  await expect.poll(() => host.received().length).toBe(2 * MBIT)
  under.time.advance(1000)
  expect(under.relay.bitsPerSecond).toBe(2_000_000)
  under.time.advance(2000)
  expect(under.relay.bitsPerSecond).toBe(0)
})
