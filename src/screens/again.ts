/**
 * What lets a page come back after its connection broke, without the PIN and without another use of
 * a guest link. Kept in memory only, as hashes; each is good once, and for 15 minutes after the break.
 */

import { BoundedMap } from '../platform/bounded-map.ts'
import type { Clock } from '../platform/clock.ts'
import { hashSecret, newSecret } from '../platform/secrets.ts'
import type { Grant } from '../client/tunnel/letting-in.ts'
import type { Visit } from './visit.ts'

/** How long after a break somebody may come back, milliseconds. */
const KEPT_MS = 15 * 60_000

/** As many pages as may be open, five times over. */
const MAX_KEPT = 1000

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

/** Makes the list of those who may come back. */
export const createAgains = (clock: Clock) => {
  type Entry = Kept & { brokenAt: number | undefined; isForgotten: boolean }
  const byHash = new BoundedMap<string, Entry>(MAX_KEPT)

  const isOver = (brokenAt: number | undefined): boolean =>
    brokenAt !== undefined && Math.abs(clock.now() - brokenAt) >= KEPT_MS

  return {
    give(kept: Kept): Again {
      const secret = newSecret('isrb')
      const hash = hashSecret(secret)
      const entry: Entry = { ...kept, brokenAt: undefined, isForgotten: false }
      byHash.set(hash, entry)
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
      if (!found || isOver(found.brokenAt) || !isFor(found.visit)) return undefined
      byHash.delete(hash)
      const putBack = (): void => {
        if (!found.isForgotten) byHash.set(hash, found)
      }
      return { visit: found.visit, grant: found.grant, putBack }
    },

    get size(): number {
      return byHash.size
    },
  }
}
