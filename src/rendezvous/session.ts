/**
 * A session as a state machine without sockets: whatever order the two ends, the relay, the clock
 * and people's hands come in, it ends once, with one outcome.
 *
 *   offered -> waiting -> connected (relay | direct) -> ended
 */

import type { Carried } from '../protocol/control.ts'
import type { RefusalCode } from '../protocol/refusals.ts'
import type { Outcome, Path, Role } from '../protocol/session.ts'

export type SessionState = {
  readonly phase: 'offered' | 'waiting' | 'connected' | 'ended'
  readonly path: Path | null
  readonly outcome: Outcome | null
  readonly reason: RefusalCode | null
  /** The controller has shown the host what it wanted to see. */
  readonly isProved: boolean
  readonly wrongPins: number
  readonly tunnel: 'none' | 'open' | 'closed'
  /** When the tunnel was closed in order: the host may yet say that it goes on directly. */
  readonly settlesFrom: number | null
  /** The host says the controller is gone from every path. */
  readonly isLeft: boolean
  readonly byRelay: Carried
  readonly byDirect: Carried
  readonly connectedAt: number | null
  readonly firstByteAt: number | null
  readonly endedAt: number | null
}

export type SessionEvent =
  | { readonly type: 'joined'; readonly role: Role }
  | { readonly type: 'paired' }
  | { readonly type: 'proved'; readonly path: Path }
  | { readonly type: 'wrong-pin' }
  | { readonly type: 'carried'; readonly byDirect: Carried }
  | {
      readonly type: 'tunnel-closed'
      readonly reason: RefusalCode | undefined
      readonly carried: Carried & { readonly firstByteAt: number | null }
    }
  /** The host says that the controller is gone. */
  | { readonly type: 'left'; readonly byDirect: Carried }
  | { readonly type: 'refused'; readonly reason: RefusalCode }
  | { readonly type: 'killed'; readonly reason: RefusalCode }
  /** The host had time to say that the session goes on, and did not. */
  | { readonly type: 'settled' }
  | { readonly type: 'replaced' }
  /** Nobody came within the life of the tickets. */
  | { readonly type: 'expired' }
  /** The host's control channel has been gone for too long. */
  | { readonly type: 'host-lost' }
  | { readonly type: 'restarting' }

const NOTHING: Carried = { bytesToHost: 0, bytesToController: 0 }

/** A session that was just asked for. */
export const OFFERED: SessionState = {
  phase: 'offered',
  path: null,
  outcome: null,
  reason: null,
  isProved: false,
  wrongPins: 0,
  tunnel: 'none',
  settlesFrom: null,
  isLeft: false,
  byRelay: NOTHING,
  byDirect: NOTHING,
  connectedAt: null,
  firstByteAt: null,
  endedAt: null,
}

/** The session after an event; one that has ended stays as it is. */
export const step = (state: SessionState, event: SessionEvent, now: number): SessionState => {
  if (state.phase === 'ended') return state
  switch (event.type) {
    case 'joined':
      return state.phase === 'offered' ? { ...state, phase: 'waiting' } : state
    case 'paired':
      return connected({ ...state, tunnel: 'open' }, state.path ?? 'relay', now)
    case 'proved':
      return connected({ ...state, isProved: true }, event.path, now)
    case 'wrong-pin':
      return { ...state, wrongPins: state.wrongPins + 1 }
    case 'carried':
      return withDirect(state, event.byDirect, now)
    case 'tunnel-closed':
      return tunnelClosed(state, event, now)
    case 'left':
      return left(withDirect(state, event.byDirect, now), now)
    case 'refused':
      return ended(state, 'refused', event.reason, now)
    case 'killed':
      return ended(state, 'killed', event.reason, now)
    case 'settled':
      if (state.settlesFrom === null || state.path === 'direct') return state
      return ended(state, 'completed', null, now)
    case 'replaced':
      return ended(state, 'redundant', 'session_replaced', now)
    case 'expired':
      if (state.phase === 'connected') return state
      return ended(state, 'lonely', 'peer_never_came', now)
    case 'host-lost':
      // A tunnel that is open tells by itself when it is not any more.
      return state.tunnel === 'open' ? state : ended(state, 'failed', 'channel_lost', now)
    case 'restarting':
      return ended(state, 'failed', 'restarting', now)
  }
}

const connected = (state: SessionState, path: Path, now: number): SessionState => ({
  ...state,
  phase: 'connected',
  path,
  connectedAt: state.connectedAt ?? now,
})

/** Counts only grow: a message that was overtaken by a later one changes nothing. */
const withDirect = (state: SessionState, told: Carried, now: number): SessionState => {
  const byDirect = {
    bytesToHost: Math.max(state.byDirect.bytesToHost, told.bytesToHost),
    bytesToController: Math.max(state.byDirect.bytesToController, told.bytesToController),
  }
  const isFirst = byDirect.bytesToHost + byDirect.bytesToController > 0
  return { ...state, byDirect, firstByteAt: state.firstByteAt ?? (isFirst ? now : null) }
}

const tunnelClosed = (
  before: SessionState,
  { reason, carried }: Extract<SessionEvent, { type: 'tunnel-closed' }>,
  now: number,
): SessionState => {
  const { firstByteAt, ...byRelay } = carried
  const state: SessionState = {
    ...before,
    tunnel: 'closed',
    byRelay,
    firstByteAt: before.firstByteAt ?? firstByteAt,
  }
  // The programs have moved to the direct path; the host tells when they leave that.
  if (state.path === 'direct' && !state.isLeft) return state
  if (reason !== undefined) return ended(state, 'failed', reason, now)
  if (!state.isProved) return unproved(state, now)
  // A controller that has found the direct path closes the relay, and what the host says of that
  // comes by another way.
  return state.isLeft ? ended(state, 'completed', null, now) : { ...state, settlesFrom: now }
}

const left = (before: SessionState, now: number): SessionState => {
  const state = { ...before, isLeft: true }
  // What the relay has counted is worth waiting for.
  if (state.tunnel === 'open') return state
  if (state.isProved) return ended(state, 'completed', null, now)
  return unproved(state, now)
}

const unproved = (state: SessionState, now: number): SessionState =>
  state.wrongPins > 0
    ? ended(state, 'refused', 'wrong_pin', now)
    : ended(state, 'failed', 'peer_gone', now)

const ended = (
  state: SessionState,
  outcome: Outcome,
  reason: RefusalCode | null,
  now: number,
): SessionState => ({ ...state, phase: 'ended', outcome, reason, endedAt: now })

/** What a session has carried over all of its paths. */
export const carriedBy = ({ byRelay, byDirect }: SessionState): Carried => ({
  bytesToHost: byRelay.bytesToHost + byDirect.bytesToHost,
  bytesToController: byRelay.bytesToController + byDirect.bytesToController,
})
