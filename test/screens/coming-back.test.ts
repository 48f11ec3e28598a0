/** How often somebody may try to come back, and what the places and the uses of links come to. */

import { expect, it } from 'vitest'
import { openPage } from '../support/screen.ts'
import { asOwner, ending, makeLink, nothingHeld, send, sessionsOf, setStage, usesOf } from './stage.ts'

it('a guest who cannot come back yet is let in without the PIN or another use once he can', async () => {
  const stage = await setStage()
  const { app, host } = stage
  const { secret } = await makeLink(stage)
  const page = await openPage(app, {}, { type: 'open', link: secret })
  await page.next('pin')
  page.say({ type: 'pin', pin: host.pin() })
  const { again } = await page.next('ready')
  page.socket.terminate()
  await ending(app)
  const policy = (await (await send(app, 'GET', '/v1/relay/policy')).json()) as object
  await send(app, 'PUT', '/v1/relay/policy', { ...policy, isOn: false })
  for (let tries = 0; tries < 2; tries++) {
    const early = await openPage(app, {}, { type: 'open', link: secret, again })
    expect((await early.closed).reason).toBe('relay_off')
  }
  await send(app, 'PUT', '/v1/relay/policy', policy)
  const later = await openPage(app, {}, { type: 'open', link: secret, again })
  await later.next('ready')
  expect(await usesOf(app)).toEqual([1])
})

it('nobody comes back by what somebody else was given, nor by another link, nor as somebody less', async () => {
  const stage = await setStage()
  const { app, host, open } = stage
  const page = await openPage(app, asOwner(app), open)
  await page.next('pin')
  page.say({ type: 'pin', pin: host.pin() })
  const { again } = await page.next('ready')
  page.socket.terminate()
  await ending(app)
  const wish = { kind: 'tenant', name: 'x', scopes: ['screens:open'], expiresInMs: null }
  const { secret } = (await (await send(app, 'POST', '/v1/tokens', wish)).json()) as { secret: string }
  const thief = await openPage(app, { Authorization: `Bearer ${secret}` }, { ...open, again })
  expect(await thief.next('pin')).toEqual({ type: 'pin', attempt: 1 })
  thief.socket.close(1000)
  const link = await makeLink(stage, { uses: 5 })
  const guest = await openPage(app, {}, { type: 'open', link: link.secret, again })
  expect(await guest.next('pin')).toEqual({ type: 'pin', attempt: 1 })
  guest.socket.close(1000)
  const own = await openPage(app, asOwner(app), { ...open, again })
  await own.next('ready')
})

it('one person has eight screens and no more, also when all are asked for in one moment', async () => {
  const { app, open } = await setStage({ policy: { kind: 'none' } })
  const policy = (await (await send(app, 'GET', '/v1/relay/policy')).json()) as object
  await send(app, 'PUT', '/v1/relay/policy', { ...policy, sessionsPerCode: 20, sessionsPerAddress: 20 })
  const silent = await Promise.all(Array.from({ length: 12 }, () => openPage(app, asOwner(app))))
  for (const page of silent) page.say(open)
  const told = silent.map((page) =>
    Promise.race([page.next('ready').then(() => 'ready', () => 'closed'), page.closed.then(({ reason }) => reason)]),
  )
  const ends = await Promise.all(told)
  expect(ends.filter((end) => end === 'ready').length).toBeLessThanOrEqual(8)
  expect(ends.filter((end) => end === 'closed' || end === 'too_many_screens').length).toBeGreaterThanOrEqual(4)
  expect((await sessionsOf(app, 'live')).length).toBeLessThanOrEqual(8)
  for (const page of silent) page.socket.terminate()
  await nothingHeld(app)
})

it('two pages that race for the last use of a link: one is let in', async () => {
  const stage = await setStage({ policy: { kind: 'none' } })
  const { app } = stage
  const { secret } = await makeLink(stage)
  const pages = await Promise.all(Array.from({ length: 4 }, () => openPage(app, {})))
  for (const page of pages) page.say({ type: 'open', link: secret })
  const ends = await Promise.all(
    pages.map((page) => page.next('ready').then(() => 'ready', async () => (await page.closed).reason)),
  )
  expect(ends.toSorted()).toEqual(['link_used_up', 'link_used_up', 'link_used_up', 'ready'])
})
