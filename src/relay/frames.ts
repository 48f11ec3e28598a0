/**
 * The frames of a WebSocket client (RFC 6455, 5.2), taken from the reads of its socket and turned
 * into a server's frames in the same memory. Pure, and cheap by three promises: nothing waits for
 * the rest of a frame, payloads are not copied out, and one read becomes one piece of memory to write.
 *
 * What of a frame was read is passed on at once as a fragment, so messages keep their boundaries
 * while what is written always ends with a whole frame: whoever must say something in between, or
 * that it is over, can. The output of a read is longer than it by one header at most (10 bytes).
 */

import { isUtf8 } from 'node:buffer'
import type { RefusalCode } from '../protocol/refusals.ts'
import { unmask } from './unmask.ts'

/** Longest message, bytes; our own clients send 64 KiB. */
const MAX_MESSAGE_BYTES = 1024 * 1024

/** Frames one message may be cut into by its sender; our own clients do not cut. */
const MAX_FRAGMENTS = 16

/** The kinds of frames that are used here (RFC 6455, 5.2). */
export const OPCODE = { more: 0, binary: 2, close: 8, ping: 9, pong: 10 } as const

const FIN = 0x80
const RSV = 0x70
const KIND = 0x0f
const MASKED = 0x80
const MASK_BYTES = 4

/** Longest payload of a control frame, and what the length's first byte says of longer ones. */
const MAX_SHORT = 125
const IN_2_BYTES = 126
const IN_8_BYTES = 127

/** A close frame that gives no code means this one (RFC 6455, 7.1.5). */
const NO_CODE = 1005

/** Close frames without a code, and with one, are this long. */
const CODE_BYTES = 2

const NOTHING = Buffer.alloc(0)

/** What one read said. */
export type Taken = {
  /** Frames for the other end; `lead` goes before `body`, and each may be empty. */
  lead: Buffer
  body: Buffer
  /** Bytes of payload in them. */
  bytes: number
  /** How many pings, and what the last one said. */
  pings: number
  ping: Buffer
  /** The code with which the client said that it is done; nothing behind it was looked at. */
  closed: number | undefined
  /** The rule that it broke; nothing behind it was looked at. */
  fault: RefusalCode | undefined
  /** The memory of which `body` is a part and that is used again, and whether it is still needed. */
  piece: Buffer | undefined
  isKept: boolean
}

type Header = { first: number; kind: number; size: number; length: number; mask: number }

/** Takes the frames of one client, read by read. */
export class FrameReader {
  /** The beginning of a header, or of a control frame. */
  #carry = NOTHING
  #isOver = false
  /** Of the data frame that is being read: what is to come, and how its next piece begins. */
  #rest = 0
  #kind: number = OPCODE.binary
  #fin = 0
  #mask = 0
  /** Of the message that is being read. */
  #isWithin = false
  #fragments = 0
  #messageBytes = 0

  /** Takes a read, whose memory it uses for what it returns. */
  take(read: Buffer): Taken {
    const taken: Taken = {
      lead: NOTHING,
      body: NOTHING,
      bytes: 0,
      pings: 0,
      ping: NOTHING,
      closed: undefined,
      fault: undefined,
      piece: undefined,
      isKept: false,
    }
    if (this.#isOver) return taken
    const data = this.#carry.length === 0 ? read : Buffer.concat([this.#carry, read])
    this.#carry = NOTHING
    let at = this.#goOn(data, taken)
    let [from, to] = [0, at]
    while (at < data.length && !this.#isOver) {
      const header = this.#header(data, at)
      if (typeof header === 'string') {
        taken.fault = header
        this.#isOver = true
        break
      }
      const bodyAt = at + (header?.size ?? 0)
      const isControl = header !== undefined && header.kind >= OPCODE.close
      if (!header || (isControl && bodyAt + header.length > data.length)) {
        // At most 130 bytes; they are copied, lest they keep the whole read.
        this.#carry = Buffer.from(data.subarray(at))
        break
      }
      at = bodyAt + Math.min(header.length, data.length - bodyAt)
      if (isControl) {
        this.#control(header, data.subarray(bodyAt, at), taken)
        continue
      }
      this.#begin(header)
      if (at === bodyAt && header.length > 0) continue
      const size = sizeOfHeader(at - bodyAt)
      // The first frame stays where it is, with its header moved over the mask.
      if (to === 0) from = to = bodyAt - size
      this.#piece(data, { at: bodyAt, length: at - bodyAt, to: to + size }, taken)
      this.#writeHeader(data, to, at - bodyAt)
      to += size + at - bodyAt
    }
    taken.body = data.subarray(from, to)
    return taken
  }

  /** The piece of a frame that began in an earlier read. Returns where it ends. */
  #goOn(data: Buffer, taken: Taken): number {
    const length = Math.min(this.#rest, data.length)
    if (length === 0) return 0
    taken.lead = Buffer.allocUnsafe(sizeOfHeader(length))
    this.#piece(data, { at: 0, length, to: 0 }, taken)
    this.#writeHeader(taken.lead, 0, length)
    return length
  }

  /** Reads a header; undefined if it is not all there, and the fault if there can be none. */
  #header(data: Buffer, at: number): Header | RefusalCode | undefined {
    if (data.length - at < 2) return undefined
    const first = data[at] ?? 0
    const second = data[at + 1] ?? 0
    const kind = first & KIND
    const short = second & ~MASKED
    if ((first & RSV) !== 0 || second < MASKED || !this.#isInOrder(first, kind, short)) {
      return 'malformed_request'
    }
    const lengthBytes = short === IN_2_BYTES ? 2 : short === IN_8_BYTES ? 8 : 0
    const maskAt = at + 2 + lengthBytes
    if (data.length < maskAt) return undefined
    const length = readLength(data, at + 2, short)
    const before = this.#isWithin && kind < OPCODE.close ? this.#messageBytes : 0
    if (before + length > MAX_MESSAGE_BYTES) return 'body_too_large'
    if (data.length < maskAt + MASK_BYTES) return undefined
    const mask = data.readInt32LE(maskAt)
    return { first, kind, size: maskAt + MASK_BYTES - at, length, mask }
  }

