/** A lease: this code belongs to this host until it expires. Pure data and rules, no I/O. */

import { canonicalCode, isCode } from '../protocol/code.ts'
import { cleanName, isHost, parsePort } from '../protocol/host.ts'
import { Refusal } from '../protocol/refusals.ts'

/** `locked`: its address stays; `revoked`: nobody may register it. */
export type LeaseState = 'open' | 'locked' | 'revoked'

/**
 * How controllers reach the host: by its `address`, as older hosts, through its `agent` only, or
 * `both`. An agent's address is given to nobody who may not know it.
 */
export type Reach = 'address' | 'agent' | 'both'

/** What is kept of a registered code; instants are epoch milliseconds. */
export type Lease = {
  readonly code: string
  readonly tenantId: string
  readonly hostId: string
  readonly address: string
  readonly port: number
  readonly name: string
  readonly registeredAt: number
  readonly updatedAt: number
  readonly state: LeaseState
  /** The Ed25519 public key that owns the code, base64url. */
  readonly key: string | undefined
  /** An enrolled host owns the code by a secret of its own. */
  readonly hasCredential: boolean
  readonly tags: readonly string[]
  /** Where the code pointed before somebody without a key pointed it elsewhere. */
  readonly previousAddress: string | undefined
  readonly addressChangedAt: number | undefined
  /** When one key was seen in two places. */
  readonly clonedAt: number | undefined
  /** Since when somebody owns the code or holds a hand over it. */
  readonly claimedAt: number | undefined
  readonly reach: Reach
}

/** A lease as an older server knows it: nobody owns the code. */
export const unowned = {
  state: 'open',
  key: undefined,
  hasCredential: false,
  tags: [],
  previousAddress: undefined,
  addressChangedAt: undefined,
  clonedAt: undefined,
  claimedAt: undefined,
  reach: 'address',
} as const satisfies Partial<Lease>

/** What a host asks for when it registers. */
export type Claim = Pick<Lease, 'code' | 'address' | 'port' | 'name'>

/** What a host sent, as it came. */
export type RawClaim = {
  readonly code: string
  readonly address: string
  readonly port?: string | number | undefined
  readonly name?: string | undefined
}

/** Checks and cleans what a host sent. Throws `Refusal`; the name defaults to the code. */
export const toClaim = (raw: RawClaim): Claim => {
  const code = canonicalCode(raw.code)
  if (!isCode(code)) throw new Refusal('invalid_code')
  const port = parsePort(raw.port)
  if (port === undefined) throw new Refusal('invalid_port')
  const address = raw.address.trim()
  if (!isHost(address)) throw new Refusal('invalid_host')
  return { code, address, port, name: cleanName(raw.name ?? '') || code }
}

/** Leases updated at or before this instant have expired. */
export const expiryCutoff = (now: number, ttlMs: number): number => now - ttlMs
