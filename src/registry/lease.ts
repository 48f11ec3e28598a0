/** A lease: this code belongs to this host until it expires. Pure data and rules, no I/O. */

import type { Host } from '../protocol/api.ts'
import { canonicalCode, isCode } from '../protocol/code.ts'
import { cleanName, isHost, parsePort } from '../protocol/host.ts'
import { Refusal } from '../protocol/refusals.ts'

/** What is kept of a registered code; instants are epoch milliseconds. */
export type Lease = {
  readonly code: string
  readonly hostId: string
  readonly address: string
  readonly port: number
  readonly name: string
  readonly registeredAt: number
  readonly updatedAt: number
}

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

/** The lease as the API and the console show it. */
export const toHost = (lease: Lease, ttlMs: number): Host => ({
  id: lease.hostId,
  code: lease.code,
  name: lease.name,
  address: lease.address,
  port: lease.port,
  presence: 'registered',
  registeredAt: lease.registeredAt,
  updatedAt: lease.updatedAt,
  expiresAt: lease.updatedAt + ttlMs,
})
