import { describe, expect, it } from 'vitest'
import { ROLES } from '../../src/protocol/actor.ts'
import { startTestApp } from '../support/app.ts'
import { auditOf } from '../support/audit.ts'
import { type Caller, join, json, makeTenant, told } from '../support/members.ts'

type Listed = { id: string; login: string; role: string; lastSeenAt: number | null }

const listOf = async (by: Caller): Promise<Listed[]> => {
  const answer = await by('/v1/people')
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { people: Listed[] }).people
}

const setRole = (by: Caller, id: string, role: string): Promise<Response> =>
  by(`/v1/people/${id}/role`, json({ role }, 'PUT'))

const remove = (by: Caller, id: string): Promise<Response> =>
  by(`/v1/people/${id}`, { method: 'DELETE' })

describe('the people of a tenant', () => {
  it('are listed with what they are and when they were last seen', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana@example.com', 'owner')
    app.time.advance(5000)
    await join(app, 'eva', 'viewer', ana.call)
    expect(await listOf(ana.call)).toEqual([
      {
        id: ana.id,
        login: 'ana@example.com',
        name: 'ana@example.com',
        role: 'owner',
        hasTotp: false,
        createdAt: app.time.now() - 5000,
        lastSeenAt: app.time.now() - 5000,
      },
      expect.objectContaining({ login: 'eva', role: 'viewer', lastSeenAt: app.time.now() }),
    ])
  })

  it('get another role, which the audit keeps with the one before', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'owner')
    const eva = await join(app, 'eva', 'viewer')
    expect((await eva.call('/v1/people')).status).toBe(403)
    const changed = await setRole(ana.call, eva.id, 'admin')
    expect([changed.status, await changed.json()]).toMatchObject([200, { role: 'admin' }])
    expect((await eva.call('/v1/people')).status).toBe(200)
    const [entry] = await auditOf(app, '?action=person.role-changed')
    expect(entry).toMatchObject({
      actor: { id: ana.id, name: 'ana' },
      object: { kind: 'person', id: eva.id, name: 'eva' },
      before: { role: 'viewer' },
      after: { role: 'admin' },
    })
  })

  it('lose everything here when they are removed, and their login is free again', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'owner')
    const eva = await join(app, 'eva', 'admin')
    const made = await eva.call(
      '/v1/tokens',
      json({ kind: 'personal', name: 'x', scopes: ['hosts:read'], expiresInMs: 3_600_000 }),
    )
    const { secret } = (await made.json()) as { secret: string }
    const withToken = { headers: { Authorization: `Bearer ${secret}` } }
    expect((await app.call('/v1/hosts', withToken)).status).toBe(200)
    expect((await remove(ana.call, eva.id)).status).toBe(204)
    expect((await eva.call('/v1/hosts')).status).toBe(401)
    expect((await app.call('/v1/hosts', withToken)).status).toBe(401)
    expect(await listOf(ana.call)).toHaveLength(1)
    const again = await join(app, 'eva', 'viewer')
    expect(again.id).not.toBe(eva.id)
    expect((await app.call('/v1/hosts', withToken)).status).toBe(401)
  })

  it('keep their other tenants when they are removed from one', async () => {
    const app = await startTestApp()
    const inB = await makeTenant(app, 'B')
    const eva = await join(app, 'eva', 'viewer')
    const { secret } = (await (
      await inB('/v1/invitations', json({ login: 'eva', role: 'operator' }))
    ).json()) as { secret: string }
    const joined = await eva.call('/v1/invitations/accept', json({ secret }))
    expect(joined.status).toBe(201)
    expect((await remove(app.callAsOwner, eva.id)).status).toBe(204)
    expect(await listOf(inB)).toMatchObject([{ id: eva.id, role: 'operator' }])
  })

  it.each([
    ['removed', (by: Caller, id: string) => remove(by, id)],
    ['made less', (by: Caller, id: string) => setRole(by, id, 'viewer')],
  ])('no longer hear the live feed under their old authority once %s', async (_, end) => {
    const app = await startTestApp()
    const eva = await join(app, 'eva', 'operator')
    const answer = await eva.call('/v1/events')
    const reader = answer.body?.getReader()
    await reader?.read()
    expect((await end(app.callAsOwner, eva.id)).ok).toBe(true)
    const cut = async (): Promise<true> => {
      for (;;) {
        const read = await reader?.read().catch(() => undefined)
        if (!read || read.done) return true
      }
    }
    expect(await cut()).toBe(true)
  })
})

describe('the last owner', () => {
  it('cannot be removed or made less, by nobody', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'owner')
    for (const by of [ana.call, app.callAsOwner]) {
      expect(await told(await setRole(by, ana.id, 'admin'))).toEqual([409, 'last_owner'])
      expect(await told(await remove(by, ana.id))).toEqual([409, 'last_owner'])
    }
    expect(await listOf(ana.call)).toMatchObject([{ role: 'owner' }])
  })

  it('remains one when all owners are made less or removed at the same moment', async () => {
    const app = await startTestApp()
    const owners = await Promise.all(
      ['ana', 'eva', 'ian', 'olga', 'rut', 'sam'].map((login) => join(app, login, 'owner')),
    )
    await Promise.all(
      owners.map(({ id }, at) =>
        at % 2 === 0 ? setRole(app.callAsOwner, id, 'viewer') : remove(app.callAsOwner, id),
      ),
    )
    const left = (await listOf(app.callAsOwner)).filter(({ role }) => role === 'owner')
    expect(left).toHaveLength(1)
  })

  it('of another tenant does not count', async () => {
    const app = await startTestApp()
    const inB = await makeTenant(app, 'B')
    await join(app, 'ana', 'owner')
    const eva = await join(app, 'eva', 'owner', inB)
    expect(await told(await remove(inB, eva.id))).toEqual([409, 'last_owner'])
  })
})

