import { describe, expect, it, onTestFinished } from 'vitest'
import { createUsual } from '../../src/console/usual.ts'
import type { Numbers, ServerState } from '../../src/protocol/api.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ManualTime } from '../support/manual-time.ts'

const HOUR_MS = 3_600_000

/** Follows the feed and returns what it said last of the server itself. */
const follow = async (app: TestApp): Promise<() => ServerState | null | undefined> => {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const response = await app.callAsOwner('/v1/events', { signal: stop.signal })
  let last: ServerState | null | undefined
  let text = ''
  const read = async (): Promise<void> => {
    const stream = response.body?.pipeThrough(new TextDecoderStream())
    if (!stream) return
    for await (const chunk of stream) {
      text += chunk
      const all = [...text.matchAll(/^data: (\{.*\})\n\n/gm)]
      for (const [, json = '{}'] of all) {
        const { numbers } = JSON.parse(json) as { numbers?: Numbers }
        if (numbers) last = numbers.server
      }
      text = text.slice(text.lastIndexOf('\n\n') + 2)
    }
  }
  read().catch(() => undefined)
  await expect.poll(() => last).not.toBe(undefined)
  return () => last
}

const changeRelay = async (app: TestApp, patch: object): Promise<void> => {
  const policy = (await (await app.callAsOwner('/v1/relay/policy')).json()) as object
  const answer = await app.callAsOwner('/v1/relay/policy', {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...policy, ...patch }),
  })
  expect(answer.status).toBe(200)
}

describe('what the console is told of the server itself', () => {
  it('is what its relay does, also when that changes while somebody watches', async () => {
    const app = await startTestApp()
    const told = await follow(app)
    expect(told()).toEqual({ relay: 'open', isStorageWritable: true, refusedUsually: null })
    await changeRelay(app, { isForStrangers: false })
    await expect.poll(() => (app.time.advance(1000), told()?.relay)).toBe('closed')
    await changeRelay(app, { isOn: false })
    await expect.poll(() => (app.time.advance(1000), told()?.relay)).toBe('off')
  })

  it('says what an hour usually brings only after some whole hours', () => {
    const time = new ManualTime(HOUR_MS / 2)
    const usual = createUsual(time)
    const pass = (count: number): void => {
      for (let n = 0; n < count; n++) usual.add()
      time.advance(HOUR_MS)
    }
    // The hour in which the server started is not whole, so it does not count.
    pass(500)
    pass(4)
    pass(8)
    expect(usual.perHour).toBe(null)
    pass(12)
    expect(usual.perHour).toBe(8)
    // The hour that is under way does not count either.
    for (let n = 0; n < 900; n++) usual.add()
    expect(usual.perHour).toBe(8)
  })

  it('forgets what was more than a day ago', () => {
    const time = new ManualTime(0)
    const usual = createUsual(time)
    time.advance(HOUR_MS)
    for (let n = 0; n < 240; n++) usual.add()
    time.advance(HOUR_MS * 24)
    expect(usual.perHour).toBe(10)
    time.advance(HOUR_MS)
    expect(usual.perHour).toBe(0)
  })
})
