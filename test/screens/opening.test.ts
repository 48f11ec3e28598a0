import { expect, it, vi } from 'vitest'
import { openPage } from '../support/screen.ts'
import { asOwner, CODE, ending, PATIENCE, sessionsOf, setStage } from './stage.ts'

it('opens a screen with the PIN and carries its bytes both ways', async () => {
  const { app, host, hostId, open } = await setStage()
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
  expect(await ending(app)).toEqual({ outcome: 'completed', reason: null })
  const [ended] = await sessionsOf(app, 'ended')
  expect(ended).toMatchObject({ via: 'browser', isViewOnly: false })
  expect(host.events.some((event) => event.type === 'asked' && event.isBrowser)).toBe(true)
  const { entries } = (await (await app.callAsOwner('/v1/audit')).json()) as { entries: unknown[] }
  expect(entries).toContainEqual(
    expect.objectContaining({ action: 'screen.opened', outcome: 'allowed', object: { kind: 'host', id: hostId, name: CODE } }),
  )
})

it('asks for the PIN again as often as the host lets it, and names the wrong one', async () => {
  const { app, host, open } = await setStage()
  const page = await openPage(app, asOwner(app), open)
  for (const attempt of [1, 2, 3]) {
    expect(await page.next('pin')).toEqual({ type: 'pin', attempt })
    page.say({ type: 'pin', pin: host.pin() === '111111' ? '222222' : '111111' })
  }
  expect(await page.closed).toEqual({ code: 4403, reason: 'wrong_pin' })
  expect(await ending(app)).toEqual({ outcome: 'refused', reason: 'wrong_pin' })
})

it('comes back without the PIN by what it was given, once, and replaces its older connection', async () => {
  const { app, host, open } = await setStage()
  const first = await openPage(app, asOwner(app), open)
  await first.next('pin')
  first.say({ type: 'pin', pin: host.pin() })
  const { again } = await first.next('ready')
  first.socket.terminate()
  expect(await ending(app)).toEqual({ outcome: 'failed', reason: 'peer_gone' })
  const second = await openPage(app, asOwner(app), { ...open, again })
  const ready = await second.next('ready')
  expect(ready.again).not.toBe(again)
  const copied = await openPage(app, asOwner(app), { ...open, again })
  expect(await copied.next('pin')).toEqual({ type: 'pin', attempt: 1 })
  const third = await openPage(app, asOwner(app), { ...open, again: ready.again })
  await third.next('ready')
  expect(await second.closed).toEqual({ code: 4409, reason: 'session_replaced' })
})

it('asks for the PIN when a page comes back after more than 15 minutes', async () => {
  const { app, host, open } = await setStage()
  const page = await openPage(app, asOwner(app), open)
  await page.next('pin')
  page.say({ type: 'pin', pin: host.pin() })
  const { again } = await page.next('ready')
  page.socket.terminate()
  await ending(app)
  app.time.jumpTo(app.time.now() + 15 * 60_000)
  const late = await openPage(app, asOwner(app), { ...open, again })
  expect(await late.next('pin')).toEqual({ type: 'pin', attempt: 1 })
})

it('tells a stranger to sign in, and a page that says nothing that it is late', async () => {
  const { app, open } = await setStage()
  const stranger = await openPage(app, {}, open)
  expect(await stranger.closed).toEqual({ code: 4401, reason: 'sign_in_required' })
  const silent = await openPage(app, asOwner(app))
  await vi.waitFor(() => {
    app.time.advance(1000)
    expect(silent.socket.readyState).toBe(silent.socket.CLOSED)
  }, PATIENCE)
  expect(await silent.closed).toEqual({ code: 4408, reason: 'hello_timeout' })
  const guest = await openPage(app, {}, { type: 'open', link: `isrg_${'x'.repeat(43)}` })
  expect(await guest.closed).toEqual({ code: 4404, reason: 'link_not_found' })
})

it('says plainly why it cannot open: no such host or service, a program that is not there, a terminal to look at', async () => {
  const { app, host, hostId, open } = await setStage({ port: 1 })
  const closedWith = async (changes: object): Promise<string> =>
    (await (await openPage(app, asOwner(app), { ...open, ...changes })).closed).reason
  expect(await closedWith({ hostId: 'host_of_nobody' })).toBe('host_not_found')
  expect(await closedWith({ service: 'rdp' })).toBe('service_not_found')
  expect(await closedWith({ kind: 'terminal', isViewOnly: true })).toBe('view_only_impossible')
  expect(await closedWith({ kind: 'sound' })).toBe('invalid_request')
  const page = await openPage(app, asOwner(app), open)
  await page.next('pin')
  page.say({ type: 'pin', pin: host.pin() })
  expect((await page.closed).reason).toBe('service_down')
  await host.stop()
  // Asked before the server knows that the host went, it would be waited for.
  const presence = async (): Promise<string> =>
    ((await (await app.callAsOwner(`/v1/hosts/${hostId}`)).json()) as { presence: string }).presence
  await expect.poll(presence, PATIENCE).toBe('offline')
  expect(await closedWith({})).toBe('host_offline')
})
