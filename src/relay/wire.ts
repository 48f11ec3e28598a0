/**
 * Our end of a client's WebSocket (RFC 6455): the handshake, what is read and written, pings, and
 * the closing handshake. Promise: whatever it was given to write goes out before its close frame, and
 * it reports at most one of a fault and a leaving, then that the socket is gone.
 *
 * Assumes that src/http/upgrade.ts checked the request: version 13, a key of 16 bytes.
 */

import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { Upgrade } from '../http/upgrade.ts'
import type { RefusalCode } from '../protocol/refusals.ts'
import { controlFrame, FrameReader, OPCODE, type Taken } from './frames.ts'
import { type Memory, readInto } from './memory.ts'

/** What every server adds to the key (RFC 6455, 1.3). */
const KEY_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** The code of a connection that ended without one (RFC 6455, 7.1.5). */
const BROKEN = 1006

/** A close frame that gives no code stands for this one, which may not be sent. */
const NO_CODE = 1005

/** Pings that a client may send within a second; ours send none, browsers cannot. */
const MAX_PINGS = 100

/**
 * Node reads a socket that fills whole reads 32 times before it looks at the next one; so much it
 * may take here. Measured beside another pair at full speed: the 99th percentile of a round trip is
 * a half to a sixth, and the cost per byte the same within the noise.
 */
const TURN_BYTES = 256 * 1024

/** Shorter reads leave nothing behind to read in the same turn. */
const FULL_READ_BYTES = 64 * 1024

/** What a wire reports. */
export type WireEvents = {
  /** After each read; `bytes` are those of the socket. */
  readonly onRead: (taken: Taken, bytes: number) => void
  readonly onFault: (reason: RefusalCode) => void
  /** The client said that it is done, or just ended: nothing more comes. */
  readonly onLeft: (closeCode: number) => void
  readonly onGone: () => void
}

/** One client's WebSocket, from the handshake on. */
export class Wire {
  readonly #raw: Duplex
  readonly #memory: Memory
  readonly #frames = new FrameReader()
  #events: WireEvents | undefined
  #isPaused = false
  #turnBytes = 0
  #pings = 0
  #isPonging = false
  #ping: Buffer | undefined
  /** Nothing more is taken: a close frame came, a fault, or the end. */
  #isDeaf = false
  /** Our close frame was written. */
  #isClosing = false

  /** Answers the handshake. */
  constructor({ request, socket, head }: Upgrade, memory: Memory) {
    if ('setTimeout' in socket && typeof socket.setTimeout === 'function') socket.setTimeout(0)
    if ('setNoDelay' in socket && typeof socket.setNoDelay === 'function') socket.setNoDelay(true)
    this.#memory = memory
    this.#raw = readInto(memory, { socket, head }, this.#onBytes)
    const key = request.headers['sec-websocket-key'] ?? ''
    const accept = createHash('sha1').update(key + KEY_SUFFIX).digest('base64')
    this.#raw.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
  }

  /** Bytes that wait to be sent. */
  get queued(): number {
    return this.#raw.writableLength
  }

  /** Bytes that the kernel did not take yet of the write that is under way. */
  get unsent(): number {
    const { _handle: handle } = this.#raw as { _handle?: { writeQueueSize?: number } | null }
    return handle?.writeQueueSize ?? 0
  }

  /** Begins to read. */
  start(events: WireEvents): void {
    this.#events = events
    const raw = this.#raw
    raw.resume()
    raw.once('end', () => {
      this.#leave(BROKEN)
      raw.end()
    })
    raw.once('close', () => {
      this.#leave(BROKEN)
      events.onGone()
    })
  }

  /** Writes whole frames; `onSent` is called once the kernel took them. */
  write(taken: Taken, onSent: () => void): void {
    if (this.#isClosing) return
    const raw = this.#raw
    const { lead, piece } = taken
    const body = this.#isWasteful(taken) ? Buffer.from(taken.body) : taken.body
    const sent = (): void => {
      if (piece && taken.isKept) this.#memory.giveBack(piece)
      onSent()
    }
    if (lead.length > 0) raw.cork()
    if (lead.length > 0) raw.write(lead)
    if (body.length > 0) raw.write(body, sent)
    if (lead.length > 0) raw.uncork()
    taken.isKept = body === taken.body && raw.writableLength > 0
  }

  /** What has to wait is copied if it would keep more memory than it fills. */
  #isWasteful({ body, piece }: Taken): boolean {
    return piece !== undefined && this.queued > 0 && body.length < piece.length / 2
  }

