/** The live feed of a tenant, as a token of that tenant reads it. */

import { onTestFinished } from 'vitest'
import type { World } from './tenants.ts'

/** Time moves in steps in which hosts can answer the server's pings. */
const STEP_MS = 1000

/** Opens the feed, which ends with the test. */
export const watchFeed = async (world: World, tenantId: string) => {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const { as } = await world.token(world.owner(tenantId), ['hosts:read'], { kind: 'tenant' })
  const { body } = await world.app.call('/v1/events', { headers: as, signal: stop.signal })
  const chunks = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  let text = ''

  /** A heartbeat comes in any case, so there is something to read at last. */
  const whileTimePasses = async <T>(reading: Promise<T>): Promise<T> => {
    const state = { isRead: false }
    const read = reading.finally(() => {
      state.isRead = true
    })
    while (!state.isRead) {
      world.app.time.advance(STEP_MS)
      await world.ask({ method: 'GET', path: '/livez' })
    }
    return read
  }

  return {
    /** Reads until the feed has said `what`; returns all that it has said. */
    async until(what: string): Promise<string> {
      while (!text.includes(what)) {
        const { value, done } = await whileTimePasses(chunks.read())
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
