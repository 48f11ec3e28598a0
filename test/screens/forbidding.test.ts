import { expect, it, vi } from 'vitest'
import { openPage, type TestPage } from '../support/screen.ts'
import { asOwner, ending, PATIENCE, send, sessionsOf, setStage } from './stage.ts'

type Stage = Awaited<ReturnType<typeof setStage>>

/** A screen that is open. */
const opened = async ({ app, host, open }: Stage): Promise<TestPage & { session: string; again: string }> => {
  const page = await openPage(app, asOwner(app), open)
  await page.next('pin')
  page.say({ type: 'pin', pin: host.pin() })
  const { session, again } = await page.next('ready')
  return { ...page, session, again }
}

it('ends at once when somebody kills its session, and the page hears why and needs the PIN again', async () => {
  const stage = await setStage()
  const page = await opened(stage)
  expect((await send(stage.app, 'DELETE', `/v1/sessions/${page.session}`)).status).toBe(204)
  expect(await page.closed).toEqual({ code: 4403, reason: 'session_killed' })
  expect(await ending(stage.app)).toEqual({ outcome: 'killed', reason: 'session_killed' })
  const later = await openPage(stage.app, asOwner(stage.app), { ...stage.open, again: page.again })
  expect(await later.next('pin')).toEqual({ type: 'pin', attempt: 1 })
})

it('ends when the policy forbids screens, and opens none until it allows them', async () => {
  const stage = await setStage()
  const { app, open } = stage
  const page = await opened(stage)
  const policy = { isOn: false, isForGuests: true }
  expect(await (await send(app, 'GET', '/v1/screens/policy')).json()).toEqual({ isOn: true, isForGuests: true })
  expect(await (await send(app, 'PUT', '/v1/screens/policy', policy)).json()).toEqual(policy)
  expect(await page.closed).toEqual({ code: 4403, reason: 'screens_off' })
  expect(await ending(app)).toEqual({ outcome: 'killed', reason: 'screens_off' })
  const refused = await openPage(app, asOwner(app), open)
  expect((await refused.closed).reason).toBe('screens_off')
  await send(app, 'PUT', '/v1/screens/policy', { ...policy, isOn: true })
  await (await openPage(app, asOwner(app), open)).next('pin')
})

it('is refused by a host that takes no browsers, also when the server does not mind', async () => {
  const { app, host, hostId, open } = await setStage({ allowsBrowser: false })
  const shown = (await (await app.callAsOwner(`/v1/hosts/${hostId}`)).json()) as { agent: object }
  expect(shown.agent).toMatchObject({ allowsBrowser: false })
  const page = await openPage(app, asOwner(app), open)
  expect(await page.closed).toEqual({ code: 4403, reason: 'browser_not_allowed' })
  expect(host.events.some(({ type }) => type === 'asked')).toBe(false)
  expect(await sessionsOf(app, 'ended')).toEqual([])
})

it('ends with the sign-in or token that it was opened by, before and after it is open', async () => {
  const stage = await setStage()
  const { app, host, open } = stage
  const make = async (): Promise<{ token: { id: string }; secret: string }> => {
    const wish = { kind: 'tenant', name: 'x', scopes: ['screens:open'], expiresInMs: null }
    return (await (await send(app, 'POST', '/v1/tokens', wish)).json()) as never
  }
  const { token, secret } = await make()
  const by = { Authorization: `Bearer ${secret}` }
  const page = await openPage(app, by, open)
  await page.next('pin')
  page.say({ type: 'pin', pin: host.pin() })
  await page.next('ready')
  const asked = await openPage(app, by, open)
  await asked.next('pin')
  const silent = await openPage(app, by)
  await send(app, 'DELETE', `/v1/tokens/${token.id}`)
  for (const one of [page, asked, silent]) expect((await one.closed).reason).toBe('authority_ended')
  await vi.waitFor(async () => expect(await sessionsOf(app, 'live')).toEqual([]), PATIENCE)
})

it('needs the permission to open screens', async () => {
  const { app, open } = await setStage()
  const wish = { kind: 'tenant', name: 'x', scopes: ['hosts:read', 'codes:resolve'], expiresInMs: null }
  const { secret } = (await (await send(app, 'POST', '/v1/tokens', wish)).json()) as { secret: string }
  const page = await openPage(app, { Authorization: `Bearer ${secret}` }, open)
  expect(await page.closed).toEqual({ code: 4403, reason: 'forbidden' })
})

it('lets one person have eight screens at once and no more', async () => {
  const { app, host, open } = await setStage({ policy: { kind: 'none' } })
  await send(app, 'PUT', '/v1/relay/policy', {
    ...((await (await send(app, 'GET', '/v1/relay/policy')).json()) as object),
    sessionsPerCode: 20,
  })
  const pages: TestPage[] = []
  for (let count = 0; count < 8; count++) {
    pages.push(await openPage(app, asOwner(app), open))
    await pages.at(-1)?.next('ready')
  }
  const ninth = await openPage(app, asOwner(app), open)
  expect(await ninth.closed).toEqual({ code: 4429, reason: 'too_many_screens' })
  pages[0]?.socket.close(1000)
  await vi.waitFor(async () => {
    const next = await openPage(app, asOwner(app), open)
    await next.next('ready')
  }, PATIENCE)
  await expect.poll(() => host.held()['sessions'], PATIENCE).toBe(8)
})
