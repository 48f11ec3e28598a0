/** A WebSocket as a byte stream, at the moment in which the other end leaves. */

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { toStream } from '../../../src/client/tunnel/socket-stream.ts'

const connect = async (): Promise<{ ours: WebSocket; theirs: WebSocket }> => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => server.close())
  await once(server, 'listening')
  const accepted = once(server, 'connection') as Promise<[WebSocket]>
  const ours = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const [theirs] = await accepted
  await once(ours, 'open')
  return { ours, theirs }
}

it('what an end said last is read, though we answered while it was leaving', async () => {
  const { ours, theirs } = await connect()
  const stream = toStream(ours)
  stream.pause()
  const closed = once(ours, 'close')
  theirs.send(Buffer.from('wait '))
  theirs.send(Buffer.from('a minute'))
  theirs.close(1000)
  await closed
  const problems: Error[] = []
  stream.on('error', (error) => problems.push(error))
  let heard = ''
  stream.on('data', (bytes: Buffer) => {
    heard += String(bytes)
    stream.write('heard')
  })
  const done = once(stream, 'close')
  stream.resume()
  await done
  expect([heard, problems]).toEqual(['wait a minute', []])
})
