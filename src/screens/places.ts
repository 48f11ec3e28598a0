/**
 * Places for screens: some in all, a share of them for each tenant, a few for each person. Promise:
 * one tenant alone never has more than half of all, so it cannot shut out the others; a server with
 * one tenant is not held to the share of one among many.
 */

import type { Actor } from '../protocol/actor.ts'
import { Refusal } from '../protocol/refusals.ts'

/** Who takes a place; a link's guests count as one person. */
export type Taker = Pick<Actor, 'id' | 'tenantId'>

/**
 * Screens at once: of one person, who has no eyes for more; of one tenant, which may have more while
 * half of all are free; and in all. One that is not read holds about 3 MiB here: a stream's window,
 * the relay's queue and the page's.
 */
const PLACES = { ofActor: 8, ofTenant: 50, untilHalf: 100, max: 200 } as const

export const isSame = (one: Taker, other: Taker): boolean =>
  one.id === other.id && one.tenantId === other.tenantId

/** Throws `Refusal` when there is no place for `taker` beside those who have one. */
export const refuseFull = (taker: Taker, taken: readonly Taker[]): void => {
  const full = (limit: number): Refusal => new Refusal('too_many_screens', { limit })
  if (taken.length >= PLACES.max) throw full(PLACES.max)
  if (taken.filter((each) => isSame(each, taker)).length >= PLACES.ofActor) throw full(PLACES.ofActor)
  const ofTenant = taken.filter(({ tenantId }) => tenantId === taker.tenantId).length
  const isBeyondShare = ofTenant >= PLACES.ofTenant && taken.length >= PLACES.untilHalf
  if (isBeyondShare) throw full(ofTenant)
}
