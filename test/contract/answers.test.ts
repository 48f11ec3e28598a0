/** Every row of the contract's table, byte for byte, over sockets of both HTTP versions. */

import { expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { START } from '../support/manual-time.ts'
import { dial, exchange, type RawAnswer, request, withoutDate } from './raw.ts'

const NEWER_KEYS = /,"server_version":"[^"]+"/

/** What a client of HTTP/1.0 without any header sends. */
const oldRequest = (method: string, target: string): string =>
  `${method} ${target} HTTP/1.0\r\n\r\n`

type Ask = (method: string, target: string, headers?: Record<string, string>) => Promise<RawAnswer>

const speakers: [string, (url: string) => Ask][] = [
  [
    'HTTP/1.1',
    (url) => (method, target, headers) => exchange(url, request(method, target, headers)),
  ],
  [
    'HTTP/1.0',
    (url) =>
      (method, target, headers = {}) => {
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
        return exchange(url, `${method} ${target} HTTP/1.0\r\n${lines.join('')}\r\n`)
      },
  ],
]

it.each(speakers)('answers each request of the contract as quoted over %s', async (_, speaker) => {
  const app = await startTestApp()
  const ask = speaker(app.url)
  const owner = { Authorization: `Bearer ${app.ownerToken}` }
  const bodyOf = async (...args: Parameters<Ask>): Promise<[number, string]> => {
    const { status, body, headers } = await ask(...args)
    expect(headers.get('content-type')).toBe('application/json')
    return [status, body]
  }

  expect(
    await bodyOf('POST', '/register?code=ISR-12345678&host=192.168.1.4&port=5901&name=PC-1'),
  ).toEqual([
    200,
    '{"success":true,"message":"Código ISR-12345678 registrado correctamente",' +
      '"code":"ISR-12345678","host":"192.168.1.4","port":5901}',
  ])
  expect(await bodyOf('GET', '/resolve?code=ISR-12345678')).toEqual([
    200,
    '{"success":true,"code":"ISR-12345678","host":"192.168.1.4","port":5901}',
  ])
  expect(await bodyOf('GET', '/info?code=ISR-12345678')).toEqual([
    200,
    '{"success":true,"code":"ISR-12345678","host":"192.168.1.4","port":5901,"name":"PC-1",' +
      `"last_update":${START / 1000}.000,"registered_at":${START / 1000}.000}`,
  ])
  expect(await bodyOf('GET', '/list', owner)).toEqual([
    200,
    '{"success":true,"count":1,"codes":{"ISR-12345678":{"host":"192.168.1.4","port":5901,' +
      `"name":"PC-1","last_update":${START / 1000}.000,"registered_at":${START / 1000}.000}}}`,
  ])
  const [status, text] = await bodyOf('GET', '/status')
  expect([status, text.replace(NEWER_KEYS, '')]).toEqual([
    200,
    '{"success":true,"status":"running","registered_codes":1,"version":"2.2"}',
  ])
  expect(text).toMatch(NEWER_KEYS)
  expect(await bodyOf('POST', '/delete?code=ISR-12345678', owner)).toEqual([
    200,
    '{"success":true,"message":"Código ISR-12345678 eliminado"}',
  ])
  expect(await bodyOf('GET', '/list', owner)).toEqual([
    200,
    '{"success":true,"count":0,"codes":{}}',
  ])
})

const MISSING_BOTH = 'Faltan parámetros: code y host son obligatorios'
const NO_SUCH_PATH = 'Endpoint no encontrado'

