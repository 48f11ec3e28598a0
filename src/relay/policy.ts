/** What a relay policy may say, and what it says until somebody changes it. Pure. */

import type { RelayPolicy } from '../protocol/session.ts'

/**
 * Until an owner says otherwise: a stranger gets what a screen needs (RustDesk's public relays give
 * 16 Mbit/s), people who signed in are not held back.
 */
export const DEFAULT_POLICY: RelayPolicy = {
  isOn: true,
  isForStrangers: true,
  strangerMbits: 16,
  signedInMbits: 0,
  allMbits: 0,
  sessionsPerCode: 4,
  sessionsPerAddress: 20,
  sessions: 1000,
  idleMinutes: 0,
}

/** Largest limit, megabits per second: more than the fastest network card carries today. */
const MAX_MBITS = 100_000

/** Two sockets each, out of the 65 536 that systemd lets a service open by default at most. */
const MAX_SESSIONS = 10_000

/** A week. */
const MAX_IDLE_MINUTES = 10_080

/** Least and greatest value of each number, both allowed. */
export const RANGES = {
  strangerMbits: [0, MAX_MBITS],
  signedInMbits: [0, MAX_MBITS],
  allMbits: [0, MAX_MBITS],
  sessionsPerCode: [1, MAX_SESSIONS],
  sessionsPerAddress: [1, MAX_SESSIONS],
  sessions: [1, MAX_SESSIONS],
  idleMinutes: [0, MAX_IDLE_MINUTES],
} as const satisfies Partial<Record<keyof RelayPolicy, readonly [number, number]>>

/** Reads a policy as it was stored, by whichever version; what it lacks is as it is by default. */
export const toPolicy = (raw: unknown): RelayPolicy => {
  const stored: Readonly<Record<string, unknown>> =
    typeof raw === 'object' && raw !== null ? { ...raw } : {}
  const flag = (name: 'isOn' | 'isForStrangers'): boolean => {
    const value = stored[name]
    return typeof value === 'boolean' ? value : DEFAULT_POLICY[name]
  }
  const number = (name: keyof typeof RANGES): number => {
    const value = stored[name]
    const [least, most] = RANGES[name]
    const isFit = Number.isInteger(value) && Number(value) >= least && Number(value) <= most
    return isFit ? Number(value) : DEFAULT_POLICY[name]
  }
  return {
    isOn: flag('isOn'),
    isForStrangers: flag('isForStrangers'),
    strangerMbits: number('strangerMbits'),
    signedInMbits: number('signedInMbits'),
    allMbits: number('allMbits'),
    sessionsPerCode: number('sessionsPerCode'),
    sessionsPerAddress: number('sessionsPerAddress'),
    sessions: number('sessions'),
    idleMinutes: number('idleMinutes'),
  }
}

/** Whether the relay may carry a session of somebody who signed in, or of a stranger. */
export const mayCarry = (policy: RelayPolicy, isSignedIn: boolean): boolean =>
  policy.isOn && (isSignedIn || policy.isForStrangers)

/** Megabits per second of a session, each direction; 0 is no limit. */
export const mbitsOf = (policy: RelayPolicy, isSignedIn: boolean): number =>
  isSignedIn ? policy.signedInMbits : policy.strangerMbits
