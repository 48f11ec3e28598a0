/**
 * A CONNECT stream as the controller's programs see it: bytes both ways, each half closed on its
 * own, backpressure, and an error where the other side was cut rather than a clean end.
 */

import { type ClientHttp2Stream, constants } from 'node:http2'
import { Duplex } from 'node:stream'
import { TunnelError } from './errors.ts'

/** Bytes of programs, counted as they pass. */
export type Counted = { sent: number; received: number }

/** Wraps an answered CONNECT stream. */
export const toProgram = (inner: ClientHttp2Stream, counted: Counted): Duplex => {
  const isCut = (): boolean => inner.aborted || (inner.rstCode ?? 0) !== constants.NGHTTP2_NO_ERROR
  const outer = new Duplex({
    allowHalfOpen: true,
    read: () => void inner.resume(),
    write(chunk: Buffer, _encoding, done) {
      counted.sent += chunk.length
      if (inner.write(chunk)) done()
      else inner.once('drain', done)
    },
    // Where the other side has ended already, the stream is gone before its end is called sent.
    final: (done) => void inner.end((error?: Error | null) => done(isCut() ? error : null)),
    destroy(error, done) {
      const isWhole = inner.readableEnded && inner.writableFinished
      if (!isWhole) inner.close(constants.NGHTTP2_CANCEL)
      done(error)
    },
  })
  inner.on('data', (chunk: Buffer) => {
    counted.received += chunk.length
    if (!outer.push(chunk)) inner.pause()
  })
  inner.on('end', () => {
    // node:http2 ends the reading side of a stream that was reset, too.
    if (!isCut()) outer.push(null)
  })
  const cut = (): void => void outer.destroy(new TunnelError('the connection was cut'))
  inner.on('error', cut)
  inner.on('close', () => {
    if (isCut()) cut()
  })
  return outer
}