const refusals: [method: string, target: string, status: number, error: string][] = [
  ['POST', '/register', 400, MISSING_BOTH],
  ['POST', '/register?code=X', 400, MISSING_BOTH],
  ['POST', '/register?host=10.0.0.1', 400, MISSING_BOTH],
  ['POST', '/register?code=&host=10.0.0.1', 400, MISSING_BOTH],
  ['POST', '/register?code=X&host=', 400, MISSING_BOTH],
  ['POST', '/register?code=X&port=zero', 400, MISSING_BOTH],
  ['POST', '/register?code=X&host=10.0.0.1&port=0', 400, 'Puerto inválido'],
  ['POST', '/register?code=X&host=10.0.0.1&port=65536', 400, 'Puerto inválido'],
  ['POST', '/register?code=X&host=10.0.0.1&port=-1', 400, 'Puerto inválido'],
  ['POST', '/register?code=X&host=10.0.0.1&port=5900.5', 400, 'Puerto inválido'],
  ['POST', '/register?code=X&host=10.0.0.1&port=0x10', 400, 'Puerto inválido'],
  ['POST', '/register?code=X&host=10.0.0.1&port=1e3', 400, 'Puerto inválido'],
  ['POST', '/register?code=X&host=10.0.0.1&port=99999999999999999999', 400, 'Puerto inválido'],
  ['POST', '/register?code=X&host=10.0.0.1&port=5900%00', 400, 'Puerto inválido'],
  ['GET', '/resolve', 400, 'Falta el parámetro code'],
  ['GET', '/resolve?', 400, 'Falta el parámetro code'],
  ['GET', '/resolve?code', 400, 'Falta el parámetro code'],
  ['GET', '/resolve?code=', 400, 'Falta el parámetro code'],
  ['GET', '/resolve?Code=X', 400, 'Falta el parámetro code'],
  ['GET', '/resolve?code=ISR-87654321', 404, 'Código ISR-87654321 no encontrado'],
  ['GET', '/resolve?code=Caf%C3%A9%20%E2%98%95', 404, 'Código Café ☕ no encontrado'],
  ['GET', '/resolve?code=%22%3Cb%3E', 404, 'Código "<b> no encontrado'],
  ['GET', '/info', 400, 'Falta el parámetro code'],
  ['GET', '/info?code=', 400, 'Falta el parámetro code'],
  ['GET', '/info?code=nobody', 404, 'Código nobody no encontrado'],
  ['GET', '/register?code=X&host=10.0.0.1', 404, NO_SUCH_PATH],
  ['GET', '/delete?code=X', 404, NO_SUCH_PATH],
  ['POST', '/resolve?code=X', 404, NO_SUCH_PATH],
  ['POST', '/info?code=X', 404, NO_SUCH_PATH],
  ['POST', '/list', 404, NO_SUCH_PATH],
  ['POST', '/status', 404, NO_SUCH_PATH],
  ['PUT', '/register?code=X&host=10.0.0.1', 404, NO_SUCH_PATH],
  ['DELETE', '/resolve?code=X', 404, NO_SUCH_PATH],
  ['PATCH', '/status', 404, NO_SUCH_PATH],
  ['GET', '/resolve/?code=X', 404, NO_SUCH_PATH],
  ['GET', '/Resolve?code=X', 404, NO_SUCH_PATH],
  ['GET', '/resolve%3Fcode=X', 404, NO_SUCH_PATH],
  ['GET', '//resolve?code=X', 404, NO_SUCH_PATH],
  ['GET', '/__proto__', 404, NO_SUCH_PATH],
  ['GET', '/constructor', 404, NO_SUCH_PATH],
  ['GET', '/favicon.ico', 404, NO_SUCH_PATH],
  ['POST', '/', 404, NO_SUCH_PATH],
  ['POST', '/unknown', 404, NO_SUCH_PATH],
]

it('refuses each wrong request with exactly the two quoted keys', async () => {
  const app = await startTestApp()
  for (const [method, target, status, error] of refusals) {
    const answer = await exchange(app.url, request(method, target))
    const expected = [status, JSON.stringify({ error, success: false }), 'application/json']
    const { headers } = answer
    expect(
      [answer.status, answer.body, headers.get('content-type')],
      `${method} ${target}`,
    ).toEqual(expected)
  }
})

it('refuses the owner’s wrong deletes as quoted', async () => {
  const app = await startTestApp()
  const owner = { Authorization: `Bearer ${app.ownerToken}` }
  const missing = await exchange(app.url, request('POST', '/delete', owner))
  expect([missing.status, missing.body]).toEqual([
    400,
    '{"error":"Falta el parámetro code","success":false}',
  ])
  const unknown = await exchange(app.url, request('POST', '/delete?code=nobody', owner))
  expect([unknown.status, unknown.body]).toEqual([
    404,
    '{"error":"Código nobody no encontrado","success":false}',
  ])
})

it('shows the page at the root', async () => {
  const app = await startTestApp()
  const { status, headers, body } = await exchange(app.url, request('GET', '/'))
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(body).toMatch(/^<!doctype html>/i)
})

it('shows the page, and knows no other path, to a client of HTTP/1.0 that names no host', async () => {
  const app = await startTestApp()
  const page = await exchange(app.url, oldRequest('GET', '/'))
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  const unknown = await exchange(app.url, oldRequest('GET', '/unknown'))
  expect([unknown.status, unknown.body]).toEqual([
    404,
    '{"error":"Endpoint no encontrado","success":false}',
  ])
})

it('never redirects, so that urllib keeps its POST', async () => {
  const app = await startTestApp()
  const targets = [
    '/register?code=X&host=10.0.0.1',
    '/resolve?code=X',
    '/info?code=X',
    '/status',
    '/',
  ]
  for (const target of targets) {
    for (const method of ['GET', 'POST']) {
      const headers = { 'X-Forwarded-Proto': 'http', 'Upgrade-Insecure-Requests': '1' }
      const answer = await exchange(app.url, request(method, target, headers))
      expect(answer.status < 300 || answer.status >= 400, `${method} ${target}`).toBe(true)
      expect(answer.headers.has('location')).toBe(false)
      expect(answer.headers.has('strict-transport-security')).toBe(false)
    }
  }
})

it('opens resolve, info and status to the pages of other sites, also when it refuses', async () => {
  const app = await startTestApp()
  await app.call('/register?code=X&host=10.0.0.1', { method: 'POST' })
  const targets = [
    '/resolve?code=X',
    '/info?code=X',
    '/status',
    '/resolve',
    '/info',
    '/resolve?code=Y',
  ]
  for (const target of targets) {
    const { headers } = await exchange(app.url, request('GET', target))
    expect(headers.get('access-control-allow-origin'), target).toBe('*')
  }
})

