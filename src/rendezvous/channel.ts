/**
 * One host's open control channel: what it said of itself, when it was last heard of, and how many
 * messages it may send. There are thousands, so each holds as little as it can.
 */

import type { WebSocket } from 'ws'
import type { Clock } from '../platform/clock.ts'
import type { Ticker } from '../platform/ticker.ts'
import { closeCodeOf } from '../protocol/closing.ts'
import type { Hello, ServerMessage } from '../protocol/control.ts'
import type { RefusalCode } from '../protocol/refusals.ts'
import type { Candidate } from '../protocol/session.ts'

/** Messages in one window; a host whose four sessions begin and end every second sends half of it. */
const MAX_MESSAGES = 300
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

/** What time it is and how to wait. */
export type Time = { readonly clock: Clock; readonly ticker: Ticker }

/** An open control channel. */
export class Channel {
  readonly hostId: string
  readonly tenantId: string
  readonly code: string
  readonly address: string
  readonly key: string
  readonly instance: string
  readonly version: string
  readonly services: readonly string[]
  readonly candidates: readonly Candidate[]
  readonly allowsBrowser: boolean
  readonly openedAt: number
  /** When its lease was last written, epoch milliseconds. */
  refreshedAt: number
  lastHeardAt: number
  isDegraded = false
  readonly #socket: WebSocket
  readonly #time: Time
  #answer: Promise<boolean> | undefined
  #windowEndsAt = 0
  #messages = 0

  constructor(socket: WebSocket, of: ChannelOf, hello: Hello, time: Time) {
    this.hostId = of.hostId
    this.tenantId = of.tenantId
    this.code = of.code
    this.address = of.address
    this.key = hello.proof.key
    this.instance = hello.proof.instance
    this.version = hello.version
    this.services = hello.services
    this.candidates = hello.candidates
    this.allowsBrowser = hello.allowsBrowser
    this.openedAt = time.clock.now()
    this.refreshedAt = this.openedAt
    this.lastHeardAt = this.openedAt
    this.#socket = socket
    this.#time = time
    const heard = (): void => {
      this.lastHeardAt = time.clock.now()
    }
    socket.on('pong', heard)
    socket.on('ping', heard)
  }

  /** Counts a message; false when there are too many. */
  admitMessage(): boolean {
    const now = this.#time.clock.now()
    this.lastHeardAt = now
    // A window that lies further ahead is a clock set back.
    if (now >= this.#windowEndsAt || this.#windowEndsAt - now > MESSAGE_WINDOW_MS) {
      this.#windowEndsAt = now + MESSAGE_WINDOW_MS
      this.#messages = 0
    }
    return ++this.#messages <= MAX_MESSAGES
  }

  send(message: ServerMessage): void {
    const socket = this.#socket
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > MAX_UNSENT_BYTES) return socket.terminate()
    socket.send(JSON.stringify(message))
  }

  ping(): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping()
  }

  /** Whether the host answers now; those who want to know at the same time share one question. */
  answers(): Promise<boolean> {
    this.#answer ??= this.#ask().finally(() => (this.#answer = undefined))
    return this.#answer
  }

  /** Leaves no listener behind: a channel may be open for months, and asked by whoever likes. */
  #ask(): Promise<boolean> {
    const socket = this.#socket
    if (socket.readyState !== socket.OPEN) return Promise.resolve(false)
    return new Promise((answer) => {
      const tell = (isThere: boolean): void => {
        stopWaiting()
        socket.off('pong', onPong)
        socket.off('close', onGone)
        answer(isThere)
      }
      const onPong = (): void => tell(true)
      const onGone = (): void => tell(false)
      const stopWaiting = this.#time.ticker.after(PROBE_MS, onGone)
      socket.on('pong', onPong)
      socket.on('close', onGone)
      socket.ping()
    })
  }

  /** Ends the channel with a reason. */
  close(reason: RefusalCode): void {
    closeSocket(this.#socket, this.#time.ticker, reason)
  }

  /** Drops a channel whose host is not there to read a reason. */
  terminate(): void {
    this.#socket.terminate()
  }
}

/** Closes a socket with a reason, and drops it when the other end does not answer. */
export const closeSocket = (socket: WebSocket, ticker: Ticker, reason: RefusalCode): void => {
  if (socket.readyState > socket.OPEN) return
  socket.close(closeCodeOf(reason), reason)
  const stop = ticker.after(CLOSE_WITHIN_MS, () => socket.terminate())
  socket.once('close', stop)
}
