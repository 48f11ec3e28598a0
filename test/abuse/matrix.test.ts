/**
 * Every route against everybody who could ask: one hand-written row for each route, real requests to
 * the real server. A route without a row fails, and so does a route of /v1 without a guard.
 */

import { describe, expect, it } from 'vitest'
import { type Asker, expected, requestOf, RESOLVE_ROWS, routeOf, routesIn, type Row, ROWS, WHO, type Who } from '../support/matrix.ts'
import { type Asked, type Headers, startWorld, type World } from '../support/tenants.ts'

const MINUTE_MS = 60_000

const ROLE_OF: Partial<Record<Who, 'viewer' | 'operator' | 'admin' | 'owner'>> = {
  viewer: 'viewer',
  operator: 'operator',
  admin: 'admin',
  owner: 'owner',
  other: 'owner',
}

class Askers {
  readonly #world: World
  readonly #known = new Map<Who, Asker>()
  #other = ''

  constructor(world: World) {
    this.#world = world
  }

  async get(who: Who, isFresh: boolean): Promise<Asker> {
    const known = this.#known.get(who)
    if (known && !isFresh) return known
    const made = await this.#make(who)
    if (!isFresh) this.#known.set(who, made)
    return made
  }

  async #make(who: Who): Promise<Asker> {
    const role = ROLE_OF[who]
    if (!role) return { who, as: await this.#headers(who), signInId: 'sig_none' }
    this.#other ||= await this.#world.tenant('Other')
    const { as } = await this.#world.person(who === 'other' ? this.#other : 'tenant_default', role)
    const current = await this.#world.must(200, { method: 'GET', path: '/v1/sign-ins/current', as })
    return { who, as, signInId: String(current['id']) }
  }

  async #headers(who: Who): Promise<Headers> {
    const world = this.#world
    const owner = world.owner()
    switch (who) {
      case 'anonymous':
        return {}
      case 'owner-token':
        return owner
      case 'host':
        return (await world.host(owner)).as
      case 'tenant-token':
        return (await world.token(owner, ['hosts:read'], { kind: 'tenant' })).as
      case 'expired': {
        const { as } = await world.token(owner, ['hosts:read'], { kind: 'tenant', expiresInMs: MINUTE_MS })
        world.app.time.advance(MINUTE_MS)
        return as
      }
      case 'revoked': {
        const { id, as } = await world.token(owner, ['hosts:read'], { kind: 'tenant' })
        await world.must(204, { method: 'DELETE', path: `/v1/tokens/${id}`, as: owner })
        return as
      }
      default:
        return (await world.token((await world.person('tenant_default', 'owner')).as, ['audit:read'])).as
    }
  }
}

/** Asks a row as everybody; tells who was answered what. */
const answersTo = async (row: Row, world: World, askers: Askers) => {
  const [told, right]: [Partial<Record<Who, number>>, Partial<Record<Who, number>>] = [{}, {}]
  let untouched: Asked | undefined
  for (const who of WHO) {
    const asker = await askers.get(who, row.isLast === true && ROLE_OF[who] !== undefined)
    right[who] = expected(row, who)
    // What nobody may touch is still there for the next who may not.
    const isLetIn = right[who] === row.ok
    if (!isLetIn) untouched ??= await requestOf(row, world, asker)
    const request = isLetIn || !untouched ? await requestOf(row, world, asker) : untouched
    const { status } = await world.ask({ ...request, as: asker.as })
    told[who] = status
  }
  return { told, right }
}

const start = async (flags: string[] = []): Promise<{ world: World; askers: Askers }> => {
  const world = await startWorld(flags)
  await world.setUp('first')
  return { world, askers: new Askers(world) }
}

describe('the routes', () => {
  it('each have a row in the table, and each row a route', async () => {
    const { world } = await start()
    expect(await routesIn(world)).toEqual([...new Set(ROWS.map(routeOf))].sort())
  })

  it('of /v1 each have the guard that the table says', async () => {
    const { world } = await start()
    const live = (await world.app.load()).filter(({ path }) => path.startsWith('/v1'))
    const guards = live.map(({ method, path, needs }) => [
      `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
      needs,
    ])
    const wanted = new Map(ROWS.filter(({ needs }) => needs).map((row) => [routeOf(row), row.needs]))
    expect(guards).toEqual(guards.map(([route]) => [route, wanted.get(route ?? '')]))
    expect(guards.length).toBe(wanted.size)
  })
})

describe('everybody', { timeout: 300_000 }, () => {
  it('is let into what the table says, and into nothing else', async () => {
    const { world, askers } = await start()
    const found: Record<string, unknown> = {}
    const wanted: Record<string, unknown> = {}
    for (const row of ROWS) {
      const { told, right } = await answersTo(row, world, askers)
      found[row.route] = told
      wanted[row.route] = right
    }
    expect(found).toEqual(wanted)
  })

  it('resolves within the own tenant only, where the policy is to sign in', async () => {
    const { world, askers } = await start(['--resolve', 'signed-in'])
    for (const row of RESOLVE_ROWS) {
      const { told, right } = await answersTo(row, world, askers)
      expect(told, row.route).toEqual(right)
    }
  })
})
