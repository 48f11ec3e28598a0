/**
 * A WebSocket as a byte stream, with backpressure both ways: what is not read is not taken from the
 * network, and what the network does not take is not accepted. What is written to an end that has
 * left goes nowhere, and is no error: what that end said before can still be read.
 */

import { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

/** Bytes of one frame: small enough for a relay to interleave, large enough to cost it little. */
const MAX_FRAME_BYTES = 64 * 1024

/** Unsent bytes at which writing waits. */
const HIGH_MARK = 256 * 1024

/** Wraps an open WebSocket whose messages are binary; it is closed with the stream. */
export const toStream = (socket: WebSocket): Duplex => {
  let isPaused = false
  const stream = new Duplex({
    allowHalfOpen: false,
    readableHighWaterMark: HIGH_MARK,
    writableHighWaterMark: HIGH_MARK,
    read() {
      if (!isPaused) return
      isPaused = false
      socket.resume()
    },
    write(chunk: Buffer, _encoding, done) {
      if (socket.readyState !== socket.OPEN) return done()
      let at = 0
      for (; chunk.length - at > MAX_FRAME_BYTES; at += MAX_FRAME_BYTES) {
        socket.send(chunk.subarray(at, at + MAX_FRAME_BYTES))
      }
      const last = at === 0 ? chunk : chunk.subarray(at)
      if (socket.bufferedAmount < HIGH_MARK) {
        socket.send(last)
        done()
      } else socket.send(last, () => done())
    },
    final(done) {
      socket.close(1000)
      done()
    },
    destroy(error, done) {
      if (error) socket.terminate()
      else socket.close(1000)
      done(error)
    },
  })
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) return void stream.destroy(new Error('text in a tunnel'))
    if (stream.readableEnded || stream.destroyed) return
    if (stream.push(data) || isPaused) return
    isPaused = true
    socket.pause()
  })
  socket.on('close', () => {
    if (!stream.destroyed) stream.push(null)
    // Nobody may be reading any more, and what waits to be written never will be.
    if (stream.writableNeedDrain || stream.readableFlowing === null) stream.destroy()
  })
  socket.on('error', (error) => stream.destroy(error))
  return stream
}
