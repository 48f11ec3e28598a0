/** Strangers who know a code and ask for it over and over, so that nobody else gets through. */

import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { SessionOffer } from '../../src/protocol/session.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { askSession, connectHost, pairUp, takeSeat } from '../support/host.ts'

const from = (address: string): Record<string, string> => ({ 'X-Forwarded-For': address })

const asOwner = (app: TestApp): Record<string, string> => ({
  ...from('10.3.0.1'),
  Authorization: `Bearer ${app.ownerToken}`,
})

const start = (): Promise<TestApp> => startTestApp(['--trusted-proxies', '127.0.0.1'])

const ask = async (app: TestApp, headers: Record<string, string>): Promise<SessionOffer> => {
  const answer = await askSession(app, {}, headers)
  expect(answer.status).toBe(201)
  return (await answer.json()) as SessionOffer
}

it('one address that asks again and again takes its own place, not that of who is on his way', async () => {
  const app = await start()
  await connectHost(app)
  const { ticket } = await ask(app, from('10.2.0.1'))
  for (let times = 0; times < 10; times++) await ask(app, from('10.1.0.1'))
  expect((await takeSeat(app, ticket)).readyState).toBe(WebSocket.OPEN)
})

it('strangers from many addresses do not take the place of somebody who signed in', async () => {
  const app = await start()
  await connectHost(app)
  const { ticket } = await ask(app, asOwner(app))
  for (let at = 0; at < 10; at++) await ask(app, from(`10.1.0.${at}`))
  expect((await takeSeat(app, ticket)).readyState).toBe(WebSocket.OPEN)
})

it('a code that is full of strangers who proved nothing has room for somebody who signed in', async () => {
  const app = await start()
  const host = await connectHost(app)
  const strangers = []
  for (let at = 0; at < 4; at++) strangers.push(await pairUp(app, host, from(`10.1.0.${at}`)))
  host.send({ type: 'connected', session: strangers[0]?.offer.id, path: 'relay' })
  // The answer comes when the server has read what was said before.
  host.send({ type: 'sing' })
  await host.next('unknown')
  expect((await askSession(app, {}, from('10.1.0.9'))).status).toBe(429)
  const { controllerEnd } = await pairUp(app, host, asOwner(app))
  expect(controllerEnd.readyState).toBe(WebSocket.OPEN)
  expect(await host.next('close')).toMatchObject({ session: strangers[1]?.offer.id, reason: 'host_busy' })
  expect(strangers[0]?.controllerEnd.readyState).toBe(WebSocket.OPEN)
})
