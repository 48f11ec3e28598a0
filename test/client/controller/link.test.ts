import { expect, it } from 'vitest'
import { startTestApp } from '../../support/app.ts'
import { startDroppingProxy } from '../../support/dropping-proxy.ts'
import { ManualTime } from '../../support/manual-time.ts'
import { openLibraryLink, startLibraryHost } from '../../support/programs-library.ts'

const CODE = 'ISR-12345678'

it('a tunnel that breaks as soon as it is back is waited for, not asked for again and again', async () => {
  const app = await startTestApp([], { time: new ManualTime(Date.now()) })
  const proxy = await startDroppingProxy(app.url)
  const host = await startLibraryHost({ server: app.url, code: CODE, service: 'echo=127.0.0.1:9' })
  await expect.poll(() => host.events.some(({ type }) => type === 'connected')).toBe(true)
  const { events } = await openLibraryLink({ server: proxy.url, code: CODE, pin: host.pin })
  const types = (): string[] => events.map(({ type }) => type)
  const breakOff = async (times: number): Promise<void> => {
    await expect.poll(() => types().filter((type) => type === 'connected').length).toBe(times)
    for (const link of proxy.live('/v1/relay')) link.reset()
  }
  await breakOff(1)
  await breakOff(2)
  await breakOff(3)
  await expect.poll(() => types().filter((type) => type === 'broken').length).toBe(3)
  const afterSecond = types().slice(types().indexOf('broken', types().indexOf('broken') + 1))
  expect(afterSecond.slice(0, 3)).toEqual(['broken', 'retry', 'connected'])
}, 60_000)
