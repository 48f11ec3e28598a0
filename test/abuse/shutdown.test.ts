/** Strangers who hold sockets open: a server that stops does not wait for them. */

import { once } from 'node:events'
import { expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { openChannel, openSocket } from '../support/host.ts'

it('a channel without a hello and a probe are told when the server stops, and it ends without them', async () => {
  const app = await startTestApp()
  const silent = await openChannel(app)
  const probe = await openSocket(app, '/v1/probe')
  const probed = once(probe, 'close')
  const closed = app.close()
  expect(await silent.closed).toEqual({ code: 1012, reason: 'restarting' })
  expect((await probed)[0]).toBe(1012)
  await closed
})

it('neither does it wait for those who do not read what they are told', async () => {
  const app = await startTestApp()
  const deaf = [await openChannel(app), await openChannel(app)].map(({ socket }) => socket)
  deaf.push(await openSocket(app, '/v1/probe'))
  const gone = deaf.map((socket) => once(socket, 'close'))
  for (const socket of deaf) socket.pause()
  const closed = app.close()
  app.time.advance(2000)
  await closed
  for (const socket of deaf) socket.resume()
  expect(await Promise.all(gone)).toHaveLength(3)
})

it('of upgrades that come together with credentials to compare no more are let in than of others', async () => {
  const app = await startTestApp()
  const headers = { Authorization: `Bearer ${app.ownerToken}` }
  const opening = Array.from({ length: 320 }, () => openChannel(app, headers))
  const settled = await Promise.allSettled(opening)
  expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(20)
})