  #isInOrder(first: number, kind: number, short: number): boolean {
    switch (kind) {
      case OPCODE.close:
      case OPCODE.ping:
      case OPCODE.pong:
        return (first & FIN) !== 0 && short <= MAX_SHORT
      case OPCODE.binary:
        return !this.#isWithin
      case OPCODE.more:
        return this.#isWithin && this.#fragments < MAX_FRAGMENTS
      default:
        return false
    }
  }

  #begin({ first, kind, length, mask }: Header): void {
    if (kind === OPCODE.binary) this.#fragments = this.#messageBytes = 0
    this.#fragments++
    this.#messageBytes += length
    this.#fin = first & FIN
    this.#isWithin = this.#fin === 0
    this.#kind = kind
    this.#rest = length
    this.#mask = mask
  }

  /** Moves a payload, or what of it is here, to its place and takes the mask off. */
  #piece(
    data: Buffer,
    { at, length, to }: { at: number; length: number; to: number },
    taken: Taken,
  ): void {
    if (to !== at) data.copyWithin(to, at, at + length)
    if (this.#mask !== 0) this.#mask = unmask(data, to, length, this.#mask)
    this.#rest -= length
    taken.bytes += length
  }

  /** Of the piece that was just moved; what follows of its frame is a continuation. */
  #writeHeader(target: Buffer, at: number, length: number): void {
    writeHeader(target, at, (this.#rest === 0 ? this.#fin : 0) | this.#kind, length)
    this.#kind = OPCODE.more
  }

  #control({ kind, mask }: Header, payload: Buffer, taken: Taken): void {
    if (kind === OPCODE.pong) return
    unmask(payload, 0, payload.length, mask)
    if (kind === OPCODE.ping) {
      taken.pings++
      // Other frames of the same read are moved over it.
      taken.ping = Buffer.from(payload)
      return
    }
    this.#isOver = true
    const code = payload.length === 0 ? NO_CODE : codeOf(payload)
    if (code === undefined) taken.fault = 'malformed_request'
    else taken.closed = code
  }
}

const readLength = (data: Buffer, at: number, short: number): number => {
  if (short === IN_2_BYTES) return data.readUInt16BE(at)
  if (short !== IN_8_BYTES) return short
  return data.readUInt32BE(at) === 0 ? data.readUInt32BE(at + 4) : Infinity
}

/** The code that a close frame gives, if it may (RFC 6455, 7.4). */
const codeOf = (payload: Buffer): number | undefined => {
  if (payload.length < CODE_BYTES || !isUtf8(payload.subarray(CODE_BYTES))) return undefined
  const code = payload.readUInt16BE(0)
  const isCommon = code >= 1000 && code <= 1014 && !(code >= 1004 && code <= 1006)
  return isCommon || (code >= 3000 && code <= 4999) ? code : undefined
}

/** How long the header of a server's frame is. */
const sizeOfHeader = (length: number): number =>
  length <= MAX_SHORT ? 2 : length <= 0xffff ? 4 : 10

const writeHeader = (target: Buffer, at: number, first: number, length: number): void => {
  target[at] = first
  if (length <= MAX_SHORT) {
    target[at + 1] = length
  } else if (length <= 0xffff) {
    target[at + 1] = IN_2_BYTES
    target.writeUInt16BE(length, at + 2)
  } else {
    target[at + 1] = IN_8_BYTES
    target.writeUInt32BE(0, at + 2)
    target.writeUInt32BE(length, at + 6)
  }
}

/** A whole control frame of a server; at most 125 bytes of payload. */
export const controlFrame = (kind: number, payload: Buffer): Buffer => {
  const frame = Buffer.allocUnsafe(2 + payload.length)
  writeHeader(frame, 0, FIN | kind, payload.length)
  payload.copy(frame, 2)
  return frame
}
