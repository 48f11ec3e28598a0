/** The metrics: for this machine itself and for the owner, whatever stands in between. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isLocal } from '../../src/http/client-address.ts'
import type { IncomingMessage } from 'node:http'
import { dial, request } from '../contract/raw.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { BEHIND_PROXY } from './attacker.ts'

const statusOf = async (app: TestApp, headers: Record<string, string>): Promise<number> =>
  (await app.call('/metrics', { headers })).status

describe('a stranger', () => {
  it.each(['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'Via'])(
    'through a proxy on this machine that nobody declared, which sends %s, is refused',
    async (name) => {
      const app = await startTestApp()
      expect(await statusOf(app, { [name]: '203.0.113.7' })).toBe(401)
      expect(await statusOf(app, { [name]: '127.0.0.1' })).toBe(401)
    },
  )

  it('is refused on a connection that the proxy has used for itself before', async () => {
    const app = await startTestApp()
    const line = await dial(app.url)
    line.write(request('GET', '/livez'))
    expect((await line.next()).status).toBe(200)
    line.write(request('GET', '/metrics', { 'X-Forwarded-For': '203.0.113.7' }))
    expect((await line.next()).status).toBe(401)
  })

  it('through a trusted proxy is refused, whatever it says of itself', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    for (const claim of ['203.0.113.7', '127.0.0.1', '127.0.0.1, 203.0.113.7', '::1', 'garbage']) {
      expect(await statusOf(app, { 'X-Forwarded-For': claim }), claim).toBe(401)
    }
    expect(await statusOf(app, { 'X-Real-IP': '127.0.0.1' })).toBe(401)
  })

  it('from elsewhere is not local', () => {
    for (const remoteAddress of [
      '192.168.1.4',
      '::ffff:192.168.1.4',
      '2001:db8::1',
      '128.0.0.1',
      '',
    ]) {
      const incoming = { socket: { remoteAddress }, headers: {} } as unknown as IncomingMessage
      expect(isLocal(incoming), remoteAddress).toBe(false)
    }
  })
})

describe('a scraper', () => {
  it('finds each number explained in the page for operators', async () => {
    const app = await startTestApp()
    const metrics = await (await app.call('/metrics')).text()
    const names = [...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name)
    expect(names.length).toBeGreaterThan(15)
    const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')
    const isExplained = (name: string): boolean => new RegExp(`^\\|[^|]*\`${name}[\`{]`, 'm').test(page)
    expect(names.filter((name) => !isExplained(name))).toEqual([])
  })

  it('on this machine reads them, and from elsewhere with the token', async () => {
    const app = await startTestApp()
    const answer = await app.call('/metrics')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ])
    expect(await answer.text()).toMatch(/^isr_codes 0$/m)
    const headers = { 'X-Forwarded-For': '203.0.113.7', Authorization: `Bearer ${app.ownerToken}` }
    expect(await statusOf(app, headers)).toBe(200)
  })

  it('sees what was refused, and no address or code in any label', async () => {
    const app = await startTestApp()
    for (let turn = 0; turn < 5; turn++) await app.call(`/resolve?code=secret-${turn}`)
    const text = await (await app.call('/metrics')).text()
    expect(text).toMatch(/^isr_refused_total\{reason="unknown_code"\} 5$/m)
    expect(text).not.toMatch(/secret|127\.0\.0\.1/)
  })
})
