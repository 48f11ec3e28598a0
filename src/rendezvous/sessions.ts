/**
 * The sessions that have not ended: asked for by controllers, offered to hosts, carried by the relay
 * or directly, ended by either end, by the clock or by people. Each is recorded once, at its end.
 */

import type { Client } from '../http/client-address.ts'
import type { Bus } from '../platform/bus.ts'
import type { Clock } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { type Ticker, whileBusy } from '../platform/ticker.ts'
import { type EndedAuthority, isOf, type Scope } from '../protocol/actor.ts'
import type { Hello, HostMessage, HostReason } from '../protocol/control.ts'
import type { Events } from '../protocol/events.ts'
import { Refusal, type RefusalCode } from '../protocol/refusals.ts'
import type { RelayPolicy, Role, Session } from '../protocol/session.ts'
import type { Channel } from './channel.ts'
import { age, type Asking, controllerOf, dueOf, type Live, type RelayCarried, toSession } from './live.ts'
import type { createRecords } from './records.ts'
import { createRoom } from './room.ts'
import { OFFERED, type SessionEvent, step } from './session.ts'
import { createTickets, TICKET_LIFE_MS } from './tickets.ts'

/** What the relay tells of a session. */
export type RelayEvent =
  | { readonly type: 'joined'; readonly role: Role }
  | { readonly type: 'paired' }
  | {
      readonly type: 'closed'
      readonly by: Role | 'server'
      readonly reason: RefusalCode | undefined
      readonly carried: RelayCarried
    }

/** What sessions need of the relay. */
export type RelayPort = {
  close(sessionId: string, reason: RefusalCode): void
  carriedOf(sessionId: string): RelayCarried | undefined
}

/** A seat in the relay that a ticket opens. */
export type Seat = { readonly sessionId: string; readonly role: Role; readonly isSignedIn: boolean }

export type SessionOptions = {
  readonly relay: RelayPort
  readonly policy: () => RelayPolicy
  readonly channelOf: (hostId: string) => Channel | undefined
  readonly records: ReturnType<typeof createRecords>
  /** A controller gave a wrong PIN. */
  readonly onWrongPin: (client: Client) => void
  readonly clock: Clock
  readonly ticker: Ticker
  readonly bus: Bus<Events>
  readonly log: Log
}

/** A host counts at most this many wrong PINs of one session against its controller. */
const MAX_WRONG_PINS = 3

const TICK_MS = 1000

/** Time for what a host has said to its controller, by way of the relay, to arrive there. */
const LAST_WORDS_MS = 2000

const NOTHING: RelayCarried = { bytesToHost: 0, bytesToController: 0, firstByteAt: null }

/** Reasons by which people end what was going on. */
const BY_HAND: ReadonlySet<RefusalCode> = new Set(['authority_ended', 'screens_off', 'links_off'])

/** The sessions that have not ended. */
export type Sessions = ReturnType<typeof createSessions>

