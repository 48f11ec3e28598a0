/**
 * What is held of a session that has not ended: who asked for what, where it stands, how it is shown,
 * and what the passing of time makes of it.
 */

import type { Client } from '../http/client-address.ts'
import { type Actor, ANONYMOUS, type Scope } from '../protocol/actor.ts'
import { type Carried, OFFLINE_AFTER_MS } from '../protocol/control.ts'
import type { Session } from '../protocol/session.ts'
import { carriedBy, type SessionEvent, type SessionState } from './session.ts'
import { TICKET_LIFE_MS } from './tickets.ts'

/** After the relay was left in order, the host may say for this long that the session goes on. */
const SETTLE_MS = 5000

/** What the relay has carried of a session, and when the first byte went through. */
export type RelayCarried = Carried & { readonly firstByteAt: number | null }

/** Who asks for what. */
export type Asking = {
  readonly client: Client
  readonly actor: Actor
  /** The controller as it calls itself. */
  readonly name: string
  /** One run of the controller: its newer session replaces its older one. */
  readonly instance: string
  readonly service: string
  /** Whether the server knows it as somebody who may resolve codes of the host's tenant. */
  readonly isSignedIn: boolean
  readonly via: Session['via']
  readonly isViewOnly: boolean
}

/** A session that has not ended. */
export type Live = Asking & {
  readonly id: string
  readonly hostId: string
  readonly tenantId: string
  readonly code: string
  askedAt: number
  state: SessionState
  isPending: boolean
  hasController: boolean
  /** Since when its host has no channel; a direct path goes on without for a while. */
  hostLostAt: number | undefined
}

/** The session as `/v1` shows it; `carried` is what an open tunnel has carried until now. */
export const toSession = (of: Live, carried: RelayCarried | undefined): Session => {
  const { state, client } = of
  const actor = knownTo(of, of.actor)
  const { bytesToHost, bytesToController } = carriedBy(carried ? { ...state, byRelay: carried } : state)
  return {
    id: of.id,
    hostId: of.hostId,
    code: of.code,
    service: of.service,
    controller: {
      kind: actor.kind,
      id: actor.kind === 'anonymous' ? '' : actor.id,
      name: actor.name,
      device: of.name,
      address: client.address,
    },
    via: of.via,
    isViewOnly: of.isViewOnly,
    phase: state.phase,
    path: state.path,
    outcome: state.outcome,
    reason: state.reason,
    askedAt: of.askedAt,
    connectedAt: state.connectedAt,
    firstByteAt: state.firstByteAt ?? carried?.firstByteAt ?? null,
    endedAt: state.endedAt,
    bytesToHost,
    bytesToController,
  }
}

/** What the passing of time does to a session, if anything. */
export const dueOf = (of: Live, now: number): SessionEvent | undefined => {
  if (now >= (of.actor.expiresAt ?? Number.POSITIVE_INFINITY)) {
    return { type: 'killed', reason: 'authority_ended' }
  }
  if (of.isPending && now - of.askedAt >= TICKET_LIFE_MS) return { type: 'expired' }
  const { settlesFrom } = of.state
  if (settlesFrom !== null && now - settlesFrom >= SETTLE_MS) return { type: 'settled' }
  const lostMs = of.hostLostAt === undefined ? 0 : now - of.hostLostAt
  return lostMs >= OFFLINE_AFTER_MS ? { type: 'host-lost' } : undefined
}

/** Whoever sets the clock back does not give back the time that has passed. */
export const age = (of: Live, byMs: number): void => {
  of.askedAt -= byMs
  if (of.hostLostAt !== undefined) of.hostLostAt -= byMs
  const { settlesFrom } = of.state
  if (settlesFrom !== null) of.state = { ...of.state, settlesFrom: settlesFrom - byMs }
}

/** A tenant knows its own people; those of others, tokens included, are strangers to it. */
const knownTo = ({ tenantId }: Scope, actor: Actor): Actor =>
  actor.tenantId === tenantId ? actor : ANONYMOUS

/** Who it is as far as the host's tenant knows, else what it calls itself. */
export const controllerOf = ({ actor, name, client }: Asking, scope: Scope) => ({
  name: knownTo(scope, actor).name || name,
  address: client.address,
})
