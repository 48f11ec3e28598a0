/** Unknown, expired and deleted codes cannot be told apart, by no path and no header. */

import { describe, expect, it } from 'vitest'
import { dial, request, withoutDate } from '../contract/raw.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

const UNKNOWN = 'ISR-10000001'
const EXPIRED = 'ISR-10000002'
const SWEPT = 'ISR-10000003'
const DELETED = 'ISR-10000004'
const HONEYPOT = 'ISR-99999999'

const CASES = [UNKNOWN, EXPIRED, SWEPT, DELETED, HONEYPOT]

const register = async (app: TestApp, code: string): Promise<void> => {
  await app.call(`/register?code=${code}&host=10.0.0.1`, { method: 'POST' })
}

/** A server on which each code of `CASES` is what its name says. */
const startWithAll = async (): Promise<TestApp> => {
  const app = await startTestApp(['--ttl', '1h'])
  await register(app, SWEPT)
  app.time.advance(3_600_000)
  await app.sweep()
  await register(app, EXPIRED)
  await register(app, DELETED)
  await app.callAsOwner(`/delete?code=${DELETED}`, { method: 'POST' })
  app.time.advance(3_600_000)
  return app
}

const ASKED: [string, (code: string) => string][] = [
  ['GET /resolve', (code) => request('GET', `/resolve?code=${code}`)],
  ['GET /info', (code) => request('GET', `/info?code=${code}`)],
  ['HEAD /resolve', (code) => request('HEAD', `/resolve?code=${code}`)],
  ['GET /v1/codes', (code) => request('GET', `/v1/codes/${code}`)],
  [
    'POST /v1/resolve',
    (code) => {
      const headers = { 'Content-Type': 'application/json', 'Content-Length': '23' }
      return request('POST', '/v1/resolve', headers, `{"code":"${code}"}`)
    },
  ],
]

describe('whoever looks for live codes', () => {
  it.each(ASKED)('learns nothing from the answers of %s', async (_, ask) => {
    const app = await startWithAll()
    const line = await dial(app.url)
    const answers = new Set<string>()
    for (const code of CASES) {
      const bytes = ask(code)
      line.write(bytes)
      const { status, head, body } = await line.next({ isHead: bytes.startsWith('HEAD') })
      expect(status).toBe(404)
      const whole = withoutDate(head) + body
      answers.add(whole.replaceAll(code, 'CODE').replace(/req_[\w-]{21}/g, 'REQ'))
    }
    expect(answers.size).toBe(1)
  })

  it('does the same work on the server for each: one miss', async () => {
    const app = await startWithAll()
    for (const code of CASES.slice(0, 4)) await app.call(`/resolve?code=${code}`)
    const text = await (await app.call('/metrics')).text()
    expect(text).toMatch(/^isr_refused_total\{reason="unknown_code"\} 4$/m)
  })
})

describe('the owner', () => {
  it('gets the same 404 for a code that is gone as for one that never was', async () => {
    const app = await startWithAll()
    const bodies = new Set<string>()
    for (const code of [UNKNOWN, EXPIRED, SWEPT, DELETED]) {
      const answer = await app.callAsOwner(`/delete?code=${code}`, { method: 'POST' })
      bodies.add(`${answer.status} ${(await answer.text()).replace(code, 'CODE')}`)
    }
    expect([...bodies]).toEqual(['404 {"error":"Código CODE no encontrado","success":false}'])
  })
})
