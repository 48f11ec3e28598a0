/** How a controller gets in: with nothing, with a grant, or by proving that it knows the PIN. */

import type { ClientHttp2Session } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import type { Ticker } from '../../platform/ticker.ts'
import { isCandidate } from '../../protocol/control.ts'
import type { Candidate } from '../../protocol/session.ts'
import { ImpostorError, PinError, ServiceError } from './errors.ts'
import { isPass } from './passes.ts'
import { finishPin, startPin } from './pin.ts'
import { ask } from './request.ts'
import { bytesOf, channelOf, CONFIRM_PATH, OPEN_PATH } from './wire.ts'

/** What lets this process back in without the PIN: at this host, for this service. */
export type Grant = { readonly hostKey: string; readonly service: string; readonly secret: string }

/** Where a controller keeps what shows hosts that they let it in before. */
export type KeptPasses = {
  /** The pass of the host with this key, if there is one. */
  readonly of: (hostKey: string) => string | undefined
  readonly keep: (hostKey: string, pass: string) => void
}

/** What a host gives whoever it lets in. */
export type Admitted = {
  readonly grant: Grant | undefined
  readonly candidates: readonly Candidate[]
}

type Wish = {
  readonly hostKey: string
  readonly session: string
  readonly service: string
  readonly grant?: Grant | undefined
  /** None: no pass is shown and none is asked for. */
  readonly passes?: KeptPasses | undefined
  readonly askPin: (attempt: number) => Promise<string>
  readonly ticker: Ticker
}

/** Addresses of a host that are worth a try. */
const MAX_CANDIDATES = 8

/** As many as a host lets anybody try in one tunnel. */
const TRIES = 3

type Body = Readonly<Record<string, unknown>>

/** Gets in. Throws `PinError`, `ImpostorError`, `ServiceError`, `TunnelError`, or what `askPin` throws. */
export const letIn = async (
  http2: ClientHttp2Session,
  socket: TLSSocket,
  wish: Wish,
): Promise<Admitted> => {
  const { session, service, hostKey, ticker } = wish
  const isOurs = wish.grant?.hostKey === hostKey && wish.grant.service === service
  const grant = isOurs ? wish.grant?.secret : undefined
  // An empty one says that we would keep one. The host has proved its key: it made the pass.
  const pass = wish.passes && (wish.passes.of(hostKey) ?? '')
  const { status, body } = await ask(http2, ticker, OPEN_PATH, { session, service, grant, pass })
  if (status === 200) return admitted(body, wish)
  if (status !== 401) throw refusalOf(body)
  for (let attempt = 1; ; attempt++) {
    const pin = await wish.askPin(attempt)
    try {
      const proved = await provePin(http2, socket, wish, { pin, pass })
      if (isPass(proved['pass'])) wish.passes?.keep(hostKey, proved['pass'])
      return admitted(proved, wish)
    } catch (error) {
      const mayTryAgain = error instanceof PinError && error.code === 'wrong_pin' && attempt < TRIES
      if (!mayTryAgain) throw error
    }
  }
}

const provePin = async (
  http2: ClientHttp2Session,
  socket: TLSSocket,
  { session, service, ticker }: Wish,
  { pin, pass }: { readonly pin: string; readonly pass: string | undefined },
): Promise<Body> => {
  const run = startPin(pin, channelOf(socket), 'controller')
  const share = run.share.toString('base64url')
  const opened = await ask(http2, ticker, OPEN_PATH, { session, service, share, pass })
  if (opened.status !== 200) throw refusalOf(opened.body)
  const theirs = bytesOf(opened.body['share'])
  const confirmation = theirs && finishPin(run, theirs)
  if (!confirmation) throw new ImpostorError('the other end sent no proof of the PIN')
  const mac = confirmation.mac.toString('base64url')
  const confirmed = await ask(http2, ticker, CONFIRM_PATH, { mac })
  if (confirmed.status !== 200) throw refusalOf(confirmed.body)
  if (!confirmation.isRight(bytesOf(confirmed.body['mac']) ?? Buffer.alloc(0))) {
    throw new ImpostorError('the other end does not know the PIN')
  }
  return confirmed.body
}

const refusalOf = ({ code, retryAfterMs }: Body): Error => {
  const wait = typeof retryAfterMs === 'number' && retryAfterMs > 0 ? retryAfterMs : 0
  if (code === 'wrong_pin' || code === 'pin_locked') return new PinError(code, wait)
  return new ServiceError(typeof code === 'string' ? code.slice(0, 64) : 'not_allowed')
}

const admitted = (body: Body, { hostKey, service }: Wish): Admitted => {
  const { grant: secret, candidates } = body
  return {
    grant: typeof secret === 'string' && secret !== '' ? { hostKey, service, secret } : undefined,
    candidates: Array.isArray(candidates)
      ? candidates.slice(0, MAX_CANDIDATES).filter(isCandidate)
      : [],
  }
}