describe('an admin', () => {
  it('neither makes, changes, removes nor resets an owner', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'owner')
    await join(app, 'olga', 'owner')
    const eva = await join(app, 'eva', 'admin')
    const ian = await join(app, 'ian', 'viewer')
    const acts = [
      () => setRole(eva.call, ana.id, 'viewer'),
      () => remove(eva.call, ana.id),
      () => eva.call(`/v1/people/${ana.id}/reset`, { method: 'POST' }),
      () => setRole(eva.call, ian.id, 'owner'),
      () => setRole(eva.call, eva.id, 'owner'),
      () => eva.call('/v1/invitations', json({ login: 'rut', role: 'owner' })),
    ]
    for (const act of acts) expect(await told(await act())).toEqual([403, 'forbidden'])
    expect(await told(await setRole(eva.call, ian.id, 'admin'))).toEqual([200, undefined])
    expect((await remove(eva.call, ian.id)).status).toBe(204)
  })

  it('of a later tenant is no owner there either, though their permissions are the same', async () => {
    const app = await startTestApp()
    const inB = await makeTenant(app, 'B')
    const ana = await join(app, 'ana', 'owner', inB)
    const eva = await join(app, 'eva', 'admin', inB)
    expect(await told(await setRole(eva.call, eva.id, 'owner'))).toEqual([403, 'forbidden'])
    expect(await told(await remove(eva.call, ana.id))).toEqual([403, 'forbidden'])
  })
})

describe('whoever may little', () => {
  it('changes nobody', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'owner')
    for (const role of ROLES.slice(2)) {
      const weak = await join(app, `weak-${role}`, role)
      for (const act of [
        () => weak.call('/v1/people'),
        () => setRole(weak.call, weak.id, 'owner'),
        () => remove(weak.call, ana.id),
        () => weak.call('/v1/invitations'),
        () => weak.call('/v1/invitations', json({ login: 'x', role: 'viewer' })),
        () => weak.call(`/v1/people/${ana.id}/reset`, { method: 'POST' }),
      ]) {
        expect(await told(await act())).toEqual([403, 'forbidden'])
      }
    }
  })

  it('gives no more by a token than the token may', async () => {
    const app = await startTestApp()
    const wish = { kind: 'tenant', name: 'x', expiresInMs: 3_600_000 }
    const scopes = ['people:read', 'people:write', 'hosts:read']
    const made = await app.callAsOwner('/v1/tokens', json({ ...wish, scopes }))
    const { secret } = (await made.json()) as { secret: string }
    const by: Caller = (path, init = {}) => {
      const headers = new Headers(init.headers)
      headers.set('Authorization', `Bearer ${secret}`)
      return app.call(path, { ...init, headers })
    }
    const eva = await join(app, 'eva', 'viewer', by)
    for (const role of ['owner', 'admin', 'operator']) {
      expect(await told(await setRole(by, eva.id, role))).toEqual([403, 'forbidden'])
      const wanted = json({ login: 'rut', role })
      expect(await told(await by('/v1/invitations', wanted))).toEqual([403, 'forbidden'])
    }
    const ana = await join(app, 'ana', 'owner')
    const ian = await join(app, 'ian', 'admin')
    expect(await told(await remove(by, ana.id))).toEqual([403, 'forbidden'])
    const reset = await by(`/v1/people/${ian.id}/reset`, { method: 'POST' })
    expect(await told(reset)).toEqual([403, 'forbidden'])
  })
})

describe('a person of another tenant', () => {
  it('is answered for like one who does not exist', async () => {
    const app = await startTestApp()
    const inB = await makeTenant(app, 'B')
    const ana = await join(app, 'ana', 'owner')
    const eva = await join(app, 'eva', 'viewer', inB)
    const answers = new Set<string>()
    for (const id of [eva.id, 'person_nobody', 'x', '%00', encodeURIComponent("' OR 1=1 --")]) {
      for (const act of [
        () => setRole(ana.call, id, 'viewer'),
        () => remove(ana.call, id),
        () => ana.call(`/v1/people/${id}/reset`, { method: 'POST' }),
      ]) {
        const answer = await act()
        const body = (await answer.text()).replace(/req_[\w-]+/, 'req')
        answers.add(`${answer.status} ${body}`)
      }
    }
    expect([...answers]).toEqual([expect.stringContaining('person_not_found')])
    expect(await listOf(inB)).toMatchObject([{ login: 'eva' }])
    expect(JSON.stringify(await listOf(ana.call))).not.toContain('eva')
  })
})
