/** Pages of other sites, and names that were pointed at this server. */

import { describe, expect, it } from 'vitest'
import { exchange, request } from '../contract/raw.ts'
import { startTestApp } from '../support/app.ts'
import { cookieOf, send, signIn } from './browser.ts'
import { BEHIND_PROXY } from './attacker.ts'

const HOST = 'registry.example'

const FOREIGN = [
  'http://evil.example',
  'https://registry.example.evil.example',
  'http://registry.example:8081',
  'http://evilregistry.example',
  'null',
  '',
  'file://',
  'registry.example',
  'http://registry.example@evil.example',
]

const CHANGES: [string, string, string][] = [
  ['POST', '/v1/codes', '{"address":"10.0.0.1"}'],
  ['PUT', '/v1/codes/X', '{"address":"10.0.0.1"}'],
  ['DELETE', '/v1/codes/X', ''],
  ['DELETE', '/v1/hosts/host_x', ''],
  ['DELETE', '/v1/bans/203.0.113.7', ''],
  ['POST', '/v1/resolve', '{"code":"X"}'],
  ['DELETE', '/v1/sign-ins/current', ''],
]

describe('a page of another site', () => {
  it('changes nothing with the cookie of the person who visits it', async () => {
    const app = await startTestApp()
    const cookie = await cookieOf(app)
    await app.call('/register?code=X&host=10.0.0.9', { method: 'POST' })
    for (const origin of FOREIGN) {
      for (const [method, path, body] of CHANGES) {
        const headers = { Host: HOST, Cookie: cookie, Origin: origin }
        const answer = await send(app, method, path, headers, body)
        expect(
          [answer.status, JSON.parse(answer.body)],
          `${method} ${path} ${origin}`,
        ).toMatchObject([403, { code: 'cross_origin' }])
      }
    }
    const { hosts } = (await (await app.callAsOwner('/v1/hosts')).json()) as { hosts: unknown[] }
    expect(hosts).toMatchObject([{ code: 'X', address: '10.0.0.9' }])
    expect((await send(app, 'GET', '/v1/sign-ins/current', { Cookie: cookie })).status).toBe(200)
  })

  it('signs nobody in, and sends no form that passes for JSON', async () => {
    const app = await startTestApp()
    const evil = await signIn(app, app.ownerToken, { Origin: 'http://evil.example' })
    expect([evil.status, evil.headers.has('set-cookie')]).toEqual([403, false])
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      '',
    ]) {
      const answer = await signIn(app, app.ownerToken, { 'Content-Type': type })
      expect([answer.status, JSON.parse(answer.body)], type).toMatchObject([
        415,
        { code: 'unsupported_media_type' },
      ])
      expect(answer.headers.has('set-cookie')).toBe(false)
    }
  })

  it('may not read /v1, nor frame or sniff the page', async () => {
    const app = await startTestApp()
    for (const path of ['/', '/v1/server', '/v1/hosts', '/v1/openapi.json', '/docs']) {
      const { headers } = await send(app, 'GET', path, { Origin: 'http://evil.example' })
      expect(headers.has('access-control-allow-origin'), path).toBe(false)
      expect(headers.get('x-content-type-options'), path).toBe('nosniff')
      expect(headers.get('content-security-policy'), path).toMatch(
        /default-src 'self'.*frame-ancestors 'none'/,
      )
      expect(headers.get('content-security-policy'), path).not.toMatch(/unsafe|\*/)
    }
    const preflight = { Origin: 'http://evil.example', 'Access-Control-Request-Method': 'DELETE' }
    const answer = await send(app, 'OPTIONS', '/v1/hosts/x', preflight)
    expect(answer.headers.has('access-control-allow-origin')).toBe(false)
  })

  it('whose name was pointed at this server reaches neither pages nor /v1', async () => {
    const app = await startTestApp(['--allowed-hosts', 'registry.example,10.1.2.3'])
    const strangers = [
      'evil.example',
      'registry.example.evil.example',
      'xregistry.example',
      '127.0.0.1',
    ]
    for (const host of [...strangers, '10.1.2.4:8080']) {
      for (const path of [
        '/',
        '/docs',
        '/v1/server',
        '/v1/hosts',
        '/metrics',
        '/assets/index.html',
      ]) {
        expect((await send(app, 'GET', path, { Host: host })).status, `${host} ${path}`).toBe(421)
      }
    }
    expect((await exchange(app.url, 'GET /v1/server HTTP/1.0\r\n\r\n')).status).not.toBe(200)
    const absolute = request('GET', 'http://registry.example/v1/server', { Host: 'evil.example' })
    expect((await exchange(app.url, absolute)).status).toBe(421)
    expect((await send(app, 'GET', '/v1/server', { Host: '' })).status).not.toBe(200)
  })
})

describe('the page itself', () => {
  it('changes what its person is allowed to, and old clients without an Origin do', async () => {
    const app = await startTestApp()
    const cookie = await cookieOf(app)
    for (const origin of [`http://${HOST}`, `https://${HOST}`]) {
      await app.call('/register?code=X&host=10.0.0.9', { method: 'POST' })
      const headers = { Host: HOST, Cookie: cookie, Origin: origin }
      expect((await send(app, 'DELETE', '/v1/codes/X', headers)).status).toBe(204)
    }
    await app.call('/register?code=X&host=10.0.0.9', { method: 'POST' })
    expect((await send(app, 'DELETE', '/v1/codes/X', { Cookie: cookie })).status).toBe(204)
    expect((await send(app, 'DELETE', '/v1/sign-ins/current', { Cookie: cookie })).status).toBe(204)
    expect((await send(app, 'GET', '/v1/sign-ins/current', { Cookie: cookie })).status).toBe(401)
  })

  it('answers under its names in any case and with any port', async () => {
    const app = await startTestApp(['--allowed-hosts', 'registry.example,10.1.2.3'])
    for (const host of ['registry.example', 'REGISTRY.Example:8080', '10.1.2.3:9']) {
      expect((await send(app, 'GET', '/v1/server', { Host: host })).status, host).toBe(200)
    }
    const old = await send(app, 'GET', '/status', { Host: 'whatever-the-old-clients-use' })
    expect(old.status).toBe(200)
  })

  it('keeps its sign-in in a cookie that scripts and other sites cannot use', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    const plain = (await signIn(app)).headers.get('set-cookie') ?? ''
    const flags = plain.split('; ').slice(1).sort()
    expect(flags).toEqual(['HttpOnly', 'Max-Age=50400', 'Path=/', 'SameSite=Strict'])
    const https = { 'X-Forwarded-For': '203.0.113.7', 'X-Forwarded-Proto': 'https' }
    const secure = (await signIn(app, app.ownerToken, https)).headers.get('set-cookie')
    expect(secure).toMatch(/; Secure$/)
    const direct = await startTestApp()
    const claimed = await signIn(direct, direct.ownerToken, { 'X-Forwarded-Proto': 'https' })
    expect(claimed.headers.get('set-cookie')).not.toMatch(/Secure/)
  })

  it('is signed out when the time is over, and by a restart with another token only', async () => {
    const app = await startTestApp()
    const cookie = await cookieOf(app)
    expect((await send(app, 'GET', '/v1/hosts', { Cookie: cookie })).status).toBe(200)
    app.time.advance(14 * 3_600_000)
    expect((await send(app, 'GET', '/v1/hosts', { Cookie: cookie })).status).toBe(401)
  })
})
