/** Feeds the live line of a running link; rates are those of the last second. */

import type { Link } from '../client/controller/link.ts'
import type { Listener } from '../client/controller/listener.ts'
import type { Language } from '../client/problem.ts'
import { systemClock } from '../platform/clock.ts'
import { type Stop, systemTicker } from '../platform/ticker.ts'
import { liveLine, type Progress } from './progress.ts'

/** As often as a person reads a number. */
const EVERY_MS = 1000

/** Starts it. */
export const watchLink = (
  link: Link,
  listener: Listener,
  { progress, language }: { readonly progress: Progress; readonly language: Language },
): Stop => {
  if (!progress.isShown) return () => undefined
  let last = { at: systemClock.now(), sent: 0, received: 0 }
  let isLooking = false
  const look = async (): Promise<void> => {
    const now = await link.look()
    const at = systemClock.now()
    if (!now || at <= last.at) return
    const seconds = (at - last.at) / 1000
    const up = (now.sent - last.sent) / seconds
    const down = (now.received - last.received) / seconds
    last = { at, sent: now.sent, received: now.received }
    const { path, rttMs } = now
    progress.show(liveLine({ path, rttMs, up, down, connections: listener.connections }, language))
  }
  const stop = systemTicker.every(EVERY_MS, () => {
    // A round trip may take longer than a second: one at a time.
    if (isLooking) return
    isLooking = true
    void look().finally(() => (isLooking = false))
  })
  return () => {
    stop()
    progress.clear()
  }
}
