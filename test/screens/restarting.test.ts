/** The server restarts under open screens; and how long it waits for people. */

import { expect, it, vi } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { openPage } from '../support/screen.ts'
import { asOwner, makeLink, nothingHeld, PATIENCE, setStage, usesOf } from './stage.ts'

it('tells every page that it restarts, gives back what was not used, and forgets who may come back', async () => {
  const stage = await setStage()
  const { app, host, open } = stage
  const { secret } = await makeLink(stage)
  const page = await openPage(app, asOwner(app), open)
  await page.next('pin')
  page.say({ type: 'pin', pin: host.pin() })
  const { again } = await page.next('ready')
  const guest = await openPage(app, {}, { type: 'open', link: secret })
  await guest.next('pin')
  const silent = await openPage(app, asOwner(app))
  await app.close()
  for (const one of [page, guest, silent]) {
    expect(await one.closed).toEqual({ code: 1012, reason: 'restarting' })
  }
  const next = await startTestApp([], { folder: app.folder, time: app.time })
  expect(await usesOf(next)).toEqual([0])
  const ended = (await (await next.callAsOwner('/v1/sessions?state=ended')).json()) as { sessions: object[] }
  expect(ended.sessions).toHaveLength(2)
  for (const session of ended.sessions) expect(session).toMatchObject({ outcome: 'failed', reason: 'restarting' })
  const back = await openPage(next, asOwner(next), { ...open, again })
  expect((await back.closed).reason).toBe('host_offline')
})

it('waits three minutes for a PIN and no longer', async () => {
  const { app, open } = await setStage()
  const page = await openPage(app, asOwner(app), open)
  await page.next('pin')
  const from = app.time.now()
  await vi.waitFor(() => {
    app.time.advance(1000)
    expect(page.socket.readyState).toBe(page.socket.CLOSED)
  }, { ...PATIENCE, interval: 10 })
  expect((await page.closed).reason).toBe('answer_timeout')
  expect(app.time.now() - from).toBeGreaterThanOrEqual(180_000)
  await nothingHeld(app)
})
