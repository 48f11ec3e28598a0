import { expect, it, vi } from 'vitest'
import { openPage } from '../support/screen.ts'
import { ending, makeLink, PATIENCE, send, sessionsOf, setStage } from './stage.ts'

it('lets a guest in once by a link, also when he comes back, and nobody else after him', async () => {
  const stage = await setStage()
  const { app, host } = stage
  const { link, secret } = await makeLink(stage)
  const page = await openPage(app, {}, { type: 'open', link: secret })
  await page.next('pin')
  page.say({ type: 'pin', pin: host.pin() })
  const { again } = await page.next('ready')
  const [live] = await sessionsOf(app, 'live')
  expect(live).toMatchObject({ via: 'browser', controller: { kind: 'guest', id: link.id, name: 'Ana' } })
  page.socket.terminate()
  await ending(app)
  const back = await openPage(app, {}, { type: 'open', link: secret, again })
  await back.next('ready')
  const other = await openPage(app, {}, { type: 'open', link: secret })
  expect((await other.closed).reason).toBe('link_used_up')
})

it('gives the use of a link back when the host did not let the guest in', async () => {
  const stage = await setStage()
  const { secret } = await makeLink(stage)
  const page = await openPage(stage.app, {}, { type: 'open', link: secret })
  await page.next('pin')
  page.socket.close(1000)
  await vi.waitFor(async () => {
    const again = await openPage(stage.app, {}, { type: 'open', link: secret })
    expect(await again.next('pin')).toMatchObject({ attempt: 1 })
    again.socket.close(1000)
  }, PATIENCE)
})

it('ends what is open by a link when somebody revokes it, and does not let it come back', async () => {
  const stage = await setStage({ policy: { kind: 'none' } })
  const { app } = stage
  const { link, secret } = await makeLink(stage, { uses: 5 })
  const page = await openPage(app, {}, { type: 'open', link: secret })
  const { again } = await page.next('ready')
  expect((await send(app, 'DELETE', `/v1/links/${link.id}`)).status).toBe(204)
  expect((await page.closed).reason).toBe('authority_ended')
  const back = await openPage(app, {}, { type: 'open', link: secret, again })
  expect((await back.closed).reason).toBe('link_not_found')
})

it('ends the guests’ screens, and nobody else’s, when the policy forbids theirs', async () => {
  const stage = await setStage({ policy: { kind: 'none' } })
  const { app, open } = stage
  const { secret } = await makeLink(stage, { uses: 5 })
  const guest = await openPage(app, {}, { type: 'open', link: secret })
  await guest.next('ready')
  const person = await openPage(app, { Authorization: `Bearer ${app.ownerToken}` }, open)
  await person.next('ready')
  await send(app, 'PUT', '/v1/screens/policy', { isOn: true, isForGuests: false })
  expect((await guest.closed).reason).toBe('links_off')
  person.send('noch da')
  await expect.poll(() => person.received().toString(), PATIENCE).toBe('noch da')
})

it('passes nothing on of a guest who may only look', async () => {
  const stage = await setStage({ policy: { kind: 'none' } })
  const { secret } = await makeLink(stage, { isViewOnly: true })
  const page = await openPage(stage.app, {}, { type: 'open', link: secret })
  expect(await page.next('ready')).toMatchObject({ isViewOnly: true })
  page.send('RFB 003.008\n')
  expect(await page.closed).toEqual({ code: 4409, reason: 'view_only_impossible' })
  expect(await ending(stage.app)).toEqual({ outcome: 'refused', reason: 'view_only_impossible' })
  expect(page.received().length).toBe(0)
})

it('ends what is open by a link when the link expires, and does not let it come back', async () => {
  const stage = await setStage({ policy: { kind: 'none' } })
  const { app } = stage
  const { secret } = await makeLink(stage, { uses: 5, expiresAt: app.time.now() + 5000 })
  const page = await openPage(app, {}, { type: 'open', link: secret })
  const { again } = await page.next('ready')
  app.time.advance(4000)
  page.send('still')
  await expect.poll(() => page.received().toString(), PATIENCE).toBe('still')
  app.time.advance(1000)
  expect((await page.closed).reason).toBe('authority_ended')
  const back = await openPage(app, {}, { type: 'open', link: secret, again })
  expect((await back.closed).reason).toBe('link_expired')
})
