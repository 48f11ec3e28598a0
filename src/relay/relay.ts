/**
 * The relay: two ends with a ticket each meet, and bytes that it cannot read go from one to the
 * other. It keeps nothing of a session that is over.
 */

import type { IncomingMessage } from 'node:http'
import type { Client } from '../http/client-address.ts'
import type { Upgrade } from '../http/upgrade.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { type Ticker, whileBusy } from '../platform/ticker.ts'
import { Refusal, type RefusalCode } from '../protocol/refusals.ts'
import type { RelayPolicy, Role } from '../protocol/session.ts'
import { Bucket } from './bucket.ts'
import { End, type EndEvents, type Gauge } from './end.ts'
import { Memory } from './memory.ts'
import { mayCarry } from './policy.ts'
import { Tunnel, type TunnelCarried, type TunnelEvent } from './tunnel.ts'
import { Wire } from './wire.ts'

/** Who holds a ticket: an end of a session, whose controller signed in or did not. */
export type Seat = {
  readonly sessionId: string
  readonly role: Role
  readonly isSignedIn: boolean
}

export type RelayOptions = {
  /** Takes a ticket, which is good once. Throws `Refusal`. */
  readonly redeem: (ticket: string, client: Client) => Seat
  readonly onEvent: (sessionId: string, event: TunnelEvent) => void
  /** The policy that holds now. */
  readonly policy: () => RelayPolicy
  readonly clock: Clock
  readonly ticker: Ticker
  readonly log: Log
}

export type Relay = {
  /** Takes an upgrade of `RELAY_PATH` over. Throws `Refusal`. */
  readonly accept: (upgrade: Upgrade) => void
  /** Ends a session at both ends; one that is not here is none of ours. */
  readonly close: (sessionId: string, reason: RefusalCode) => void
  readonly carriedOf: (sessionId: string) => TunnelCarried | undefined
  /** Takes nobody any more, sends what is queued and ends every session; within 8 seconds. */
  readonly drain: () => Promise<void>
  /** Sessions that wait or run. */
  readonly tunnels: number
  /** Open connections, those of sessions that are over and still being flushed included. */
  readonly sockets: number
  /** Carried over the last two seconds, both directions. */
  readonly bitsPerSecond: number
  /** Most bytes that ever waited for one end. */
  readonly peakQueued: number
}

/** Everything is looked at this often, milliseconds: a new policy holds within a second. */
const TICK_MS = 1000

/** Below the 10 s after which the first version's viewer gives up, and systemd's patience. */
const DRAIN_MS = 8000

/** How many ticks the rate is a mean of. */
const RATE_TICKS = 2

const BITS_PER_BYTE = 8

/** Makes the relay of a server. */
export const createRelay = (options: RelayOptions): Relay => {
  const { clock, ticker, policy, log } = options
  const live = new Map<string, Tunnel>()
  const closing = new Set<Tunnel>()
  const gauge: Gauge = { carried: 0, peakQueued: 0 }
  const memory = new Memory()
  const all = { host: new Bucket(), controller: new Bucket() }
  const marks: number[] = Array<number>(RATE_TICKS).fill(0)
  let serial = 0
  let isDraining = false
  let onEmpty: () => void = () => undefined

  const tunnels = (): Tunnel[] => [...live.values(), ...closing]

  const watch = whileBusy(ticker, TICK_MS, () => {
    marks.push(gauge.carried)
    if (marks.length > RATE_TICKS + 1) marks.shift()
    const holding = policy()
    limitAll(holding)
    for (const tunnel of tunnels()) tunnel.tick(holding)
    return live.size + closing.size > 0 || marks.at(0) !== marks.at(-1)
  })

  const limitAll = ({ allMbits }: RelayPolicy): void => {
    for (const bucket of Object.values(all)) bucket.setRate(allMbits, clock.now())
  }

  const open = ({ sessionId, isSignedIn }: Seat): Tunnel => {
    const tunnel: Tunnel = new Tunnel({
      isSignedIn,
      all,
      gauge,
      clock,
      ticker,
      onEvent: (event) => {
        if (event.type === 'closed') {
          live.delete(sessionId)
          closing.add(tunnel)
          log.debug({ session: sessionId, by: event.by, reason: event.reason }, 'a tunnel closed')
        }
        options.onEvent(sessionId, event)
      },
      onGone: () => {
        closing.delete(tunnel)
        if (live.size + closing.size === 0) onEmpty()
      },
    })
    live.set(sessionId, tunnel)
    limitAll(policy())
    watch.start()
    return tunnel
  }

  const accept = (upgrade: Upgrade): void => {
    const { request, socket, client } = upgrade
    if (isDraining) throw new Refusal('restarting', { retryAfterMs: TICK_MS })
    const holding = policy()
    if (!holding.isOn) throw new Refusal('relay_off')
    const seat = options.redeem(ticketOf(request), client)
    const { sessionId, role } = seat
    const known = live.get(sessionId)
    const isSignedIn = known?.isSignedIn ?? seat.isSignedIn
    if (!mayCarry(holding, isSignedIn)) throw new Refusal('relay_off')
    if (known && !known.isFree(role)) throw new Refusal('bad_ticket')
    if (!socket.writable) return void socket.destroy()
    const wire = new Wire(upgrade, memory)
    const makeEnd = (events: EndEvents): End =>
      new End(role, wire, { gauge, events, serial: serial++ })
    const tunnel = live.get(sessionId) ?? open(seat)
    tunnel.join(role, makeEnd, holding)
  }

  const drain = async (): Promise<void> => {
    isDraining = true
    for (const tunnel of live.values()) tunnel.drain('restarting')
    if (closing.size > 0) {
      const empty = new Promise<void>((done) => (onEmpty = done))
      const stopWaiting = ticker.after(DRAIN_MS, () => {
        for (const tunnel of closing) tunnel.terminate()
      })
      await empty
      stopWaiting()
    }
    watch.stop()
  }

  return {
    accept,
    close: (sessionId, reason) => live.get(sessionId)?.close(reason),
    carriedOf: (sessionId) => live.get(sessionId)?.carried,
    drain,
    get tunnels() {
      return live.size
    },
    get sockets() {
      return tunnels().reduce((sum, tunnel) => sum + tunnel.sockets, 0)
    },
    get bitsPerSecond() {
      const [first = 0, last = first] = [marks.at(0), marks.at(-1)]
      return Math.round(((last - first) * BITS_PER_BYTE) / RATE_TICKS)
    },
    get peakQueued() {
      return gauge.peakQueued
    },
  }
}

const ticketOf = ({ headers }: IncomingMessage): string => {
  const ticket = /^Ticket (\S{1,200})$/i.exec(headers.authorization ?? '')?.[1]
  if (ticket === undefined) throw new Refusal('bad_ticket')
  return ticket
}