it('opens nothing else to the pages of other sites', async () => {
  const app = await startTestApp()
  const owner = { Authorization: `Bearer ${app.ownerToken}` }
  const asked: [string, string, Record<string, string>][] = [
    ['POST', '/register?code=X&host=10.0.0.1', {}],
    ['GET', '/list', owner],
    ['POST', '/delete?code=X', owner],
    ['GET', '/', {}],
    ['GET', '/v1/server', {}],
    ['GET', '/unknown', {}],
    ['POST', '/register', {}],
    ['GET', '/list', {}],
    ['POST', '/delete?code=X', {}],
  ]
  const opened: string[] = []
  for (const [method, target, headers] of asked) {
    const answer = await exchange(app.url, request(method, target, headers))
    if (answer.headers.has('access-control-allow-origin')) {
      opened.push(`${method} ${target} ${answer.status}`)
    }
  }
  expect(opened).toEqual([])
})

it.each(['*', '/register', '/resolve?code=X', '/anything'])(
  'answers the preflight of %s',
  async (target) => {
    const app = await startTestApp()
    const headers = { Origin: 'http://page.example', 'Access-Control-Request-Method': 'POST' }
    const answer = await exchange(app.url, request('OPTIONS', target, headers))
    expect([answer.status, answer.body]).toEqual([200, ''])
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, POST, OPTIONS')
    expect(answer.headers.get('access-control-allow-headers')).toBe('Content-Type')
  },
)

it('serves many requests on one kept-alive connection, pipelined and in order', async () => {
  const app = await startTestApp()
  const line = await dial(app.url)
  const codes = Array.from({ length: 20 }, (_, index) => `code-${index}`)
  line.write(codes.map((code) => request('POST', `/register?code=${code}&host=10.0.0.1`)).join(''))
  for (const code of codes) expect(JSON.parse((await line.next()).body)).toMatchObject({ code })
  line.write(request('GET', '/status') + request('GET', '/resolve?code=unknown'))
  expect(JSON.parse((await line.next()).body)).toMatchObject({ registered_codes: codes.length })
  expect((await line.next()).status).toBe(404)
  line.write(codes.map((code) => request('GET', `/resolve?code=${code}`)).join(''))
  for (const code of codes) expect(JSON.parse((await line.next()).body)).toMatchObject({ code })
})

it('closes after an answer to HTTP/1.0, and keeps the line when HTTP/1.0 asks for it', async () => {
  const app = await startTestApp()
  const once = await dial(app.url)
  once.write(oldRequest('GET', '/status'))
  const answer = await once.next()
  expect(answer.headers.get('connection')).toBe('close')
  expect(await once.closed()).toBe('')
  const kept = await dial(app.url)
  for (let turn = 0; turn < 3; turn++) {
    kept.write('GET /status HTTP/1.0\r\nConnection: keep-alive\r\n\r\n')
    expect((await kept.next()).status).toBe(200)
  }
})

it('sends a list of many codes whole to a client of HTTP/1.0', async () => {
  const app = await startTestApp(['--public-list', '--registers-per-minute', '1000000'])
  const line = await dial(app.url)
  const count = 700
  for (let index = 0; index < count; index++) {
    line.write(request('POST', `/register?code=host-${index}&host=10.0.0.1`))
  }
  for (let index = 0; index < count; index++) await line.next()
  const old = await exchange(app.url, oldRequest('GET', '/list'))
  expect(old.headers.has('transfer-encoding')).toBe(false)
  const body = JSON.parse(old.body) as { count: number; codes: Record<string, unknown> }
  expect([body.count, Object.keys(body.codes).length]).toEqual([count, count])
})

it('answers HEAD like GET, without the body', async () => {
  const app = await startTestApp()
  await app.call('/register?code=X&host=10.0.0.1', { method: 'POST' })
  for (const target of ['/resolve?code=X', '/info?code=X', '/status', '/resolve?code=Y']) {
    const line = await dial(app.url)
    line.write(request('GET', target) + request('HEAD', target) + request('GET', '/status'))
    const get = await line.next()
    const head = await line.next({ isHead: true })
    expect(withoutDate(head.head)).toBe(withoutDate(get.head))
    expect((await line.next()).status).toBe(200)
  }
})

it('accepts the absolute form of a request target', async () => {
  const app = await startTestApp()
  const target = 'http://registry.example:8080'
  const made = await exchange(
    app.url,
    request('POST', `${target}/register?code=X&host=10.0.0.1`, { 'Content-Length': '0' }),
  )
  expect(made.status).toBe(200)
  const found = await exchange(app.url, request('GET', `${target}/resolve?code=X`))
  expect(found.body).toBe('{"success":true,"code":"X","host":"10.0.0.1","port":5900}')
  expect((await exchange(app.url, request('GET', 'http://registry.example/'))).status).toBe(200)
})
