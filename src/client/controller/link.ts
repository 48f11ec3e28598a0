/**
 * A controller's link to one service of one host: asks for sessions, opens their tunnels, and opens
 * another when one broke, without asking for the PIN again. Streams wait while there is none.
 */

import { connect as connectTcp } from 'node:net'
import type { Duplex } from 'node:stream'
import { once } from 'node:events'
import type { Clock } from '../../platform/clock.ts'
import { sleep, type Ticker } from '../../platform/ticker.ts'
import type { Path, SessionOffer } from '../../protocol/session.ts'
import { createBackoff } from '../agent/backoff.ts'
import { type Api, UnreachableError } from '../api.ts'
import { ProblemError } from '../problem.ts'
import { TunnelError } from '../tunnel/errors.ts'
import type { Grant, KeptPasses } from '../tunnel/letting-in.ts'
import { askForSession, type Wanted } from './ask.ts'
import { NoWayError } from './errors.ts'
import { type Allowed, type Lost, openWay, type Way } from './way.ts'

export type LinkEvent =
  | { readonly type: 'connected'; readonly service: string; readonly session: string; readonly path: Path; readonly lost: Lost }
  /** A host without an agent, reached at its address as the older controllers do. */
  | { readonly type: 'old'; readonly address: string; readonly port: number }
  | { readonly type: 'broken'; readonly reason: string }
  | { readonly type: 'retry'; readonly error: unknown; readonly retryInMs: number }

export type LinkOptions = {
  readonly api: Api
  readonly wanted: Wanted
  readonly allowed: Allowed
  /**
   * Compares the host's key with the known one, before anything is said to the host; `undefined` is
   * a host without agent or key, which no server may put in the place of one that has them.
   */
  readonly checkKey: (key: string | undefined) => void | Promise<void>
  /** The host with this key let us in: from now on it is known. */
  readonly onProved?: (key: string) => void
  /** What shows hosts that they let us in before. */
  readonly passes?: KeptPasses
  /** Called for each try, 1 first; what it throws ends the link. */
  readonly askPin: (attempt: number) => Promise<string>
  readonly clock: Clock
  readonly onEvent: (event: LinkEvent) => void
  readonly ticker: Ticker
  readonly draw: () => number
  /** Whether a broken tunnel is replaced; otherwise the link is over with it. */
  readonly isLasting: boolean
}

/** What the link looks like now. */
export type LinkLook = { path: Path; sent: number; received: number; rttMs: number | undefined }

export type Link = {
  readonly service: string
  /** A stream to the service. Waits for the tunnel. */
  connect(): Promise<Duplex>
  look(): Promise<LinkLook | undefined>
  /** Resolves when the link is over by itself: with the error, or the refusal's code that ended it. */
  readonly over: Promise<unknown>
  close(): void
}

/** Refusals after which another session would end the same way. */
const FINAL = new Set(['session_killed', 'authority_ended', 'session_replaced', 'host_removed', 'relay_off'])

/** Refusals that pass by themselves, also on the way back to a host that was there a moment ago. */
const PASSING = new Set([
  'rate_limited',
  'host_busy',
  'too_many_sessions',
  'relay_full',
  'host_offline',
  'code_not_found',
  'storage_unavailable',
  'restarting',
  'internal_error',
  'bad_ticket',
  'peer_never_came',
  'peer_gone',
  'peer_stalled',
])

/** Hosts are told to come back within this after a restart, milliseconds: it is no use asking before. */
const HOSTS_BACK_MS = 5000

/** A tunnel that came back and lasted no longer than this is not replaced at once again. */
const FLAPPING_MS = 10_000

/** Opens the link; the first session must succeed. Throws what asking and opening throw. */
export const openLink = async (options: LinkOptions): Promise<Link> => {
  const asked = await askForSession(options.api, options.wanted)
  if (asked.kind === 'old') {
    await options.checkKey(undefined)
    if (options.allowed === 'relay') throw new NoWayError('no_agent', '')
    return oldLink(asked, options)
  }
  const first = await enter(asked.offer, undefined, options)
  return keepLink(asked.offer, first, options)
}

