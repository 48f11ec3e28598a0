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
import type { Candidate, Path } from '../../protocol/session.ts'
import { createConnections } from './connections.ts'
import type { Grants } from './grants.ts'
import { refuseStream, type Target } from './local-service.ts'
import { type Confirmation, finishPin, startPin } from './pin.ts'
import type { PinKeeper } from './pin-keeper.ts'
import { watchSilence } from './silence.ts'
import {
  bytesOf,
  channelOf,
  CONFIRM_PATH,
  OPEN_PATH,
  readBody,
  TUNNEL_WINDOW_BYTES,
} from './wire.ts'

/** What the server announced: one controller may come for one service. */
export type Offer = {
  readonly session: string
  readonly service: string
  readonly controller: { readonly name: string; readonly address: string }
  readonly isSignedIn: boolean
}

/** What a tunnel asks of the host's end, and tells it. */
export type Desk = {
  readonly pins: PinKeeper
  readonly grants: Grants
  readonly clock: Clock
  readonly ticker: Ticker
  readonly candidates: () => readonly Candidate[]
  readonly targetOf: (service: string) => Target | undefined
  /** The offer of a session, which the tunnel then belongs to; none for one that is over. */
  readonly claim: (session: string, tunnel: HostTunnel) => Offer | undefined
  readonly onProved: (tunnel: HostTunnel, offer: Offer) => void
  readonly onWrongPin: (session: string) => void
  readonly onServiceDown: (session: string) => void
  /** The tunnel is gone; `refusal` says why the host gave up on it, if it did. */
  readonly onClosed: (tunnel: HostTunnel, offer: Offer | undefined, refusal?: HostReason) => void
}

