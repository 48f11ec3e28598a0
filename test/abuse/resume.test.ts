/**
 * An office whose controllers wait for hosts that are switched off is not taken for somebody who
 * guesses codes; somebody who does guess is not helped by what the office has.
 */

import { describe, expect, it } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'
import type { SessionOffer } from '../../src/protocol/session.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { askSession, connectHost, newKey } from '../support/host.ts'

const CODE = 'ISR-12345678'

const guessesOf = async (app: TestApp): Promise<number> => {
  const text = await (await app.callAsOwner('/metrics')).text()
  return Number(/^isr_refused_total\{reason="unknown_code"\} (\d+)$/m.exec(text)?.[1] ?? 0)
}

/** What the server knows of each host; that one went it hears after the host does. */
const presences = async (app: TestApp): Promise<(string | undefined)[]> => {
  const { hosts } = (await (await app.callAsOwner('/v1/hosts')).json()) as { hosts: Host[] }
  return hosts.map(({ presence }) => presence).toSorted()
}

describe('asking for a host again', () => {
  it('is no guess, however often: it says since when the host is away, and nobody is held back', async () => {
    const app = await startTestApp(['--misses-per-address', '5'])
    const key = newKey()
    const host = await connectHost(app, { key })
    const { resume } = (await (await askSession(app)).json()) as SessionOffer
    host.socket.close()
    await expect.poll(async () => (await askSession(app, { resume })).status).toBe(409)
    for (let turn = 0; turn < 50; turn++) {
      expect(await (await askSession(app, { resume })).json()).toMatchObject({ code: 'host_offline' })
    }
    app.time.advance(1)
    await connectHost(app, { key })
    expect((await askSession(app, { resume })).status).toBe(201)
  })

  it('with what belongs to another host, another key or nothing is a guess like any other', async () => {
    const app = await startTestApp()
    await connectHost(app, { code: 'ISR-00000042' })
    const other = (await (await askSession(app, { code: 'ISR-00000042' })).json()) as SessionOffer
    const host = await connectHost(app, { code: CODE })
    host.socket.close()
    await expect.poll(() => presences(app)).toEqual(['offline', 'online'])
    const before = await guessesOf(app)
    const texts = [other.resume, 'x', '', 'A'.repeat(43), other.resume.slice(1)]
    for (const resume of texts) {
      expect(await (await askSession(app, { resume })).json()).toMatchObject({ code: 'code_not_found' })
    }
    expect((await guessesOf(app)) - before).toBe(texts.length)
  })

  it('of a host that was given to another key starts anew', async () => {
    const app = await startTestApp()
    const host = await connectHost(app)
    const { resume } = (await (await askSession(app)).json()) as SessionOffer
    const body = JSON.stringify({ key: newKey().key })
    const headers = { 'Content-Type': 'application/json' }
    await app.callAsOwner(`/v1/hosts/${host.hostId}/transfer`, { method: 'POST', headers, body })
    await host.closed
    expect(await (await askSession(app, { resume })).json()).toMatchObject({ code: 'code_not_found' })
  })
})