const enter = async (offer: SessionOffer, grant: Grant | undefined, options: LinkOptions): Promise<Way> => {
  const { api, allowed, askPin, passes, clock, ticker } = options
  await options.checkKey(offer.hostKey)
  const way = await openWay({ server: api.server, offer, allowed, grant, passes, askPin, clock, ticker })
  options.onProved?.(offer.hostKey)
  const { path, lost } = way
  options.onEvent({ type: 'connected', service: offer.service, session: offer.id, path, lost })
  return way
}

/** The bytes of tunnels that are over, added to those of the one that is not. */
type Sum = { sent: number; received: number }

const keepLink = (offer: SessionOffer, first: Way, options: LinkOptions): Link => {
  const { service } = offer
  const { promise: over, resolve: end } = Promise.withResolvers<unknown>()
  const before: Sum = { sent: 0, received: 0 }
  let way: Way = first
  let ready = Promise.resolve(first)
  let grant = first.tunnel.grant
  let { resume } = offer
  let isClosed = false

  let cameBackAt: number | undefined
  // One for all troubles of the link: a tunnel that breaks as soon as it is there is trouble as well.
  const backoff = createBackoff(options.draw)

  const again = async (broken: string): Promise<Way> => {
    const heldMs = cameBackAt === undefined ? Infinity : options.clock.now() - cameBackAt
    backoff.held(heldMs)
    const pause = async (error: unknown, askedForMs: number): Promise<void> => {
      const retryInMs = backoff.next(askedForMs)
      options.onEvent({ type: 'retry', error, retryInMs })
      await sleep(options.ticker, retryInMs)
      if (isClosed) throw error
    }
    const gone = new NoWayError(broken || 'peer_gone', '')
    if (broken === 'restarting') await pause(gone, HOSTS_BACK_MS)
    else if (heldMs < FLAPPING_MS) await pause(gone, 0)
    for (;;) {
      try {
        const asked = await askForSession(options.api, { ...options.wanted, service, resume })
        if (asked.kind === 'old') throw new NoWayError('no_agent', '')
        ;({ resume } = asked.offer)
        return await enter(asked.offer, grant, options)
      } catch (error) {
        if (isClosed || !isPassing(error)) throw error
        await pause(error, askedMs(error))
      }
    }
  }

  const watch = (current: Way): void => {
    void current.tunnel.closed.then((said) => {
      if (isClosed) return
      const { sent, received } = current.tunnel.carried()
      before.sent += sent
      before.received += received
      const reason = current.reason() || (said ?? '')
      options.onEvent({ type: 'broken', reason })
      if (!options.isLasting || FINAL.has(reason)) return end(new NoWayError(reason, ''))
      ready = again(reason)
      ready.then(take, end)
    })
  }
  const take = (next: Way): void => {
    if (isClosed) return next.tunnel.close()
    way = next
    cameBackAt = options.clock.now()
    grant = next.tunnel.grant
    watch(next)
  }
  watch(first)

  return {
    service,
    over,
    connect: async () => (await ready).tunnel.connect(),
    async look() {
      const { tunnel, path } = way
      const { sent, received } = tunnel.carried()
      return {
        path,
        sent: before.sent + sent,
        received: before.received + received,
        rttMs: await tunnel.ping().catch(() => undefined),
      }
    },
    close() {
      isClosed = true
      way.tunnel.close()
    },
  }
}

const isPassing = (error: unknown): boolean => {
  if (error instanceof UnreachableError || error instanceof TunnelError) return true
  if (error instanceof NoWayError) return error.code === '' || PASSING.has(error.code)
  return error instanceof ProblemError && (PASSING.has(error.code) || error.status >= 500)
}

const askedMs = (error: unknown): number =>
  error instanceof ProblemError ? (error.retryAfterSeconds ?? 0) * 1000 : 0

/** A host that the older protocol knows: one address, no tunnel. */
const oldLink = ({ address, port }: { address: string; port: number }, options: LinkOptions): Link => {
  options.onEvent({ type: 'old', address, port })
  return {
    service: options.wanted.service ?? 'desktop',
    over: new Promise(() => undefined),
    async connect() {
      const socket = connectTcp({ host: address, port, noDelay: true, allowHalfOpen: true })
      await once(socket, 'connect')
      return socket
    },
    look: () => Promise.resolve(undefined),
    close: () => undefined,
  }
}
