/**
 * The host's half of the old desktop's shape, a program: `node host.ts PORT` (0 is any free port).
 * Waits for a viewer's hello, answers it, and streams frames, 30 in a second of 10 to 300 KB and now
 * and then one of 10 MB. Every input event is said back. Ends a viewer's connection after its bye.
 */

import { randomFillSync } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSender, readMessages, TYPES } from './wire.ts'

const FRAMES_PER_SECOND = 30
const SMALL_BYTES = 10_000
const LARGE_BYTES = 300_000
const HUGE_BYTES = 10_000_000

/** Which frames are huge: the 20th, and every 60th after it. */
const isHuge = (frame: number): boolean => frame % 60 === 20

/** Sizes as a screen makes them: far apart, and never the same twice in a row. */
const sizeOf = (frame: number): number =>
  isHuge(frame) ? HUGE_BYTES : SMALL_BYTES + ((frame * 7919 * 13) % (LARGE_BYTES - SMALL_BYTES))

const serve = async (socket: Socket): Promise<void> => {
  socket.setNoDelay(true)
  const send = createSender(socket)
  const viewer = { isGone: false }
  const stream = async (): Promise<void> => {
    const start = performance.now()
    for (let frame = 0; !viewer.isGone; frame++) {
      await send(TYPES.frame, randomFillSync(Buffer.alloc(sizeOf(frame))))
      const due = start + ((frame + 1) * 1000) / FRAMES_PER_SECOND
      await sleep(Math.max(0, due - performance.now()))
    }
    await send(TYPES.bye, Buffer.alloc(0))
    socket.end()
  }
  let streaming: Promise<void> | undefined
  for await (const { type, payload } of readMessages(socket)) {
    // The viewer speaks first: whoever says anything else is not one.
    if (!streaming && type !== TYPES.hello) throw new Error(`a viewer began with ${type}`)
    if (type === TYPES.hello) {
      await send(TYPES.welcome, payload)
      streaming = stream()
    }
    if (type === TYPES.input) await send(TYPES.seen, payload)
    if (type === TYPES.bye) viewer.isGone = true
  }
  viewer.isGone = true
  await streaming
}

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => undefined)
  serve(socket).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    socket.destroy()
  })
})
server.listen(Number(process.argv[2]), '127.0.0.1', () => {
  process.stdout.write(`listening on ${(server.address() as AddressInfo).port}\n`)
})
