/**
 * One tunnel at the host's end: who is on the other side proves that it may use one service of one
 * session, and then each of its streams is one connection to that service. Until then it can do
 * nothing but ask a few times.
 */

import { constants, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import type { Clock } from '../../platform/clock.ts'
import type { Ticker } from '../../platform/ticker.ts'
import type { Carried, HostReason } from '../../protocol/control.ts'
import type { Path } from '../../protocol/session.ts'
import { createConnections } from './connections.ts'
import { refuseStream, type Target } from './local-service.ts'
import { createProving, type Offer, type ProvingDesk } from './host-proving.ts'
import { watchSilence } from './silence.ts'
import { TUNNEL_WINDOW_BYTES } from './wire.ts'

/** What a tunnel asks of the host's end, and tells it. */
export type Desk = ProvingDesk & {
  readonly clock: Clock
  readonly ticker: Ticker
  readonly targetOf: (service: string) => Target | undefined
  /** The offer of a session, which the tunnel then belongs to; none for one that is over. */
  readonly claim: (session: string, tunnel: HostTunnel) => Offer | undefined
  readonly onProved: (tunnel: HostTunnel, offer: Offer) => void
  readonly onServiceDown: (session: string) => void
  /** The tunnel is gone; `refusal` says why the host gave up on it, if it did. */
  readonly onClosed: (tunnel: HostTunnel, offer: Offer | undefined, refusal?: HostReason) => void
}

export type HostTunnel = {
  readonly path: Path
  readonly socket: TLSSocket
  readonly isProved: () => boolean
  readonly carried: () => Carried
  /** Ends it at once; the other end is told the reason. */
  readonly end: (reason: string) => void
}

/** Time to say which session it is about: two round trips and a slow relay. */
const NAMED_WITHIN_MS = 30_000

/** Time for a person to read out a PIN and for another to type it, three times. */
const PROVED_WITHIN_MS = 180_000

/** Requests before the proof: three tries of two, one with a grant, and as many again by mistake. */
const MAX_REQUESTS = 16

/** Time for an answer to leave before its tunnel is closed, and for a local program to read on. */
const LINGER_MS = 5_000

const { HTTP_STATUS_NOT_FOUND, HTTP_STATUS_FORBIDDEN, HTTP_STATUS_SERVICE_UNAVAILABLE, NGHTTP2_NO_ERROR } = constants

/** Takes a new HTTP/2 session over. */
export const serveTunnel = (
  http2: ServerHttp2Session,
  { socket, path }: { readonly socket: TLSSocket; readonly path: Path },
  desk: Desk,
): HostTunnel => {
  const { ticker } = desk
  const connections = createConnections(ticker)
  let offer: Offer | undefined
  let isProved = false
  let refusal: HostReason | undefined
  let requests = 0

  /**
   * Hangs up. A session that had said goodbye waits for the other end to close, which may go on
   * talking for ever: the socket is not given that time.
   */
  const hangUp = (): void => {
    stopDeadline()
    stopDeadline = ticker.after(LINGER_MS, () => socket.destroy())
    http2.destroy()
  }
  let stopDeadline = ticker.after(NAMED_WITHIN_MS, hangUp)
  const hangUpAfter = (ms: number): void => {
    stopDeadline()
    stopDeadline = ticker.after(ms, hangUp)
  }

  const { request } = createProving(
    {
      socket,
      claim(session) {
        offer = desk.claim(session, tunnel)
        if (offer) hangUpAfter(PROVED_WITHIN_MS)
        return offer
      },
      isOver: () => isProved || refusal !== undefined,
      onProved(to) {
        isProved = true
        stopDeadline()
        desk.onProved(tunnel, to)
      },
      /** The other end reads why, then the tunnel ends. */
      giveUp(reason) {
        refusal = reason
        hangUpAfter(LINGER_MS)
        http2.close()
      },
    },
    desk,
  )

  const connect = (stream: ServerHttp2Stream, authority: string | undefined): void => {
    if (!isProved || !offer) return refuseStream(stream, HTTP_STATUS_FORBIDDEN, 'not_allowed')
    const target = authority === offer.service ? desk.targetOf(authority) : undefined
    if (!target) return refuseStream(stream, HTTP_STATUS_NOT_FOUND, 'service_not_found')
    if (connections.isFull()) return refuseStream(stream, HTTP_STATUS_SERVICE_UNAVAILABLE, 'busy')
    const { session } = offer
    connections.serve(stream, target, () => desk.onServiceDown(session))
  }

  const stopSilence = watchSilence(() => socket.bytesRead, {
    ...desk,
    onSilent() {
      http2.destroy()
      socket.destroy()
    },
  })
  http2.on('error', () => undefined)
  http2.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    if (!isProved && ++requests > MAX_REQUESTS) return hangUp()
    if (headers[':method'] === 'CONNECT') return connect(stream, headers[':authority'])
    // What nobody foresaw ends this tunnel, never the host.
    request(stream, headers[':method'] === 'POST' ? headers[':path'] : undefined).catch(hangUp)
  })
  http2.on('close', () => {
    stopDeadline()
    stopSilence()
    ticker.after(LINGER_MS, connections.cut)
    desk.onClosed(tunnel, offer, refusal)
  })
  // The window can be set once node has sent its preface, which it does after this tick.
  setImmediate(() => {
    if (!http2.destroyed) http2.setLocalWindowSize(TUNNEL_WINDOW_BYTES)
  })

  const tunnel: HostTunnel = {
    path,
    socket,
    isProved: () => isProved,
    carried: connections.carried,
    end(reason) {
      if (http2.destroyed) return
      isProved = false
      connections.cut()
      http2.goaway(NGHTTP2_NO_ERROR, 0, Buffer.from(reason))
      // The last words leave with this turn of the event loop.
      setImmediate(hangUp)
    },
  }
  return tunnel
}
