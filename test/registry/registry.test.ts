import { describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'

const DAY_MS = 86_400_000

const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

const put = (app: TestApp, code: string, body: unknown = { address: '10.0.0.1' }): Promise<Response> =>
  app.call(`/v1/codes/${encodeURIComponent(code)}`, json('PUT', body))

const problem = async (answer: Response): Promise<[number, string]> => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  const { code, requestId } = (await answer.json()) as { code: string; requestId: string }
  expect(answer.headers.get('x-request-id')).toBe(requestId)
  return [answer.status, code]
}

describe('/v1', () => {
  it('registers a code, refreshes it under the same id, and resolves it in any spelling', async () => {
    const app = await startTestApp()
    const first = (await (await put(app, 'ISR-12345678', { address: '10.0.0.1', name: 'Caja\u0007 1' })).json()) as Record<string, unknown>
    expect(first).toMatchObject({ code: 'ISR-12345678', name: 'Caja 1', port: 5900, presence: 'registered' })
    expect(first['expiresAt']).toBe(app.time.now() + DAY_MS)
    app.time.advance(1000)
    const second = await (await put(app, 'isr 1234 5678', { address: 'pc.local', port: 5901 })).json()
    expect(second).toMatchObject({ id: first['id'], registeredAt: first['registeredAt'], updatedAt: app.time.now() })
    const found = await app.call('/v1/resolve', json('POST', { code: ' isr12345678 ' }))
    expect(await found.json()).toEqual({ code: 'ISR-12345678', address: 'pc.local', port: 5901 })
  })

  it('draws free codes that nobody can predict', async () => {
    const app = await startTestApp()
    const drawn = new Set<string>()
    for (let at = 0; at < 50; at++) {
      const answer = await app.call('/v1/codes', json('POST', { address: '10.0.0.1' }))
      expect(answer.status).toBe(201)
      const { code } = (await answer.json()) as { code: string }
      expect(code).toMatch(/^ISR-\d{8}$/)
      drawn.add(code)
    }
    expect(drawn.size).toBe(50)
    // Sequential or clock-derived codes would share their leading digits.
    expect(new Set([...drawn].map((code) => code.slice(4, 6))).size).toBeGreaterThan(15)
  })

  it('pages through the hosts, newest first, without gaps or repetitions', async () => {
    const app = await startTestApp()
    for (let at = 0; at < 25; at++) {
      await put(app, `host-${String(at).padStart(2, '0')}`)
      if (at % 3 === 0) app.time.advance(1)
    }
    const seen: string[] = []
    let cursor = ''
    do {
      const answer = await app.callAsOwner(`/v1/hosts?limit=10${cursor && `&cursor=${cursor}`}`)
      const page = (await answer.json()) as { hosts: { code: string }[]; total: number; nextCursor: string | null }
      expect(page.total).toBe(25)
      seen.push(...page.hosts.map(({ code }) => code))
      cursor = page.nextCursor ?? ''
    } while (cursor)
    expect(seen).toEqual(Array.from({ length: 25 }, (_, at) => `host-${String(24 - at).padStart(2, '0')}`))
  })

  it('searches code, name and address in any case, beyond the first slice', async () => {
    const flags = ['--registers-per-minute', '10000', '--registers-per-code-per-minute', '10000']
    const app = await startTestApp(flags)
    await put(app, 'needle', { address: 'ÁRBOL.local', name: 'Recepción' })
    app.time.advance(1)
    await Promise.all(Array.from({ length: 600 }, (_, at) => put(app, `hay-${at}`)))
    for (const q of ['NEEDLE', 'recepci', 'árbol']) {
      const answer = await app.callAsOwner(`/v1/hosts?q=${encodeURIComponent(q)}`)
      expect(await answer.json()).toMatchObject({ total: 1, hosts: [{ code: 'needle' }], nextCursor: null })
    }
    expect(await (await app.callAsOwner('/v1/hosts?q=%25')).json()).toMatchObject({ total: 0 })
  })

  it('keeps hosts from everybody but the owner', async () => {
    const app = await startTestApp()
    const { id } = (await (await put(app, 'mine')).json()) as { id: string }
    for (const [path, method] of [['/v1/hosts', 'GET'], [`/v1/hosts/${id}`, 'GET'], [`/v1/hosts/${id}`, 'DELETE'], ['/v1/codes/mine', 'DELETE'], ['/v1/bans', 'GET']] as const) {
      expect(await problem(await app.call(path, { method }))).toEqual([401, 'sign_in_required'])
    }
    expect(await (await app.callAsOwner(`/v1/hosts/${id}`)).json()).toMatchObject({ code: 'mine' })
    expect((await app.callAsOwner(`/v1/hosts/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect(await problem(await app.callAsOwner(`/v1/hosts/${id}`))).toEqual([404, 'host_not_found'])
    expect(await problem(await app.call('/v1/codes/mine'))).toEqual([404, 'code_not_found'])
  })

  it('answers what is wrong as a problem with a code and a request id', async () => {
    const app = await startTestApp()
    expect(await problem(await put(app, 'x', { address: 'not a host' }))).toEqual([400, 'invalid_host'])
    expect(await problem(await put(app, 'x', { address: '10.0.0.1', port: 70000 }))).toEqual([400, 'invalid_port'])
    expect(await problem(await put(app, 'x', { address: 5 }))).toEqual([400, 'invalid_request'])
    expect(await problem(await put(app, 'a\u0000b'))).toEqual([400, 'invalid_code'])
    const broken = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{' }
    expect(await problem(await app.call('/v1/resolve', broken))).toEqual([400, 'invalid_request'])
    expect(await problem(await app.call('/v1/nothing'))).toEqual([404, 'endpoint_not_found'])
    expect(await problem(await app.call('/v1/resolve', json('POST', { code: 'unknown' })))).toEqual([404, 'code_not_found'])
  })

  it('follows the policies', async () => {
    const app = await startTestApp(['--registration', 'enrolled', '--resolve', 'signed-in'])
    expect(await problem(await put(app, 'x'))).toEqual([403, 'registration_closed'])
    expect(await problem(await app.call('/v1/codes', json('POST', { address: '10.0.0.1' })))).toEqual([403, 'registration_closed'])
    expect(await problem(await app.call('/v1/resolve', json('POST', { code: 'x' })))).toEqual([401, 'sign_in_required'])
    expect(await problem(await app.call('/v1/codes/x'))).toEqual([401, 'sign_in_required'])
    expect((await app.callAsOwner('/v1/resolve', json('POST', { code: 'x' }))).status).toBe(404)
  })
})

describe('a lease', () => {
  it('is served until the last millisecond of its time to live and not at its end, sweep or no sweep', async () => {
    const app = await startTestApp(['--ttl', '25d'])
    await put(app, 'short')
    app.time.jumpTo(app.time.now() + 25 * DAY_MS - 1)
    expect((await app.call('/resolve?code=short')).status).toBe(200)
    app.time.jumpTo(app.time.now() + 1)
    expect((await app.call('/resolve?code=short')).status).toBe(404)
    expect(await (await app.callAsOwner('/v1/hosts')).json()).toMatchObject({ total: 0 })
  })

  it('starts anew when it is registered again after it ran out', async () => {
    const app = await startTestApp(['--ttl', '1h'])
    await put(app, 'back')
    app.time.jumpTo(app.time.now() + DAY_MS)
    expect(await (await put(app, 'back')).json()).toMatchObject({ registeredAt: app.time.now() })
  })

  it('survives a clock that is set back', async () => {
    const app = await startTestApp()
    await put(app, 'steady')
    app.time.jumpTo(app.time.now() - 10 * DAY_MS)
    expect((await app.call('/resolve?code=steady')).status).toBe(200)
    await put(app, 'steady')
    expect((await app.call('/resolve?code=steady')).status).toBe(200)
  })

  it('that ran out is removed by the hourly sweep, and only it', async () => {
    const flags = ['--registers-per-minute', '10000']
    const app = await startTestApp(flags)
    await Promise.all(Array.from({ length: 450 }, (_, at) => put(app, `old-${at}`)))
    app.time.jumpTo(app.time.now() + DAY_MS)
    await put(app, 'new')
    expect(await app.sweep()).toBe(450)
    expect(await app.sweep()).toBe(0)
    expect((await app.call('/resolve?code=new')).status).toBe(200)
    const metrics = await (await app.call('/metrics')).text()
    expect(metrics).toContain('isr_leases_expired_total 450')
    expect(metrics).toContain('isr_codes 1')
  })

  it('is refused once the registry is full, unless the code is registered already', async () => {
    const app = await startTestApp(['--max-codes', '2'])
    for (const code of ['a', 'b', 'a']) expect((await put(app, code)).status).toBe(200)
    expect(await problem(await put(app, 'c'))).toEqual([503, 'registry_full'])
    expect(await problem(await app.call('/v1/codes', json('POST', { address: '10.0.0.1' })))).toEqual([503, 'registry_full'])
  })
})
