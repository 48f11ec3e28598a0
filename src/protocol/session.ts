/** A session: one attempt of a controller to reach a host. The shapes that all sides share. */

import type { ActorKind } from './actor.ts'

/** How a session went; each has exactly one. */
export const OUTCOMES = ['completed', 'refused', 'lonely', 'redundant', 'failed', 'killed'] as const

export type Outcome = (typeof OUTCOMES)[number]

/** What carries the bytes. */
export type Path = 'direct' | 'relay'

/** The two ends of a session. */
export type Role = 'host' | 'controller'

/** Where a host may be reached without the relay. */
export type Candidate = { readonly address: string; readonly port: number }

/** A session as `/v1` shows it; instants are epoch milliseconds, bytes are those of the programs. */
export type Session = {
  readonly id: string
  readonly hostId: string
  readonly code: string
  readonly service: string
  readonly controller: {
    /** `anonymous` knew the code and had to know the PIN. */
    readonly kind: ActorKind
    readonly id: string
    /** As the server knows it; empty for strangers. */
    readonly name: string
    /** What the controller calls itself: anybody may say anything. */
    readonly device: string
    readonly address: string
  }
  /** How the controller connects; `browser`: the server plays its part and sees what it sees. */
  readonly via: 'program' | 'browser'
  /** The server passes on nothing by which a controller could change anything there. */
  readonly isViewOnly: boolean
  readonly phase: 'offered' | 'waiting' | 'connected' | 'ended'
  readonly path: Path | null
  readonly outcome: Outcome | null
  /** The refusal's code that ended it, where one did. */
  readonly reason: string | null
  readonly askedAt: number
  readonly connectedAt: number | null
  readonly firstByteAt: number | null
  readonly endedAt: number | null
  readonly bytesToHost: number
  readonly bytesToController: number
}

/** What a controller gets for a session; the ticket opens the relay once, within `expiresAt`. */
export type SessionOffer = {
  readonly id: string
  readonly code: string
  readonly service: string
  readonly ticket: string
  /** The Ed25519 public key that the host must prove inside the tunnel, base64url. */
  readonly hostKey: string
  /** Only for who may resolve codes in the host's tenant; others get them from the host itself. */
  readonly candidates: readonly Candidate[]
  readonly expiresAt: number
  /** The server's clock. */
  readonly time: number
  /** Sent with the next request for this host, it is not taken for a guess. */
  readonly resume: string
}

/** What the relay carries and for whom; 0 megabits per second is no limit. */
export type RelayPolicy = {
  readonly isOn: boolean
  /** Whether controllers that did not sign in may use it. */
  readonly isForStrangers: boolean
  /** Per session and direction. */
  readonly strangerMbits: number
  readonly signedInMbits: number
  /** Of all sessions together, per direction. */
  readonly allMbits: number
  readonly sessionsPerCode: number
  readonly sessionsPerAddress: number
  readonly sessions: number
  /** A session that carries nothing for this long is ended; 0 never. */
  readonly idleMinutes: number
}

/** Longest name of a service. */
const SERVICE = /^[a-z0-9][a-z0-9-]{0,31}$/

/** Whether a text may name a service: `vnc`, `ssh`, `web-2`. */
export const isService = (text: unknown): text is string =>
  typeof text === 'string' && SERVICE.test(text)
