/** Ends that break the rules: each hears which one, its pair ends, and nobody else notices. */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { RELAY_PATH } from '../../src/protocol/control.ts'
import { type RelayUnderTest, startRelay } from '../support/relay.ts'

const BINARY = 0x82
const MASKED = 0x80

/** A frame with a mask of zeros, which leaves the payload as it is. */
const frame = (first: number, payload: Buffer): Buffer => {
  const length = Buffer.from([MASKED | 126, payload.length >> 8, payload.length & 255])
  const head = payload.length < 126 ? Buffer.from([MASKED | payload.length]) : length
  return Buffer.concat([Buffer.from([first]), head, Buffer.alloc(4), payload])
}

/** An upgrade written by hand, with bytes right behind it. */
const dialRaw = async (port: number, ticket: string, behind: Buffer): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => undefined)
  const lines = [
    `GET ${RELAY_PATH} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    `Authorization: Ticket ${ticket}`,
    '',
    '',
  ]
  socket.write(Buffer.concat([Buffer.from(lines.join('\r\n')), behind]))
  await once(socket, 'connect')
  return socket
}

const everythingFrom = (socket: Socket): (() => string) => {
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => void chunks.push(chunk))
  return () => Buffer.concat(chunks).toString('latin1')
}

/** The pair beside it, which must not notice. */
const bystanders = async ({ dial }: RelayUnderTest) => {
  const host = await dial('bystander', 'host')
  const controller = await dial('bystander', 'controller')
  return async (): Promise<void> => {
    host.socket.send('all is well', { binary: true })
    await expect.poll(() => controller.received().toString()).toBe('all is well')
  }
}

const BREACHES: ReadonlyArray<readonly [string, Buffer, string]> = [
  ['a text frame', frame(0x81, Buffer.from('hello')), 'malformed_request'],
  ['an unmasked frame', Buffer.from([BINARY, 1, 1]), 'malformed_request'],
  ['a frame larger than 1 MiB', Buffer.from([BINARY, 255, 0, 0, 0, 0, 0, 0x10, 0, 1]), 'body_too_large'],
  ['a compressed frame', Buffer.from([BINARY | 0x40, MASKED]), 'malformed_request'],
  ['an unknown kind of frame', Buffer.from([0x83, MASKED]), 'malformed_request'],
  ['a message in many fragments', fragments(40), 'malformed_request'],
  ['a TLS greeting without frames', Buffer.from('1603010200010001fc0303', 'hex'), 'malformed_request'],
]

function fragments(count: number): Buffer {
  const one = Buffer.from('x')
  return Buffer.concat([frame(0x02, one), ...Array<Buffer>(count).fill(frame(0, one))])
}

for (const [what, bytes, reason] of BREACHES) {
  test(`${what} ends the pair with a named reason, behind the handshake or later`, async () => {
    const under = await startRelay()
    const check = await bystanders(under)
    const early = await dialRaw(under.port, 'a.host', bytes)
    const heard = everythingFrom(early)
    await expect.poll(heard).toContain(reason)
    await expect.poll(() => under.closedOf('a')).toMatchObject({ by: 'host', reason })

    const controller = await under.dial('b', 'controller')
    const late = await dialRaw(under.port, 'b.host', Buffer.alloc(0))
    const heardLater = everythingFrom(late)
    await expect.poll(heardLater).toContain('101 Switching Protocols')
    late.write(bytes)
    await expect.poll(heardLater).toContain(reason)
    expect(await controller.closed).toEqual({ code: 4410, reason: 'peer_gone' })
    for (const socket of [early, late]) socket.destroy()
    await expect.poll(() => under.relay).toMatchObject({ tunnels: 1, sockets: 2 })
    await check()
  })
}

test('garbage of any kind harms nobody else', async () => {
  const under = await startRelay()
  const check = await bystanders(under)
  for (let round = 0; round < 200; round++) {
    const socket = await dialRaw(under.port, `g${round}.host`, randomBytes(1 + (round % 64) * 8))
    socket.end()
  }
  await expect.poll(() => under.relay.sockets).toBe(2)
  await check()
})

test('a flood of pings that are never read ends the one who sends it', async () => {
  const under = await startRelay()
  const check = await bystanders(under)
  const socket = await dialRaw(under.port, 'a.host', Buffer.alloc(0))
  await once(socket, 'data')
  socket.pause()
  const pings = Buffer.concat(Array<Buffer>(2000).fill(frame(0x89, Buffer.alloc(125))))
  const flood = (): void => {
    while (!socket.destroyed && socket.write(pings));
  }
  socket.on('drain', flood)
  flood()
  await expect.poll(() => under.closedOf('a')).toMatchObject({ by: 'host' })
  expect(under.relay.peakQueued).toBeLessThan(1024 * 1024)
  await check()
})

test('a handshake that is not a WebSocket’s does not use up the ticket', async () => {
  const under = await startRelay()
  const socket = connect(under.port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  const heard = everythingFrom(socket)
  socket.write(
    `GET ${RELAY_PATH} HTTP/1.1\r\nHost: 127.0.0.1:${under.port}\r\nConnection: Upgrade\r\n` +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 7\r\nAuthorization: Ticket a.host\r\n\r\n',
  )
  await expect.poll(heard).toContain('426')
  await under.dial('a', 'host')
  expect(under.relay.tunnels).toBe(1)
})
