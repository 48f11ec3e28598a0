/**
 * A local port whose connections go to the host, and the joining of two streams: each direction ends
 * on its own, and nothing is lost at an end.
 */

import { createServer, type Server, Socket } from 'node:net'
import { finished, type Duplex } from 'node:stream'
import { once } from 'node:events'

/** Carries bytes both ways until both directions ended; one that breaks takes the other with it. */
export const join = (near: Duplex, far: Duplex): Promise<void> =>
  new Promise((resolve) => {
    let open = 2
    const done = (other: Duplex) => (error?: Error | null) => {
      // A stream that was cut must not look like one that ended.
      if (error && other instanceof Socket) other.resetAndDestroy()
      else if (error) other.destroy()
      if (--open === 0) resolve()
    }
    finished(near, done(far))
    finished(far, done(near))
    near.pipe(far)
    far.pipe(near)
  })

export type Listener = {
  readonly address: string
  readonly port: number
  /** Local connections that are open now. */
  readonly connections: number
  close(): void
}

/** Listens; every local connection gets a stream of its own to the host, or is closed. */
export const listen = async (
  { address, port }: { readonly address: string; readonly port: number },
  connect: () => Promise<Duplex>,
  onError: (error: unknown) => void,
): Promise<Listener> => {
  const open = new Set<Socket>()
  const carry = async (socket: Socket): Promise<void> => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    // A program that hangs up while the host is being asked is no news.
    socket.on('error', () => undefined)
    socket.setNoDelay(true)
    try {
      const far = await connect()
      far.on('error', () => undefined)
      if (socket.destroyed) far.destroy()
      else await join(socket, far)
    } catch (error) {
      onError(error)
      socket.destroy()
    }
  }
  // Nothing is read before there is somewhere to put it; an end of one direction is not both.
  const server = createServer({ allowHalfOpen: true }, (socket) => void carry(socket))
  server.listen(port, address)
  await once(server, 'listening')
  return {
    address,
    port: portOf(server),
    get connections() {
      return open.size
    },
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

const portOf = (server: Server): number => {
  const at = server.address()
  return typeof at === 'object' && at ? at.port : 0
}
