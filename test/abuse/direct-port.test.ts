/** Strangers at a host's direct port: they may take time and places, and only so much of both. */

import { once } from 'node:events'
import { type ClientHttp2Session, connect as connectHttp2, constants } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { expect, it, onTestFinished } from 'vitest'
import { dialDirect, proveHost } from '../../src/client/tunnel/host-proof.ts'
import { systemTicker } from '../../src/platform/ticker.ts'
import { echo, offerSession, openOver, startHost, startService, type TestHost } from '../client/tunnel/ends.ts'
import { openPair } from '../support/pair.ts'

const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])
const PREFACE = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), SETTINGS])
const PING = Buffer.from([0, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
const CONTINUATION = Buffer.from([0, 0, 0, 9, 0, 0, 0, 0, 1])
/** The headers of stream 1, which go on. */
const HEADERS = Buffer.from([0, 0, 1, 1, 0, 0, 0, 0, 1, 0x82])
const GOAWAY = Buffer.from([0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])

/** A connection from an address of this machine's own network. */
const from = async (localAddress: string, port: number, allowHalfOpen = false): Promise<Socket> => {
  const socket = connect({ host: '127.0.0.1', port, localAddress, allowHalfOpen })
  socket.on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

const isDropped = (socket: Socket): Promise<unknown> => once(socket.resume(), 'close')

const listening = async (): Promise<{ host: TestHost; port: number }> => {
  const host = startHost({ echo: await startService(echo) })
  return { host, port: await host.end.listenDirect(0) }
}

/** HTTP/2 with the host over a stream, by somebody who proved nothing. */
const speak = async (host: TestHost, stream: Socket): Promise<{ http2: ClientHttp2Session; socket: TLSSocket }> => {
  const socket = await proveHost(stream, { hostKey: host.hostKey, ticker: systemTicker })
  const http2 = connectHttp2('https://host', { createConnection: () => socket })
  http2.on('error', () => undefined)
  onTestFinished(() => http2.destroy())
  await once(http2, 'remoteSettings')
  return { http2, socket }
}

it('one address takes eight places of those who proved nothing, and others still get in', async () => {
  const { host, port } = await listening()
  await Promise.all(Array.from({ length: 8 }, () => from('127.0.0.2', port)))
  await isDropped(await from('127.0.0.2', port))
  expect(host.end.held.sockets).toBe(8)
  const candidate = { address: '127.0.0.1', port }
  const socket = await dialDirect(candidate, { hostKey: host.hostKey, ticker: systemTicker })
  await openOver(host, socket, { path: 'direct' })
})

it('who proved the PIN takes no place of those who did not', async () => {
  const { host, port } = await listening()
  for (let open = 0; open < 12; open++) {
    const socket = await dialDirect({ address: '127.0.0.1', port }, { hostKey: host.hostKey, ticker: systemTicker })
    await openOver(host, socket, { path: 'direct' })
  }
  expect(host.end.held.tunnels).toBe(12)
})

it.each([
  ['pings', PING],
  ['bytes that mean nothing', Buffer.from('x')],
])('a stranger who says goodbye and goes on with %s is hung up on all the same', async (_what, more) => {
  const { host, port } = await listening()
  const stream = await from('127.0.0.3', port, true)
  // It hears that the host is done, and stays.
  const wish = { socket: stream, rejectUnauthorized: false, ALPNProtocols: ['h2'], allowHalfOpen: true }
  const socket = connectTls(wish)
  socket.on('error', () => undefined)
  await once(socket, 'secureConnect')
  socket.resume().write(Buffer.concat([PREFACE, GOAWAY]))
  // Whatever comes now must not keep the place.
  const drip = setInterval(() => socket.write(more), 2)
  onTestFinished(() => clearInterval(drip))
  expect(host.end.held.sockets).toBe(1)
  const afterASecond = () => {
    host.time.advance(1_000)
    return host.end.held
  }
  await expect.poll(afterASecond).toMatchObject({ tunnels: 0, sockets: 0 })
})

it('a controller that was given up on cannot stay by talking', async () => {
  const { host } = await listening()
  const { host: hostSide, controller } = await openPair()
  host.end.accept(hostSide)
  const opened = openOver(host, controller, { askPin: () => Promise.resolve('000000') })
  await expect(opened).rejects.toMatchObject({ code: 'wrong_pin' })
  host.time.advance(10_000)
  await expect.poll(() => host.end.held).toMatchObject({ tunnels: 0, streams: 0, sessions: 0 })
})

it('TLS without HTTP/2 in it, and HTTP/2 that is a flood, are hung up on', async () => {
  const { host, port } = await listening()
  const plain = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
  plain.on('error', () => undefined)
  await once(plain.resume(), 'close')
  const floods = [
    [PREFACE, SETTINGS],
    [PREFACE, PING],
    [Buffer.concat([PREFACE, HEADERS]), CONTINUATION],
  ] as const
  for (const [first, frame] of floods) {
    const stream = await from('127.0.0.4', port)
    const socket = await proveHost(stream, { hostKey: host.hostKey, ticker: systemTicker })
    socket.on('error', () => undefined)
    socket.write(first)
    // Nothing is read, as somebody who floods does.
    socket.pause()
    for (let sent = 0; sent < 100_000 && !socket.destroyed; sent += 1000) {
      socket.write(Buffer.concat(Array.from({ length: 1000 }, () => frame)))
    }
    const tunnelsAfterASecond = (): number => {
      host.time.advance(1000)
      return host.end.held.tunnels
    }
    await expect.poll(tunnelsAfterASecond).toBe(0)
    socket.destroy()
  }
  const session = offerSession(host)
  expect(await openOver(host, await from('127.0.0.5', port), { session, path: 'direct' })).toBeDefined()
})

it('streams that are opened and reset at once end the connection', async () => {
  const { host, port } = await listening()
  const { http2 } = await speak(host, await from('127.0.0.6', port))
  const closed = once(http2, 'close')
  for (let opened = 0; opened < 2000 && !http2.destroyed; opened++) {
    const stream = http2.request({ ':method': 'POST', ':path': '/isr/1/open' })
    stream.on('error', () => undefined)
    stream.close(constants.NGHTTP2_CANCEL)
  }
  await closed
  await expect.poll(() => host.end.held.tunnels).toBe(0)
})

/** A frame of HTTP/2 (RFC 9113, 4.1). */
const frame = (type: number, flags: number, stream: number, payload: Buffer): Buffer => {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

/** A header whose name has this index in HPACK's static table, written out. */
const header = (index: number, value: string): Buffer =>
  Buffer.concat([Buffer.from([index, value.length]), Buffer.from(value)])

const [DATA, HEADERS_TYPE, RESET, END_STREAM, END_HEADERS] = [0, 1, 3, 1, 4]
const [AUTHORITY, METHOD, PATH] = [1, 2, 4]
const HTTPS = Buffer.from([0x87])

it('connections that are given up before they are there leave no place taken', async () => {
  let heard = ''
  const port = await startService((socket) => void socket.on('data', (chunk: Buffer) => (heard += chunk.toString())))
  const host = startHost({ echo: port }, { kind: 'none' })
  const stream = await from('127.0.0.7', await host.end.listenDirect(0))
  const socket = await proveHost(stream, { hostKey: host.hostKey, ticker: systemTicker })
  const wish = Buffer.from(JSON.stringify({ session: offerSession(host), service: 'echo' }))
  const asking = Buffer.concat([header(METHOD, 'POST'), HTTPS, header(AUTHORITY, 'host'), header(PATH, '/isr/1/open')])
  socket.resume().write(Buffer.concat([PREFACE, frame(HEADERS_TYPE, END_HEADERS, 1, asking), frame(DATA, END_STREAM, 1, wish)]))
  await expect.poll(() => host.told).toHaveLength(1)
  const dialling = Buffer.concat([header(METHOD, 'CONNECT'), header(AUTHORITY, 'echo')])
  const cancel = Buffer.from([0, 0, 0, 8])
  for (let id = 3; id < 3 + 2 * 300; id += 2) {
    // Both in one packet: the host has begun to dial when it hears that nobody waits any more.
    socket.write(Buffer.concat([frame(HEADERS_TYPE, END_HEADERS, id, dialling), frame(RESET, 0, id, cancel)]))
    if (id % 20 === 3) await new Promise((turn) => setImmediate(turn))
  }
  const last = Buffer.concat([frame(HEADERS_TYPE, END_HEADERS, 999, dialling), frame(DATA, 0, 999, Buffer.from('hello'))])
  socket.write(last)
  await expect.poll(() => heard).toBe('hello')
  expect(host.told.filter(([what]) => what === 'service down')).toEqual([])
})
