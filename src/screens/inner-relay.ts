/**
 * The controller's seat in this server's own relay, without a network between: the relay takes it for
 * a client's WebSocket, so that policy, limits, counting and killing are those of every session.
 */

import { createServer, type IncomingMessage } from 'node:http'
import { type Duplex, duplexPair } from 'node:stream'
import { WebSocket } from 'ws'
import { toStream } from '../client/tunnel/socket-stream.ts'
import type { Client } from '../http/client-address.ts'
import type { Upgrade } from '../http/upgrade.ts'
import { RELAY_PATH } from '../protocol/control.ts'
import { Refusal } from '../protocol/refusals.ts'

/** Takes an upgrade of the relay's path over. Throws `Refusal`. */
export type AcceptRelay = (upgrade: Upgrade) => void

/** Ends with the relay's word where there is one, and both ends at once. */
const joinEnds = (one: Duplex, other: Duplex): void => {
  for (const [from, to] of [[one, other], [other, one]] as const) {
    from.on('error', () => undefined)
    from.once('close', () => to.destroy())
  }
}

/** Takes the seat that a ticket is for. Throws `Refusal`. */
export const takeSeat = async (
  accept: AcceptRelay,
  { ticket, client }: { readonly ticket: string; readonly client: Client },
): Promise<Duplex> => {
  const [ours, theirs] = duplexPair()
  joinEnds(ours, theirs)
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>()
  const server = createServer()
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    try {
      accept({ request, socket, head, client })
    } catch (error) {
      reject(error)
      theirs.destroy()
    }
  })
  server.emit('connection', theirs)
  const socket = new WebSocket(`ws://relay${RELAY_PATH}`, {
    headers: { authorization: `Ticket ${ticket}` },
    createConnection: (() => ours) as never,
    perMessageDeflate: false,
    // Nothing between could take these bytes for something else; see src/client/websocket.ts.
    generateMask: (mask) => void mask.fill(0),
  })
  socket.on('error', () => reject(new Refusal('peer_gone')))
  socket.once('open', () => resolve(toStream(socket)))
  return promise
}
