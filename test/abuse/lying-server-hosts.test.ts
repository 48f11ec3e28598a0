/** A server that was taken over, towards hosts: what it says neither ends them nor reaches a terminal. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { startIsr } from '../e2e/connect-parts.ts'

type Control = { readonly url: string; readonly relayed: () => number; readonly channels: () => number }

const WELCOME = { type: 'welcome', hostId: 'host_1', code: 'ISR-12345678', heartbeatMs: 20_000, time: 0, address: '::1' }

const SESSION = 'ses_aaaaaaaaaaaaaaaaaaaaa'

const OPEN = {
  type: 'open',
  session: SESSION,
  ticket: `isrx_${'a'.repeat(43)}`,
  service: 'echo',
  controller: { name: 'ana', address: '192.0.2.1' },
  isSignedIn: false,
}

/** A server that says this once it heard a hello. */
const startLiar = async (speak: (socket: WebSocket, turn: number) => void): Promise<Control> => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"srv_1"}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sockets = new WebSocketServer({ server })
  let [relayed, channels] = [0, 0]
  sockets.on('connection', (socket, request) => {
    socket.on('error', () => undefined)
    if (request.url !== '/v1/control') return void relayed++
    const turn = channels++
    socket.once('message', () => speak(socket, turn))
  })
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, relayed: () => relayed, channels: () => channels }
}

const startHost = (url: string, flags: string[] = []) =>
  startIsr(['host', '--server', url, '--service', 'echo=127.0.0.1:9', ...flags])

const say = (socket: WebSocket, ...messages: unknown[]): void => {
  for (const message of messages) socket.send(JSON.stringify(message))
}

const ESCAPE = '\u001b]0;owned\u0007'

it('messages of any shape neither end a host nor command its terminal', async () => {
  const { url, channels } = await startLiar((socket) => {
    say(socket, { type: 'welcome' }, { type: 'welcome', code: 7, address: ESCAPE, time: 'x' }, null, 7, [])
    say(socket, { type: 'open' }, { ...OPEN, session: ESCAPE }, { ...OPEN, session: {} }, { ...OPEN, service: ESCAPE })
    say(socket, { ...OPEN, controller: null }, { ...OPEN, controller: { name: {}, address: ESCAPE } })
    say(socket, { ...OPEN, ticket: 'isrx_x\r\nX: y' }, { ...OPEN, ticket: null })
    say(socket, { type: 'close', session: SESSION }, { type: 'close', session: 7, reason: {} })
    say(socket, { type: 'restarting' }, { type: 'restarting', reconnectInMs: 'soon' }, { type: 'constructor' })
    say(socket, { type: 'refused', code: {}, detail: {}, retryAfterMs: {} })
    socket.close(4403, 'constructor')
  })
  const host = startHost(url)
  await expect.poll(channels).toBeGreaterThan(1)
  expect(host.process.exitCode).toBeNull()
  expect(host.out() + host.err()).not.toContain('\u001b')
  expect(host.err()).toBe('')
}, 30_000)

it('one session that is announced again and again is dialled a bounded number of times', async () => {
  const { url, relayed } = await startLiar((socket) => {
    say(socket, WELCOME, ...Array.from({ length: 1000 }, () => OPEN), { type: 'locked' })
  })
  const host = startHost(url, ['--no-pin'])
  await expect.poll(host.out).toContain('(locked)')
  await expect.poll(relayed).toBe(128)
}, 30_000)

it('a host that takes no browsers refuses them itself, and dials nothing for them', async () => {
  const heard: unknown[] = []
  const { url, relayed } = await startLiar((socket) => {
    socket.on('message', (data: Buffer) => void heard.push(JSON.parse(data.toString())))
    say(socket, WELCOME, { ...OPEN, isBrowser: true }, { type: 'locked' })
  })
  const host = startHost(url, ['--no-pin', '--no-browser'])
  await expect.poll(host.out).toContain('(locked)')
  const refusal = { type: 'refuse', session: SESSION, reason: 'browser_not_allowed' }
  await expect.poll(() => heard).toContainEqual(refusal)
  expect(host.out()).toContain('asks for echo in a browser')
  expect(relayed()).toBe(0)
}, 30_000)

it('a flood of messages ends the channel, and the host comes back later', async () => {
  const { url, channels } = await startLiar((socket, turn) => {
    say(socket, WELCOME)
    if (turn === 0) say(socket, ...Array.from({ length: 100_000 }, () => ({ type: 'locked' })))
  })
  const host = startHost(url)
  await expect.poll(channels).toBeGreaterThanOrEqual(2)
  await expect.poll(host.out).toContain('rate_limited')
  expect(host.out().length).toBeLessThan(1_000_000)
}, 30_000)

it('a message of a megabyte is not read', async () => {
  const { url, channels } = await startLiar((socket) => say(socket, WELCOME, { ...OPEN, pad: 'x'.repeat(900_000) }))
  const host = startHost(url)
  await expect.poll(channels).toBeGreaterThanOrEqual(2)
  expect(host.out()).not.toContain('asks for')
}, 30_000)

it('a server that takes connections and says nothing does not keep a host from stopping', async () => {
  let connections = 0
  const server = createTcpServer((socket) => {
    connections++
    socket.on('error', () => undefined)
    onTestFinished(() => void socket.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const host = startHost(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await expect.poll(() => connections).toBeGreaterThan(0)
  host.process.kill('SIGTERM')
  // Less than the 10 s after which systemd kills, and than the 30 s after which a request gives up.
  const timeout = AbortSignal.timeout(9_000)
  expect(await Promise.race([host.ended, once(timeout, 'abort').then(() => 'still there')])).toBe(0)
}, 30_000)
