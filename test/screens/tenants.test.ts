/** A screen opens hosts of its own tenant only, and of the others nobody learns that they are there. */

import { expect, it } from 'vitest'
import { connectHost } from '../support/host.ts'
import { openPage } from '../support/screen.ts'
import { startWorld, type World } from '../support/tenants.ts'

const closedWith = async (world: World, as: Record<string, string>, hostId: string, more = {}): Promise<unknown> => {
  const headers = { ...as, 'X-Forwarded-For': world.address() }
  const page = await openPage(world.app, headers, {
    type: 'open',
    hostId,
    service: 'vnc',
    kind: 'screen',
    isViewOnly: false,
    ...more,
  })
  return page.closed
}

const NOT_FOUND = { code: 4404, reason: 'host_not_found' }

it('a host of another tenant is not found, whoever asks and whether it is there or not', async () => {
  const world = await startWorld()
  await world.setUp('first')
  const [ours, theirs] = [await world.tenant('ours'), await world.tenant('theirs')]
  const { code, as } = await world.host(world.owner(theirs))
  const online = await connectHost(world.app, { code, headers: { ...as } })
  const { id: offline } = await world.host(world.owner(theirs))
  const operator = await world.person(ours, 'operator')
  const everybody = [operator.as, world.owner(ours), world.owner(), (await world.token(operator.as, ['screens:open'])).as]
  for (const who of everybody) {
    for (const id of [online.hostId, offline, 'host_that_never_was']) {
      expect(await closedWith(world, who, id)).toEqual(NOT_FOUND)
      expect(await closedWith(world, who, id, { again: `isrb_${'x'.repeat(43)}` })).toEqual(NOT_FOUND)
    }
  }
  expect(online.received.filter(({ type }) => type === 'open')).toEqual([])
})

it('roles below operator, hosts and strangers open nothing, not even their own', async () => {
  const world = await startWorld()
  await world.setUp('first')
  const tenant = await world.tenant('ours')
  const { code, as } = await world.host(world.owner(tenant))
  const { hostId, received } = await connectHost(world.app, { code, headers: { ...as } })
  const viewer = await world.person(tenant, 'viewer')
  expect(await closedWith(world, viewer.as, hostId)).toEqual({ code: 4403, reason: 'forbidden' })
  expect(await closedWith(world, as, hostId)).toEqual({ code: 4403, reason: 'forbidden' })
  expect(await closedWith(world, {}, hostId)).toEqual({ code: 4401, reason: 'sign_in_required' })
  expect(received.filter(({ type }) => type === 'open')).toEqual([])
})

it('an operator opens hosts of his tenant', async () => {
  const world = await startWorld()
  await world.setUp('first')
  const tenant = await world.tenant('ours')
  const { code, as } = await world.host(world.owner(tenant))
  const host = await connectHost(world.app, { code, headers: { ...as } })
  const operator = await world.person(tenant, 'operator')
  const wish = { type: 'open', hostId: host.hostId, service: 'vnc', kind: 'screen', isViewOnly: true }
  await openPage(world.app, { ...operator.as, 'X-Forwarded-For': world.address() }, wish)
  const offered = await host.next('open')
  expect(offered).toMatchObject({ service: 'vnc', isSignedIn: true, isBrowser: true, controller: { name: operator.login } })
})
