/**
 * A TCP proxy on loopback whose links can go black: nothing passes any more, in neither direction,
 * and neither end hears of it, as when a router on the way forgets a connection.
 */

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** One connection through the proxy. */
export type ProxyLink = {
  /** Path of the first request, such as `/v1/relay`; empty until it came. */
  readonly path: string
  /** Its first bytes, as they came: whoever made it can be told by a header. */
  readonly head: string
  readonly isBlack: boolean
  readonly isOpen: boolean
  /** Forwards nothing more, closes nothing. */
  blacken(): void
  /** Ends it with a reset at both ends. */
  reset(): void
}

export type DroppingProxy = {
  readonly url: string
  readonly links: readonly ProxyLink[]
  /** All links there are and will be are black, until `clear`. */
  blacken(): void
  /** The way is open again; what was black is reset, as by a router that has forgotten it. */
  clear(): void
  /** Open links whose request was for this path and that are not black. */
  live(path: string): ProxyLink[]
}

/** Enough for the head of any request of ours. */
const HEAD_BYTES = 4096

const carry = (near: Socket, far: Socket): ProxyLink => {
  let head = ''
  let isBlack = false
  let isOpen = true
  const end = (other: Socket) => (): void => {
    isOpen = false
    if (!isBlack) other.destroy()
  }
  near.on('data', (chunk: Buffer) => {
    if (head.length < HEAD_BYTES) head += chunk.toString('latin1')
  })
  for (const [from, to] of [[near, far], [far, near]] as const) {
    from.setNoDelay(true)
    from.on('error', () => undefined)
    from.on('close', end(to))
    from.pipe(to)
  }
  return {
    get path() {
      return /^[A-Z]+ (\S+) HTTP/.exec(head)?.[1] ?? ''
    },
    get head() {
      return head
    },
    get isBlack() {
      return isBlack
    },
    get isOpen() {
      return isOpen
    },
    reset() {
      near.resetAndDestroy()
      far.resetAndDestroy()
    },
    blacken() {
      isBlack = true
      for (const socket of [near, far]) {
        socket.unpipe()
        socket.removeAllListeners('data')
        // Not read: what is sent into it fills the buffers of the two kernels, and then waits.
        socket.pause()
      }
    },
  }
}

/** Starts one in front of a server; it ends with the test. */
export const startDroppingProxy = async (upstream: string): Promise<DroppingProxy> => {
  const { port, hostname } = new URL(upstream)
  const links: ProxyLink[] = []
  let isBlack = false
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
    const link = carry(near, far)
    links.push(link)
    if (isBlack) link.blacken()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    links,
    blacken() {
      isBlack = true
      for (const link of links) link.blacken()
    },
    clear() {
      isBlack = false
      for (const link of links) if (link.isBlack) link.reset()
    },
    live: (path) => links.filter((link) => link.isOpen && !link.isBlack && link.path === path),
  }
}
