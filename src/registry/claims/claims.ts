/**
 * Registering: without a key as older hosts do, with a key, and with an enrolled host's credential.
 * The first valid proof makes a code its key's own; from then on nobody else changes it.
 */

import type { Client } from '../../http/client-address.ts'
import type { Bus } from '../../platform/bus.ts'
import { newId, randomDigits } from '../../platform/ids.ts'
import { hashSecret } from '../../platform/secrets.ts'
import type { Actor, Scope } from '../../protocol/actor.ts'
import type { Host } from '../../protocol/api.ts'
import type { Clock } from '../../platform/clock.ts'
import { ISR_DIGITS } from '../../protocol/code.ts'
import type { Events } from '../../protocol/events.ts'
import { type Proof, toProof } from '../../protocol/proof.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Release } from '../counter.ts'
import { fingerprintOf } from '../keys.ts'
import { type Claim, type Lease, type RawClaim, type Reach, toClaim } from '../lease.ts'
import { type Admission, type Claimant, isOwner, reasonOf } from './admission.ts'
import type { ClaimStore } from './store.ts'

/** Draws before giving up on finding a free code; at 10^6 taken of 10^8 each draw succeeds 99 %. */
const ALLOCATION_DRAWS = 20

/** What a host presents beside its claim. */
export type Presented = {
  /** As it came. */
  readonly proof?: unknown
  /** Who presents a credential, if anybody does. */
  readonly actor?: Actor
  /** By its address, unless a host agent says otherwise. */
  readonly reach?: Reach
}

/** A host as it was registered, and whose it is. */
export type Registered = { readonly host: Host; readonly tenantId: string }

/** A host whose key was seen in two places. */
type Flagged = { readonly hostId: string; readonly tenantId: string }

export type ClaimOptions = {
  readonly store: ClaimStore
  readonly admission: Admission
  readonly clock: Clock
  readonly bus: Bus<Events>
  readonly registration: 'open' | 'enrolled'
}

