/** A relay of a few lines: two WebSockets, each given what the other sends. */

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { toStream } from '../../src/client/tunnel/socket-stream.ts'
import { dialWebSocket } from '../../src/client/websocket.ts'

/** Unsent bytes at which the other side is paused. */
const HIGH_MARK = 1024 * 1024

const forward = (from: WebSocket, to: WebSocket): void => {
  from.on('message', (data: Buffer, isBinary) => {
    to.send(data, { binary: isBinary }, () => from.resume())
    if (to.bufferedAmount > HIGH_MARK) from.pause()
  })
  from.on('close', () => to.close())
}

/** Two ends of one relay tunnel. */
export type Pair = {
  readonly host: Duplex
  readonly controller: Duplex
  /** The relay's own sockets. */
  readonly relay: readonly WebSocket[]
}

/** Opens a relay tunnel between two ends in this process. */
export const openPair = async (): Promise<Pair> => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  onTestFinished(() => server.close())
  const dial = async (): Promise<[WebSocket, WebSocket]> => {
    const joined = once(server, 'connection') as Promise<[WebSocket]>
    const socket = await dialWebSocket({ server: `http://127.0.0.1:${port}`, path: '/' })
    return [socket, (await joined)[0]]
  }
  const [host, hostSide] = await dial()
  const [controller, controllerSide] = await dial()
  forward(hostSide, controllerSide)
  forward(controllerSide, hostSide)
  return { host: toStream(host), controller: toStream(controller), relay: [hostSide, controllerSide] }
}
