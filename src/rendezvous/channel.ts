/**
 * One host's open control channel: what it said of itself, when it was last heard of, and how many
 * messages it may send.
 */

import type { WebSocket } from 'ws'
import type { Clock } from '../platform/clock.ts'
import { sleep, type Ticker } from '../platform/ticker.ts'
import { closeCodeOf } from '../protocol/closing.ts'
import type { Hello, ServerMessage } from '../protocol/control.ts'
import type { RefusalCode } from '../protocol/refusals.ts'

/** Messages in one window; a host with its four sessions sends a tenth of it. */
const MAX_MESSAGES = 100
const MESSAGE_WINDOW_MS = 10_000

/** Unsent bytes at which a host that does not read is cut off. */
const MAX_UNSENT_BYTES = 256 * 1024

/** A host that is there answers a ping within this, milliseconds. */
const PROBE_MS = 3000

/** A host that does not answer the close is gone after this, milliseconds. */
const CLOSE_WITHIN_MS = 2000

/** Whose channel it is. */
export type ChannelOf = {
  readonly hostId: string
  readonly tenantId: string
  readonly code: string
  /** The address it is connected from. */
  readonly address: string
}

/** An open control channel. */
export type Channel = ReturnType<typeof createChannel>

export const createChannel = (
  socket: WebSocket,
  of: ChannelOf,
  { version, services, candidates, proof }: Hello,
  { clock, ticker }: { readonly clock: Clock; readonly ticker: Ticker },
) => {
  let lastHeardAt = clock.now()
  let windowEndsAt = 0
  let messages = 0

  const heard = (): void => {
    lastHeardAt = clock.now()
  }
  socket.on('pong', heard)
  socket.on('ping', heard)

  return {
    ...of,
    key: proof.key,
    instance: proof.instance,
    version,
    services,
    candidates,
    openedAt: clock.now(),
    /** When its lease was last written, epoch milliseconds. */
    refreshedAt: clock.now(),
    isDegraded: false,

    get lastHeardAt(): number {
      return lastHeardAt
    },

    /** Counts a message; false when there are too many. */
    admitMessage(): boolean {
      heard()
      if (lastHeardAt >= windowEndsAt) {
        windowEndsAt = lastHeardAt + MESSAGE_WINDOW_MS
        messages = 0
      }
      return ++messages <= MAX_MESSAGES
    },

    send(message: ServerMessage): void {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > MAX_UNSENT_BYTES) return void socket.terminate()
      socket.send(JSON.stringify(message))
    },

    ping(): void {
      if (socket.readyState === socket.OPEN) socket.ping()
    },

    /** Whether the host answers now. */
    async answers(): Promise<boolean> {
      if (socket.readyState !== socket.OPEN) return false
      const pong = new Promise<boolean>((answer) => {
        socket.once('pong', () => answer(true))
        socket.once('close', () => answer(false))
      })
      socket.ping()
      return Promise.race([pong, sleep(ticker, PROBE_MS).then(() => false)])
    },

    /** Ends the channel with a reason. */
    close: (reason: RefusalCode): void => closeSocket(socket, ticker, reason),

    /** Drops a channel whose host is not there to read a reason. */
    terminate: (): void => socket.terminate(),
  }
}

/** Closes a socket with a reason, and drops it when the other end does not answer. */
export const closeSocket = (socket: WebSocket, ticker: Ticker, reason: RefusalCode): void => {
  if (socket.readyState > socket.OPEN) return
  socket.close(closeCodeOf(reason), reason)
  const stop = ticker.after(CLOSE_WITHIN_MS, () => socket.terminate())
  socket.once('close', stop)
}
