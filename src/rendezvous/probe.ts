/**
 * Lets a client try whether WebSockets get through and whether something on the way cuts idle ones:
 * one message, then silence, then the end.
 */

import { type WebSocket, WebSocketServer } from 'ws'
import type { Upgrade } from '../http/upgrade.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ticker } from '../platform/ticker.ts'
import { DONE } from '../protocol/closing.ts'
import { closeSocket } from './channel.ts'
import { createCrowd } from '../http/crowd.ts'

/** Longer than any proxy we know leaves an idle socket alone, milliseconds. */
const PROBE_LIFE_MS = 120_000

/** Probes at once. */
const PROBES = { max: 200, maxOfAddress: 4, retryAfterMs: PROBE_LIFE_MS }

export type ProbeOptions = {
  readonly version: string
  readonly clock: Clock
  readonly ticker: Ticker
}

/** The handler of the probe's path, and what ends all probes. */
export const createProbe = ({ version, clock, ticker }: ProbeOptions) => {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 1024,
  })
  const crowd = createCrowd(PROBES)
  const open = new Set<WebSocket>()

  const watch = (upgraded: WebSocket): void => {
    const stop = ticker.after(PROBE_LIFE_MS, () => upgraded.terminate())
    open.add(upgraded)
    upgraded.on('error', () => upgraded.terminate())
    upgraded.once('close', () => {
      stop()
      open.delete(upgraded)
    })
    upgraded.on('message', () => upgraded.close(DONE))
  }

  return {
    accept({ request, socket, head, client }: Upgrade): void {
      // One that is gone already would never leave its place.
      if (socket.destroyed) return
      const { address, bucket, isSecure } = client
      socket.once('close', crowd.enter(bucket))
      sockets.handleUpgrade(request, socket, head, (upgraded) => {
        watch(upgraded)
        upgraded.send(JSON.stringify({ type: 'probe', time: clock.now(), address, isSecure, version }))
      })
    },

    /** Ends all probes because the server restarts. */
    restart(): void {
      for (const upgraded of open) closeSocket(upgraded, ticker, 'restarting')
    },
  }
}
