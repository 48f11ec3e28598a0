/**
 * Direct connections of those who proved nothing yet: so many in all, and few for each address, so
 * that one stranger cannot keep others out. The relay is still there for whoever is refused.
 */

import type { Server, Socket } from 'node:net'
import { bucketOf } from '../../platform/addresses.ts'

/** In all, and from one IPv4 address or IPv6 /64. */
const MAX_UNPROVED = 32
const MAX_UNPROVED_EACH = 8

type End = Pick<Socket, 'remoteAddress' | 'remotePort'>

/** The far end of a connection, the same for a socket and for the TLS in it. */
const endOf = ({ remoteAddress, remotePort }: End): string => `${remoteAddress} ${remotePort}`

/** Drops newcomers of a server while too many have proved nothing. */
export const boundNewcomers = (server: Server) => {
  const sockets = new Set<Socket>()
  const unproved = new Map<string, string>()

  server.on('connection', (socket: Socket) => {
    const bucket = bucketOf(socket.remoteAddress ?? '')
    const own = [...unproved.values()].filter((each) => each === bucket).length
    if (unproved.size >= MAX_UNPROVED || own >= MAX_UNPROVED_EACH) return void socket.destroy()
    const end = endOf(socket)
    socket.setNoDelay(true)
    sockets.add(socket)
    unproved.set(end, bucket)
    socket.once('close', () => {
      sockets.delete(socket)
      unproved.delete(end)
    })
  })

  return {
    /** All that are open, proved or not. */
    sockets: sockets as ReadonlySet<Socket>,
    proved: (socket: End): void => void unproved.delete(endOf(socket)),
  }
}
