/** Whoever was offered a session once asks again unwatched, but neither without end nor while banned. */

import { expect, it } from 'vitest'
import type { SessionOffer } from '../../src/protocol/session.ts'
import { startTestApp } from '../support/app.ts'
import { askSession, connectHost } from '../support/host.ts'

it('has the budget of everybody, and a ban holds', async () => {
  const app = await startTestApp(['--resolves-per-minute', '10'])
  await connectHost(app)
  const { resume } = (await (await askSession(app)).json()) as SessionOffer & { resume: string }
  const statuses: number[] = []
  for (let times = 0; times < 20; times++) statuses.push((await askSession(app, { resume })).status)
  expect(statuses.filter((status) => status === 201)).toHaveLength(9)
  app.time.advance(60_000)
  await askSession(app, { code: 'ISR-00000000' })
  expect((await askSession(app, { resume })).status).toBe(429)
})
