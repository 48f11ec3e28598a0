/** The live feed of a tenant, as a token of that tenant reads it. */

import { onTestFinished } from 'vitest'
import type { World } from './tenants.ts'

/** Below it nothing is sure to be said; a heartbeat is. */
const HEARTBEAT_MS = 20_000

/** Opens the feed, which ends with the test. */
export const watchFeed = async (world: World, tenantId: string) => {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const { as } = await world.token(world.owner(tenantId), ['hosts:read'], { kind: 'tenant' })
  const { body } = await world.app.call('/v1/events', { headers: as, signal: stop.signal })
  const chunks = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    /** Reads until the feed has said `what`; returns all that it has said. */
    async until(what: string): Promise<string> {
      while (!text.includes(what)) {
        // Says something in any case, so that there is something to read.
        world.app.time.advance(HEARTBEAT_MS)
        const { value, done } = await chunks.read()
        if (done) throw new Error(`the feed ended before it told of ${what}`)
        text += value
      }
      return text
    },
  }
}

/** The names of the events in what a feed has said. */
export const eventsIn = (said: string): string[] =>
  [...said.matchAll(/^event: (.*)$/gm)].map(([, name = '']) => name)
