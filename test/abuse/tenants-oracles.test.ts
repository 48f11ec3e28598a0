/** What one tenant could work out of another: by counting, by waiting, by trying, by moving hosts. */

import { describe, expect, it } from 'vitest'
import { eventsIn, watchFeed } from '../support/tenant-feed.ts'
import { cookieIn, type Headers, startWorld, type World } from '../support/tenants.ts'

const COALESCE_MS = 250
const DAY_MS = 86_400_000

const start = async (flags: string[] = []) => {
  const world = await startWorld(flags)
  await world.setUp('first')
  const [ours, theirs] = [await world.tenant('Ours'), await world.tenant('Theirs')]
  return { world, ours, theirs }
}

const post = (world: World, path: string, body: unknown, as: Headers = {}) =>
  world.ask({ method: 'POST', path, body, as })

describe('a live feed', () => {
  it('is silent about what others do, resolve, are refused or lose', async () => {
    const { world, ours, theirs } = await start()
    const host = await world.host(world.owner(theirs))
    const open = await world.openHost()
    await post(world, `/v1/hosts/${open.id}/transfer`, { tenantId: theirs }, world.owner())
    const feed = await watchFeed(world, ours)
    await feed.until('snapshot')
    const acts = [
      () => world.ask({ method: 'GET', path: `/resolve?code=${host.code}` }),
      () => world.ask({ method: 'GET', path: '/resolve?code=ISR-11111111' }),
      () => world.ask({ method: 'GET', path: '/resolve?code=ISR-00000000' }),
      () => post(world, `/v1/hosts/${host.id}/lock`, undefined, world.owner(theirs)),
      async () => {
        world.app.time.advance(DAY_MS)
        expect(await world.app.sweep()).toBe(1)
      },
    ]
    for (const act of acts) {
      await act()
      world.app.time.advance(COALESCE_MS)
    }
    await world.host(world.owner(ours), { code: 'ours-at-last' })
    const said = await feed.until('ours-at-last')
    expect(eventsIn(said)).toEqual(['files', 'snapshot', 'delta'])
    expect(JSON.parse(/^data: (.*)$/m.exec(said.slice(said.indexOf('event: delta')))?.[1] ?? '')).toMatchObject({
      total: 1,
      numbers: { hosts: 1, registersLastHour: 1, resolvesLastHour: 0, refusedLastHour: null, bans: null },
    })
  })

  it('tells its own tenant of all of these', async () => {
    const { world, theirs } = await start()
    const open = await world.openHost()
    await post(world, `/v1/hosts/${open.id}/transfer`, { tenantId: theirs }, world.owner())
    const feed = await watchFeed(world, theirs)
    await feed.until('snapshot')
    await world.ask({ method: 'GET', path: `/resolve?code=${open.code}` })
    world.app.time.advance(COALESCE_MS)
    await feed.until('"resolvesLastHour":1')
    world.app.time.advance(DAY_MS)
    expect(await world.app.sweep()).toBe(1)
    const said = await feed.until('"hosts":[],')
    expect(eventsIn(said)).toEqual(['files', 'snapshot', 'delta', 'snapshot'])
  })
})

describe('counting', () => {
  it('counts what is one’s own', async () => {
    const { world, ours, theirs } = await start()
    for (let made = 0; made < 3; made++) await world.host(world.owner(theirs))
    await world.host(world.owner(ours))
    const as = (await world.person(ours, 'owner')).as
    for (const path of ['/v1/hosts', '/v1/hosts?q=code']) {
      expect((await world.ask({ method: 'GET', path, as })).json).toMatchObject({ total: 1, nextCursor: null })
    }
    expect((await world.ask({ method: 'GET', path: '/list', as })).json).toMatchObject({ count: 1 })
  })

  it('starts no later in the own list or audit for the cursor of another', async () => {
    const { world, ours, theirs } = await start()
    for (const tenantId of [ours, theirs]) {
      for (let made = 0; made < 3; made++) await world.host(world.owner(tenantId))
    }
    const as = world.owner(ours)
    for (const page of ['hosts', 'audit']) {
      const path = `/v1/${page}?limit=1`
      const { nextCursor } = await world.must(200, { method: 'GET', path, as: world.owner(theirs) })
      const all = await world.ask({ method: 'GET', path: `/v1/${page}`, as })
      const after = await world.ask({ method: 'GET', path: `/v1/${page}?cursor=${String(nextCursor)}`, as })
      const idsIn = (json: Record<string, unknown>): string[] =>
        ((json['hosts'] ?? json['entries']) as { id: string }[]).map(({ id }) => id)
      expect(idsIn(all.json)).toEqual(expect.arrayContaining(idsIn(after.json)))
    }
  })
})

