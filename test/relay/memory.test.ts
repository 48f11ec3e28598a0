/** What sockets are read into is used again, and never while somebody still needs it. */

import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { LARGE_BYTES, Memory, readInto, SMALL_BYTES } from '../../src/relay/memory.ts'

const NOTHING = Buffer.alloc(0)

/** A connection: the client's end, and the server's, which nobody reads yet. */
const connection = async (): Promise<{ client: Socket; socket: Socket }> => {
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [socket] = (await once(server, 'connection')) as [Socket]
  onTestFinished(() => {
    client.destroy()
    socket.destroy()
    server.close()
  })
  return { client, socket }
}

const hashOf = (data: Buffer): string => createHash('sha256').update(data).digest('hex')

test('a piece is lent to one at a time, and comes back', () => {
  const memory = new Memory()
  const [first, second] = [memory.lend(), memory.lend()]
  expect(first).not.toBe(second)
  expect(first.length).toBe(LARGE_BYTES)
  memory.giveBack(first)
  expect(memory.lend()).toBe(first)
})

test('small pieces are not kept, nor more large ones than 16 MiB', () => {
  const memory = new Memory()
  memory.giveBack(Buffer.alloc(SMALL_BYTES))
  const many = Array.from({ length: 65 }, () => memory.lend())
  expect(many.every(({ length }) => length === LARGE_BYTES)).toBe(true)
  for (const piece of many) memory.giveBack(piece)
  const again = Array.from({ length: 65 }, () => memory.lend())
  expect(again.filter((piece) => many.includes(piece))).toHaveLength(64)
})

test('what was read before comes first, and everything in order, whoever keeps what', async () => {
  const { client, socket } = await connection()
  const sent = randomBytes(8_000_000)
  const head = randomBytes(1000)
  socket.resume()
  const got: Buffer[] = []
  const kept: Array<{ read: Buffer; piece: Buffer | undefined; hash: string }> = []
  const memory = new Memory()
  let reads = 0
  const moved = readInto(memory, { socket, head }, (read, piece) => {
    got.push(Buffer.from(read))
    // Every third is kept, for as long as the test.
    const isKept = reads++ % 3 === 0
    if (isKept) kept.push({ read, piece, hash: hashOf(read) })
    return isKept
  })
  expect(moved).not.toBe(socket)
  client.end(sent)
  await once(moved.resume(), 'end')
  expect(hashOf(Buffer.concat(got))).toBe(hashOf(Buffer.concat([head, sent])))
  expect(reads).toBeGreaterThan(10)
  // Nothing was read over what is kept.
  expect(kept.map(({ read }) => hashOf(read))).toEqual(kept.map(({ hash }) => hash))
})

test('a connection that sends little is read into the same small piece', async () => {
  const { client, socket } = await connection()
  const pieces = new Set<Buffer | undefined>()
  let bytes = 0
  readInto(new Memory(), { socket, head: NOTHING }, (read, piece) => {
    pieces.add(piece)
    bytes += read.length
    return false
  }).resume()
  for (let round = 1; round <= 20; round++) {
    client.write('a key was pressed')
    await expect.poll(() => bytes).toBe(round * 17)
  }
  expect([...pieces].map((piece) => piece?.length)).toEqual([SMALL_BYTES])
})

test('the socket that was left ends with the connection, and is not read any more', async () => {
  const { client, socket } = await connection()
  const moved = readInto(new Memory(), { socket, head: NOTHING }, () => false)
  let isRead = false
  socket.on('data', () => (isRead = true))
  const closed = once(socket, 'close')
  client.write('hello')
  client.destroy()
  moved.resume()
  moved.on('end', () => moved.destroy())
  await closed
  expect(isRead).toBe(false)
})

test('a connection on which an answer is still being sent stays with its socket', async () => {
  const { client, socket } = await connection()
  client.pause()
  while (socket.write(Buffer.alloc(1_000_000))) void 0
  expect(socket.writableLength).toBeGreaterThan(0)
  const got: Buffer[] = []
  const read = readInto(new Memory(), { socket, head: Buffer.from('he') }, (bytes) => {
    got.push(bytes)
    return false
  })
  expect(read).toBe(socket)
  client.write('llo')
  read.resume()
  await expect.poll(() => Buffer.concat(got).toString()).toBe('hello')
})

test('a stream that is no socket is read as ever', async () => {
  const stream = new PassThrough()
  const got: Buffer[] = []
  const read = readInto(new Memory(), { socket: stream, head: NOTHING }, (bytes) => {
    got.push(bytes)
    return false
  })
  expect(read).toBe(stream)
  stream.end('hello')
  await once(read, 'end')
  expect(Buffer.concat(got).toString()).toBe('hello')
})
