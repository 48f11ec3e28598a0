/** The address of a host that did not publish it: no path tells it to who may not resolve its code. */

import { expect, it } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { connectHost, type TestChannel } from '../support/host.ts'

/** Takes a host offline, and waits until the server knows. */
const leave = async (app: TestApp, { socket, hostId }: TestChannel & { hostId: string }): Promise<void> => {
  socket.close()
  const presence = async (): Promise<string> =>
    ((await (await app.callAsOwner(`/v1/hosts/${hostId}`)).json()) as Host).presence
  await expect.poll(presence).toBe('offline')
}

it('is not in the list that everybody may read, and is in that of its people', async () => {
  const app = await startTestApp(['--public-list'])
  const host = await connectHost(app, { code: 'ISR-11111111', address: '192.168.7.7' })
  await connectHost(app, { code: 'ISR-22222222', address: '192.168.8.8', isPublished: true })
  const listed = await (await app.call('/list')).text()
  expect(listed).not.toContain('ISR-11111111')
  expect(listed).not.toContain('192.168.7.7')
  expect(JSON.parse(listed)).toMatchObject({ count: 1, codes: { 'ISR-22222222': { host: '192.168.8.8' } } })
  await leave(app, host)
  expect(await (await app.call('/list')).text()).not.toContain('192.168.7.7')

  const closed = await startTestApp()
  await connectHost(closed, { code: 'ISR-11111111', address: '192.168.7.7' })
  expect(await (await closed.callAsOwner('/list')).json()).toMatchObject({
    count: 1,
    codes: { 'ISR-11111111': { host: '192.168.7.7' } },
  })
})

it('is in nothing that a stranger is answered, whether the host is online or not', async () => {
  const app = await startTestApp(['--public-list'])
  const host = await connectHost(app, { address: '192.168.7.7' })
  const json = { 'Content-Type': 'application/json' }
  const answers = async (): Promise<string> => {
    const asked = await Promise.all([
      app.call('/resolve?code=ISR-12345678'),
      app.call('/info?code=ISR-12345678'),
      app.call('/list'),
      app.call('/status'),
      app.call('/v1/codes/ISR-12345678'),
      app.call('/v1/resolve', { method: 'POST', headers: json, body: '{"code":"ISR-12345678"}' }),
      app.call('/v1/sessions', { method: 'POST', headers: json, body: '{"code":"ISR-12345678"}' }),
      app.call('/v1/sessions'),
      app.call(`/v1/hosts/${host.hostId}`),
    ])
    return (await Promise.all(asked.map((answer) => answer.text()))).join('\n')
  }
  expect(await answers()).not.toContain('192.168.7.7')
  await leave(app, host)
  expect(await answers()).not.toContain('192.168.7.7')
})
