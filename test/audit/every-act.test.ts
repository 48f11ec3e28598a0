/**
 * Every route that changes something, walked from the table of routes: it leaves exactly one entry
 * when it is let through and one when it is refused, or it is on the short list of those that do not.
 */

import { describe, expect, it } from 'vitest'
import { requestOf, routeOf, ROWS, type Asker } from '../support/matrix.ts'
import { startWorld, type World } from '../support/tenants.ts'
import type { AuditRow } from '../support/audit.ts'

/** What these do is told otherwise, or changes nothing; each with its reason. */
const WITHOUT_ENTRY: Readonly<Record<string, string>> = {
  'POST /register': 'what hosts do all day; refusals at owned codes and moves are counted by events',
  'POST /v1/codes': 'as /register',
  'PUT /v1/codes/{code}': 'as /register; a claim of a live code is counted by an event',
  'POST /v1/resolve': 'reads',
  'POST /v1/sessions': 'each session is a record of its own, with who asked for it from where',
  'POST /v1/device-logins': 'grants nothing until a person approves it, which has an entry',
  'POST /v1/device-logins/token': 'fetches what was approved',
  'POST /v1/invitations/look': 'reads',
  'POST /v1/links/look': 'reads',
  'PUT /v1/sign-ins/current/tenant': 'chooses among tenants that the person is a member of anyhow',
}

const isMutating = (route: string): boolean => !route.startsWith('GET ')

/** The tenant's entries, newest first, without those that are known. */
const entriesOf = async (world: World, tenantId: string, after: ReadonlySet<string>): Promise<AuditRow[]> => {
  const answer = await world.must(200, { method: 'GET', path: '/v1/audit?limit=500', as: world.owner(tenantId) })
  return (answer['entries'] as AuditRow[]).filter(({ id }) => !after.has(id))
}

const known = async (world: World, tenantId: string): Promise<Set<string>> =>
  new Set((await entriesOf(world, tenantId, new Set())).map(({ id }) => id))

const TENANT = 'tenant_default'

const newOwner = async (world: World): Promise<Asker> => {
  const { as } = await world.person(TENANT, 'owner')
  const current = await world.must(200, { method: 'GET', path: '/v1/sign-ins/current', as })
  return { who: 'owner', as, signInId: String(current['id']) }
}

describe('every route that changes something', { timeout: 240_000 }, () => {
  it('has one entry for what it did, with who, from where and on what, and no secret in it', async () => {
    const world = await startWorld()
    const found: Record<string, number> = {}
    const wanted: Record<string, number> = {}
    const lasting = await newOwner(world)
    for (const row of ROWS.filter(({ route, ok }) => isMutating(route) && ok < 300)) {
      const asker = row.isLast ? await newOwner(world) : lasting
      const asked = await requestOf(row, world, asker)
      const before = await known(world, TENANT)
      const answer = await world.ask(asked)
      expect(answer.status, row.route).toBe(row.ok)
      // The code of `PUT /v1/codes/{code}` moves, which is an event and not the route's act.
      const entries = (await entriesOf(world, TENANT, before)).filter(
        ({ outcome, action }) => outcome === 'allowed' && action !== 'host.address-changed',
      )
      found[row.route] = entries.length
      wanted[row.route] = routeOf(row) in WITHOUT_ENTRY ? 0 : 1
      for (const { actor, address, object, count } of entries) {
        expect([actor.kind, actor.id, address, object.kind, count], row.route).not.toContain('')
        expect(object.id + object.name, row.route).not.toBe('')
      }
      const text = JSON.stringify(entries)
      const secrets = [...answer.text.matchAll(/isr[a-z]_[\w-]{16,}/g)].map(([secret]) => secret)
      const { password = 'none', token = 'none', secret = 'none' } = (asked.body ?? {}) as Record<string, string>
      const leaked = [...secrets, password, token, secret].filter((each) => each !== 'none' && text.includes(each))
      expect(leaked, row.route).toEqual([])
    }
    expect(found).toEqual(wanted)
  })

  it('has one entry for a refusal of somebody who may not, whoever he is', async () => {
    const world = await startWorld()
    const found: Record<string, unknown> = {}
    const wanted: Record<string, unknown> = {}
    const asker: Asker = { who: 'host', as: (await world.host(world.owner())).as, signInId: 'sig_none' }
    for (const row of ROWS.filter((each) => isMutating(each.route) && !each.let.includes('host'))) {
      if (routeOf(row) in WITHOUT_ENTRY) continue
      const asked = await requestOf(row, world, asker)
      const before = await entriesOf(world, TENANT, new Set())
      const countOf = (rows: readonly AuditRow[]): number =>
        rows.filter(({ outcome }) => outcome === 'refused').reduce((sum, { count }) => sum + count, 0)
      const { status } = await world.ask(asked)
      const after = await entriesOf(world, TENANT, new Set())
      found[row.route] = [status, countOf(after) - countOf(before)]
      wanted[row.route] = [row.told?.host ?? 403, 1]
      world.app.time.advance(60_000)
    }
    expect(found).toEqual(wanted)
  })

  it('is on the list of those without an entry only if it is a route', () => {
    const routes = new Set(ROWS.map(routeOf))
    expect(Object.keys(WITHOUT_ENTRY).filter((route) => !routes.has(route))).toEqual([])
  })
})
