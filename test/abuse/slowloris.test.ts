/** Connections that say nothing, or say it very slowly: the others are served, and these end. */

import { describe, expect, it } from 'vitest'
import { dial, exchange, type Line, request } from '../contract/raw.ts'
import { startTestApp } from '../support/app.ts'

/** Seconds that this process lives, which are fewer than pass where the machine stands still. */
const MEANWHILE = 8

/** The documented 10 s, the 2 s between two looks, and a second for what is rounded. */
const MOST = 13

const lines = (url: string, count: number): Promise<Line[]> =>
  Promise.all(Array.from({ length: count }, () => dial(url)))

describe('idle and dripping connections', () => {
  it('end after ten seconds, and meanwhile the others are served at once', async () => {
    const app = await startTestApp()
    const startedAt = performance.now()
    const silent = await lines(app.url, 100)
    const dripping = await lines(app.url, 50)
    for (const line of dripping) line.write('GET /resolve?code=X HTTP/1.1\r\nHost: a\r\n')
    let seconds = 0
    const drips = setInterval(() => {
      seconds++
      for (const line of dripping) line.write('X-Drip: 1\r\n')
    }, 1000)
    // Served while all of them hang: the older server would not answer until they are gone.
    for (let turn = 0; turn < 50; turn++) {
      const made = await exchange(
        app.url,
        request('POST', `/register?code=${turn}&host=10.0.0.1`, { 'Content-Length': '0' }),
      )
      expect(made.status).toBe(200)
    }
    expect(seconds).toBeLessThan(MEANWHILE)
    const ends = await Promise.all([...silent, ...dripping].map((line) => line.closed()))
    clearInterval(drips)
    expect(performance.now() - startedAt).toBeGreaterThan(9000)
    expect(seconds).toBeLessThan(MOST)
    for (const end of ends.slice(100))
      expect(end).toMatch(/^HTTP\/1\.1 408 .*"error_code":"request_timeout"/s)
  })
})

describe('an honest connection', () => {
  it('may take its time between two requests', async () => {
    const app = await startTestApp()
    const line = await dial(app.url)
    for (let turn = 0; turn < 3; turn++) {
      line.write('GET /status HTT')
      await new Promise((done) => setImmediate(done))
      line.write('P/1.1\r\nHost: a\r\n\r\n')
      const { headers } = await line.next()
      expect(headers.get('keep-alive')).toBe('timeout=65')
    }
  })
})
