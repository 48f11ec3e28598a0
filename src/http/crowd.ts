/** Sockets of strangers that are borne: some in all, fewer of one address. */

import { Refusal } from '../protocol/refusals.ts'

export type CrowdLimits = {
  readonly max: number
  readonly maxOfAddress: number
  /** How long somebody who finds no room should wait, milliseconds. */
  readonly retryAfterMs: number
}

/** Counts sockets by address. */
export const createCrowd = ({ max, maxOfAddress, retryAfterMs }: CrowdLimits) => {
  const counts = new Map<string, number>()
  let size = 0
  return {
    /** Counts a socket until the result is called. Throws `Refusal` when there is no room for it. */
    enter(bucket: string): () => void {
      const isFull = size >= max || (counts.get(bucket) ?? 0) >= maxOfAddress
      if (isFull) throw new Refusal('rate_limited', { retryAfterMs })
      size++
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
      let isIn = true
      return () => {
        if (!isIn) return
        isIn = false
        size--
        const left = (counts.get(bucket) ?? 1) - 1
        if (left > 0) counts.set(bucket, left)
        else counts.delete(bucket)
      }
    },

    get size(): number {
      return size
    },
  }
}
