import { describe, expect, it, onTestFinished } from 'vitest'
import { createFeeds } from '../../src/console/feed.ts'
import { createBus } from '../../src/platform/bus.ts'
import { createLog } from '../../src/platform/log.ts'
import type { Numbers } from '../../src/protocol/api.ts'
import type { Events } from '../../src/protocol/events.ts'
import { DEFAULT_TENANT } from '../../src/protocol/tenant.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ManualTime } from '../support/manual-time.ts'

type Event = { id: string; name: string; data: Record<string, unknown> }

/** Reads Server-Sent Events as a browser would; `next` waits for the next one. */
const watch = async (app: TestApp, headers: Record<string, string> = {}) => {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const response = await app.callAsOwner('/v1/events', { headers, signal: stop.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const next = async (): Promise<Event | undefined> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end < 0) {
        const chunk = await reader?.read().catch(() => undefined)
        if (!chunk || chunk.done) return undefined
        text += chunk.value
        continue
      }
      const block = text.slice(0, end)
      text = text.slice(end + 2)
      const field = (name: string): string =>
        block.split('\n').find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? ''
      if (!field('event') || field('event') === 'files') continue
      return { id: field('id'), name: field('event'), data: JSON.parse(field('data')) as Event['data'] }
    }
  }
  return { response, next, close: () => stop.abort() }
}

const register = (app: TestApp, code: string): Promise<Response> =>
  app.call(`/register?code=${code}&host=10.0.0.1`, { method: 'POST' })

/** Lets the deltas that are due be read and sent. */
const tick = async (app: TestApp): Promise<void> => {
  app.time.advance(250)
  await new Promise((resolve) => setImmediate(resolve))
}

const codes = (event: Event | undefined, key: string): string[] =>
  ((event?.data[key] ?? []) as { code: string }[]).map(({ code }) => code)

