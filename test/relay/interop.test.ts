/** WebSocket clients that are not ours: random masks, fragments, pings between, every way to leave. */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket as Library } from 'ws'
import { RELAY_PATH } from '../../src/protocol/control.ts'
import { clientFrame } from '../support/client-frame.ts'
import { type RelayUnderTest, startRelay } from '../support/relay.ts'

const headersOf = (ticket: string) => ({ authorization: `Ticket ${ticket}` })

const urlOf = ({ port }: RelayUnderTest): string => `ws://127.0.0.1:${port}${RELAY_PATH}`

/** The library's client as it comes, random masks and compression offer included. */
const dialLibrary = async (under: RelayUnderTest, ticket: string) => {
  const socket = new Library(urlOf(under), { headers: headersOf(ticket) })
  onTestFinished(() => socket.terminate())
  const messages: Buffer[] = []
  const pongs: string[] = []
  socket.on('message', (data: Buffer) => void messages.push(data))
  socket.on('pong', (data) => void pongs.push(String(data)))
  const closed = once(socket, 'close').then(([code, reason]) => [code, String(reason)])
  await once(socket, 'open')
  return { socket, messages, pongs, closed }
}

const pairOf = async (under: RelayUnderTest) => ({
  host: await dialLibrary(under, 'a.host'),
  controller: await dialLibrary(under, 'a.controller'),
})

test('messages keep their boundaries both ways, in fragments and with pings between them', async () => {
  const under = await startRelay()
  const { host, controller } = await pairOf(under)
  const sizes = [0, 1, 125, 126, 16_384, 65_535, 65_536, 300_000, 1024 * 1024]
  const sent = sizes.map((size) => randomBytes(size))
  for (const [one, index] of [[host, 1], [controller, 2]] as const) {
    for (const data of sent) {
      one.socket.ping(`${index}`)
      const cut = Math.floor(data.length / 3)
      one.socket.send(data.subarray(0, cut), { binary: true, fin: false })
      one.socket.ping('within')
      one.socket.send(data.subarray(cut), { fin: true })
      one.socket.send(data, { binary: true })
    }
  }
  const expected = sent.flatMap((data) => [data, data])
  for (const { messages, pongs } of [host, controller]) {
    await expect.poll(() => messages.length).toBe(expected.length)
    expect(messages.every((data, at) => data.equals(expected[at] ?? Buffer.from('?')))).toBe(true)
    // Of pings that come together only the last needs an answer.
    await expect.poll(() => pongs.at(-1)).toBe('within')
  }
})

test('who leaves gets its own code back, and the other hears how it went', async () => {
  for (const [code, told] of [
    [1000, [1000, '']],
    [undefined, [1000, '']],
    [1001, [4410, 'peer_gone']],
    [4321, [4410, 'peer_gone']],
  ] as const) {
    for (const [leaver, other] of [['host', 'controller'], ['controller', 'host']] as const) {
      const under = await startRelay()
      const pair = await pairOf(under)
      pair[leaver].socket.close(code, code === undefined ? undefined : 'of my own')
      expect((await pair[leaver].closed)[0]).toBe(code ?? 1005)
      expect(await pair[other].closed).toEqual(told)
      await expect.poll(() => under.relay.sockets).toBe(0)
    }
  }
})

test('who says farewell is told of at once, also if it keeps its connection open', async () => {
  const under = await startRelay()
  const raw = connect(under.port, '127.0.0.1')
  onTestFinished(() => void raw.destroy())
  raw.on('error', () => undefined).resume()
  raw.write(handshakeOf('a.host'))
  const controller = await dialLibrary(under, 'a.controller')
  raw.write(clientFrame(0x88, Buffer.from([3, 232]), 77))
  expect(await controller.closed).toEqual([1000, ''])
  for (let second = 0; second < 9; second++) under.time.advance(1000)
  await expect.poll(() => under.relay).toMatchObject({ tunnels: 0, sockets: 0 })
})

test('who dies in the middle of a frame is named to the other, though its frame never ends', async () => {
  const under = await startRelay()
  const raw = connect(under.port, '127.0.0.1')
  onTestFinished(() => void raw.destroy())
  raw.on('error', () => undefined).resume()
  raw.write(handshakeOf('a.host'))
  const controller = await dialLibrary(under, 'a.controller')
  controller.socket.on('error', () => undefined)
  const frame = clientFrame(0x82, Buffer.alloc(65_536), 99)
  raw.write(frame.subarray(0, 40_000))
  await expect.poll(() => under.relay.carriedOf('a')?.bytesToController).toBe(40_000 - 14)
  controller.socket.ping('still there?')
  await expect.poll(() => controller.pongs).toEqual(['still there?'])
  raw.destroy()
  expect(await controller.closed).toEqual([4410, 'peer_gone'])
})

test('a session killed while both send at full speed tells both why', async () => {
  const under = await startRelay()
  const pair = await pairOf(under)
  const data = randomBytes(65_536)
  for (const { socket } of Object.values(pair)) {
    const more = (error?: Error | null): void => {
      if (!error) socket.send(data, more)
    }
    for (let count = 0; count < 8; count++) more()
  }
  await expect.poll(() => under.relay.carriedOf('a')?.bytesToHost).toBeGreaterThan(8_000_000)
  under.relay.close('a', 'session_killed')
  expect(await pair.host.closed).toEqual([4403, 'session_killed'])
  expect(await pair.controller.closed).toEqual([4403, 'session_killed'])
})

test('the WebSocket that Node itself has goes through too', async () => {
  const under = await startRelay()
  const sockets = ['a.host', 'a.controller'].map((ticket) => {
    const init = { headers: headersOf(ticket) } as unknown as string[]
    const socket = new WebSocket(urlOf(under), init)
    socket.binaryType = 'arraybuffer'
    return socket
  })
  const [host, controller] = sockets
  if (!host || !controller) throw new Error('two were made')
  await Promise.all(sockets.map((socket) => once(socket, 'open')))
  const data = randomBytes(1024 * 1024)
  host.send(data)
  const [heard] = (await once(controller, 'message')) as [MessageEvent]
  expect(Buffer.from(heard.data as ArrayBuffer).equals(data)).toBe(true)
  controller.send(data.subarray(0, 70_000))
  const [answer] = (await once(host, 'message')) as [MessageEvent]
  expect(Buffer.from(answer.data as ArrayBuffer).equals(data.subarray(0, 70_000))).toBe(true)
  const closed = once(controller, 'close')
  host.close(1000, 'done')
  expect((await closed)[0]).toMatchObject({ code: 1000, wasClean: true })
})

const handshakeOf = (ticket: string): string =>
  [
    `GET ${RELAY_PATH} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    `Authorization: Ticket ${ticket}`,
    '\r\n',
  ].join('\r\n')
