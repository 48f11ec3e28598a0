/** Who gets as far as a screen's WebSocket with a sign-in's cookie, and until when. */

import { expect, it } from 'vitest'
import { connectHost } from '../support/host.ts'
import { openPage } from '../support/screen.ts'
import { startWorld } from '../support/tenants.ts'
import { nothingHeld } from './stage.ts'

const start = async () => {
  const world = await startWorld(['--allowed-hosts', '127.0.0.1'])
  await world.setUp('first')
  const tenant = await world.tenant('ours')
  const { code, as } = await world.host(world.owner(tenant))
  const host = await connectHost(world.app, { code, headers: { ...as } })
  const operator = await world.person(tenant, 'operator')
  const open = { type: 'open', hostId: host.hostId, service: 'vnc', kind: 'screen', isViewOnly: false }
  const by = { ...operator.as, 'X-Forwarded-For': world.address() }
  return { world, tenant, host, operator, open, by }
}

it('a page of another site opens no screen with somebody’s cookie, nor one that gave itself our name', async () => {
  const { world, by, open } = await start()
  await expect(openPage(world.app, { ...by, Origin: 'https://elsewhere.example.org' }, open)).rejects.toThrow(/403/)
  await expect(openPage(world.app, { ...by, Host: 'rebound.example.org' }, open)).rejects.toThrow(/4\d\d/)
  await nothingHeld(world.app)
})

it('a person who becomes a viewer loses what he has open at once, and opens nothing more', async () => {
  const { world, tenant, host, operator, open, by } = await start()
  const page = await openPage(world.app, by, open)
  await host.next('open')
  const path = `/v1/people/${operator.id}/role`
  await world.must(200, { method: 'PUT', path, body: { role: 'viewer' }, as: world.owner(tenant) })
  expect((await page.closed).reason).toBe('authority_ended')
  const later = await openPage(world.app, by, open)
  expect(['forbidden', 'sign_in_required']).toContain((await later.closed).reason)
  await nothingHeld(world.app)
})
