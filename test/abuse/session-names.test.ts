/** Who asks for a session is told to the host and its tenant: not what is known of him in another one. */

import { expect, it } from 'vitest'
import type { Session } from '../../src/protocol/session.ts'
import { connectHost } from '../support/host.ts'
import { startWorld } from '../support/tenants.ts'

it('a person of another tenant is a stranger, and one of the same tenant is named', async () => {
  const world = await startWorld()
  const [ours, theirs] = [await world.tenant('Ours'), await world.tenant('Theirs')]
  const { code, as: credential } = await world.host(world.owner(theirs), { code: 'ISR-12345678' })
  const rogue = await connectHost(world.app, { code, headers: { ...credential } })
  const [visitor, own] = [await world.person(ours, 'operator', 'ana'), await world.person(theirs, 'operator', 'eva')]
  const ask = (as: Record<string, string>) =>
    world.must(201, { method: 'POST', path: '/v1/sessions', body: { code, controller: 'laptop' }, as })
  await ask({ ...visitor.as })
  expect(await rogue.next('open')).toMatchObject({ controller: { name: 'laptop' }, isSignedIn: false })
  await ask({ ...own.as })
  expect(await rogue.next('open')).toMatchObject({ controller: { name: 'eva' }, isSignedIn: true })
  const listed = (await world.must(200, { method: 'GET', path: '/v1/sessions', as: own.as }))['sessions'] as Session[]
  expect(listed.map(({ controller: { kind, id, name } }) => ({ kind, id, name }))).toEqual([
    { kind: 'person', id: own.id, name: 'eva' },
    { kind: 'anonymous', id: '', name: '' },
  ])
  // What it was asked under holds all the same.
  await world.must(204, { method: 'DELETE', path: `/v1/people/${visitor.id}`, as: world.owner(ours) })
  const { reason } = await rogue.next('close')
  expect(reason).toBe('authority_ended')
})