describe('moving a host', () => {
  it('goes only where one may own hosts, and a foreign tenant is like one that does not exist', async () => {
    const { world, ours, theirs } = await start()
    const host = await world.host(world.owner(ours))
    const { as } = await world.person(ours, 'owner')
    const told: unknown[] = []
    for (const tenantId of [theirs, 'tenant_default', 'tenant_of_nobody']) {
      const { status, json } = await post(world, `/v1/hosts/${host.id}/transfer`, { tenantId }, as)
      told.push([status, { ...json, requestId: '' }])
    }
    expect(told).toEqual([told[0], told[0], told[0]])
    expect(told[0]).toMatchObject([404, { code: 'tenant_not_found' }])
    expect((await world.ask({ method: 'GET', path: '/v1/hosts', as: world.owner(theirs) })).json).toMatchObject({ total: 0 })
  })

  it.each([
    ['a viewer', 'viewer'],
    ['an operator', 'operator'],
  ] as const)('does not go where one is only %s', async (_, role) => {
    const { world, ours, theirs } = await start()
    const host = await world.host(world.owner(ours))
    const { as, login } = await world.person(ours, 'owner')
    const { secret } = await world.invite(theirs, role, login)
    const joined = await post(world, '/v1/invitations/accept', { secret }, as)
    const both = { Cookie: cookieIn(joined) }
    await world.must(204, { method: 'PUT', path: '/v1/sign-ins/current/tenant', body: { tenantId: ours }, as: both })
    const moved = await post(world, `/v1/hosts/${host.id}/transfer`, { tenantId: theirs }, both)
    expect([moved.status, moved.json['code']]).toEqual([404, 'tenant_not_found'])
  })

  it('does not fetch a host of others, and a token moves none between tenants', async () => {
    const { world, ours, theirs } = await start()
    const [own, foreign] = [await world.host(world.owner(ours)), await world.host(world.owner(theirs))]
    const { as } = await world.person(ours, 'owner')
    const fetched = await post(world, `/v1/hosts/${foreign.id}/transfer`, { tenantId: ours }, as)
    expect([fetched.status, fetched.json['code']]).toEqual([404, 'host_not_found'])
    const token = await world.token(world.owner(ours), ['hosts:read', 'hosts:own'], { kind: 'tenant' })
    const moved = await post(world, `/v1/hosts/${own.id}/transfer`, { tenantId: theirs }, token.as)
    expect([moved.status, moved.json['code']]).toEqual([404, 'tenant_not_found'])
  })
})

describe('trying', () => {
  it('says no more of a taken code than that it is taken', async () => {
    const { world, theirs } = await start()
    const host = await world.host(world.owner(theirs), { name: 'their name', address: '172.16.0.1' })
    const { secret: token } = await world.enrolment(world.owner())
    const asked = [
      await world.ask({ method: 'PUT', path: `/v1/codes/${host.code}`, body: { address: '10.0.0.9' } }),
      await post(world, '/v1/enrolments/redeem', { token, code: host.code, address: '10.0.0.9' }),
      await world.ask({ method: 'POST', path: `/register?code=${host.code}&host=10.0.0.9` }),
    ]
    for (const { status, text } of asked) {
      expect(status).toBe(403)
      expect(text).not.toMatch(new RegExp(`their name|172\\.16|Theirs|${theirs}|${host.id}`))
    }
  })

  it('says of a person whom others know only that the login is taken', async () => {
    const { world, ours, theirs } = await start()
    const person = await world.person(theirs, 'owner', 'ana@example.com', 'Ana of Theirs')
    const { as } = await world.person(ours, 'owner')
    const made = await post(world, '/v1/invitations', { login: person.login, role: 'viewer' }, as)
    const { secret } = made.json
    const looked = await post(world, '/v1/invitations/look', { secret }, as)
    expect(looked.json).toEqual({
      kind: 'invitation',
      login: person.login,
      role: 'viewer',
      tenantName: 'Ours',
      needsPassword: false,
    })
    const accepted = await post(world, '/v1/invitations/accept', { secret, name: 'Eve', password: 'correct horse battery' }, as)
    expect([accepted.status, accepted.json['code']]).toEqual([403, 'invitation_for_other'])
    for (const { text } of [made, looked, accepted]) {
      expect(text).not.toMatch(new RegExp(`Ana of|Theirs|${person.id}|${theirs}`))
    }
  })

  it('finds no tenant by its id: only the owner token may choose one', async () => {
    const { world, ours, theirs } = await start()
    const { as } = await world.person(ours, 'owner')
    for (const tenantId of [theirs, 'tenant_of_nobody']) {
      const me = await world.must(200, { method: 'GET', path: '/v1/me', as: { ...as, 'Isr-Tenant': tenantId } })
      expect(me['tenant']).toEqual({ id: ours, name: 'Ours' })
      const path = '/v1/sign-ins/current/tenant'
      const switched = await world.ask({ method: 'PUT', path, body: { tenantId }, as })
      expect([switched.status, switched.json['code']]).toEqual([404, 'tenant_not_found'])
    }
  })
})
