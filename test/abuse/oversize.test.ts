/** Requests that are too large in any dimension, and the largest ones that are not. */

import { describe, expect, it } from 'vitest'
import { dial, exchange, type RawAnswer, request } from '../contract/raw.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

const KIB = 1024

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }

const isAlive = async (app: TestApp): Promise<boolean> => (await app.call('/status')).ok

const post = (app: TestApp, path: string, body: string, type = FORM): Promise<RawAnswer> => {
  const headers = { ...type, 'Content-Length': String(Buffer.byteLength(body)) }
  return exchange(app.url, request('POST', path, headers, body))
}

const postChunks = (
  app: TestApp,
  path: string,
  chunks: string[],
  type = FORM,
): Promise<RawAnswer> => {
  const body = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('')
  const headers = { ...type, 'Transfer-Encoding': 'chunked' }
  return exchange(app.url, request('POST', path, headers, `${body}0\r\n\r\n`))
}

const padded = (length: number): string => {
  const start = 'code=X&host=10.0.0.1&pad='
  return start + 'x'.repeat(length - start.length)
}

describe('whoever sends too much', () => {
  it.each(['/status', '/v1/server', '/', '/resolve?code=X'])(
    'in the headers of %s is told 431 and cut off',
    async (path) => {
      const app = await startTestApp()
      const line = await dial(app.url)
      line.write(request('GET', path, { 'X-Padding': 'x'.repeat(17 * KIB) }))
      const answer = await line.next()
      expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
        431,
        { success: false, error_code: 'header_too_large' },
      ])
      expect(await line.closed()).toBe('')
      expect(await isAlive(app)).toBe(true)
    },
  )

  it('in many small headers, or in the request target, is told 431', async () => {
    const app = await startTestApp()
    const many = Object.fromEntries(
      Array.from({ length: 1000 }, (_, n) => [`X-${n}`, 'x'.repeat(20)]),
    )
    expect((await exchange(app.url, request('GET', '/status', many))).status).toBe(431)
    const target = `/resolve?code=${'x'.repeat(17 * KIB)}`
    expect((await exchange(app.url, request('GET', target))).status).toBe(431)
  })

  it('in a body with its length is told 413', async () => {
    const app = await startTestApp()
    const answer = await post(app, '/register', padded(5 * KIB))
    expect([answer.status, answer.body]).toEqual([
      413,
      '{"error":"El cuerpo ocupa más de 4096 bytes","success":false,"error_code":"body_too_large"}',
    ])
    expect(answer.headers.get('connection')).toBe('close')
    expect(await isAlive(app)).toBe(true)
  })

  it('in a body without a length is told 413 all the same', async () => {
    const app = await startTestApp()
    const answer = await postChunks(app, '/register', [padded(3 * KIB), 'x'.repeat(2 * KIB)])
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([413, { success: false }])
    expect(await isAlive(app)).toBe(true)
  })

  it('announces a terabyte, or less than it sends, and gains nothing', async () => {
    const app = await startTestApp()
    const huge = { ...FORM, 'Content-Length': String(2 ** 40) }
    expect((await exchange(app.url, request('POST', '/register', huge))).status).toBe(413)
    const line = await dial(app.url)
    line.write(request('POST', '/register', { ...FORM, 'Content-Length': '5' }, padded(5 * KIB)))
    const all = await line.closed()
    expect(all).toMatch(/^HTTP\/1\.1 400 /)
    expect(all).not.toMatch(/HTTP\/1\.1 200/)
    expect(await isAlive(app)).toBe(true)
  })

  it('to /v1 is told 413, with a length and without', async () => {
    const app = await startTestApp()
    const json = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ code: 'X', pad: 'x'.repeat(65 * KIB) })
    expect((await post(app, '/v1/resolve', body, json)).status).toBe(413)
    const chunks = body.match(/.{1,8192}/gs) ?? []
    expect((await postChunks(app, '/v1/resolve', chunks, json)).status).toBe(413)
    expect(await isAlive(app)).toBe(true)
  })

  it('of parameters is answered as fast as anybody', async () => {
    const app = await startTestApp()
    const query = `${'a&'.repeat(7000)}code=X`
    expect((await exchange(app.url, request('GET', `/resolve?${query}`))).status).toBe(404)
    const body = `${'a=&'.repeat(1300)}code=X&host=10.0.0.1`
    expect((await post(app, '/register', body)).status).toBe(200)
    const keys = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`k${n}`, n]))
    const nested = `{"code":"X","host":"10.0.0.1","deep":${'['.repeat(1000)}${']'.repeat(1000)}}`
    const json = { 'Content-Type': 'application/json' }
    expect((await post(app, '/register', JSON.stringify(keys), json)).status).toBe(400)
    expect((await post(app, '/register', nested, json)).status).toBe(200)
  })
})

describe('whoever sends as much as is allowed', () => {
  it('is served: 15 KiB of headers, 4096 bytes of body, with a length or without', async () => {
    const app = await startTestApp()
    const large = { 'X-Padding': 'x'.repeat(15 * KIB) }
    expect((await exchange(app.url, request('GET', '/status', large))).status).toBe(200)
    expect((await post(app, '/register', padded(4 * KIB))).status).toBe(200)
    const body = padded(4 * KIB)
    const halves = [body.slice(0, 2 * KIB), body.slice(2 * KIB)]
    expect((await postChunks(app, '/register', halves)).status).toBe(200)
  })

  it('is served by /v1 too, also when its HTTP library sends in chunks', async () => {
    const app = await startTestApp()
    const json = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ address: '10.0.0.1', name: 'x'.repeat(1000) })
    const headers = { ...json, 'Content-Length': String(body.length) }
    const put = await exchange(app.url, request('PUT', '/v1/codes/X', headers, body))
    expect(put.status).toBe(200)
    const chunked = await postChunks(app, '/v1/resolve', ['{"code"', ':"X"}'], json)
    expect([chunked.status, JSON.parse(chunked.body)]).toMatchObject([200, { code: 'X' }])
  })
})
