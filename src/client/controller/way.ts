/**
 * Opens the tunnel of a session over the better way: direct where the host's key is proved there
 * within two seconds, otherwise through the relay, which is prepared meanwhile.
 */

import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import type { WebSocket } from 'ws'
import type { Clock } from '../../platform/clock.ts'
import type { Ticker } from '../../platform/ticker.ts'
import { RELAY_PATH } from '../../protocol/control.ts'
import type { Candidate, Path, SessionOffer } from '../../protocol/session.ts'
import { openTunnel, type Tunnel } from '../tunnel/controller-end.ts'
import { worthDialling } from './candidates.ts'
import { NoWayError } from './errors.ts'
import { HostKeyError, TunnelError } from '../tunnel/errors.ts'
import { dialDirect } from '../tunnel/host-proof.ts'
import type { Grant, KeptPasses } from '../tunnel/letting-in.ts'
import { toStream } from '../tunnel/socket-stream.ts'
import { closedReason, dialWebSocket } from '../websocket.ts'

/** Which ways may be tried. */
export type Allowed = 'any' | 'relay' | 'direct'

/** Why a way was not taken: what happened there, or why nobody tried. */
export type Lost = {
  readonly path: Path
  readonly why: 'not-allowed' | 'no-address' | 'no-answer' | 'other-machine' | 'slower' | 'failed'
  readonly detail: string
}

export type Way = {
  readonly tunnel: Tunnel
  readonly path: Path
  readonly lost: Lost
  /** The refusal by which the relay ended it, once it did; empty for a direct way. */
  reason(): string
}

export type WayOptions = {
  readonly server: string
  readonly offer: SessionOffer
  readonly allowed: Allowed
  readonly grant: Grant | undefined
  readonly passes?: KeptPasses | undefined
  /** Called for each try, 1 first. */
  readonly askPin: (attempt: number) => Promise<string>
  readonly clock: Clock
  readonly ticker: Ticker
}

/** Opens it. Throws what the tunnel throws, and `NoWayError`. */
export const openWay = async (options: WayOptions): Promise<Way> => {
  const { offer, allowed } = options
  const known = worthDialling(offer.candidates)
  // Whoever knows the addresses already tries them while the relay is being prepared.
  const relay = dialRelay(options)
  relay.catch(() => undefined)
  let lost: Lost = { path: 'direct', why: allowed === 'relay' ? 'not-allowed' : 'no-address', detail: '' }
  if (allowed !== 'relay' && known.length > 0) {
    const raced = await race(known, options)
    const way = 'socket' in raced ? await direct(raced.socket, options, relay) : raced
    if ('tunnel' in way) return way
    lost = way.lost
  }
  const { stream, reason } = await relay
  const tunnel = await overRelay(stream, reason, options)
  const told = worthDialling(tunnel.candidates)
  if (allowed !== 'relay' && known.length === 0 && told.length > 0) {
    const raced = await race(told, options)
    const way = 'socket' in raced ? await direct(raced.socket, { ...options, grant: tunnel.grant }) : raced
    if ('tunnel' in way) {
      tunnel.close()
      return way
    }
    lost = way.lost
  }
  if (allowed !== 'direct') return { tunnel, path: 'relay', lost, reason }
  tunnel.close()
  throw new NoWayError('', lost.detail)
}

type Relay = { readonly socket: WebSocket; readonly stream: Duplex; reason(): string }

const dialRelay = async ({ server, offer }: WayOptions): Promise<Relay> => {
  const socket = await dialWebSocket({ server, path: RELAY_PATH, authorization: `Ticket ${offer.ticket}` })
  // At once: what the relay sends before somebody listens would be lost.
  const stream = toStream(socket)
  let ended = ''
  socket.on('close', (code, reason) => {
    ended = closedReason(code, reason) ?? ''
  })
  stream.on('error', () => undefined)
  return { socket, stream, reason: () => ended }
}

const overRelay = async (stream: Duplex, reason: () => string, options: WayOptions): Promise<Tunnel> => {
  try {
    return await openTunnel({ ...tunnelOptions(options), stream, path: 'relay' })
  } catch (error) {
    stream.destroy()
    // The relay says why it hung up; the tunnel only notices that it did.
    if (reason() !== '' && error instanceof TunnelError) throw new NoWayError(reason(), (error as Error).message)
    throw error
  }
}

/** Opens the tunnel on a direct socket; a host that cannot take it there may take it by the relay. */
const direct = async (
  socket: TLSSocket,
  options: WayOptions,
  relay?: Promise<Relay>,
): Promise<Way | { lost: Lost }> => {
  try {
    const tunnel = await openTunnel({ ...tunnelOptions(options), stream: socket, path: 'direct' })
    // Only now: the host must know of the direct way before the relay sees this end leave.
    relay?.then(({ socket: unused }) => unused.close(1000), () => undefined)
    const lost: Lost = { path: 'relay', why: 'slower', detail: '' }
    return { tunnel, path: 'direct', lost, reason: () => '' }
  } catch (error) {
    if (!(error instanceof TunnelError)) {
      relay?.then(({ socket: unused }) => unused.close(1000), () => undefined)
      throw error
    }
    return { lost: { path: 'direct', why: 'failed', detail: error.message } }
  }
}

const tunnelOptions = ({ offer, grant, passes, askPin, clock, ticker }: WayOptions) => ({
  hostKey: offer.hostKey,
  session: offer.id,
  service: offer.service,
  grant,
  passes,
  askPin,
  clock,
  ticker,
})

/** Dials all addresses at once; the first that proves the key wins, the others are hung up. */
const race = async (
  candidates: readonly Candidate[],
  { offer, ticker }: WayOptions,
): Promise<{ socket: TLSSocket } | { lost: Lost }> => {
  const others = new AbortController()
  const dials = candidates.map((candidate) =>
    dialDirect(candidate, { hostKey: offer.hostKey, ticker, signal: others.signal }),
  )
  try {
    const socket = await Promise.any(dials)
    others.abort()
    void Promise.allSettled(dials).then((all) => {
      for (const dial of all) if (dial.status === 'fulfilled' && dial.value !== socket) dial.value.destroy()
    })
    return { socket }
  } catch (error) {
    const errors = (error as AggregateError).errors as Error[]
    const isOther = errors.some((each) => each instanceof HostKeyError)
    const detail = [...new Set(errors.map(({ message }) => message))].join('; ')
    return { lost: { path: 'direct', why: isOther ? 'other-machine' : 'no-answer', detail } }
  }
}