/** The verbs of registering. */
export const createClaims = (options: ClaimOptions) => {
  const { store, admission, clock, bus, registration } = options
  const { cutoff } = admission

  const registerWithoutKey = async (client: Client, raw: RawClaim): Promise<Host> => {
    if (registration === 'enrolled') throw new Refusal('registration_closed')
    const claim = toClaim(raw)
    const admitted = admission.admit(client, claim)
    const release = admitted instanceof Promise ? await admitted : admitted
    return admission.writing(release, async () => {
      const lease = await store.register(claim, newId('host'), clock.now(), cutoff())
      if (lease) return admission.announce(client, lease)
      throw await refusedFor(client, claim, {})
    })
  }

  /** With a key, where anybody may come. */
  const registerWithKey = async (
    client: Client,
    raw: RawClaim,
    proof: Proof,
    reach: Reach,
  ): Promise<Host> => {
    const claim = toClaim(raw)
    const release = await admission.admit(client, claim, proof.key)
    return admission.writing(release, async () => {
      await admission.verify(client, claim, raw, proof)
      const lease = await store.prove(claim, proof, reach, newId('host'), clock.now(), cutoff())
      if (!lease) throw await refusedFor(client, claim, proof)
      tellClaimed(client, lease)
      return admission.announce(client, lease, proof)
    })
  }

  /** A code that was in use without an owner has one now, and its old host will be refused. */
  const tellClaimed = (client: Client, lease: Lease): void => {
    const { hostId: id, code, tenantId, key, registeredAt, updatedAt, claimedAt } = lease
    if (key === undefined || claimedAt !== updatedAt || registeredAt === updatedAt) return
    bus.emit('code.claimed', { id, code, tenantId, address: client.address, by: fingerprintOf(key) })
  }

  /** With a credential, or with the key of an enrolled host. */
  const registerEnrolled = async (
    client: Client,
    raw: RawClaim,
    hostId: string | undefined,
    proof: Proof | undefined,
    reach: Reach,
  ): Promise<Host> => {
    const claim = toClaim(raw)
    await admission.admitKnown(client, claim, proof?.key ?? hostId)
    if (proof) await admission.verify(client, claim, raw, proof)
    const lease = await store.renew(claim, hostId, proof, reach, clock.now())
    if (lease) return admission.announce(client, lease, proof)
    throw await refusedFor(client, claim, {
      ...(proof ? { key: proof.key, at: proof.at } : {}),
      ...(hostId === undefined ? {} : { hostId }),
    })
  }

  /** Says why nothing was changed; where only enrolled hosts come in, strangers learn nothing. */
  const refusedFor = async (client: Client, claim: Claim, claimant: Claimant): Promise<Refusal> => {
    const lease = await store.find(claim.code)
    const isClosed = registration === 'enrolled' || claimant.hostId !== undefined
    const isStranger = !lease || !isOwner(lease, claimant) || !lease.isEnrolled
    const reason = reasonOf(lease, claimant, claim)
    const told = isClosed && isStranger ? 'registration_closed' : reason
    return admission.refused(client, claim, reason, claimant.key, { told })
  }

  const registerOwn = async (
    client: Client,
    raw: RawClaim,
    rawProof: unknown,
    host: Actor | undefined,
    reach: Reach,
  ): Promise<Host> => {
    const proof = rawProof === undefined ? undefined : toProof(rawProof)
    if (host) {
      const claim = toClaim(raw)
      if (claim.code !== host.name) {
        await admission.admitKnown(client, claim, host.id)
        throw await admission.refused(client, claim, 'wrong_code', undefined)
      }
      return registerEnrolled(client, raw, host.id, proof, reach)
    }
    if (!proof || registration === 'enrolled') {
      return registerEnrolled(client, raw, undefined, proof, reach)
    }
    return registerWithKey(client, raw, proof, reach)
  }

  return {
    /** Registers or refreshes a code; resolves once it is on the disk. */
    register(client: Client, raw: RawClaim, presented: Presented = {}): Promise<Host> {
      const { proof, actor, reach = 'address' } = presented
      const isHost = actor?.kind === 'host'
      if (proof === undefined && !isHost) return registerWithoutKey(client, raw)
      return registerOwn(client, raw, proof, isHost ? actor : undefined, reach)
    },

    /** Registers a host whose agent stays connected; says whose it is. Throws `Refusal`. */
    async registerAgent(client: Client, raw: RawClaim, presented: Presented): Promise<Registered> {
      const isHost = presented.actor?.kind === 'host'
      const { proof, actor, reach = 'agent' } = presented
      const host = await registerOwn(client, raw, proof, isHost ? actor : undefined, reach)
      const lease = await store.find(host.code)
      // What its owner did to it in the same breath found no channel that could have been cut.
      const isStill = lease?.state !== 'revoked' && lease?.key === toProof(proof).key
      if (!lease || lease.hostId !== host.id || !isStill) throw new Refusal('host_removed')
      return { host, tenantId: lease.tenantId }
    },

    /** Notes that a connected host is there; false when it is its key's no more. */
    async refresh(scope: Scope, hostId: string, key: string, at: number): Promise<boolean> {
      return (await store.refresh(scope, hostId, key, at)) !== undefined
    },

    /** Makes sure that a host has the key it presents, before anything is done for it. */
    async verifyAgent(client: Client, raw: RawClaim, proof: Proof): Promise<void> {
      const claim = toClaim(raw)
      await admission.admitKnown(client, claim, proof.key)
      await admission.verify(client, claim, raw, proof)
    },

    /** Flags a second machine with the key of a connected one. */
    async flagClone(code: string, key: string): Promise<Flagged | undefined> {
      const lease = await store.flagClone(code, key, clock.now())
      return lease && { hostId: lease.hostId, tenantId: lease.tenantId }
    },

    /** Registers a host under a free code drawn from the cryptographic generator. */
    async allocate(client: Client, raw: Omit<RawClaim, 'code'>): Promise<Host> {
      if (registration === 'enrolled') throw new Refusal('registration_closed')
      const draw = (): Claim => toClaim({ ...raw, code: `ISR-${randomDigits(ISR_DIGITS)}` })
      const release: Release = await admission.admit(client, draw())
      return admission.writing(release, async () => {
        for (let draws = 0; draws < ALLOCATION_DRAWS; draws++) {
          const lease = await store.claimFreeCode(draw(), newId('host'), clock.now(), cutoff())
          if (lease) return admission.announce(client, lease)
        }
        throw new Refusal('registry_full')
      })
    },

    /** The host that a credential belongs to; it may do nothing but register its own code. */
    async findBearer(secret: string): Promise<Actor | undefined> {
      const holder = await store.findCredential(hashSecret(secret))
      return holder && hostActor(holder)
    },
  }
}

/** A host as an actor: it has a name, which is its code, and no permission. */
export const hostActor = ({
  code,
  tenantId,
  hostId,
}: Pick<Lease, 'code' | 'tenantId' | 'hostId'>): Actor => ({
  kind: 'host',
  id: hostId,
  name: code,
  tenantId,
  permissions: new Set(),
})