  ping(): void {
    if (!this.#isClosing) this.#raw.write(controlFrame(OPCODE.ping, NOTHING))
  }

  pause(): void {
    this.#isPaused = true
    this.#raw.pause()
  }

  resume(): void {
    this.#isPaused = false
    this.#raw.resume()
  }

  /** One second passed. */
  tick(): void {
    this.#pings = 0
  }

  /** Says that it is over; the socket ends once the client said so too. */
  close(closeCode: number, reason: string): void {
    if (this.#isClosing) return
    this.#isClosing = true
    const raw = this.#raw
    if (!raw.writable) return
    const payload = Buffer.alloc(closeCode === NO_CODE ? 0 : 2 + reason.length)
    if (payload.length > 0) {
      payload.writeUInt16BE(closeCode)
      payload.write(reason, 2, 'latin1')
    }
    raw.write(controlFrame(OPCODE.close, payload))
    // Who broke the rules cannot be understood any more, its farewell included.
    if (this.#isDeaf) raw.end()
  }

  /** Ends the connection at once, whatever is queued. */
  terminate(): void {
    this.#raw.destroy()
  }

  /** Returns whether what was read is still needed. */
  readonly #onBytes = (read: Buffer, piece: Buffer | undefined): boolean => {
    const events = this.#events
    // What comes behind the end is read, so that the socket can end, and dropped.
    if (this.#isDeaf || !events) return false
    const { length } = read
    if (length >= FULL_READ_BYTES) this.#countRead(length)
    const taken = this.#frames.take(read)
    taken.piece = piece
    events.onRead(taken, length)
    if (taken.pings > 0) this.#pong(taken)
    if (taken.fault !== undefined) this.#fail(taken.fault)
    else if (taken.closed !== undefined) this.#answerClose(taken.closed)
    return taken.isKept
  }

  #countRead(bytes: number): void {
    if (this.#turnBytes === 0) setImmediate(this.#nextTurn)
    this.#turnBytes += bytes
    if (this.#turnBytes >= TURN_BYTES) this.#raw.pause()
  }

  readonly #nextTurn = (): void => {
    const wasHeld = this.#turnBytes >= TURN_BYTES
    this.#turnBytes = 0
    if (wasHeld && !this.#isPaused) this.#raw.resume()
  }

  /** Of pings that came together the last one is answered (RFC 6455, 5.5.3). */
  #pong({ pings, ping }: Taken): void {
    this.#pings += pings
    if (this.#pings > MAX_PINGS) return this.#fail('malformed_request')
    if (this.#isPonging) this.#ping = ping
    else this.#sendPong(ping)
  }

  #sendPong(ping: Buffer): void {
    if (this.#isClosing) return
    this.#isPonging = true
    this.#raw.write(controlFrame(OPCODE.pong, ping), this.#onPonged)
  }

  /** One answer waits at a time, lest an end that does not read collects them here. */
  readonly #onPonged = (): void => {
    this.#isPonging = false
    const ping = this.#ping
    this.#ping = undefined
    if (ping) this.#sendPong(ping)
  }

  #fail(reason: RefusalCode): void {
    if (this.#isDeaf) return
    this.#isDeaf = true
    // We said farewell already, and its answer will not be understood.
    if (this.#isClosing) this.#raw.end()
    this.#events?.onFault(reason)
  }

  #answerClose(closeCode: number): void {
    if (this.#isDeaf) return
    this.#isDeaf = true
    if (this.#isClosing) this.#raw.end()
    else this.close(closeCode, '')
    this.#events?.onLeft(closeCode)
  }

  #leave(closeCode: number): void {
    if (this.#isDeaf) return
    this.#isDeaf = true
    this.#isClosing = true
    this.#events?.onLeft(closeCode)
  }
}

const NOTHING = Buffer.alloc(0)
