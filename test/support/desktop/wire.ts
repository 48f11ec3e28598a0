/**
 * The wire of the old desktop's shape, as both small programs speak it. Each message is a header of
 * 12 bytes, `!HBBII` in Python's words (big endian), then its payload. We take the five to be:
 *
 *   H  message type (see `TYPES`)
 *   B  version of the protocol, 1
 *   B  flags: 1 where the payload begins with the SHA-256 of its rest
 *   I  length of the payload in bytes
 *   I  sequence: 0, 1, 2 … of each sender, of all its messages
 */

import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { once } from 'node:events'

export const TYPES = { hello: 1, welcome: 2, frame: 3, input: 4, seen: 5, bye: 6 } as const

export type Message = { readonly type: number; readonly payload: Buffer }

const HEADER_BYTES = 12
const HASH_BYTES = 32
const VERSION = 1
const IS_HASHED = 1

/** A receiver takes more than this for an error, as the old programs do. */
const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

/** Speaks to `socket`: numbers the messages, and resolves when there is room for the next. */
export const createSender = (socket: Socket) => {
  let sequence = 0
  return async (type: number, content: Buffer): Promise<void> => {
    const header = Buffer.alloc(HEADER_BYTES)
    header.writeUInt16BE(type, 0)
    header.writeUInt8(VERSION, 2)
    header.writeUInt8(IS_HASHED, 3)
    header.writeUInt32BE(HASH_BYTES + content.length, 4)
    header.writeUInt32BE(sequence++, 8)
    socket.write(header)
    socket.write(sha256(content))
    if (!socket.write(content)) await once(socket, 'drain')
  }
}

/** Reads messages until the other side ends; throws on one that is not whole, in turn and unchanged. */
export const readMessages = async function* (socket: Socket): AsyncGenerator<Message> {
  let expected = 0
  let held: Buffer[] = []
  let heldBytes = 0
  const take = (bytes: number): Buffer => {
    const whole = held.length === 1 && held[0] ? held[0] : Buffer.concat(held)
    held = [whole.subarray(bytes)]
    heldBytes -= bytes
    return whole.subarray(0, bytes)
  }
  let header: Buffer | undefined
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    held.push(chunk)
    heldBytes += chunk.length
    for (;;) {
      if (!header && heldBytes >= HEADER_BYTES) {
        header = take(HEADER_BYTES)
        checkHeader(header, expected++)
      }
      const length = header?.readUInt32BE(4)
      if (!header || length === undefined || heldBytes < length) break
      const payload = take(length)
      const content = payload.subarray(HASH_BYTES)
      if (!sha256(content).equals(payload.subarray(0, HASH_BYTES))) {
        throw new Error(`message ${header.readUInt32BE(8)} came with other bytes than were sent`)
      }
      yield { type: header.readUInt16BE(0), payload: content }
      header = undefined
    }
  }
  if (header || heldBytes > 0) throw new Error(`the stream was cut inside of message ${expected}`)
}

const checkHeader = (header: Buffer, expected: number): void => {
  const sequence = header.readUInt32BE(8)
  const isOurs = header.readUInt8(2) === VERSION && header.readUInt8(3) === IS_HASHED
  if (!isOurs) throw new Error(`this is no header: ${header.toString('hex')}`)
  if (sequence !== expected) throw new Error(`message ${sequence} came where ${expected} was next`)
  if (header.readUInt32BE(4) > MAX_PAYLOAD_BYTES) throw new Error(`message ${sequence} is too long`)
}
