/**
 * Pairs of connections through a relay, in the relay's own language. Nothing is left to a library:
 * frames are made once and written again and again, so that the load costs less than what it loads.
 */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { RELAY_PATH } from '../src/protocol/control.ts'

/** How a relay is spoken to: WebSocket at both ends, at one, a line of text first, or not at all. */
export type Language = 'isr' | 'isr-masked' | 'websockify' | 'transit' | 'plain'

/** Where a relay listens, and where it connects to if it is one that does. */
export type Address = { readonly language: Language; readonly port: number; readonly target: number }

/** One end, and what one message looks like when it sends it. */
export type PairEnd = { readonly socket: Socket; readonly frame: (payload: Buffer) => Buffer }

export type Pair = { readonly from: PairEnd; readonly to: PairEnd }

const bare = (payload: Buffer): Buffer => payload

/** A client's frame; a mask of zeros, as our clients send, leaves the payload as it is. */
const framed = (mask: Buffer) => (payload: Buffer): Buffer => {
  const { length } = payload
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = 0x82
  head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127)
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  const masked = Buffer.from(payload)
  for (let at = 0; at < length; at++) masked[at] = (masked[at] ?? 0) ^ (mask[at & 3] ?? 0)
  return Buffer.concat([head, mask, masked])
}

const ZEROS = Buffer.alloc(4)

const dial = async (port: number): Promise<Socket> => {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return socket
}

/** Waits for an answer that ends so; nothing else may be behind it yet. */
const answered = async (socket: Socket, end: string): Promise<void> => {
  let text = ''
  while (!text.endsWith(end)) {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    text += chunk.toString('latin1')
  }
  if (text.startsWith('HTTP') && !text.startsWith('HTTP/1.1 101')) throw new Error(text)
}

const upgrade = (socket: Socket, path: string, more: string): void => {
  const key = randomBytes(16).toString('base64')
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n${more}\r\n`,
  )
}

const throughTickets = async (port: number, mask: Buffer): Promise<Pair> => {
  const session = randomBytes(8).toString('hex')
  const ends: PairEnd[] = []
  for (const role of ['controller', 'host']) {
    const socket = await dial(port)
    upgrade(socket, RELAY_PATH, `Authorization: Ticket ${session}.${role}\r\n`)
    await answered(socket, '\r\n\r\n')
    ends.push({ socket, frame: framed(mask) })
  }
  return toPair(ends)
}

const throughTransit = async (port: number): Promise<Pair> => {
  const token = randomBytes(32).toString('hex')
  const sockets = [await dial(port), await dial(port)]
  for (const socket of sockets) {
    socket.write(`please relay ${token} for side ${randomBytes(8).toString('hex')}\n`)
  }
  for (const socket of sockets) await answered(socket, 'ok\n')
  return toPair(sockets.map((socket) => ({ socket, frame: bare })))
}

const throughTarget = async ({ language, port, target }: Address): Promise<Pair> => {
  const listener = createServer({ noDelay: true }).listen(target, '127.0.0.1')
  await once(listener, 'listening')
  const accepted = once(listener, 'connection') as Promise<[Socket]>
  const socket = await dial(port)
  const isWeb = language === 'websockify'
  if (isWeb) {
    upgrade(socket, '/', '')
    await answered(socket, '\r\n\r\n')
  }
  const [other] = await accepted
  listener.close()
  const from = { socket, frame: isWeb ? framed(ZEROS) : bare }
  return { from, to: { socket: other, frame: bare } }
}

const toPair = ([from, to]: PairEnd[]): Pair => {
  if (!from || !to) throw new Error('a pair has two ends')
  return { from, to }
}

/** Connects one pair through a relay; one after the other, or those of a target get mixed up. */
export const connectPair = async (address: Address): Promise<Pair> => {
  switch (address.language) {
    case 'isr':
      return throughTickets(address.port, ZEROS)
    case 'isr-masked':
      return throughTickets(address.port, Buffer.from([0xa5, 0x3c, 0x71, 0x0f]))
    case 'transit':
      return throughTransit(address.port)
    case 'websockify':
    case 'plain':
      return throughTarget(address)
  }
}