export type HostTunnel = {
  readonly path: Path
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

/** Wrong PINs in one tunnel. */
const MAX_WRONG = 3

/** Time for an answer to leave before its tunnel is closed, and for a local program to read on. */
const LINGER_MS = 5_000

const { HTTP_STATUS_OK, HTTP_STATUS_NOT_FOUND, HTTP_STATUS_FORBIDDEN } = constants
const { HTTP_STATUS_SERVICE_UNAVAILABLE, HTTP_STATUS_TOO_MANY_REQUESTS } = constants
const { HTTP_STATUS_BAD_REQUEST, HTTP_STATUS_UNAUTHORIZED, NGHTTP2_NO_ERROR } = constants

const answer = (stream: ServerHttp2Stream, status: number, body: object): void => {
  if (stream.destroyed) return
  stream.respond({ ':status': status, 'content-type': 'application/json' })
  stream.end(JSON.stringify(body))
}

/** Takes a new HTTP/2 session over. */
export const serveTunnel = (
  http2: ServerHttp2Session,
  { socket, path }: { readonly socket: TLSSocket; readonly path: Path },
  desk: Desk,
): HostTunnel => {
  const { pins, grants, ticker } = desk
  const connections = createConnections(ticker)
  let offer: Offer | undefined
  let isProved = false
  let pending: { readonly confirmation: Confirmation; readonly pin: string } | undefined
  let refusal: HostReason | undefined
  let [requests, wrong] = [0, 0]

  /** The other end reads why, then the tunnel ends. */
  const giveUp = (reason: HostReason): void => {
    refusal = reason
    stopDeadline()
    stopDeadline = ticker.after(LINGER_MS, () => http2.destroy())
    http2.close()
  }

  const admit = (stream: ServerHttp2Stream, to: Offer, known?: string, mac?: string): void => {
    isProved = true
    stopDeadline()
    const grant = pins.isNeeded ? (known ?? grants.give(to.session, to.service)) : undefined
    answer(stream, HTTP_STATUS_OK, { grant, mac, candidates: desk.candidates() })
    desk.onProved(tunnel, to)
  }

  /** Whether this address must wait; it has been told so then. */
  const isLocked = (stream: ServerHttp2Stream, { controller }: Offer): boolean => {
    const retryAfterMs = pins.lockedFor(controller.address)
    if (retryAfterMs === 0) return false
    answer(stream, HTTP_STATUS_TOO_MANY_REQUESTS, { code: 'pin_locked', retryAfterMs })
    giveUp('pin_locked')
    return true
  }

  const open = (stream: ServerHttp2Stream, body: Readonly<Record<string, unknown>>): void => {
    const { session, service, grant, share } = body
    if (!offer && typeof session === 'string') {
      offer = desk.claim(session, tunnel)
      if (offer) wait(PROVED_WITHIN_MS)
    }
    if (offer?.session !== session || offer?.service !== service || !offer) {
      return answer(stream, HTTP_STATUS_NOT_FOUND, { code: 'session_not_found' })
    }
    if (!pins.isNeeded) return admit(stream, offer)
    if (grants.use(grant, offer.session, offer.service)) return admit(stream, offer, grant)
    if (isLocked(stream, offer)) return
    const theirs = bytesOf(share)
    if (!theirs) return answer(stream, HTTP_STATUS_UNAUTHORIZED, { code: 'pin_required' })
    const pin = pins.current()
    const run = startPin(pin, channelOf(socket), 'host')
    const confirmation = finishPin(run, theirs)
    if (!confirmation) return answer(stream, HTTP_STATUS_BAD_REQUEST, { code: 'invalid_request' })
    pending = { confirmation, pin }
    answer(stream, HTTP_STATUS_OK, { share: run.share.toString('base64url') })
  }

  const confirm = (stream: ServerHttp2Stream, body: Readonly<Record<string, unknown>>): void => {
    const run = pending
    // One share, one guess; a wrong one counts though the PIN was changed meanwhile.
    pending = undefined
    if (!offer || !run) return answer(stream, HTTP_STATUS_BAD_REQUEST, { code: 'invalid_request' })
    if (isLocked(stream, offer)) return
    const { address } = offer.controller
    const mac = bytesOf(body['mac']) ?? Buffer.alloc(0)
    if (run.confirmation.isRight(mac) && run.pin === pins.current()) {
      pins.right(address)
      return admit(stream, offer, undefined, run.confirmation.mac.toString('base64url'))
    }
    pins.wrong(address)
    wrong++
    desk.onWrongPin(offer.session)
    answer(stream, HTTP_STATUS_FORBIDDEN, { code: 'wrong_pin' })
    if (wrong >= MAX_WRONG) giveUp('wrong_pin')
  }

  const request = async (stream: ServerHttp2Stream, asked: string | undefined): Promise<void> => {
    stream.on('error', () => undefined)
    const body = await readBody(stream)
    if (stream.destroyed || isProved || refusal) return stream.close()
    if (!body) return answer(stream, HTTP_STATUS_BAD_REQUEST, { code: 'invalid_request' })
    if (asked === OPEN_PATH) open(stream, body)
    else if (asked === CONFIRM_PATH) confirm(stream, body)
    else answer(stream, HTTP_STATUS_NOT_FOUND, { code: 'not_found' })
  }

  const connect = (stream: ServerHttp2Stream, authority: string | undefined): void => {
    if (!isProved || !offer) return refuseStream(stream, HTTP_STATUS_FORBIDDEN, 'not_allowed')
    const target = authority === offer.service ? desk.targetOf(authority) : undefined
    if (!target) return refuseStream(stream, HTTP_STATUS_NOT_FOUND, 'service_not_found')
    if (connections.isFull()) return refuseStream(stream, HTTP_STATUS_SERVICE_UNAVAILABLE, 'busy')
    const { session } = offer
    connections.serve(stream, target, () => desk.onServiceDown(session))
  }

  const wait = (ms: number): void => {
    stopDeadline()
    stopDeadline = ticker.after(ms, () => http2.destroy())
  }

  let stopDeadline = ticker.after(NAMED_WITHIN_MS, () => http2.destroy())
  const stopSilence = watchSilence(() => socket.bytesRead, {
    ...desk,
    // A session that ended in order waits for the other end to close, however long that takes.
    onSilent() {
      http2.destroy()
      socket.destroy()
    },
  })
  http2.on('error', () => undefined)
  http2.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    if (!isProved && ++requests > MAX_REQUESTS) return http2.destroy()
    if (headers[':method'] === 'CONNECT') return connect(stream, headers[':authority'])
    void request(stream, headers[':method'] === 'POST' ? headers[':path'] : undefined)
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
    isProved: () => isProved,
    carried: connections.carried,
    end(reason) {
      if (http2.destroyed) return
      isProved = false
      connections.cut()
      http2.goaway(NGHTTP2_NO_ERROR, 0, Buffer.from(reason))
      // The last words leave with this turn of the event loop.
      setImmediate(() => http2.destroy())
    },
  }
  return tunnel
}
