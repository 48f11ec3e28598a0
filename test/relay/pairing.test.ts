/** How two ends of a session find each other at the relay, and who does not get in between. */

import { expect, test } from 'vitest'
import { DONE } from '../../src/protocol/closing.ts'
import { dial, startRelay } from '../support/relay.ts'

test('bytes go from each end to the other, whoever came first', async () => {
  const { relay, dial: dialAs, events } = await startRelay()
  const controller = await dialAs('a', 'controller')
  controller.socket.send('early', { binary: true })
  const host = await dialAs('a', 'host')
  host.socket.send('answer', { binary: true })
  await expect.poll(() => host.received().toString()).toBe('early')
  await expect.poll(() => controller.received().toString()).toBe('answer')
  expect(relay.carriedOf('a')).toMatchObject({ bytesToHost: 5, bytesToController: 6 })
  expect(events.map(({ type }) => type)).toEqual(['joined', 'joined', 'paired'])
})

test('the first byte is the first that the other end was given, also of a greeting that waited', async () => {
  const { relay, dial: dialAs, time, sockets } = await startRelay()
  const quiet = await dialAs('quiet', 'controller')
  await dialAs('quiet', 'host')
  const before = sockets[0]?.bytesRead ?? 0
  quiet.socket.ping()
  await expect.poll(() => sockets[0]?.bytesRead).toBeGreaterThan(before)
  expect(relay.carriedOf('quiet')).toMatchObject({ firstByteAt: null })
  const early = await dialAs('early', 'controller')
  early.socket.send('early', { binary: true })
  await expect.poll(() => sockets[2]?.bytesRead).toBeGreaterThan(before)
  time.advance(500)
  const host = await dialAs('early', 'host')
  await expect.poll(() => host.received().toString()).toBe('early')
  expect(relay.carriedOf('early')).toMatchObject({ firstByteAt: time.now() })
})

test('nobody gets in without a ticket, with one that was used, or with a made-up one', async () => {
  const { port, dial: dialAs } = await startRelay()
  await dialAs('a', 'controller')
  await expect(dial(port, 'a.controller')).rejects.toThrow('the relay answered 403')
  await expect(dial(port, 'a.stranger')).rejects.toThrow('the relay answered 403')
  await expect(dial(port, '')).rejects.toThrow('the relay answered 403')
})

test('a third joiner is refused and the pair does not notice', async () => {
  const { dial: dialAs, relay } = await startRelay()
  const host = await dialAs('a', 'host')
  const controller = await dialAs('a', 'controller')
  await expect(dialAs('a', 'host', '.again')).rejects.toThrow('the relay answered 403')
  controller.socket.send('still here', { binary: true })
  await expect.poll(() => host.received().toString()).toBe('still here')
  expect(relay).toMatchObject({ tunnels: 1, sockets: 2 })
})

test('of a thousand joiners with one ticket one is let in', async () => {
  const { port, relay } = await startRelay()
  const tries = await Promise.allSettled(Array.from({ length: 1000 }, () => dial(port, 'a.host')))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(relay).toMatchObject({ tunnels: 1, sockets: 1 })
})

test('a slot is free at once when the first leaves before the other came', async () => {
  const { dial: dialAs, relay, closedOf } = await startRelay()
  const first = await dialAs('a', 'controller')
  first.socket.send('a greeting that nobody reads', { binary: true })
  first.socket.close(DONE)
  await expect.poll(() => relay.tunnels).toBe(0)
  expect(closedOf('a')).toMatchObject({ by: 'controller', reason: undefined })
  const killed = await dialAs('b', 'controller')
  killed.socket.send('a greeting that nobody reads', { binary: true })
  killed.socket.terminate()
  await expect.poll(() => relay.tunnels).toBe(0)
  expect(closedOf('b')).toMatchObject({ by: 'controller', reason: 'peer_gone' })
  await expect.poll(() => relay.sockets).toBe(0)
})

test('who waits is read a little and no more, and loses nothing by it', async () => {
  const { dial: dialAs, sockets } = await startRelay()
  const controller = await dialAs('a', 'controller')
  const greeting = Buffer.alloc(8 * 1024 * 1024, 'hello ')
  const chunk = 16 * 1024
  for (let at = 0; at < greeting.length; at += chunk) {
    controller.socket.send(greeting.subarray(at, at + chunk))
  }
  await expect.poll(() => sockets[0]?.isPaused()).toBe(true)
  expect(sockets[0]?.bytesRead).toBeLessThan(512 * 1024)
  const host = await dialAs('a', 'host')
  await expect.poll(() => host.received().equals(greeting)).toBe(true)
})

test('who waits for half a minute is told that the other never came', async () => {
  const { dial: dialAs, time, relay, closedOf } = await startRelay()
  const host = await dialAs('a', 'host')
  time.advance(30_000)
  expect(await host.closed).toEqual({ code: 4408, reason: 'peer_never_came' })
  expect(closedOf('a')).toMatchObject({ by: 'server', reason: 'peer_never_came' })
  await expect.poll(() => relay).toMatchObject({ tunnels: 0, sockets: 0 })
})