describe('the live feed', () => {
  it('is for the owner only', async () => {
    const app = await startTestApp()
    expect((await app.call('/v1/events')).status).toBe(401)
  })

  it('starts with a snapshot, then tells what changed, gathered', async () => {
    const app = await startTestApp()
    await register(app, 'first')
    const page = await watch(app)
    expect(page.response.headers.get('content-type')).toBe('text/event-stream')
    const snapshot = await page.next()
    expect([snapshot?.name, codes(snapshot, 'hosts'), snapshot?.data['total']]).toEqual(['snapshot', ['first'], 1])
    await register(app, 'second')
    await register(app, 'third')
    await tick(app)
    const delta = await page.next()
    expect([delta?.name, codes(delta, 'upserted'), delta?.data['total']]).toEqual(['delta', ['second', 'third'], 3])
    expect(delta?.data['numbers']).toMatchObject({ hosts: 3, registersLastHour: 3, refusedLastHour: 0 })
  })

  it('tells of a deleted host by its id', async () => {
    const app = await startTestApp()
    await register(app, 'gone')
    const page = await watch(app)
    const snapshot = await page.next()
    const [host] = (snapshot?.data['hosts'] ?? []) as { id: string }[]
    await app.callAsOwner('/v1/codes/gone', { method: 'DELETE' })
    await tick(app)
    expect((await page.next())?.data).toMatchObject({ removed: [host?.id], total: 0 })
  })

  it('resumes where a page lost its connection, and starts over when that is too long ago', async () => {
    const app = await startTestApp()
    const page = await watch(app)
    await page.next()
    await register(app, 'a')
    await tick(app)
    const last = await page.next()
    page.close()
    await register(app, 'b')
    await tick(app)
    const back = await watch(app, { 'Last-Event-ID': last?.id ?? '' })
    const missed = await back.next()
    expect([missed?.name, codes(missed, 'upserted')]).toEqual(['delta', ['b']])
    const stranger = await watch(app, { 'Last-Event-ID': 'feed_of_another_life-7' })
    expect((await stranger.next())?.name).toBe('snapshot')
  })

  it('sends one snapshot instead of thousands of changes', async () => {
    const flags = ['--registers-per-minute', '100000', '--new-codes-per-hour', '100000']
    const app = await startTestApp(flags)
    const page = await watch(app)
    await page.next()
    for (let at = 0; at < 30; at++) {
      await Promise.all(Array.from({ length: 50 }, (_, offset) => register(app, `host-${at}-${offset}`)))
    }
    app.time.advance(2500)
    const event = await page.next()
    expect([event?.name, event?.data['total']]).toEqual(['snapshot', 1500])
  })

  it('ends when its sign-in is ended', async () => {
    const app = await startTestApp()
    const made = await app.call('/v1/sign-ins', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: app.ownerToken }),
    })
    const cookie = made.headers.get('set-cookie')?.split(';')[0] ?? ''
    const response = await app.call('/v1/events', { headers: { Cookie: cookie } })
    const text = response.text()
    expect((await app.call('/v1/sign-ins/current', { method: 'DELETE', headers: { Cookie: cookie } })).status).toBe(204)
    expect(await text).toContain('event: signed-out')
    expect((await app.call('/v1/events', { headers: { Cookie: cookie } })).status).toBe(401)
  })

  it('ends when the server stops', async () => {
    const app = await startTestApp()
    const page = await watch(app)
    await page.next()
    await app.close()
    expect(await page.next()).toBeUndefined()
  })

  it('tells a number that changed while the numbers were being read', async () => {
    const time = new ManualTime()
    const bus = createBus<Events>((error) => expect.unreachable(String(error)))
    const ban = (): void => bus.emit('address.banned', { address: '203.0.113.7', code: 'X', expiresAt: 1 })
    let bans = 0
    let isBetween = false
    const feeds = createFeeds({
      bus,
      clock: time,
      ticker: time,
      log: createLog('silent'),
      listHosts: async () => ({ hosts: [], total: 0 }),
      async readNumbers() {
        const read = { bans } as Numbers
        if (isBetween) {
          isBetween = false
          bans = 2
          ban()
        }
        return read
      },
    })
    const told: unknown[] = []
    await feeds
      .of({ tenantId: DEFAULT_TENANT })
      .subscribe(undefined, ({ data }) => told.push((JSON.parse(data) as { numbers: Numbers }).numbers.bans))
    bans = 1
    isBetween = true
    ban()
    for (let turn = 0; turn < 3; turn++) {
      time.advance(250)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(told).toEqual([0, 1, 2])
  })

  it('puts a count of hosts right by itself that was one of a moment before', async () => {
    const time = new ManualTime()
    const bus = createBus<Events>((error) => expect.unreachable(String(error)))
    let hosts = 3
    const feeds = createFeeds({
      bus,
      clock: time,
      ticker: time,
      log: createLog('silent'),
      listHosts: async () => ({ hosts: [], total: hosts }),
      readNumbers: async () => ({ hosts, relayBitsPerSecond: null, server: null }) as Numbers,
    })
    const totals: unknown[] = []
    await feeds
      .of({ tenantId: 'tenant_of_somebody' })
      .subscribe(undefined, ({ data }) => totals.push((JSON.parse(data) as { total: number }).total))
    hosts = 0
    for (const ms of [5_000, 250, 5_000, 250]) {
      time.advance(ms)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(totals).toEqual([3, 0])
  })

  it('is for a hundred pages of one tenant, and the next tenant still has room', async () => {
    const app = await startTestApp()
    const made = await app.callAsOwner('/v1/tenants', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'B' }),
    })
    const { id } = (await made.json()) as { id: string }
    const pages = await Promise.all(Array.from({ length: 100 }, () => watch(app)))
    expect(pages.map(({ response }) => response.status)).toEqual(pages.map(() => 200))
    const refused = await app.callAsOwner('/v1/events')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '20'])
    expect((await watch(app, { 'Isr-Tenant': id })).response.status).toBe(200)
  })
})
