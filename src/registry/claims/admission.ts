/**
 * What every way to register has in common: limits first, then room for one more code, then the
 * proof, then one write, then the news of it.
 */

import type { Client } from '../../http/client-address.ts'
import { BoundedMap } from '../../platform/bounded-map.ts'
import type { Bus } from '../../platform/bus.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { Maybe } from '../../platform/maybe.ts'
import type { Host } from '../../protocol/api.ts'
import type { PresenceOf } from '../../protocol/presence.ts'
import type { Events } from '../../protocol/events.ts'
import { MAX_SKEW_MS, type Proof, signedText } from '../../protocol/proof.ts'
import { Refusal, type RefusalCode } from '../../protocol/refusals.ts'
import type { Counter, Release } from '../counter.ts'
import { toHost } from '../host.ts'
import { fingerprintOf, isSignedBy } from '../keys.ts'
import { type Claim, expiryCutoff, type Lease, type RawClaim } from '../lease.ts'
import type { ClaimStore, KnownLease } from './store.ts'

/** Codes whose last register is kept in memory; about 10 MiB when full. */
const MAX_REMEMBERED = 50_000

/** Limits of registering; each throws `Refusal`. */
export type RegisterGuard = {
  /** Before a register. */
  admitRegister(client: Client, code: string): Maybe<void>
  /** Before a register of a code that is not registered yet. */
  admitNewCode(client: Client): Promise<void>
}

export type AdmissionOptions = {
  readonly store: ClaimStore
  readonly isKnown: (code: string, cutoff: number) => Maybe<boolean>
  readonly guard: RegisterGuard
  readonly clock: Clock
  readonly bus: Bus<Events>
  readonly log: Log
  readonly ttlMs: number
  readonly maxCodes: number
  /** How many codes take up room. */
  readonly held: Counter
  readonly serverId: string
  readonly presenceOf: PresenceOf
}

/** Proofs remembered of keys that may have lost their code since; about 8 MiB when full. */
const MAX_PROOFS = 50_000

/** Nothing was reserved: the code is registered already. */
const KEEP: Release = () => undefined

/** What a refused register presented, as the audit names it. */
const WITHOUT_KEY = 'no key'

/** The steps of a register. */
export type Admission = ReturnType<typeof createAdmission>

