/** Notices that the other end of a connection is gone though nobody said so. */

import type { Clock } from '../../platform/clock.ts'
import type { Stop, Ticker } from '../../platform/ticker.ts'
import { SILENCE_MS } from './wire.ts'

/** How often we look; the end is noticed at most this much late. */
const LOOK_MS = 5_000

/** Calls `onSilent` when the count of bytes read has stood still for `SILENCE_MS`. */
export const watchSilence = (
  bytesRead: () => number,
  { clock, ticker, onSilent }: { clock: Clock; ticker: Ticker; onSilent: () => void },
): Stop => {
  let heard = bytesRead()
  let heardAt = clock.now()
  const stop = ticker.every(LOOK_MS, () => {
    const now = clock.now()
    // Whatever arrived is a sign of life, also while a ping waits behind megabytes of a picture; and
    // a clock that was set, or a machine that slept, starts the wait anew.
    if (bytesRead() !== heard || now < heardAt || now - lookedAt > 2 * LOOK_MS) heardAt = now
    heard = bytesRead()
    lookedAt = now
    if (now - heardAt < SILENCE_MS) return
    stop()
    onSilent()
  })
  let lookedAt = heardAt
  return stop
}
