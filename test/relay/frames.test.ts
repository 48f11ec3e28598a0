/**
 * The frames of clients, cut into reads anywhere: what comes out is held against the parser of `ws`,
 * after each read a ping is put between, and nobody gets more out than he put in.
 */

import type { Writable } from 'node:stream'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as library from 'ws'
import { controlFrame, FrameReader, OPCODE, type Taken } from '../../src/relay/frames.ts'
import { unmask, unmaskHere } from '../../src/relay/unmask.ts'
import { clientFrame } from '../support/client-frame.ts'

// Exported by `ws` and described in its source, not in its types.
const { Receiver } = library as unknown as { Receiver: new (options: object) => Writable }

/** One header of a server: what a read may grow by. */
const ONE_HEADER = 10

const PROBE = controlFrame(OPCODE.ping, Buffer.from('between'))

type Frame = { readonly first: number; readonly payload: Buffer; readonly mask: number }

/** Parses what a server sent, as a client does. */
const createParser = () => {
  const seen = { messages: [] as Buffer[], pings: 0, errors: [] as Error[] }
  const receiver = new Receiver({ isServer: false, binaryType: 'nodebuffer', maxPayload: 0 })
  receiver.on('message', (data: Buffer) => void seen.messages.push(Buffer.from(data)))
  receiver.on('ping', () => void seen.pings++)
  receiver.on('error', (error: Error) => void seen.errors.push(error))
  return { seen, write: (bytes: Buffer) => void receiver.write(bytes) }
}

/** Feeds a client's bytes read by read, with a ping of ours behind each. */
const relayed = (bytes: Buffer, cuts: readonly number[]) => {
  const reader = new FrameReader()
  const parser = createParser()
  const taken: Taken[] = []
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1))), bytes.length]
  let at = 0
  for (const end of ends.toSorted((a, b) => a - b)) {
    // The reader works in the memory of the read, which in life is nobody else's either.
    const one = reader.take(Buffer.from(bytes.subarray(at, end)))
    expect(one.lead.length + one.body.length).toBeLessThanOrEqual(end - at + ONE_HEADER)
    parser.write(one.lead)
    parser.write(one.body)
    parser.write(PROBE)
    taken.push(one)
    at = end
  }
  return { taken, seen: parser.seen }
}

const mask = fc.oneof(fc.constant(0), fc.integer())
const payload = (max: number) => fc.uint8Array({ maxLength: max }).map((bytes) => Buffer.from(bytes))
const control = fc.record({
  first: fc.constantFrom(0x89, 0x8a),
  payload: payload(125),
  mask,
})

