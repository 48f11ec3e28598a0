import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { generateKeyPairSync } from 'node:crypto'
import { expect, it, onTestFinished, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { type AgentEvent, type AgentOptions, startAgent } from '../../../src/client/agent/agent.ts'
import { UnreachableError } from '../../../src/client/api.ts'
import { prove } from '../../../src/client/host-key.ts'
import { ProblemError } from '../../../src/client/problem.ts'
import type { Hello, ServerMessage } from '../../../src/protocol/control.ts'
import { ManualTime } from '../../support/manual-time.ts'

const DAY_MS = 86_400_000

const claim = { code: 'ISR-12345678', address: '192.0.2.7', port: 5900, name: '' }

const hello = (): Hello => {
  const { privateKey: secret, publicKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const proof = prove({ secret, key: x, isNew: true }, 'srv_1', claim, { at: 1, instance: 'run_1' })
  return { type: 'hello', version: '1', ...claim, proof, isPublished: false, services: ['vnc'], candidates: [], live: [], allowsBrowser: true }
}

/** A server that takes every hello, and what it heard. */
const startServer = async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  const heard: { type: string }[] = []
  const sockets: WebSocket[] = []
  server.on('connection', (socket) => {
    sockets.push(socket)
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string }
      heard.push(message)
      const welcome = { type: 'welcome', hostId: 'host_1', code: claim.code, heartbeatMs: 20_000, time: 0, address: '::1' }
      if (message.type === 'hello') socket.send(JSON.stringify(welcome))
    })
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.terminate()
    server.close()
  })
  const dial = async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
    await once(socket, 'open')
    return { socket, hello: hello() }
  }
  const say = (message: ServerMessage): void => sockets.at(-1)?.send(JSON.stringify(message))
  return { heard, sockets, dial, say }
}

