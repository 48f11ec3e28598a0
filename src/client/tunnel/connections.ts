/** Connections of one tunnel to the local service of the host: so many at most, and what they carried. */

import type { ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import type { Ticker } from '../../platform/ticker.ts'
import type { Carried } from '../../protocol/control.ts'
import { serveLocally, type Target } from './local-service.ts'
import { MAX_STREAMS } from './wire.ts'

/** Makes the list of a tunnel's connections. */
export const createConnections = (ticker: Ticker) => {
  const sockets = new Set<Socket>()
  let dialling = 0
  let past: Carried = { bytesToHost: 0, bytesToController: 0 }

  const add = (sum: Carried, { bytesWritten, bytesRead }: Socket): Carried => ({
    bytesToHost: sum.bytesToHost + bytesWritten,
    bytesToController: sum.bytesToController + bytesRead,
  })

  return {
    isFull: (): boolean => sockets.size + dialling >= MAX_STREAMS,
    carried: (): Carried => [...sockets].reduce(add, past),
    serve(stream: ServerHttp2Stream, target: Target, onDown: () => void): void {
      dialling++
      serveLocally(stream, target, ticker, (socket, failure) => {
        dialling--
        if (failure) onDown()
        if (!socket) return
        sockets.add(socket)
        socket.once('close', () => {
          past = add(past, socket)
          sockets.delete(socket)
        })
      })
    },
    /** Cuts what is left, at once or for a program that does not read what it was sent. */
    cut: (): void => {
      for (const socket of sockets) socket.resetAndDestroy()
    },
  }
}
