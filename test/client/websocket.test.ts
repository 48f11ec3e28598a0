import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import type { Duplex } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { closedReason, dialWebSocket } from '../../src/client/websocket.ts'
import { freePort } from '../support/free-port.ts'

const listening = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server that answers every upgrade with plain HTTP. */
const answering = (answer: RequestListener): Promise<string> => {
  const server = createHttpServer(answer)
  server.on('upgrade', (request, socket: Duplex) => {
    // An answer over HTTP, as a server without WebSockets gives.
    server.removeAllListeners('upgrade')
    socket.on('error', () => undefined)
    server.emit('connection', socket)
    socket.unshift(Buffer.from(`GET ${request.url} HTTP/1.1\r\nHost: x\r\n\r\n`))
  })
  return listening(server)
}

describe('dialling a WebSocket', () => {
  it('sends the authorization in a header, masks with zeros and asks for no compression', async () => {
    const server = createHttpServer()
    const sockets = new WebSocketServer({ server, perMessageDeflate: true })
    const joined = once(sockets, 'connection')
    const origin = await listening(server)
    const socket = await dialWebSocket({ server: origin, path: '/v1/relay', authorization: 'Ticket isrx_1' })
    onTestFinished(() => socket.terminate())
    const [side, request] = (await joined) as [typeof socket, IncomingMessage]
    expect(request.url).toBe('/v1/relay')
    expect(request.headers).toMatchObject({ authorization: 'Ticket isrx_1' })
    expect(request.headers['sec-websocket-extensions']).toBeUndefined()
    const bytes = once(request.socket, 'data')
    socket.send(Buffer.from('in the clear'))
    expect(String((await bytes)[0])).toContain('\0\0\0\0in the clear')
    const closed = once(socket, 'close')
    side.close(4403, 'session_killed')
    const [code, reason] = (await closed) as [number, Buffer]
    expect(closedReason(code, reason)).toBe('session_killed')
    expect(closedReason(1006, '')).toBeUndefined()
    expect(closedReason(4404, 'session_killed')).toBeUndefined()
  })

  it('tells a refusal of the server by its code', async () => {
    const server = await answering((_request, answer) => {
      answer.writeHead(429, { 'content-type': 'application/problem+json', 'retry-after': '7' })
      answer.end(JSON.stringify({ code: 'host_busy', detail: 'busy', requestId: 'req_1' }))
    })
    await expect(dialWebSocket({ server, path: '/' })).rejects.toMatchObject({
      name: 'ProblemError',
      status: 429,
      code: 'host_busy',
      retryAfterSeconds: 7,
    })
  })

  it('tells a proxy from the server by an answer that is not ours, and its name in clean text', async () => {
    for (const status of [200, 400, 407, 502]) {
      const server = await answering((_request, answer) => {
        answer.writeHead(status, { 'content-type': 'text/html', server: `squid\t6 ${'x'.repeat(500)}` })
        answer.end('<html>')
      })
      const error = await dialWebSocket({ server, path: '/' }).catch((caught: unknown) => caught)
      expect(error).toMatchObject({ name: 'ProxyInTheWayError', status })
      expect((error as { by: string }).by).toMatch(/^squid 6 x{52}$/)
    }
  })

  it('reads no endless refusal, and no problem that is none', async () => {
    for (const body of ['x'.repeat(1_000_000), 'null', '{']) {
      const server = await answering((_request, answer) => {
        answer.writeHead(403, { 'content-type': 'application/problem+json' })
        answer.end(body)
      })
      await expect(dialWebSocket({ server, path: '/' })).rejects.toMatchObject({ name: 'ProxyInTheWayError' })
    }
  })

  it('follows no redirect', async () => {
    const server = await answering((_request, answer) => {
      answer.writeHead(302, { location: 'http://elsewhere.example/' })
      answer.end()
    })
    await expect(dialWebSocket({ server, path: '/' })).rejects.toMatchObject({
      name: 'UnreachableError',
      message: 'redirected to http://elsewhere.example/',
    })
  })

  it('says when nobody listens, and when what listens does not speak HTTP', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`
    await expect(dialWebSocket({ server: nobody, path: '/' })).rejects.toMatchObject({
      name: 'UnreachableError',
      message: 'ECONNREFUSED',
    })
    const ssh = await listening(createServer((socket) => void socket.on('error', () => undefined).end('SSH-2.0-x\r\n')))
    await expect(dialWebSocket({ server: ssh, path: '/' })).rejects.toMatchObject({ name: 'ProxyInTheWayError' })
  })

  it('gives up on a server that never answers', async () => {
    const silent = await listening(createServer((socket) => void socket.on('error', () => undefined)))
    await expect(dialWebSocket({ server: silent, path: '/', timeoutMs: 50 })).rejects.toMatchObject({
      name: 'UnreachableError',
    })
  })

  it('gives up on a server that answers a byte at a time without end', async () => {
    const dripping = await listening(
      createServer((socket) => {
        socket.on('error', () => undefined)
        socket.write('HTTP/1.1 101 Switching Protocols\r\nX-Slow: ')
        const drip = setInterval(() => socket.write('a'), 10)
        socket.on('close', () => clearInterval(drip))
      }),
    )
    await expect(dialWebSocket({ server: dripping, path: '/', timeoutMs: 100 })).rejects.toMatchObject({
      name: 'UnreachableError',
      message: 'no answer in time',
    })
  })
})
