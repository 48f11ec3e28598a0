/**
 * One end of a tunnel: its socket, the queue towards it, the reasons not to read from it, and
 * whether it is alive. Promise: what was read is forwarded in order and never dropped while the
 * tunnel lives, and an end is not read while more than 1 MiB waits for the other.
 */

import type { RefusalCode } from '../protocol/refusals.ts'
import type { Role } from '../protocol/session.ts'
import type { Taken } from './frames.ts'
import type { Wire } from './wire.ts'

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

/** Seconds without progress after which an end that is being closed is given up, and in all. */
const FLUSH_SECONDS = 8
const CLOSE_SECONDS = 45

/** Why an end is not read; several may hold at once. */
export const PAUSED = { queue: 1, limit: 2, held: 4 } as const

/** What the relay counts over all its tunnels. */
export type Gauge = {
  /** Bytes forwarded since the start. */
  carried: number
  /** Most bytes that ever waited for one end. */
  peakQueued: number
}

/** What an end reports: at most one of `onFault` and `onLeft`, and last that its socket is gone. */
export type EndEvents = {
  readonly onRead: (end: End, bytes: number) => void
  readonly onFault: (end: End, reason: RefusalCode) => void
  readonly onLeft: (end: End, closeCode: number) => void
  readonly onGone: (end: End) => void
}

/** One of the two ends. */
export class End {
  readonly role: Role
  /** Bytes of this end that were given to the other. */
  carried = 0
  readonly #wire: Wire
  readonly #gauge: Gauge
  readonly #events: EndEvents
  #peer: End | undefined
  #held: Taken[] = []
  #heldBytes = 0
  #pauses = 0
  #isOver = false
  #isAlive = true
  #quietSeconds = 0
  #overSeconds = 0
  #unsent = 0
  #secondsToPing: number

  /** `serial` spreads the pings of ends that came at the same moment, as after a restart. */
  constructor(
    role: Role,
    wire: Wire,
    { gauge, events, serial }: { gauge: Gauge; events: EndEvents; serial: number },
  ) {
    this.role = role
    this.#wire = wire
    this.#gauge = gauge
    this.#events = events
    this.#secondsToPing = 1 + (serial % PING_SECONDS)
    wire.start({
      onRead: (taken, bytes) => this.#take(taken, bytes),
      onFault: (reason) => events.onFault(this, reason),
      onLeft: (closeCode) => {
        this.#isOver = true
        events.onLeft(this, closeCode)
      },
      onGone: () => events.onGone(this),
    })
  }

  /** Bytes that wait to be sent to this end. */
  get queued(): number {
    return this.#wire.queued
  }

  /** Gives this end the other one, with what it sent while it waited. */
  meet(peer: End): void {
    this.#peer = peer
    const held = this.#held
    this.#held = []
    for (const taken of held) this.#forward(taken, peer)
    this.resume(PAUSED.held)
  }

  /** Reads no more, for one more reason. */
  pause(reason: number): void {
    if (this.#isOver) return
    if (this.#pauses === 0) this.#wire.pause()
    this.#pauses |= reason
  }

  /** Drops one reason not to read. */
  resume(reason: number): void {
    if ((this.#pauses & reason) === 0) return
    this.#pauses &= ~reason
    if (this.#pauses === 0) this.#wire.resume()
  }

  /** One second passed. Returns whether this end is to be given up. */
  tick(): boolean {
    this.#wire.tick()
    this.#noticeProgress()
    // Of an end that we do not read and that took everything we hear nothing; the other one, for
    // which we wait, is the one to judge.
    const isExcused = this.#pauses !== 0 && !this.#isOver && this.queued === 0
    this.#quietSeconds = this.#isAlive || isExcused ? 0 : this.#quietSeconds + 1
    this.#isAlive = false
    if (this.#isOver) {
      return this.#quietSeconds >= FLUSH_SECONDS || ++this.#overSeconds >= CLOSE_SECONDS
    }
    if (--this.#secondsToPing <= 0) {
      this.#secondsToPing = PING_SECONDS
      // A queue that moves is life enough, and behind one that stands a ping would only wait.
      if (this.queued === 0) this.#wire.ping()
    }
    return this.#quietSeconds >= GONE_SECONDS
  }

  /** Sends what is queued, then the reason; nothing is taken from this end any more. */
  finish(closeCode: number, reason: string): void {
    this.#isOver = true
    this.#held = []
    this.#quietSeconds = 0
    // Its answer to the farewell is behind whatever it sent meanwhile.
    this.#pauses = 0
    this.#wire.resume()
    this.#wire.close(closeCode, reason)
  }

  /** Ends the connection at once, whatever is queued. */
  terminate(): void {
    this.#isOver = true
    this.#wire.terminate()
  }

  #take(taken: Taken, bytes: number): void {
    if (this.#isOver) return
    this.#isAlive = true
    const peer = this.#peer
    if (!peer) {
      if (taken.body.length > 0) this.#held.push(copied(taken))
      this.#heldBytes += bytes
      if (this.#heldBytes >= HELD_BYTES) this.pause(PAUSED.held)
      return
    }
    this.#forward(taken, peer)
    const { queued } = peer
    if (queued > this.#gauge.peakQueued) this.#gauge.peakQueued = queued
    if (queued > HIGH_MARK) this.pause(PAUSED.queue)
    this.#events.onRead(this, bytes)
  }

  #forward(taken: Taken, peer: End): void {
    this.carried += taken.bytes
    this.#gauge.carried += taken.bytes
    peer.#wire.write(taken, peer.#onSent)
  }

  readonly #onSent = (): void => {
    // What the kernel takes at once says nothing of the other end; what had to wait says it reads.
    if (this.#unsent > 0) this.#isAlive = true
    if (this.queued <= LOW_MARK) this.#peer?.resume(PAUSED.queue)
  }

  /** A write ends only when the kernel took all of it; over a slow link that is long after its start. */
  #noticeProgress(): void {
    const { unsent } = this.#wire
    if (unsent < this.#unsent) this.#isAlive = true
    this.#unsent = unsent
  }
}

/** For what must wait long: its memory is read into again. */
const copied = (taken: Taken): Taken => ({
  ...taken,
  body: Buffer.from(taken.body),
  piece: undefined,
})
