import { describe, expect, it } from 'vitest'
import { crc32 } from 'node:zlib'
import {
  checksumOf,
  isSpelledAsToken,
  MAX_TOKENS,
  newTokenSecret,
} from '../../src/access/tokens/token.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

const HOUR_MS = 3_600_000

type Made = { token: { id: string; expiresAt: number | null; start: string }; secret: string }

const json = (body: unknown, method = 'POST'): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

const make = async (app: TestApp, wish: Record<string, unknown> = {}): Promise<Made> => {
  const whole = { kind: 'tenant', name: 'backup', scopes: ['hosts:read'], expiresInMs: HOUR_MS, ...wish }
  const answer = await app.callAsOwner('/v1/tokens', json(whole))
  expect(answer.status).toBe(201)
  return (await answer.json()) as Made
}

const withToken = (app: TestApp, secret: string, path: string, init: RequestInit = {}) => {
  const headers = new Headers(init.headers)
  headers.set('Authorization', `Bearer ${secret}`)
  return app.call(path, { ...init, headers })
}

const list = async (app: TestApp): Promise<Record<string, unknown>[]> => {
  const answer = await app.callAsOwner('/v1/tokens')
  return ((await answer.json()) as { tokens: Record<string, unknown>[] }).tokens
}

describe('the spelling of a token', () => {
  it('ends in a checksum that a scanner can verify without asking anybody', () => {
    for (const kind of ['personal', 'tenant'] as const) {
      const secret = newTokenSecret(kind)
      expect(secret).toMatch(kind === 'personal' ? /^isrp_[\w-]{49}$/ : /^isrt_[\w-]{49}$/)
      expect(isSpelledAsToken(secret)).toBe(true)
      const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
      const value = Array.from(secret.slice(-6)).reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0)
      expect(value).toBe(crc32(secret.slice(0, -6)))
    }
  })

  it('tells every single mistyped character', () => {
    const secret = newTokenSecret('tenant')
    for (let at = 0; at < secret.length; at++) {
      const other = secret[at] === 'x' ? 'y' : 'x'
      expect(isSpelledAsToken(secret.slice(0, at) + other + secret.slice(at + 1))).toBe(false)
    }
    for (const text of ['', 'isrp_', `${secret}x`, secret.slice(1), ` ${secret}`]) {
      expect(isSpelledAsToken(text)).toBe(false)
    }
  })

  it('has a known answer, so that other programs can be checked against it', () => {
    expect(checksumOf('123456789')).toBe('3jZRME')
  })
})