export const createSessions = (options: SessionOptions) => {
  const { relay, channelOf, records, clock, ticker, bus, log } = options
  const live = new Map<string, Live>()
  const tickets = createTickets()
  const room = createRoom(options.policy)
  let isClosed = false

  const placeOf = ({ code, client }: Live) => ({ code, bucket: client.bucket })

  const show = (of: Live): Session =>
    toSession(of, of.state.tunnel === 'open' ? relay.carriedOf(of.id) : undefined)

  /**
   * A host that refuses has told its controller why before it tells us, but not by the same way: what
   * it said last is still on it, and then both ends leave by themselves.
   */
  const closeRelay = ({ id, state }: Live, reason: RefusalCode): void => {
    const close = (): void => relay.close(id, reason)
    const isTold = state.outcome === 'refused' && state.tunnel === 'open'
    if (isTold) ticker.after(LAST_WORDS_MS, close)
    else close()
  }

  const finish = (of: Live): void => {
    const reason = of.state.reason ?? 'peer_gone'
    live.delete(of.id)
    tickets.forget(of.id)
    room.leave(placeOf(of), of.isPending)
    closeRelay(of, reason)
    channelOf(of.hostId)?.send({ type: 'close', session: of.id, reason })
    const session = show(of)
    records.add({ session, tenantId: of.tenantId })
    const { id, code, service, path, outcome, bytesToHost, bytesToController } = session
    log.info(
      { id, code, service, path, outcome, reason: session.reason, bytesToHost, bytesToController },
      'session ended',
    )
    bus.emit('session.ended', { session, tenantId: of.tenantId })
  }

  const happen = (of: Live, event: SessionEvent): void => {
    const { phase, path } = of.state
    // What a tunnel that is cut has carried until now is known to the relay only.
    const carried = of.state.tunnel === 'open' ? relay.carriedOf(of.id) : undefined
    if (carried) {
      const { firstByteAt, ...byRelay } = carried
      of.state = { ...of.state, byRelay, firstByteAt: of.state.firstByteAt ?? firstByteAt }
    }
    of.state = step(of.state, event, clock.now())
    if (of.state.phase === 'connected' && of.isPending) {
      of.isPending = false
      room.settle(placeOf(of))
    }
    if (of.state.phase === 'ended') return finish(of)
    if (of.state.phase === phase && of.state.path === path) return
    bus.emit('session.changed', { session: show(of), tenantId: of.tenantId })
  }

  const endWhere = (isMeant: (of: Live) => boolean, event: SessionEvent): void => {
    // A Map may lose entries while it is walked; none is visited twice.
    for (const of of live.values()) if (isMeant(of)) happen(of, event)
  }

  const endFirst = (isMeant: (of: Live) => boolean, event: SessionEvent): boolean => {
    for (const of of live.values()) {
      if (!isMeant(of)) continue
      happen(of, event)
      return true
    }
    return false
  }

  /**
   * Who asks and does not come must not keep out who would, nor may he take the place of somebody on
   * the way by asking again: he loses his own first, and only who signed in that of who did.
   */
  const evictAbsent = ({ client, isSignedIn }: Asking, code: string): void => {
    if (!room.isCrowded(code)) return
    const isMeant = (of: Live): boolean =>
      of.code === code && of.isPending && !of.hasController && (isSignedIn || !of.isSignedIn)
    const isOwn = (of: Live): boolean => isMeant(of) && of.client.bucket === client.bucket
    if (!endFirst(isOwn, { type: 'expired' })) endFirst(isMeant, { type: 'expired' })
  }

  /** Strangers who have shown the host nothing do not keep its own people out. */
  const evictStranger = ({ isSignedIn }: Asking, code: string): void => {
    if (!isSignedIn || !room.isFull(code)) return
    const isIdle = (of: Live): boolean => of.code === code && !of.isSignedIn && !of.state.isProved
    endFirst(isIdle, { type: 'killed', reason: 'host_busy' })
  }

  const replaceOlder = ({ instance, actor, client }: Asking, hostId: string): void => {
    if (instance === '') return
    const isSame = (of: Live): boolean =>
      of.instance === instance &&
      of.hostId === hostId &&
      of.actor.id === actor.id &&
      of.client.bucket === client.bucket
    endWhere(isSame, { type: 'replaced' })
  }

  let tickedAt = clock.now()
  const watch = whileBusy(ticker, TICK_MS, () => {
    const now = clock.now()
    const setBackMs = tickedAt - now
    tickedAt = now
    for (const of of live.values()) {
      if (setBackMs > 0) age(of, setBackMs)
      const event = dueOf(of, now)
      if (event) happen(of, event)
    }
    records.retry()
    return live.size > 0 || records.waiting > 0
  })

  return {
    /** Makes a session and offers it to the host. Throws `Refusal` when there is no room. */
    ask(asking: Asking, channel: Channel): { readonly id: string; readonly ticket: string; readonly expiresAt: number } {
      const { hostId, tenantId, code } = channel
      const now = clock.now()
      if (isClosed) throw new Refusal('restarting', { retryAfterMs: TICK_MS })
      replaceOlder(asking, hostId)
      evictAbsent(asking, code)
      evictStranger(asking, code)
      room.take({ code, bucket: asking.client.bucket })
      const id = newId('ses')
      const made: Live = {
        ...asking,
        id,
        hostId,
        tenantId,
        code,
        askedAt: now,
        state: OFFERED,
        isPending: true,
        hasController: false,
        hostLostAt: undefined,
      }
      if (live.size === 0) tickedAt = now
      live.set(id, made)
      watch.start()
      channel.send({
        type: 'open',
        session: id,
        ticket: tickets.make(id, 'host', now),
        service: asking.service,
        controller: controllerOf(asking, channel),
        isSignedIn: asking.isSignedIn,
        isBrowser: asking.via === 'browser',
      })
      const ticket = tickets.make(id, 'controller', now)
      bus.emit('session.changed', { session: show(made), tenantId })
      return { id, ticket, expiresAt: now + TICKET_LIFE_MS }
    },

    /** Lets whoever has a ticket take its seat, once. Throws `Refusal`. */
    redeem(secret: string): Seat {
      const ticket = tickets.redeem(secret, clock.now())
      const of = ticket && live.get(ticket.sessionId)
      if (!ticket || !of) throw new Refusal('bad_ticket')
      if (ticket.role === 'controller') of.hasController = true
      return { sessionId: of.id, role: ticket.role, isSignedIn: of.isSignedIn }
    },

    /** What the relay saw. */
    onRelay(sessionId: string, event: RelayEvent): void {
      const of = live.get(sessionId)
      if (!of) return
      if (event.type !== 'closed') return happen(of, event)
      const { reason, carried } = event
      if (reason === 'peer_never_came') return happen(of, { type: 'expired' })
      if (reason === 'relay_off') return happen(of, { type: 'killed', reason })
      happen(of, { type: 'tunnel-closed', reason, carried })
    },

    /** What a host said of one of its sessions; of others it may not speak. */
    onHost({ hostId }: Channel, message: Exclude<HostMessage, Hello | { type: 'bye' }>): void {
      const of = live.get(message.session)
      if (!of || of.hostId !== hostId) return
      switch (message.type) {
        case 'refuse':
          return happen(of, { type: 'refused', reason: refusalOf(message.reason) })
        case 'wrong-pin':
          if (of.state.wrongPins < MAX_WRONG_PINS) options.onWrongPin(of.client)
          return happen(of, { type: 'wrong-pin' })
        case 'connected':
          return happen(of, { type: 'proved', path: message.path })
        case 'carried':
          return happen(of, { type: 'carried', byDirect: message })
        case 'ended':
          return happen(of, { type: 'left', byDirect: message })
      }
    },

    /** A host has no channel any more. */
    onHostGone({ hostId }: Channel): void {
      for (const of of live.values()) if (of.hostId === hostId) of.hostLostAt ??= clock.now()
    },

    /** A host is back: what it says it carries on goes on. */
    onHostBack({ hostId }: Channel, { live: carriedOn }: Hello): void {
      for (const of of live.values()) {
        if (of.hostId !== hostId) continue
        of.hostLostAt = undefined
        const isKnown = carriedOn.includes(of.id) || of.state.tunnel === 'open'
        if (of.state.phase === 'connected' && !isKnown) happen(of, { type: 'host-lost' })
      }
    },

    /** The sessions of a tenant, newest first. */
    list: ({ tenantId }: Scope, hostId?: string): Session[] =>
      [...live.values()]
        .filter((of) => of.tenantId === tenantId && (hostId === undefined || of.hostId === hostId))
        .map(show)
        .toReversed(),

    find({ tenantId }: Scope, id: string): Session | undefined {
      const of = live.get(id)
      return of && of.tenantId === tenantId ? show(of) : undefined
    },

    countOf: ({ tenantId }: Scope): number =>
      [...live.values()].reduce((sum, of) => sum + (of.tenantId === tenantId ? 1 : 0), 0),

    /** Ends a session by hand; false when the tenant has no such session. */
    kill({ tenantId }: Scope, id: string): boolean {
      const of = live.get(id)
      if (!of || of.tenantId !== tenantId) return false
      happen(of, { type: 'killed', reason: 'session_killed' })
      return true
    },

    /** Ends a session that may not go on or did not come about, whoever's it is. */
    end(id: string, reason: RefusalCode): void {
      const of = live.get(id)
      if (!of) return
      if (BY_HAND.has(reason)) return happen(of, { type: 'killed', reason })
      if (reason === 'peer_gone') return happen(of, { type: 'tunnel-closed', reason, carried: NOTHING })
      happen(of, { type: 'refused', reason })
    },

    /** Ends what ran under an authority that has ended. */
    endAuthority: (ended: EndedAuthority): void =>
      endWhere(({ actor }) => isOf(ended, actor), { type: 'killed', reason: 'authority_ended' }),

    /** Ends the sessions of a host that may not be reached any more. */
    endHost: (hostId: string): void =>
      endWhere((of) => of.hostId === hostId, { type: 'killed', reason: 'host_removed' }),

    get size(): number {
      return live.size
    },

    /** Keys and tickets that are held; none when there are no sessions. */
    get remembered(): number {
      return room.remembered + tickets.size
    },

    /** Ends all sessions because the server does. */
    restart(): void {
      isClosed = true
      watch.stop()
      endWhere(() => true, { type: 'restarting' })
    },
  }
}

/** What a host says under its own name; everything else is its no. */
const SAID_BY_HOSTS = ['wrong_pin', 'pin_locked', 'service_down', 'browser_not_allowed'] as const

const refusalOf = (reason: HostReason): RefusalCode =>
  SAID_BY_HOSTS.find((known) => known === reason) ?? 'host_refused'
