/** 200 hosts behind one address restart together, twice in a minute: nobody is punished. */

import { describe, expect, it } from 'vitest'
import { dial, request } from '../contract/raw.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

const HOSTS = 200

const codes = Array.from({ length: HOSTS }, (_, index) => `ISR-${20_000_000 + index}`)

/** Each machine opens a connection of its own, as Python's urllib does. */
const startAll = async (app: TestApp): Promise<number[]> => {
  const lines = await Promise.all(codes.map(() => dial(app.url)))
  for (const [index, line] of lines.entries()) {
    line.write(request('POST', `/register?code=${codes[index]}&host=10.0.0.${index}`))
  }
  const statuses = await Promise.all(lines.map(async (line) => (await line.next()).status))
  for (const line of lines) line.close()
  return statuses
}

/** How many of the answers had each status: a readable difference when it goes wrong. */
const tally = (statuses: number[]): Record<number, number> => {
  const counts: Record<number, number> = {}
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

const ALL_SERVED = { 200: HOSTS }

describe('an office', () => {
  it('registers all of its hosts twice within a minute', async () => {
    const app = await startTestApp()
    expect(tally(await startAll(app))).toEqual(ALL_SERVED)
    app.time.advance(30_000)
    expect(tally(await startAll(app))).toEqual(ALL_SERVED)
  })

  it('resolves all of its hosts at nine o’clock, each at once', async () => {
    const app = await startTestApp()
    await startAll(app)
    const lines = await Promise.all(codes.map(() => dial(app.url)))
    lines.forEach((line, index) => line.write(request('GET', `/resolve?code=${codes[index]}`)))
    const statuses = await Promise.all(lines.map(async (line) => (await line.next()).status))
    expect(tally(statuses)).toEqual(ALL_SERVED)
  })

  it('restarts while one of its people mistypes', async () => {
    const app = await startTestApp()
    for (let turn = 0; turn < 5; turn++) await app.call(`/resolve?code=wrong-${turn}`)
    expect(tally(await startAll(app))).toEqual(ALL_SERVED)
    expect((await app.call(`/resolve?code=${codes[0]}`)).status).toBe(200)
  })

  it('gets its whole budget through one gateway that pipelines', async () => {
    const app = await startTestApp()
    const line = await dial(app.url)
    for (let turn = 0; turn < 2; turn++) {
      for (const [index, code] of codes.entries()) {
        line.write(request('POST', `/register?code=${code}&host=10.0.0.${index}`))
      }
      const statuses: number[] = []
      for (let index = 0; index < HOSTS; index++) statuses.push((await line.next()).status)
      expect(tally(statuses)).toEqual(ALL_SERVED)
    }
  })
})

describe('a flooder', () => {
  it('who registers more than any office is refused with the time to wait', async () => {
    const app = await startTestApp(['--registers-per-minute', '50'])
    const answers: [number, string | null][] = []
    for (let turn = 0; turn < 51; turn++) {
      const answer = await app.call(`/register?code=flood-${turn}&host=10.0.0.1`, {
        method: 'POST',
      })
      answers.push([answer.status, answer.headers.get('retry-after')])
    }
    expect(answers).toEqual([...Array.from({ length: 50 }, () => [200, null]), [429, '60']])
    app.time.advance(60_000)
    const later = await app.call('/register?code=flood-0&host=10.0.0.1', { method: 'POST' })
    expect(later.status).toBe(200)
  })
})