export const createAdmission = (options: AdmissionOptions) => {
  const { store, guard, clock, bus, log, ttlMs, serverId, presenceOf } = options
  const cutoff = (): number => expiryCutoff(clock.now(), ttlMs)
  const remembered = new BoundedMap<string, number>(MAX_REMEMBERED)
  const proofs = new BoundedMap<string, number>(MAX_PROOFS)

  /** A host that registered a while ago comes back: no need to look, and nothing new to limit. */
  const isRemembered = (code: string): boolean => (remembered.get(code) ?? 0) > cutoff()

  const admitNewCode = async (
    client: Client,
    code: string,
    admitted: Maybe<void>,
  ): Promise<Release> => {
    await admitted
    if (isRemembered(code) || (await options.isKnown(code, cutoff()))) return KEEP
    await guard.admitNewCode(client)
    const release = await options.held.reserve(options.maxCodes)
    if (!release) throw new Refusal('registry_full')
    return release
  }

  /** The refusal of a register, after telling the owner of the code about it. */
  const refused = async (
    client: Client,
    { code }: Claim,
    reason: RefusalCode,
    key: string | undefined,
    facts: { detail?: string; told?: RefusalCode } = {},
  ): Promise<Refusal> => {
    bus.emit('request.refused', { reason })
    const known = await store.find(code)
    if (known && isOwned(known)) {
      const { hostId: id, tenantId } = known
      const by = key === undefined ? WITHOUT_KEY : fingerprintOf(key)
      bus.emit('claim.refused', { id, code, tenantId, address: client.address, reason, by })
    }
    const { told = reason, detail } = facts
    return new Refusal(told, detail === undefined ? {} : { detail })
  }

  /** Makes sure that the claim is what the key signed, now, for this server and this enrolment. */
  const verify = async (
    client: Client,
    claim: Claim,
    raw: RawClaim,
    proof: Proof,
    tokenHash?: string,
  ): Promise<void> => {
    const now = clock.now()
    if (Math.abs(now - proof.at) > MAX_SKEW_MS) {
      const detail = new Date(now).toISOString()
      throw await refused(client, claim, 'clock_skewed', proof.key, { detail })
    }
    const text = signedText(serverId, { ...claim, name: raw.name ?? '' }, proof, tokenHash)
    if (!(await isSignedBy(proof.key, text, proof.signature))) {
      throw await refused(client, claim, 'wrong_signature', proof.key)
    }
    // The row knows its present key only: an earlier key's last proof must not take it back.
    if (tokenHash === undefined && proof.at <= (proofs.get(placeOf(claim.code, proof.key)) ?? 0)) {
      throw await refused(client, claim, 'replayed', proof.key)
    }
  }

  return {
    cutoff,

    /**
     * Admits a claim and says how to end the reservation that a new code needs. With a key the
     * code's own budget is the key's: others cannot use up what its owner needs.
     */
    admit(client: Client, { code }: Claim, key?: string): Maybe<Release> {
      const admitted = guard.admitRegister(client, key === undefined ? code : `${code}\n${key}`)
      if (admitted === undefined && isRemembered(code)) return KEEP
      return admitNewCode(client, code, admitted)
    },

    /** Admits a claim that can only renew what is there. */
    admitKnown: (client: Client, { code }: Claim, key?: string): Maybe<void> =>
      guard.admitRegister(client, key === undefined ? code : `${code}\n${key}`),

    /** Makes room for a claim that was admitted; the limit of new codes holds for it as well. */
    reserve: (client: Client, { code }: Claim): Promise<Release> =>
      admitNewCode(client, code, undefined),

    /** Writes under a reservation; a write that fails gives its room back. */
    async writing<T>(release: Release, write: () => Promise<T>): Promise<T> {
      let isDone = false
      try {
        const written = await write()
        isDone = true
        return written
      } finally {
        release(isDone)
      }
    },

    verify,
    refused,

    /** Tells everybody of a register that is on the disk; its proof is good for nothing more. */
    announce(client: Client, lease: Lease, proof?: Proof): Host {
      const host = toHost(lease, { ttlMs, cutoff: cutoff(), presenceOf })
      const isNew = lease.registeredAt === lease.updatedAt
      remembered.set(lease.code, lease.updatedAt)
      if (proof) proofs.set(placeOf(lease.code, proof.key), proof.at)
      const { id, code, name, address, port } = host
      log[isNew ? 'info' : 'debug']({ id, code, name, address, port }, 'host registered')
      const { tenantId } = lease
      bus.emit('host.registered', { host, tenantId })
      if (lease.addressChangedAt === lease.updatedAt) {
        const before = lease.previousAddress ?? ''
        const event = { id, code, tenantId, by: client.address, before, after: address }
        bus.emit('host.address-changed', event)
      }
      if (lease.clonedAt === lease.updatedAt) {
        log.warn({ id, code, address }, 'one key is used by two machines')
      }
      return host
    },

    forget: (code: string): boolean => remembered.delete(code),
  }
}

/** What a proof was about; neither part holds a line break. */
const placeOf = (code: string, key: string): string => `${code}\n${key}`

/** Whether somebody owns the code or holds his hand over it. */
const isOwned = ({ key, hasCredential, state }: Lease): boolean =>
  key !== undefined || hasCredential || state !== 'open'

/** Who registers: with which key or credential, if any. */
export type Claimant = { readonly key?: string; readonly at?: number; readonly hostId?: string }

/** Whether the lease is this claimant's own. */
export const isOwner = (lease: Lease, { key, hostId }: Claimant): boolean =>
  (key !== undefined && lease.key === key) ||
  (hostId !== undefined && lease.hasCredential && lease.hostId === hostId)

/** Why a write found that it may not change the lease. */
export const reasonOf = (
  lease: KnownLease | undefined,
  claimant: Claimant,
  { address, port }: Claim,
): RefusalCode => {
  if (!lease) return 'code_claimed'
  if (lease.state === 'revoked') return 'code_revoked'
  const { key, at = 0 } = claimant
  const isOwnKey = key === undefined || lease.key === undefined || lease.key === key
  const isFree = lease.key === undefined && !lease.hasCredential
  if (!isFree && !(isOwner(lease, claimant) && isOwnKey)) return 'code_claimed'
  const isSamePlace = lease.address === address && lease.port === port
  if (lease.state === 'locked' && (isFree || !isSamePlace)) return 'code_locked'
  return key !== undefined && lease.lastKey === key && lease.provedAt >= at
    ? 'replayed'
    : 'code_claimed'
}
