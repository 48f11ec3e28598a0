/** Bytes that are no request, or that two servers would read differently. */

import { describe, expect, it } from 'vitest'
import { dial, request } from '../contract/raw.ts'
import { startTestApp } from '../support/app.ts'

const POST = 'POST /register?code=X&host=10.0.0.1 HTTP/1.1\r\nHost: a\r\n'
const SMUGGLED = 'GET /resolve?code=smuggled HTTP/1.1\r\nHost: a\r\n\r\n'

const SHAPES: [string, string][] = [
  [
    'a length and chunks',
    `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  ],
  [
    'chunks and a length',
    `${POST}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  ],
  ['two lengths', `${POST}Content-Length: 0\r\nContent-Length: 50\r\n\r\n${SMUGGLED}`],
  ['a list of lengths', `${POST}Content-Length: 0, 50\r\n\r\n${SMUGGLED}`],
  ['a negative length', `${POST}Content-Length: -1\r\n\r\n${SMUGGLED}`],
  ['a length with a sign', `${POST}Content-Length: +5\r\n\r\n${SMUGGLED}`],
  ['a hexadecimal length', `${POST}Content-Length: 0x10\r\n\r\n${SMUGGLED}`],
  [
    'chunked before another coding',
    `${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  ],
  ['chunked spelled oddly', `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${SMUGGLED}`],
  ['a blank before the colon', `${POST}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`],
  ['a folded header', `${POST}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`],
  ['a NUL in a header', `${POST}X-A: a\u0000b\r\n\r\n${SMUGGLED}`],
  ['a NUL in the target', `GET /resolve?code=\u0000 HTTP/1.1\r\nHost: a\r\n\r\n${SMUGGLED}`],
  ['a bare CR', `${POST}X-A: a\rContent-Length: 50\r\n\r\n${SMUGGLED}`],
  [
    'an odd chunk size',
    `${POST}Transfer-Encoding: chunked\r\n\r\n0x5\r\nabcde\r\n0\r\n\r\n${SMUGGLED}`,
  ],
  [
    'a chunk that is too short',
    `${POST}Transfer-Encoding: chunked\r\n\r\n5\r\nabc\r\n0\r\n\r\n${SMUGGLED}`,
  ],
]

const GARBAGE: [string, string | Buffer][] = [
  ['a TLS hello', Buffer.from('16030100f8010000f40303000102030405060708090a0b0c0d0e0f', 'hex')],
  ['an SSH greeting', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['a VNC greeting', 'RFB 003.008\n'],
  ['an RDP connect', Buffer.from('030000130ee000000000000100080003000000', 'hex')],
  ['five bytes', Buffer.from([1, 2, 3, 4, 5])],
  ['NULs', Buffer.alloc(4096)],
  ['all bytes', Buffer.from(Array.from({ length: 256 }, (_, n) => n))],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/0.9', 'GET /status\r\n'],
  ['HTTP/9.9', 'GET /status HTTP/9.9\r\nHost: a\r\n\r\n'],
  ['no method', ' /status HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a method nobody knows', 'BREW /status HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a method in lower case', 'get /status HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a tunnel', 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['no Host', 'GET /v1/server HTTP/1.1\r\n\r\n'],
]

describe('a request that two servers would read differently', () => {
  it('is refused with the connection, whatever the trick', async () => {
    const app = await startTestApp()
    for (const [trick, bytes] of SHAPES) {
      const line = await dial(app.url)
      line.write(Buffer.from(bytes, 'latin1'))
      const all = await line.closed()
      expect(all, trick).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
      expect(all, trick).not.toMatch(/smuggled|HTTP\/1\.1 200/)
      expect((await app.call('/status')).status).toBe(200)
    }
  })
})

describe('whoever does not speak HTTP', () => {
  it('is told so or cut off, and the server goes on', async () => {
    const app = await startTestApp()
    for (const [what, bytes] of GARBAGE) {
      const line = await dial(app.url)
      line.write(bytes)
      line.socket.end()
      const all = await line.closed()
      expect(all, what).toMatch(/^(HTTP\/1\.1 400|$)/)
      expect((await app.call('/status')).status).toBe(200)
    }
  })

  it('gets the refusal in the contract’s shape', async () => {
    const app = await startTestApp()
    const line = await dial(app.url)
    line.write('nonsense\r\n\r\n')
    const { status, headers, body } = await line.next()
    expect([status, headers.get('content-type'), body]).toEqual([
      400,
      'application/json',
      '{"error":"No es una petición HTTP completa","success":false,"error_code":"malformed_request"}',
    ])
  })

  it('on Hono’s side is no error of the server either', async () => {
    const app = await startTestApp()
    const hosts = [
      'a b',
      '[',
      'a:b',
      'a@b',
      '%',
      '..',
      'a/b',
      '[::1',
      'a'.repeat(300),
      '"',
      '\u00ff',
    ]
    for (const host of hosts) {
      const line = await dial(app.url)
      line.write(Buffer.from(request('GET', '/v1/server', { Host: host }), 'latin1'))
      expect((await line.next()).status, host).toBeLessThan(500)
      line.close()
    }
    for (const target of [
      '/v1/%',
      '/v1/codes/%',
      '/v1/codes/%ff',
      '/v1/bans/%00',
      '/%',
      '//',
      '/v1//',
    ]) {
      const line = await dial(app.url)
      line.write(request('GET', target))
      expect((await line.next()).status, target).toBeLessThan(500)
      line.close()
    }
  })
})

describe('an honest client', () => {
  it('whose request arrives byte by byte is served', async () => {
    const app = await startTestApp()
    const line = await dial(app.url)
    line.socket.setNoDelay(true)
    for (const byte of `${POST}Content-Length: 0\r\n\r\n`) {
      line.write(byte)
      await new Promise((done) => setImmediate(done))
    }
    expect((await line.next()).status).toBe(200)
  })

  it('who breaks off in the middle of a body takes nobody with it', async () => {
    const app = await startTestApp()
    const form = 'Content-Type: application/x-www-form-urlencoded\r\n'
    for (let turn = 0; turn < 20; turn++) {
      const line = await dial(app.url)
      line.write(`${POST}${form}Content-Length: 100\r\n\r\nabc`)
      line.close()
    }
    expect((await app.call('/status')).status).toBe(200)
  })
})
