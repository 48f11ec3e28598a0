/** The head that is written in one piece on the hot paths is the head Node itself would write. */

import * as fc from 'fast-check'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { KEEP_ALIVE_SECONDS, sendJson, sendOpenJson } from '../../src/http/answer.ts'
import { startTestApp } from '../support/app.ts'
import { dial, exchange, request, withoutDate } from './raw.ts'

/** Answers `/fast` and `/node` with the same body, the first by the short way. */
const startBoth = async (bodyOf: () => string): Promise<string> => {
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_SECONDS * 1000 },
    (incoming, response) => {
      if (incoming.url === '/fast') sendOpenJson(incoming, response, bodyOf())
      else sendJson(response, 200, bodyOf(), ['Access-Control-Allow-Origin', '*'])
    },
  )
  onTestFinished(() => void server.close())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

it('writes the same bytes as Node, for any body', async () => {
  let body = ''
  const url = await startBoth(() => body)
  const line = await dial(url)
  const bodies = fc.oneof(
    fc.string().map((text) => JSON.stringify({ text })),
    fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify({ text })),
    fc.constantFrom('', '{}', '{"host":"ñ"}', 'x'.repeat(70_000)),
  )
  await fc.assert(
    fc.asyncProperty(bodies, async (text) => {
      body = text
      line.write(request('GET', '/fast') + request('GET', '/node'))
      const fast = await line.next()
      const plain = await line.next()
      expect(withoutDate(fast.head)).toBe(withoutDate(plain.head))
      expect([fast.body, plain.body]).toEqual([text, text])
      expect(fast.head).toMatch(/\r\nDate: \w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT\r\n/)
    }),
    { seed: 1, numRuns: 200 },
  )
})

it.each([
  ['a client that closes', 'GET', { Connection: 'close' }],
  ['HEAD', 'HEAD', {}],
  ['POST', 'POST', { 'Content-Length': '0' }],
])('writes the same head as Node for %s', async (_, method, headers) => {
  const url = await startBoth(() => '{"success":true}')
  const fast = await exchange(url, request(method, '/fast', headers))
  const plain = await exchange(url, request(method, '/node', headers))
  expect(withoutDate(fast.head)).toBe(withoutDate(plain.head))
})

it('writes the head of a resolve exactly so', async () => {
  const app = await startTestApp()
  await app.call('/register?code=X&host=10.0.0.1', { method: 'POST' })
  const { head } = await exchange(app.url, request('GET', '/resolve?code=X'))
  expect(withoutDate(head)).toBe(
    'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nAccess-Control-Allow-Origin: *\r\n' +
      'Content-Length: 57\r\nConnection: keep-alive\r\nKeep-Alive: timeout=65\r\n\r\n',
  )
})