/** A message in one to four frames, each with pings and pongs in front. */
const message = fc
  .array(fc.record({ payload: payload(400), mask, before: fc.array(control, { maxLength: 2 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => ({
    whole: Buffer.concat(parts.map((part) => part.payload)),
    frames: parts.flatMap<Frame>(({ before, ...part }, index) => {
      const kind = index === 0 ? OPCODE.binary : OPCODE.more
      return [...before, { ...part, first: kind | (index === parts.length - 1 ? 0x80 : 0) }]
    }),
  }))

const cuts = fc.array(fc.nat(), { maxLength: 40 })

const bytesOf = (frames: readonly Frame[]): Buffer =>
  Buffer.concat(frames.map((frame) => clientFrame(frame.first, frame.payload, frame.mask)))

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

test('messages come out as they went in, wherever the reads end, with room for ours after each', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 12 }), cuts, (messages, at) => {
      const frames = messages.flatMap((one) => one.frames)
      const { taken, seen } = relayed(bytesOf(frames), at)
      expect(seen.errors).toEqual([])
      expect(seen.messages).toEqual(messages.map(({ whole }) => whole))
      expect(seen.pings).toBe(taken.length)
      expect(sum(taken.map(({ bytes }) => bytes))).toBe(sum(messages.map(({ whole }) => whole.length)))
      const pings = frames.filter(({ first }) => first === 0x89)
      expect(sum(taken.map((one) => one.pings))).toBe(pings.length)
      expect(taken.findLast((one) => one.pings > 0)?.ping).toEqual(pings.at(-1)?.payload)
      expect(taken.every(({ fault, closed }) => fault === undefined && closed === undefined)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('large frames come out whole in reads as a socket makes them', () => {
  const sizes = [125, 126, 65_535, 65_536, 200_000, 1024 * 1024]
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...sizes), mask), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(536, 1448, 65_536),
      (shapes, readBytes) => {
        const frames = shapes.map(([size, key], index) => ({
          first: 0x82,
          payload: Buffer.alloc(size, `message ${index} `),
          mask: key,
        }))
        const bytes = bytesOf(frames)
        const ends = Array.from({ length: bytes.length / readBytes }, (_, at) => (at + 1) * readBytes)
        const { seen } = relayed(bytes, ends)
        expect(seen.errors).toEqual([])
        expect(seen.messages.length).toBe(frames.length)
        expect(seen.messages.every((one, at) => one.equals(frames[at]?.payload ?? PROBE))).toBe(true)
      },
    ),
    { numRuns: 15 },
  )
})

test('of garbage come valid frames or a fault, and no more than was put in', () => {
  const frameLike = fc
    .tuple(fc.integer({ min: 0, max: 255 }), payload(130), mask)
    .map(([first, body, key]) => clientFrame(first, body, key))
  const garbage = fc.array(fc.oneof(frameLike, payload(30)), { maxLength: 20 })
  fc.assert(
    fc.property(garbage, cuts, (parts, at) => {
      const { taken, seen } = relayed(Buffer.concat(parts), at)
      expect(seen.errors).toEqual([])
      const over = taken.findIndex(({ fault, closed }) => fault !== undefined || closed !== undefined)
      if (over === -1) return
      for (const late of taken.slice(over + 1)) {
        expect(late).toMatchObject({ bytes: 0, pings: 0, closed: undefined, fault: undefined })
      }
    }),
    { numRuns: 1000 },
  )
})

test('a flood of empty frames comes out smaller than it went in', () => {
  const flood = Buffer.concat(Array<Buffer>(10_000).fill(clientFrame(0x82, Buffer.alloc(0), 0)))
  const { body, lead } = new FrameReader().take(flood)
  expect(lead.length + body.length).toBe(20_000)
})

test('a close frame gives its code, and a code that may not be sent is a fault', () => {
  const close = (code: number, reason = ''): Taken => {
    const said = Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason, 'latin1')])
    return new FrameReader().take(clientFrame(0x88, said, 0x1234567))
  }
  for (const code of [1000, 1001, 1012, 3000, 4410]) expect(close(code, 'why')).toMatchObject({ closed: code })
  for (const code of [0, 999, 1004, 1005, 1006, 1015, 2999, 5000]) {
    expect(close(code)).toMatchObject({ closed: undefined, fault: 'malformed_request' })
  }
  expect(close(1000, '\xff')).toMatchObject({ fault: 'malformed_request' })
  expect(new FrameReader().take(clientFrame(0x88, Buffer.alloc(0), 0))).toMatchObject({ closed: 1005 })
})

test('messages that fragments make too long are refused before they are sent on', () => {
  const part = Buffer.alloc(600 * 1024)
  const reader = new FrameReader()
  expect(reader.take(clientFrame(0x02, part, 0))).toMatchObject({ fault: undefined })
  expect(reader.take(clientFrame(0x80, part, 0))).toMatchObject({ fault: 'body_too_large', bytes: 0 })
})

test('masks come off in any piece of memory, compiled or not, and go on where they stopped', () => {
  fc.assert(
    fc.property(payload(200), fc.nat(7), fc.nat(200), fc.integer(), (bytes, offset, cut, key) => {
      const keyBytes = Buffer.alloc(4)
      keyBytes.writeInt32LE(key)
      const expected = bytes.map((byte, at) => byte ^ (keyBytes[at & 3] ?? 0))
      const room = Buffer.alloc(offset + bytes.length)
      bytes.copy(room, offset)
      const first = Math.min(cut, bytes.length)
      const rest = unmask(room, offset, first, key)
      unmask(room, offset + first, bytes.length - first, rest)
      expect(room.subarray(offset)).toEqual(expected)
      unmaskHere(room, offset, room.length, key)
      expect(room.subarray(offset)).toEqual(bytes)
    }),
    { numRuns: 500 },
  )
})
