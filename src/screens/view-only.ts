/**
 * View only, kept by the server: of what a page sends, only what asks for pictures reaches the host.
 * It reads the client's side of RFB (RFC 6143, 7.1-7.5) and passes on whole messages that it knows,
 * rewritten from what was understood, so that both ends agree on where each begins. Whatever cannot
 * be understood for certain ends the session.
 *
 * Assumes that the server of RFB follows the RFC in what the messages that are passed on mean.
 */

import { Refusal } from '../protocol/refusals.ts'

/** `RFB 003.008\n` (7.1.1). */
const VERSION_BYTES = 12
const VERSION = /^RFB (\d{3})\.(\d{3})\n$/

/** Below 3.7 the server alone chooses the security type, and the client's bytes do not tell it. */
const LEAST_VERSION = 3007

/** The newest that a client may speak (7.1.1); Apple's and RealVNC's servers offer more and take it. */
const MOST_VERSION = 3008

/** Security types whose client side we know: none, and a challenge of 16 bytes (7.2). */
const NONE = 1
const VNC_AUTHENTICATION = 2
const RESPONSE_BYTES = 16

/** A server's version, how many security types it takes, and as many as there can be (7.1.2). */
const SERVER_HEAD_BYTES = VERSION_BYTES + 1 + 255

/** Encodings that a client may list; noVNC lists 30. */
const MAX_ENCODINGS = 1024

/** Longest data of a fence (community protocol, 7.6.1.10). */
const MAX_FENCE_BYTES = 64

type Length = (bytes: Buffer) => number | undefined

const fixed = (length: number): Length => () => length

/** The length of a message whose fields at `at` say it; `undefined` while these have not arrived. */
const counted = (at: number, size: 1 | 2, toLength: (count: number) => number): Length =>
  (bytes) => {
    if (bytes.length < at + size) return undefined
    return toLength(size === 1 ? bytes.readUInt8(at) : bytes.readUInt16BE(at))
  }

/** Messages that change nothing but what the page is shown. */
const PASSED: ReadonlyMap<number, Length> = new Map([
  [0, fixed(20)], // SetPixelFormat
  [2, counted(2, 2, (count) => (count > MAX_ENCODINGS ? refuse() : 4 + 4 * count))], // SetEncodings
  [3, fixed(10)], // FramebufferUpdateRequest
  [150, fixed(10)], // EnableContinuousUpdates
  [248, counted(8, 1, (count) => (count > MAX_FENCE_BYTES ? refuse() : 9 + count))], // Fence
])

/** Messages that are dropped: keys, the pointer, the clipboard, the size of the screen, its power. */
const DROPPED: ReadonlyMap<number, Length> = new Map([
  [4, fixed(8)], // KeyEvent
  [5, (bytes) => (bytes.length < 2 ? undefined : (bytes.readUInt8(1) & 0x80) === 0 ? 6 : 7)],
  [6, (bytes) => (bytes.length < 8 ? undefined : 8 + Math.abs(bytes.readInt32BE(4)))],
  [250, fixed(4)], // xvp
  [251, counted(6, 1, (count) => 8 + 16 * count)], // SetDesktopSize
  [255, (bytes) => (bytes.length < 2 ? undefined : bytes.readUInt8(1) === 0 ? 12 : refuse())],
])

type Phase = 'version' | 'security' | 'response' | 'init' | 'messages'

/** Reads one client's stream. */
export class ViewOnlyFilter {
  #phase: Phase = 'version'
  #held: Buffer = Buffer.alloc(0)
  #toDrop = 0
  #serverHead: Buffer = Buffer.alloc(0)

  /** What the server says: its version and its security types matter here, what follows does not. */
  fromServer(bytes: Buffer): void {
    const missing = SERVER_HEAD_BYTES - this.#serverHead.length
    if (missing > 0) this.#serverHead = Buffer.concat([this.#serverHead, bytes.subarray(0, missing)])
  }

  /** What may be passed on of what the client says. Throws `Refusal`. */
  fromClient(bytes: Buffer): Buffer {
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes])
    const passed: Buffer[] = []
    for (;;) {
      this.#drop()
      const taken = this.#held.length > 0 ? this.#step() : undefined
      if (!taken) break
      passed.push(taken)
    }
    // What is kept must not hold the memory of all that it came with.
    this.#held = Buffer.from(this.#held)
    return Buffer.concat(passed)
  }

  #drop(): void {
    const count = Math.min(this.#toDrop, this.#held.length)
    this.#toDrop -= count
    this.#held = this.#held.subarray(count)
  }

  /** The next whole part, empty for one that is dropped; `undefined` when there is none yet. */
  #step(): Buffer | undefined {
    switch (this.#phase) {
      case 'version':
        return this.#whole(VERSION_BYTES, (part) => this.#version(part))
      case 'security':
        return this.#whole(1, (part) => this.#security(part))
      case 'response':
        return this.#whole(RESPONSE_BYTES, (part) => this.#then('init', part))
      case 'init':
        // Shared: who may only look must not throw out those who work there (7.3.1).
        return this.#whole(1, () => this.#then('messages', Buffer.from([1])))
      case 'messages':
        return this.#message()
    }
  }

  #whole(length: number, take: (part: Buffer) => Buffer): Buffer | undefined {
    if (this.#held.length < length) return undefined
    const part = this.#held.subarray(0, length)
    this.#held = this.#held.subarray(length)
    return take(part)
  }

  #then(phase: Phase, passed: Buffer): Buffer {
    this.#phase = phase
    return passed
  }

  /** A server of an older version would read everything behind it otherwise than we do. */
  #version(part: Buffer): Buffer {
    const [offered, chosen] = [versionOf(this.#serverHead.subarray(0, VERSION_BYTES)), versionOf(part)]
    const isKnown = chosen >= LEAST_VERSION && chosen <= MOST_VERSION
    return isKnown && chosen <= offered ? this.#then('security', part) : refuse()
  }

  /** Only what was offered: a server that does not mind would read what follows as it likes. */
  #security(part: Buffer): Buffer {
    const [count = 0, ...types] = this.#serverHead.subarray(VERSION_BYTES)
    if (!types.slice(0, count).includes(part[0] ?? 0)) refuse()
    if (part[0] === NONE) return this.#then('init', part)
    return part[0] === VNC_AUTHENTICATION ? this.#then('response', part) : refuse()
  }

  #message(): Buffer | undefined {
    const type = this.#held.readUInt8(0)
    const passed = PASSED.get(type)
    const length = (passed ?? DROPPED.get(type) ?? refuse)(this.#held)
    if (length === undefined) return undefined
    if (passed) return this.#whole(length, (part) => part)
    this.#toDrop = length
    return Buffer.alloc(0)
  }
}

/** 3008 for `RFB 003.008`; 0 for what is none. */
const versionOf = (head: Buffer): number => {
  const [, major, minor] = VERSION.exec(head.toString('latin1')) ?? []
  return major === undefined ? 0 : Number(major) * 1000 + Number(minor)
}

const refuse = (): never => {
  throw new Refusal('view_only_impossible')
}
