/**
 * What lets a page come back after its connection broke, without the PIN and without another use of
 * a guest link. Kept in memory only, as hashes; each is good once, and for 15 minutes after the break.
 * Promise: nobody pushes out what others were given. One person has few, and when all are taken the
 * tenant that has most gives one up.
 */

import type { Clock } from '../platform/clock.ts'
import { hashSecret, newSecret } from '../platform/secrets.ts'
import type { Grant } from '../client/tunnel/letting-in.ts'
import { isSame } from './places.ts'
import type { Visit } from './visit.ts'

/** How long after a break somebody may come back, milliseconds. */
const KEPT_MS = 15 * 60_000

/** As many pages as may be open, five times over; of one person or link twice as many as he may open. */
const MAX_KEPT = 1000
const MAX_OF_ACTOR = 16

/** Longest text that is looked up, characters; ours have 48. */
const MAX_LENGTH = 64

/** What a page may take up again. */
export type Kept = {
  readonly visit: Visit
  /** What the host lets it in by; none where it asks for no PIN. */
  readonly grant: Grant | undefined
}

/** What was taken up again. */
type Taken = Kept & {
  /** Nothing came of it: it is good as it was, for whoever tries once more. */
  readonly putBack: () => void
}

/** One secret that was given out. */
export type Again = {
  readonly secret: string
  /** The page is gone; from now on the time runs. */
  readonly onBroken: () => void
  /** Nobody may come back. */
  readonly forget: () => void
}

type Entry = Kept & { brokenAt: number | undefined; isForgotten: boolean }
type Named = readonly [hash: string, entry: Entry]

const largestTenant = (entries: readonly Named[]): readonly Named[] => {
  const tenants = Map.groupBy(entries, ([, { visit }]) => visit.actor.tenantId)
  return [...tenants.values()].reduce((most, each) => (each.length > most.length ? each : most))
}

/** Makes the list of those who may come back. */
export const createAgains = (clock: Clock) => {
  // In the order in which they were given.
  const byHash = new Map<string, Entry>()

  const isOver = ({ brokenAt }: Entry): boolean =>
    brokenAt !== undefined && Math.abs(clock.now() - brokenAt) >= KEPT_MS

  /** Gives up one of these: the oldest whose page is gone, as an open one will be wanted later. */
  const giveUp = (entries: readonly Named[]): void => {
    const [hash = ''] = entries.find(([, { brokenAt }]) => brokenAt !== undefined) ?? entries[0] ?? []
    byHash.delete(hash)
  }

  const add = (hash: string, entry: Entry): void => {
    for (const [each, kept] of byHash) if (isOver(kept)) byHash.delete(each)
    const { actor } = entry.visit
    const own = [...byHash].filter(([, { visit }]) => isSame(visit.actor, actor))
    if (own.length >= MAX_OF_ACTOR) giveUp(own)
    if (byHash.size >= MAX_KEPT) giveUp(largestTenant([...byHash]))
    byHash.set(hash, entry)
  }

  return {
    give(kept: Kept): Again {
      const secret = newSecret('isrb')
      const hash = hashSecret(secret)
      const entry: Entry = { ...kept, brokenAt: undefined, isForgotten: false }
      add(hash, entry)
      return {
        secret,
        onBroken: () => void (entry.brokenAt ??= clock.now()),
        forget() {
          entry.isForgotten = true
          byHash.delete(hash)
        },
      }
    },

    /** Takes back what was given, if it is for whoever shows it. */
    take(secret: string | undefined, isFor: (visit: Visit) => boolean): Taken | undefined {
      if (secret === undefined || secret.length > MAX_LENGTH) return undefined
      const hash = hashSecret(secret)
      const found = byHash.get(hash)
      if (!found || isOver(found) || !isFor(found.visit)) return undefined
      byHash.delete(hash)
      const putBack = (): void => {
        if (!found.isForgotten) add(hash, found)
      }
      return { visit: found.visit, grant: found.grant, putBack }
    },

    get size(): number {
      return byHash.size
    },
  }
}
