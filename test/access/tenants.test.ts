import { describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'

type Tenant = { id: string; name: string; hosts: number; people: number; createdAt: number }

const named = (name: string, method = 'POST'): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ name }),
})

const list = async (app: TestApp): Promise<Tenant[]> => {
  const answer = await app.callAsOwner('/v1/tenants')
  return ((await answer.json()) as { tenants: Tenant[] }).tenants
}

const make = async (app: TestApp, name: string): Promise<Tenant> => {
  const answer = await app.callAsOwner('/v1/tenants', named(name))
  expect(answer.status).toBe(201)
  return (await answer.json()) as Tenant
}

describe('tenants', () => {
  it('are one at first; more are made, renamed and kept across a restart', async () => {
    const first = await startTestApp()
    expect((await list(first)).map(({ id }) => id)).toEqual(['tenant_default'])
    const north = await make(first, '  Clínica\u0000  Norte ')
    expect(north).toMatchObject({ name: 'Clínica Norte', hosts: 0, people: 0, createdAt: first.time.now() })
    const answer = await first.callAsOwner(`/v1/tenants/${north.id}`, named('Norte', 'PUT'))
    expect([answer.status, await answer.json()]).toMatchObject([200, { id: north.id, name: 'Norte' }])
    await first.close()
    const second = await startTestApp([], { folder: first.folder })
    expect((await list(second)).map(({ name }) => name)).toEqual(['Default', 'Norte'])
  })

  it('count the hosts of each apart', async () => {
    const app = await startTestApp()
    await make(app, 'Norte')
    await app.call('/register?code=one&host=10.0.0.1', { method: 'POST' })
    expect((await list(app)).map(({ hosts }) => hosts)).toEqual([1, 0])
  })

  it('have different names, in any case', async () => {
    const app = await startTestApp()
    const [north, south] = [await make(app, 'Norte'), await make(app, 'Sur')]
    const attempts = [
      app.callAsOwner('/v1/tenants', named('NORTE')),
      app.callAsOwner(`/v1/tenants/${south.id}`, named('norte', 'PUT')),
    ]
    for (const answer of await Promise.all(attempts)) {
      expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'tenant_exists' }])
    }
    expect((await app.callAsOwner(`/v1/tenants/${north.id}`, named('NORTE', 'PUT'))).status).toBe(200)
  })

  it('refuse a name that is none, and a tenant that is none', async () => {
    const app = await startTestApp()
    for (const name of ['', ' \u202e ', 'x'.repeat(81)]) {
      expect((await app.callAsOwner('/v1/tenants', named(name))).status).toBe(400)
    }
    const answer = await app.callAsOwner('/v1/tenants/tenant_x', named('X', 'PUT'))
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'tenant_not_found' }])
  })

  it('are chosen by the owner token with a header, and an unknown one is refused', async () => {
    const app = await startTestApp()
    const { id } = await make(app, 'Norte')
    await app.call('/register?code=one&host=10.0.0.1', { method: 'POST' })
    const inNorth = await app.callAsOwner('/v1/hosts', { headers: { 'Isr-Tenant': id } })
    expect(await inNorth.json()).toMatchObject({ total: 0 })
    expect(await (await app.callAsOwner('/v1/hosts')).json()).toMatchObject({ total: 1 })
    for (const wrong of ['tenant_x', 'x'.repeat(300), "' OR 1=1 --"]) {
      const answer = await app.callAsOwner('/v1/hosts', { headers: { 'Isr-Tenant': wrong } })
      expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'tenant_not_found' }])
    }
  })
})