const start = (options: Partial<AgentOptions> & Pick<AgentOptions, 'dial'>) => {
  const time = new ManualTime()
  const events: AgentEvent[] = []
  let dials = 0
  const agent = startAgent({
    onMessage: () => undefined,
    onClaimed: () => false,
    clock: time,
    ticker: time,
    draw: () => 0.5,
    mark: () => 'home',
    ...options,
    onEvent: (event) => events.push(event),
    dial: (signal) => {
      dials++
      return options.dial(signal)
    },
  })
  onTestFinished(() => void agent.stop())
  const last = (): AgentEvent | undefined => events.at(-1)
  return { agent, time, events, last, dials: () => dials }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('a day without network costs a bounded number of tries, one timer each, and no memory', async () => {
  const { time, dials, agent } = start({ dial: () => Promise.reject(new UnreachableError('http://x', 'ENETUNREACH')) })
  await settled()
  const pending = time.pending
  for (let at = 0; at < DAY_MS; at += 15_000) {
    time.advance(15_000)
    await settled()
    expect(time.pending).toBe(pending)
  }
  expect(dials()).toBeGreaterThan(1000)
  expect(dials()).toBeLessThan(1500)
  await agent.stop()
  expect(time.pending).toBe(0)
})

it('what only a person can mend is tried again slowly, and said', async () => {
  const problem = new ProblemError(403, { code: 'host_removed' }, null)
  const { time, dials, last } = start({ dial: () => Promise.reject(problem) })
  await settled()
  expect(last()).toMatchObject({ type: 'lost', code: 'host_removed', mend: true, retryInMs: 60_000 })
  time.advance(59_999)
  expect(dials()).toBe(1)
  time.advance(1)
  expect(dials()).toBe(2)
})

it('waits as long as a busy server asks', async () => {
  const { last } = start({ dial: () => Promise.reject(new ProblemError(429, { code: 'rate_limited' }, '120')) })
  await settled()
  expect(last()).toMatchObject({ code: 'rate_limited', mend: false, retryInMs: 135_000 })
})

it('a code that it drew itself is drawn again at once when it is taken', async () => {
  let draws = 0
  const dial = () => Promise.reject(new ProblemError(403, { code: 'code_claimed' }, null))
  const { last } = start({ dial, onClaimed: () => ++draws > 0 })
  await settled()
  expect([draws, last()]).toMatchObject([1, { mend: false, retryInMs: 1000 }])
})

it('a code under which it was connected is not given up because a server says it is another host\'s', async () => {
  const server = await startServer()
  const drawn: string[] = []
  const { time, last } = start({ dial: server.dial, onClaimed: () => drawn.push('another') > 0 })
  await expect.poll(last).toMatchObject({ type: 'connected' })
  server.say({ type: 'refused', code: 'code_claimed' })
  server.sockets.at(-1)?.close(4403, 'code_claimed')
  await expect.poll(last).toMatchObject({ type: 'lost', code: 'code_claimed', mend: true })
  expect(drawn).toEqual([])
  time.advance(60_000)
})

it('waits an hour and a quarter at most, whatever a server asks for and why', async () => {
  const server = await startServer()
  const { last } = start({ dial: server.dial, draw: () => 0.999 })
  await expect.poll(last).toMatchObject({ type: 'connected' })
  server.say({ type: 'refused', code: 'host_removed', retryAfterMs: 1e300 })
  server.sockets.at(-1)?.close(4403, 'host_removed')
  await expect.poll(last).toMatchObject({ type: 'lost', mend: true })
  expect((last() as { retryInMs: number }).retryInMs).toBeLessThanOrEqual(4_500_000)
})

it('says hello, hears the welcome, and says goodbye when it is stopped', async () => {
  const server = await startServer()
  const { agent, last } = start({ dial: server.dial })
  await expect.poll(last).toMatchObject({ type: 'connected', welcome: { hostId: 'host_1' } })
  await agent.stop()
  await expect.poll(() => server.heard.map(({ type }) => type)).toEqual(['hello', 'bye'])
})

it('connects again when the connection breaks, and begins with a short wait after a good one', async () => {
  const server = await startServer()
  const { time, last, dials } = start({ dial: server.dial })
  await expect.poll(last).toMatchObject({ type: 'connected' })
  server.sockets[0]?.terminate()
  await expect.poll(last).toMatchObject({ type: 'lost', retryInMs: 1000 })
  time.advance(1000)
  await expect.poll(last).toMatchObject({ type: 'connected' })
  expect(dials()).toBe(2)
})

it('comes back when a server that restarts asked for it, not before', async () => {
  const server = await startServer()
  const onMessage = vi.fn<(message: ServerMessage) => void>()
  const { last } = start({ dial: server.dial, onMessage })
  await expect.poll(last).toMatchObject({ type: 'connected' })
  server.say({ type: 'restarting', reconnectInMs: 8000, tryForMs: 60_000 })
  await expect.poll(() => onMessage.mock.calls.map(([{ type }]) => type)).toContain('restarting')
  server.sockets[0]?.close(1012, 'restarting')
  await expect.poll(last).toMatchObject({ type: 'lost', code: 'restarting', retryInMs: 9000 })
})

it('gives up a server that has been silent for 65 s', async () => {
  const server = await startServer()
  const { time, last } = start({ dial: server.dial })
  await expect.poll(last).toMatchObject({ type: 'connected' })
  time.advance(64_000)
  expect(last()).toMatchObject({ type: 'connected' })
  time.advance(1000)
  expect(last()).toMatchObject({ type: 'lost', code: 'channel_lost' })
})

it('a ping of the server keeps the channel', async () => {
  const server = await startServer()
  const { time, last } = start({ dial: server.dial })
  await expect.poll(last).toMatchObject({ type: 'connected' })
  time.advance(60_000)
  const pong = once(server.sockets[0] as WebSocket, 'pong')
  server.sockets[0]?.ping()
  await pong
  time.advance(60_000)
  expect(last()).toMatchObject({ type: 'connected' })
})

it('connects anew in another network, and after sleep', async () => {
  const server = await startServer()
  let network = 'home'
  const { time, last, dials } = start({ dial: server.dial, mark: () => network })
  await expect.poll(last).toMatchObject({ type: 'connected' })
  network = 'office'
  time.advance(5000)
  expect(last()).toMatchObject({ type: 'lost', code: 'channel_lost', retryInMs: 1000 })
  time.advance(1000)
  await expect.poll(last).toMatchObject({ type: 'connected' })
  time.jumpTo(time.now() + 3_600_000)
  time.advance(5000)
  await expect.poll(last).toMatchObject({ type: 'lost' })
  time.advance(1000)
  await expect.poll(last).toMatchObject({ type: 'connected' })
  expect(dials()).toBe(3)
})
