import { expect, it, vi } from 'vitest'
import type { Session } from '../../src/protocol/session.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { startLibraryHost } from '../support/programs-library.ts'
import { openPage, startEcho } from '../support/screen.ts'

const CODE = 'ISR-12345678'

const asOwner = (app: TestApp): Record<string, string> => ({ Authorization: `Bearer ${app.ownerToken}` })

type Wish = Parameters<typeof startLibraryHost>[0]

/** A server, a host that offers an echo as its screen, and what a page says to open it. */
const start = async (wish: Partial<Wish> = {}) => {
  const app = await startTestApp()
  const service = `vnc=127.0.0.1:${await startEcho()}`
  const host = await startLibraryHost({ server: app.url, code: CODE, service, time: app.time, ...wish })
  const hostId = await vi.waitFor(async () => {
    const page = (await (await app.callAsOwner('/v1/hosts')).json()) as { hosts: { id: string; presence: string }[] }
    const [found] = page.hosts
    expect(found?.presence).toBe('online')
    return found?.id ?? ''
  })
  const open = { type: 'open', hostId, service: 'vnc', kind: 'screen', isViewOnly: false }
  return { app, host, hostId, open }
}

const sessionsOf = async (app: TestApp, state: 'live' | 'ended'): Promise<Session[]> =>
  ((await (await app.callAsOwner(`/v1/sessions?state=${state}`)).json()) as { sessions: Session[] }).sessions

it('opens a screen with the PIN and carries its bytes both ways', async () => {
  const { app, host, hostId, open } = await start()
  const page = await openPage(app, asOwner(app), open)
  expect(await page.next('pin')).toEqual({ type: 'pin', attempt: 1 })
  page.say({ type: 'pin', pin: host.pin() })
  const ready = await page.next('ready')
  expect(ready).toMatchObject({ host: { name: 'CAJA-1', code: CODE }, service: 'vnc', kind: 'screen', isViewOnly: false })
  page.send('Hola')
  await expect.poll(() => page.received().toString()).toBe('Hola')
  const [live] = await sessionsOf(app, 'live')
  expect(live).toMatchObject({ id: ready.session, hostId, via: 'browser', isViewOnly: false, phase: 'connected', path: 'relay' })
  page.socket.close(1000)
  await vi.waitFor(async () => {
    const [ended] = await sessionsOf(app, 'ended')
    expect(ended).toMatchObject({ id: ready.session, via: 'browser', outcome: 'completed', reason: null })
  })
})