describe('a tenant’s token', () => {
  it('does what its scopes say and nothing else', async () => {
    const app = await startTestApp()
    const { secret, token } = await make(app)
    expect(secret.startsWith(token.start)).toBe(true)
    expect((await withToken(app, secret, '/v1/hosts')).status).toBe(200)
    const refused = await withToken(app, secret, '/v1/hosts/host_x', { method: 'DELETE' })
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'forbidden' }])
    expect((await withToken(app, secret, '/v1/bans')).status).toBe(403)
    expect((await withToken(app, secret, '/v1/tenants')).status).toBe(403)
  })

  it('is shown once: no list has its secret, and neither has the file on the disk', async () => {
    const app = await startTestApp()
    const { secret } = await make(app)
    expect(JSON.stringify(await list(app))).not.toContain(secret.slice(10))
    await app.close()
    const { readFileSync, readdirSync } = await import('node:fs')
    for (const file of readdirSync(app.folder)) {
      expect(readFileSync(`${app.folder}/${file}`).includes(secret.slice(10)), file).toBe(false)
    }
  })

  it('ends at its hour, and one that has no end stays', async () => {
    const app = await startTestApp()
    const short = await make(app)
    const long = await make(app, { expiresInMs: null })
    expect([short.token.expiresAt, long.token.expiresAt]).toEqual([app.time.now() + HOUR_MS, null])
    app.time.advance(HOUR_MS - 1)
    expect((await withToken(app, short.secret, '/v1/hosts')).status).toBe(200)
    app.time.advance(1)
    expect((await withToken(app, short.secret, '/v1/hosts')).status).toBe(401)
    expect((await withToken(app, long.secret, '/v1/hosts')).status).toBe(200)
  })

  it('is revoked at once, also for the stream that runs under it', async () => {
    const app = await startTestApp()
    const { secret, token } = await make(app)
    const stream = await withToken(app, secret, '/v1/events')
    expect(stream.status).toBe(200)
    const rest = stream.text()
    const revoked = await app.callAsOwner(`/v1/tokens/${token.id}`, { method: 'DELETE' })
    expect(revoked.status).toBe(204)
    expect(await rest).toContain('event: signed-out')
    expect((await withToken(app, secret, '/v1/hosts')).status).toBe(401)
    expect(await list(app)).toEqual([])
    const again = await app.callAsOwner(`/v1/tokens/${token.id}`, { method: 'DELETE' })
    expect([again.status, await again.json()]).toMatchObject([404, { code: 'token_not_found' }])
  })

  it('stays revoked and stays valid across a restart', async () => {
    const first = await startTestApp()
    const kept = await make(first)
    const gone = await make(first)
    await first.callAsOwner(`/v1/tokens/${gone.token.id}`, { method: 'DELETE' })
    await first.close()
    const second = await startTestApp([], { folder: first.folder, time: first.time })
    expect((await withToken(second, kept.secret, '/v1/hosts')).status).toBe(200)
    expect((await withToken(second, gone.secret, '/v1/hosts')).status).toBe(401)
  })

  it('tells when and from where it was used last, to the minute', async () => {
    const app = await startTestApp()
    const { secret } = await make(app, { expiresInMs: null })
    expect((await list(app))[0]).toMatchObject({ usedAt: null, usedFrom: null })
    const firstUse = app.time.now()
    await withToken(app, secret, '/v1/hosts')
    // A later write is acknowledged after the note, which went before it.
    await make(app)
    const used = (await list(app)).find(({ expiresAt }) => expiresAt === null)
    expect(used).toMatchObject({ usedAt: firstUse, usedFrom: '127.0.0.1' })
    app.time.advance(59_999)
    await withToken(app, secret, '/v1/hosts')
    await make(app)
    expect((await list(app)).find(({ expiresAt }) => expiresAt === null)).toMatchObject({ usedAt: firstUse })
    app.time.advance(1)
    await withToken(app, secret, '/v1/hosts')
    await make(app)
    const later = (await list(app)).find(({ expiresAt }) => expiresAt === null)
    expect(later).toMatchObject({ usedAt: firstUse + 60_000 })
  })

  it('is one of as many as a tenant may have, also when they are made all at once', async () => {
    const app = await startTestApp()
    const wish = { kind: 'tenant', name: 'x', scopes: ['hosts:read'], expiresInMs: HOUR_MS }
    const wishes = Array.from({ length: MAX_TOKENS.tenant + 5 }, () =>
      app.callAsOwner('/v1/tokens', json(wish)),
    )
    const statuses = (await Promise.all(wishes)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(MAX_TOKENS.tenant)
    expect(statuses.filter((status) => status === 409)).toHaveLength(5)
    app.time.advance(HOUR_MS)
    await make(app)
  })

  it('wants a name and scopes that exist', async () => {
    const app = await startTestApp()
    const whole = { kind: 'tenant', name: 'x', scopes: ['hosts:read'], expiresInMs: HOUR_MS }
    const wrong = [
      { name: '' },
      { name: '\u0000\u202e ' },
      { name: 'x'.repeat(81) },
      { scopes: [] },
      { scopes: ['hosts:everything'] },
      { kind: 'root' },
      { expiresInMs: 0 },
      { expiresInMs: 1e15 },
    ]
    for (const wish of wrong) {
      const { status } = await app.callAsOwner('/v1/tokens', json({ ...whole, ...wish }))
      expect(status, JSON.stringify(wish)).toBe(400)
    }
  })
})
