/** One CONNECT stream of a tunnel and the local TCP connection it stands for, at the host. */

import { constants, type ServerHttp2Stream } from 'node:http2'
import { connect, type Socket } from 'node:net'
import type { Ticker } from '../../platform/ticker.ts'
import { REASON_HEADER } from './wire.ts'

/** A local TCP service. */
export type Target = { readonly host: string; readonly port: number }

/** A service on the same machine or LAN that has not answered by then is down. */
const DIAL_WITHIN_MS = 5_000

/** Why a service could not be reached, as the controller is told. */
export type DialFailure = 'service_down' | 'service_silent'

/** Refuses a CONNECT with a reason that the controller can show. */
export const refuseStream = (stream: ServerHttp2Stream, status: number, reason: string): void => {
  if (stream.destroyed || stream.headersSent) return
  // Without a listener the reset of a stream that we just answered would end the process.
  stream.on('error', () => undefined)
  stream.respond({ ':status': status, [REASON_HEADER]: reason }, { endStream: true })
  stream.close()
}

/**
 * Dials the target and joins it with the stream, each half closed as the other side's is; an abort
 * on one side is an abort on the other, never a clean end of a stream that was cut. `onDialled` is
 * called once, without a socket when there is none; `failure` says whether that is the target's fault.
 */
export const serveLocally = (
  stream: ServerHttp2Stream,
  target: Target,
  ticker: Ticker,
  onDialled: (socket: Socket | undefined, failure?: DialFailure) => void,
): void => {
  const socket = connect({ ...target, allowHalfOpen: true, noDelay: true, keepAlive: true })
  let isOpen = false
  let isOver = false
  const fail = (failure: DialFailure): void => {
    if (isOver) return
    isOver = true
    stop()
    socket.destroy()
    onDialled(undefined, failure)
    refuseStream(stream, constants.HTTP_STATUS_BAD_GATEWAY, failure)
  }
  const stop = ticker.after(DIAL_WITHIN_MS, () => fail('service_silent'))
  stream.on('error', () => undefined)
  stream.on('close', () => {
    stop()
    if (!isOpen && !isOver) {
      // Nobody waits for the dial any more, which may take the system minutes to give up.
      isOver = true
      socket.destroy()
      return onDialled(undefined)
    }
    if (!socket.destroyed && !(stream.readableEnded && socket.writableEnded)) socket.resetAndDestroy()
  })
  socket.on('error', () => {
    if (!isOpen) return fail('service_down')
    stream.close(constants.NGHTTP2_CONNECT_ERROR)
  })
  socket.on('connect', () => {
    stop()
    isOpen = true
    onDialled(socket)
    stream.respond({ ':status': constants.HTTP_STATUS_OK })
    stream.pipe(socket, { end: false })
    stream.on('end', () => {
      // node:http2 ends the reading side of a stream that was reset, too.
      if (stream.aborted || stream.rstCode !== constants.NGHTTP2_NO_ERROR) socket.resetAndDestroy()
      else socket.end()
    })
    socket.pipe(stream)
  })
}
