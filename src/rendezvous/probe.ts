/**
 * Lets a client try whether WebSockets get through and whether something on the way cuts idle ones:
 * one message, then silence, then the end.
 */

import { WebSocketServer } from 'ws'
import type { Upgrade } from '../http/upgrade.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ticker } from '../platform/ticker.ts'
import { DONE } from '../protocol/closing.ts'
import { createCrowd } from './crowd.ts'

/** Longer than any proxy we know leaves an idle socket alone, milliseconds. */
const PROBE_LIFE_MS = 120_000

/** Probes at once. */
const PROBES = { max: 200, maxOfAddress: 4, retryAfterMs: PROBE_LIFE_MS }

export type ProbeOptions = {
  readonly version: string
  readonly clock: Clock
  readonly ticker: Ticker
}

/** Returns the handler of the probe's path. */
export const createProbe = ({ version, clock, ticker }: ProbeOptions) => {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 1024,
  })
  const crowd = createCrowd(PROBES)

  return ({ request, socket, head, client }: Upgrade): void => {
    const { address, bucket, isSecure } = client
    crowd.admit(bucket)
    sockets.handleUpgrade(request, socket, head, (upgraded) => {
      const leave = crowd.enter(bucket)
      const stop = ticker.after(PROBE_LIFE_MS, () => upgraded.terminate())
      upgraded.on('error', () => upgraded.terminate())
      upgraded.once('close', () => {
        stop()
        leave()
      })
      upgraded.on('message', () => upgraded.close(DONE))
      upgraded.send(JSON.stringify({ type: 'probe', time: clock.now(), address, isSecure, version }))
    })
  }
}
