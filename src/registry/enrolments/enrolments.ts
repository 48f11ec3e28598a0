/**
 * Enrolment: a token that a number of hosts present once, each to receive a credential of its own.
 * Their codes belong to the enrolment's tenant and carry its tags.
 */

import type { Client } from '../../http/client-address.ts'
import type { Bus } from '../../platform/bus.ts'
import type { Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import type { Log } from '../../platform/log.ts'
import { hashSecret, newSecret } from '../../platform/secrets.ts'
import type { Actor, Scope } from '../../protocol/actor.ts'
import type { Enrolment, Host } from '../../protocol/api.ts'
import type { Events } from '../../protocol/events.ts'
import { type Proof, toProof } from '../../protocol/proof.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { type Admission, reasonOf } from '../claims/admission.ts'
import type { ClaimStore } from '../claims/store.ts'
import { type Claim, type Lease, type RawClaim, type Reach, toClaim } from '../lease.ts'
import { distinct } from '../tags.ts'
import type { EnrolmentStore } from './store.ts'

/** What a new enrolment is to be. */
export type Wanted = {
  readonly name: string
  readonly uses: number
  readonly expiresInMs: number
  readonly tags: readonly string[]
}

/** A host that was enrolled; the credential is shown this once. */
export type Enrolled = {
  readonly host: Host
  readonly tenantId: string
  readonly credential: string
}

export type EnrolmentOptions = {
  readonly store: EnrolmentStore
  readonly claims: ClaimStore
  readonly admission: Admission
  readonly clock: Clock
  readonly bus: Bus<Events>
  readonly log: Log
}

/** The verbs of enrolling. */
export const createEnrolments = (options: EnrolmentOptions) => {
  const { store, claims, admission, clock, bus, log } = options

  /** An unknown, used up, expired or revoked token gets one answer, whatever it asks for. */
  const checkToken = async (hash: string, code: string, key?: string): Promise<void> => {
    if (await store.isUsable(hash, clock.now(), code, key)) return
    throw new Refusal('enrolment_invalid')
  }

  /** What the tenant that a host leaves must hear, now and in its audit. */
  const tellLeft = (client: Client, before: Lease | undefined, after: Lease): void => {
    if (!before || before.tenantId === after.tenantId) return
    const { hostId: id, code, tenantId } = before
    bus.emit('host.deleted', { id, code, tenantId })
    bus.emit('code.claimed', { id, code, tenantId, address: client.address, by: 'enrolment' })
  }

  const redeemAdmitted = async (
    client: Client,
    claim: Claim,
    proof: Proof | undefined,
    secretHash: string,
    reach: Reach,
  ): Promise<Enrolled> => {
    const credential = newSecret('isrh')
    const before = await claims.find(claim.code)
    const ids = { secretHash, credentialHash: hashSecret(credential), hostId: newId('host') }
    const redeeming = { claim, proved: proof, reach, ...ids }
    const lease = await store.redeem(redeeming, clock.now(), admission.cutoff())
    if (lease) {
      tellLeft(client, before, lease)
      const host = admission.announce(client, lease)
      log.info({ id: host.id, code: host.code }, 'host enrolled')
      return { host, tenantId: lease.tenantId, credential }
    }
    await checkToken(secretHash, claim.code, proof?.key)
    const claimant = proof ? { key: proof.key, at: proof.at } : {}
    const reason = reasonOf(await claims.find(claim.code), claimant, claim)
    throw await admission.refused(client, claim, reason, proof?.key)
  }

  return {
    list: (scope: Scope) => store.list(scope),

    /** Makes an enrolment; its secret is shown this once. */
    async make(actor: Actor, wanted: Wanted): Promise<{ enrolment: Enrolment; secret: string }> {
      const now = clock.now()
      const secret = newSecret('isre')
      const { name, uses, expiresInMs } = wanted
      const enrolment: Enrolment = {
        id: newId('enr'),
        name,
        tags: distinct(wanted.tags),
        uses,
        usesLeft: uses,
        createdBy: actor.name,
        createdAt: now,
        expiresAt: now + expiresInMs,
        revokedAt: null,
      }
      await store.make(actor, enrolment, hashSecret(secret))
      log.info({ id: enrolment.id, uses }, 'enrolment made')
      return { enrolment, secret }
    },

    /** Ends an enrolment; the hosts that it let in stay. */
    async revoke(scope: Scope, id: string): Promise<Enrolment> {
      const enrolment = await store.revoke(scope, id, clock.now())
      if (!enrolment) throw new Refusal('enrolment_not_found')
      log.info({ id }, 'enrolment revoked')
      return enrolment
    },

    /** Registers a host under the enrolment and gives it its credential. */
    async redeem(
      client: Client,
      token: string,
      raw: RawClaim,
      rawProof: unknown,
      reach: Reach = 'address',
    ): Promise<Enrolled> {
      const claim = toClaim(raw)
      const proof = rawProof === undefined ? undefined : toProof(rawProof)
      const secretHash = hashSecret(token)
      await admission.admitKnown(client, claim, proof?.key ?? secretHash)
      await checkToken(secretHash, claim.code, proof?.key)
      const release = await admission.reserve(client, claim)
      return admission.writing(release, async () => {
        if (proof) await admission.verify(client, claim, raw, proof, secretHash)
        return redeemAdmitted(client, claim, proof, secretHash, reach)
      })
    },
  }
}
