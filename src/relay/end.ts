/**
 * One end of a tunnel: its socket, the queue towards it, the reasons not to read from it, and
 * whether it is alive. Promise: what was read is forwarded in order and never dropped while the
 * tunnel lives, and an end is not read while more than 1 MiB waits for the other.
 */

import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { RefusalCode } from '../protocol/refusals.ts'
import type { Role } from '../protocol/session.ts'
import { refusalOfFault } from './socket.ts'

/** Bytes that wait for an end above which the other is not read, and at which it is again. */
export const HIGH_MARK = 1024 * 1024
const LOW_MARK = 256 * 1024

/**
 * Bytes taken from an end that waits for the other. It must be read a little: behind a handshake's
 * first bytes may be its farewell. A TLS ClientHello is less than 2 KiB.
 */
const HELD_BYTES = 64 * 1024

/** Seconds between two pings: below nginx's 60, Cloudflare's 100 and mobile NAT's 30. */
const PING_SECONDS = 20

/** Seconds without data, pong or progress after which an end counts as gone. */
const GONE_SECONDS = 45

/** Seconds without progress after which an end that is being closed is given up. */
const FLUSH_SECONDS = 8

/** Why an end is not read; several may hold at once. */
export const PAUSED = { queue: 1, limit: 2, held: 4 } as const

/** What the relay counts over all its tunnels. */
export type Gauge = {
  /** Bytes forwarded since the start. */
  carried: number
  /** Most bytes that ever waited for one end. */
  peakQueued: number
}

/** What an end reports; each of `onFault` and `onClosed` at most once. */
export type EndEvents = {
  readonly onRead: (end: End, bytes: number) => void
  readonly onFault: (end: End, reason: RefusalCode) => void
  readonly onClosed: (end: End, closeCode: number) => void
}

const BINARY = { binary: true }

/** One of the two ends. */
export class End {
  readonly role: Role
  /** Bytes of this end that were given to the other. */
  carried = 0
  readonly #socket: WebSocket
  readonly #raw: Duplex
  readonly #gauge: Gauge
  readonly #events: EndEvents
  #peer: End | undefined
  #held: Buffer[] = []
  #heldBytes = 0
  #pauses = 0
  #isCorked = false
  #isOver = false
  #isAlive = true
  #quietSeconds = 0
  #unsent = 0
  #secondsToPing: number

  /** `serial` spreads the pings of ends that came at the same moment, as after a restart. */
  constructor(
    role: Role,
    { socket, raw }: { socket: WebSocket; raw: Duplex },
    { gauge, events, serial }: { gauge: Gauge; events: EndEvents; serial: number },
  ) {
    this.role = role
    this.#socket = socket
    this.#raw = raw
    this.#gauge = gauge
    this.#events = events
    this.#secondsToPing = 1 + (serial % PING_SECONDS)
    socket.on('message', (data: Buffer, isBinary: boolean) => this.#forward(data, isBinary))
    socket.on('error', (error: Error) => events.onFault(this, refusalOfFault(error)))
    socket.once('close', (code: number) => {
      this.#isOver = true
      this.#peer?.uncork()
      events.onClosed(this, code)
    })
    // Behind the listener of `ws`: when this one runs, all whole frames of the read are forwarded.
    raw.on('data', (chunk: Buffer) => this.#afterRead(chunk.length))
  }

  /** Bytes that wait to be sent to this end. */
  get queued(): number {
    return this.#socket.bufferedAmount
  }

  /** Gives this end the other one, with what it sent while it waited. */
  meet(peer: End): void {
    this.#peer = peer
    const held = this.#held
    this.#held = []
    for (const data of held) this.#forward(data, true)
    peer.uncork()
    this.resume(PAUSED.held)
  }

  /** Reads no more, for one more reason. */
  pause(reason: number): void {
    if (this.#isOver) return
    if (this.#pauses === 0) this.#socket.pause()
    this.#pauses |= reason
  }

  /** Drops one reason not to read. */
  resume(reason: number): void {
    if ((this.#pauses & reason) === 0) return
    this.#pauses &= ~reason
    if (this.#pauses === 0) this.#socket.resume()
  }

  /** Sends what was collected since the last read of the other end, in one write. */
  uncork(): void {
    if (!this.#isCorked) return
    this.#isCorked = false
    this.#raw.uncork()
  }

  /** One second passed. Returns whether this end is to be given up. */
  tick(): boolean {
    this.#noticeProgress()
    // Of an end that we do not read and that took everything we hear nothing; the other one, for
    // which we wait, is the one to judge.
    const isExcused = this.#pauses !== 0 && !this.#isOver && this.queued === 0
    this.#quietSeconds = this.#isAlive || isExcused ? 0 : this.#quietSeconds + 1
    this.#isAlive = false
    if (this.#isOver) return this.#quietSeconds >= FLUSH_SECONDS
    if (--this.#secondsToPing <= 0) {
      this.#secondsToPing = PING_SECONDS
      // A queue that moves is life enough, and behind one that stands a ping would only wait.
      if (this.queued === 0) this.#socket.ping()
    }
    return this.#quietSeconds >= GONE_SECONDS
  }

  /** Sends what is queued, then the reason; nothing is taken from this end any more. */
  finish(closeCode: number, reason: string): void {
    this.#isOver = true
    this.#held = []
    this.#quietSeconds = 0
    this.uncork()
    // Its answer to the farewell is behind whatever it sent meanwhile.
    this.#pauses = 0
    this.#socket.resume()
    this.#socket.close(closeCode, reason)
  }

  /** Ends the connection at once, whatever is queued. */
  terminate(): void {
    this.#isOver = true
    this.#socket.terminate()
  }

  #forward(data: Buffer, isBinary: boolean): void {
    if (this.#isOver) return
    if (!isBinary) {
      this.#events.onFault(this, 'malformed_request')
      return
    }
    if (!this.#peer) {
      this.#held.push(data)
      return
    }
    this.carried += data.length
    this.#gauge.carried += data.length
    this.#peer.#send(data)
  }

  #send(data: Buffer): void {
    if (this.#isCorked) {
      this.#socket.send(data, BINARY)
      return
    }
    this.#isCorked = true
    this.#raw.cork()
    this.#socket.send(data, BINARY, this.#onSent)
  }

  #afterRead(bytes: number): void {
    if (this.#isOver) return
    this.#isAlive = true
    const peer = this.#peer
    if (!peer) {
      this.#heldBytes += bytes
      if (this.#heldBytes >= HELD_BYTES) this.pause(PAUSED.held)
      return
    }
    peer.uncork()
    const { queued } = peer
    if (queued > this.#gauge.peakQueued) this.#gauge.peakQueued = queued
    if (queued > HIGH_MARK) this.pause(PAUSED.queue)
    this.#events.onRead(this, bytes)
  }

  readonly #onSent = (): void => {
    // What the kernel takes at once says nothing of the other end; what had to wait says it reads.
    if (this.#unsent > 0) this.#isAlive = true
    if (this.queued <= LOW_MARK) this.#peer?.resume(PAUSED.queue)
  }

  /** A write ends only when the kernel took all of it; over a slow link that is long after its start. */
  #noticeProgress(): void {
    const { _handle: handle } = this.#raw as { _handle?: { writeQueueSize?: number } | null }
    const unsent = handle?.writeQueueSize ?? 0
    if (unsent < this.#unsent) this.#isAlive = true
    this.#unsent = unsent
  }
}
