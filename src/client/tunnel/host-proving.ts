/**
 * What a controller may ask before it proved that it may come in: to be let in with nothing, with a
 * grant or with the PIN. It proves the PIN first, so that whoever does not know it hears nothing
 * by which a guess could be tried without asking again.
 */

import { constants, type ServerHttp2Stream } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import type { HostReason } from '../../protocol/control.ts'
import type { Candidate } from '../../protocol/session.ts'
import type { Grants } from './grants.ts'
import type { Passes } from './passes.ts'
import { type Confirmation, finishPin, startPin } from './pin.ts'
import type { PinKeeper, Visitor } from './pin-keeper.ts'
import { bytesOf, channelOf, CONFIRM_PATH, OPEN_PATH, readBody } from './wire.ts'

/** Wrong PINs in one tunnel. */
const MAX_WRONG = 3

const { HTTP_STATUS_OK, HTTP_STATUS_NOT_FOUND, HTTP_STATUS_FORBIDDEN } = constants
const { HTTP_STATUS_TOO_MANY_REQUESTS, HTTP_STATUS_BAD_REQUEST, HTTP_STATUS_UNAUTHORIZED } = constants

/** What the server announced: one controller may come for one service. */
export type Offer = {
  readonly session: string
  readonly service: string
  readonly controller: { readonly name: string; readonly address: string }
  readonly isSignedIn: boolean
}

/** What a proof asks of the host's end, and tells it. */
export type ProvingDesk = {
  readonly pins: PinKeeper
  readonly grants: Grants
  readonly passes: Passes
  readonly candidates: () => readonly Candidate[]
  readonly onWrongPin: (session: string) => void
}

/** The tunnel that the proof is about. */
export type Proving = {
  readonly socket: TLSSocket
  /** The offer of a session, which the tunnel then belongs to. */
  readonly claim: (session: string) => Offer | undefined
  /** Whether nothing more is to be proved here: it was, or the host gave up. */
  readonly isOver: () => boolean
  readonly onProved: (offer: Offer) => void
  readonly giveUp: (reason: HostReason) => void
}

type Body = Readonly<Record<string, unknown>>

const answer = (stream: ServerHttp2Stream, status: number, body: object): void => {
  if (stream.destroyed) return
  stream.respond({ ':status': status, 'content-type': 'application/json' })
  stream.end(JSON.stringify(body))
}

/** What a controller is told when it is let in, beside the candidates. */
type Given = { readonly grant?: string; readonly mac?: string; readonly pass?: string }

/** A proof that was begun, and by whom. */
type Pending = {
  readonly confirmation: Confirmation
  readonly pin: string
  readonly visitor: Visitor
  /** The controller keeps passes, and has none of ours. */
  readonly wantsPass: boolean
}

/** Makes what answers the requests of one tunnel. */
export const createProving = (tunnel: Proving, desk: ProvingDesk) => {
  const { pins, grants, passes } = desk
  let offer: Offer | undefined
  let pending: Pending | undefined
  let wrong = 0

  const admit = (stream: ServerHttp2Stream, to: Offer, more: Given): void => {
    const grant = pins.isNeeded ? (more.grant ?? grants.give(to.session, to.service)) : undefined
    answer(stream, HTTP_STATUS_OK, { ...more, grant, candidates: desk.candidates() })
    tunnel.onProved(to)
  }

  /** Whether this visitor must wait; he has been told so then. */
  const isLocked = (stream: ServerHttp2Stream, visitor: Visitor): boolean => {
    const retryAfterMs = pins.lockedFor(visitor)
    if (retryAfterMs === 0) return false
    answer(stream, HTTP_STATUS_TOO_MANY_REQUESTS, { code: 'pin_locked', retryAfterMs })
    tunnel.giveUp('pin_locked')
    return true
  }

  const open = (stream: ServerHttp2Stream, { session, service, grant, share, pass }: Body): void => {
    if (!offer && typeof session === 'string') offer = tunnel.claim(session)
    if (offer?.session !== session || offer?.service !== service || !offer) {
      return answer(stream, HTTP_STATUS_NOT_FOUND, { code: 'session_not_found' })
    }
    if (!pins.isNeeded) return admit(stream, offer, {})
    if (grants.use(grant, offer.session, offer.service)) return admit(stream, offer, { grant })
    const { controller, isSignedIn } = offer
    const visitor = { address: controller.address, isSignedIn, pass: passes.idOf(pass) }
    if (isLocked(stream, visitor)) return
    const theirs = bytesOf(share)
    if (!theirs) return answer(stream, HTTP_STATUS_UNAUTHORIZED, { code: 'pin_required' })
    const pin = pins.current()
    const run = startPin(pin, channelOf(tunnel.socket), 'host')
    const confirmation = finishPin(run, theirs)
    if (!confirmation) return answer(stream, HTTP_STATUS_BAD_REQUEST, { code: 'invalid_request' })
    const wantsPass = typeof pass === 'string' && visitor.pass === undefined
    pending = { confirmation, pin, visitor, wantsPass }
    answer(stream, HTTP_STATUS_OK, { share: run.share.toString('base64url') })
  }

  const confirm = (stream: ServerHttp2Stream, body: Body): void => {
    const run = pending
    // One share, one guess; a wrong one counts though the PIN was changed meanwhile.
    pending = undefined
    if (!offer || !run) return answer(stream, HTTP_STATUS_BAD_REQUEST, { code: 'invalid_request' })
    const { visitor } = run
    if (isLocked(stream, visitor)) return
    const mac = bytesOf(body['mac']) ?? Buffer.alloc(0)
    if (run.confirmation.isRight(mac) && run.pin === pins.current()) {
      pins.right(visitor)
      const pass = run.wantsPass ? { pass: passes.give() } : {}
      return admit(stream, offer, { mac: run.confirmation.mac.toString('base64url'), ...pass })
    }
    pins.wrong(visitor)
    wrong++
    desk.onWrongPin(offer.session)
    answer(stream, HTTP_STATUS_FORBIDDEN, { code: 'wrong_pin' })
    if (wrong >= MAX_WRONG) tunnel.giveUp('wrong_pin')
  }

  return {
    /** Answers a POST to this path; `undefined` is another method. */
    async request(stream: ServerHttp2Stream, path: string | undefined): Promise<void> {
      stream.on('error', () => undefined)
      const body = await readBody(stream)
      if (stream.destroyed || tunnel.isOver()) return stream.close()
      if (!body) return answer(stream, HTTP_STATUS_BAD_REQUEST, { code: 'invalid_request' })
      if (path === OPEN_PATH) open(stream, body)
      else if (path === CONFIRM_PATH) confirm(stream, body)
      else answer(stream, HTTP_STATUS_NOT_FOUND, { code: 'not_found' })
    },
  }
}
