/** How long a code lives: exact to the millisecond, over restarts, sweeps and clocks that are set. */

import { expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { START } from '../support/manual-time.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const register = async (app: TestApp, host = '10.0.0.1', name = 'PC'): Promise<number> => {
  const query = new URLSearchParams({ code: 'X', host, name })
  return (await app.call(`/register?${query.toString()}`, { method: 'POST' })).status
}

const resolve = async (app: TestApp): Promise<number> => (await app.call('/resolve?code=X')).status

const info = async (app: TestApp): Promise<Record<string, unknown>> =>
  (await (await app.call('/info?code=X')).json()) as Record<string, unknown>

const countOf = async (app: TestApp): Promise<unknown> =>
  ((await (await app.call('/status')).json()) as Record<string, unknown>)['registered_codes']

it('keeps registered_at when a code registers again, and updates the rest', async () => {
  const app = await startTestApp()
  await register(app, '10.0.0.1', 'first')
  app.time.advance(1234)
  await register(app, '10.0.0.2', 'second')
  expect(await info(app)).toMatchObject({
    host: '10.0.0.2',
    name: 'second',
    last_update: (START + 1234) / 1000,
    registered_at: START / 1000,
  })
})

it('does not let a lookup keep a code alive', async () => {
  const app = await startTestApp()
  await register(app)
  app.time.advance(DAY_MS - 1)
  await info(app)
  expect(await resolve(app)).toBe(200)
  app.time.advance(1)
  expect(await resolve(app)).toBe(404)
})

it.each([
  ['24h', DAY_MS],
  ['1m', 60_000],
  ['25d', 25 * DAY_MS],
  ['50d', 50 * DAY_MS],
  ['3650d', 3650 * DAY_MS],
])('serves a code until exactly %s after its last register', async (ttl, ttlMs) => {
  const app = await startTestApp(['--ttl', ttl])
  await register(app)
  app.time.jumpTo(START + ttlMs - 1)
  expect(await resolve(app)).toBe(200)
  expect((await app.call('/info?code=X')).status).toBe(200)
  expect(await countOf(app)).toBe(1)
  app.time.jumpTo(START + ttlMs)
  expect(await resolve(app)).toBe(404)
  expect((await app.call('/info?code=X')).status).toBe(404)
  expect(await countOf(app)).toBe(0)
  expect(await (await app.callAsOwner('/list')).json()).toMatchObject({ count: 0, codes: {} })
  expect(await (await app.callAsOwner('/v1/hosts')).json()).toMatchObject({ hosts: [], total: 0 })
  expect((await app.callAsOwner('/delete?code=X', { method: 'POST' })).status).toBe(404)
})

it('starts a code anew that registers again after it expired, swept or not', async () => {
  for (const isSwept of [false, true]) {
    const app = await startTestApp(['--ttl', '1h'])
    await register(app)
    app.time.jumpTo(START + HOUR_MS)
    if (isSwept) await app.sweep()
    await register(app)
    const now = (START + HOUR_MS) / 1000
    expect(await info(app)).toMatchObject({ registered_at: now, last_update: now })
  }
})

it('sweeps what has expired and nothing else', async () => {
  const app = await startTestApp(['--ttl', '1h'])
  await app.call('/register?code=old&host=10.0.0.1', { method: 'POST' })
  app.time.jumpTo(START + 1)
  await app.call('/register?code=young&host=10.0.0.1', { method: 'POST' })
  app.time.jumpTo(START + HOUR_MS)
  expect(await app.sweep()).toBe(1)
  expect(await app.sweep()).toBe(0)
  expect((await app.call('/resolve?code=young')).status).toBe(200)
  expect((await app.call('/resolve?code=old')).status).toBe(404)
})

it('keeps serving, and ages correctly, after the clock was set back and forth', async () => {
  const app = await startTestApp(['--ttl', '1h'])
  await register(app)
  app.time.jumpTo(START - DAY_MS)
  expect(await resolve(app)).toBe(200)
  expect(await register(app, '10.0.0.9')).toBe(200)
  expect(await info(app)).toMatchObject({ host: '10.0.0.9', last_update: (START - DAY_MS) / 1000 })
  app.time.jumpTo(START - DAY_MS + HOUR_MS - 1)
  expect(await resolve(app)).toBe(200)
  app.time.jumpTo(START - DAY_MS + HOUR_MS)
  expect(await resolve(app)).toBe(404)
})

it('serves after a restart what was registered before it', async () => {
  const first = await startTestApp()
  await register(first, '10.0.0.7', 'Recepción')
  await first.close()
  first.time.advance(5000)
  const second = await startTestApp([], { folder: first.folder, time: first.time })
  expect(await info(second)).toMatchObject({
    host: '10.0.0.7',
    name: 'Recepción',
    registered_at: START / 1000,
    last_update: START / 1000,
  })
})
