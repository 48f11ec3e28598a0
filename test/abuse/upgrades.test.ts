/**
 * Attacks on the paths that speak WebSocket: strangers who do not finish what they began, say what
 * nobody asked for, or say it too often. Each with the honest twin who is not punished.
 */

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { newId } from '../../src/platform/ids.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { askSession, connectHost, newKey, openChannel, openSocket, pairUp, sayHello, takeSeat } from '../support/host.ts'

const PATHS = ['/v1/control', '/v1/relay', '/v1/probe', '/v1/screen']

const dial = async (app: TestApp): Promise<Socket> => {
  const { hostname, port } = new URL(app.url)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

const textOf = async (socket: Socket): Promise<string> => {
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  socket.on('error', () => undefined)
  // Not `once` of events: it takes a reset for a failure, and that is a way to hang up as well.
  await new Promise<void>((closed) => socket.once('close', () => closed()))
  return text
}

const upgrade = (path: string, headers: readonly string[] = []): string =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${'A'.repeat(22)}==`,
    ...headers,
    '',
    '',
  ].join('\r\n')

const channelsOf = async (app: TestApp): Promise<string> => {
  const text = await (await app.callAsOwner('/metrics')).text()
  return ['isr_hosts_online', 'isr_sessions', 'isr_relay_sockets', 'isr_session_keys']
    .map((name) => new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1])
    .join(' ')
}

describe('a request to become a WebSocket', () => {
  it.each(PATHS)('is refused to a page of another site: %s', async (path) => {
    const app = await startTestApp()
    const socket = await dial(app)
    socket.write(upgrade(path, ['Origin: https://evil.example']))
    expect(await textOf(socket)).toMatch(/^HTTP\/1\.1 403 [\s\S]*"code":"cross_origin"/)
  })

  it.each(PATHS)('is refused under a name that is not ours: %s', async (path) => {
    const app = await startTestApp(['--allowed-hosts', 'registry.example'])
    const socket = await dial(app)
    socket.write(upgrade(path))
    expect(await textOf(socket)).toMatch(/^HTTP\/1\.1 421 [\s\S]*"code":"host_not_allowed"/)
  })

  it('of an unknown path is told so, and of another protocol is served as plain HTTP', async () => {
    const app = await startTestApp()
    const unknown = await dial(app)
    unknown.write(upgrade('/v1/nothing'))
    expect(await textOf(unknown)).toMatch(/^HTTP\/1\.1 404 [\s\S]*"code":"endpoint_not_found"/)
    const java = await dial(app)
    java.write('GET /status HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n\r\n')
    expect(await textOf(java)).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*"status":\s?"running"/)
  })

  it.each(PATHS)('with half a handshake is refused and harms nobody: %s', async (path) => {
    const app = await startTestApp()
    for (const broken of ['Sec-WebSocket-Version: 8', 'Sec-WebSocket-Version: ']) {
      const socket = await dial(app)
      socket.write(upgrade(path).replace('Sec-WebSocket-Version: 13', broken))
      expect(await textOf(socket)).toMatch(/^HTTP\/1\.1 4\d\d /)
    }
    expect((await app.call('/status')).status).toBe(200)
  })

  it('that comes byte by byte and is then given up leaves nothing behind', async () => {
    const app = await startTestApp()
    for (const path of PATHS) {
      for (const length of [1, 20, 60, 120]) {
        const socket = await dial(app)
        for (const byte of upgrade(path).slice(0, length)) socket.write(byte)
        socket.destroy()
      }
    }
    await expect.poll(() => channelsOf(app)).toBe('0 0 0 0')
  })

  it('is answered when the path is asked without one, as a proxy makes it', async () => {
    const app = await startTestApp()
    for (const path of PATHS) {
      const answer = await app.call(path)
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([426, 'upgrade_required'])
    }
  })
})

describe('a control channel', () => {
  it('whose host says nothing is ended, and so is one that says something else', async () => {
    const app = await startTestApp()
    const silent = await openChannel(app)
    await expect.poll(() => channelsOf(app)).toBe('0 0 0 1')
    app.time.advance(10_000)
    expect(await silent.closed).toEqual({ code: 4408, reason: 'hello_timeout' })
    for (const text of ['', '{', '[]', '{"type":"ended","session":"ses_123456789012345678901"}', '\u0000'.repeat(100)]) {
      const rude = await openChannel(app)
      rude.socket.send(text)
      expect(await rude.closed).toEqual({ code: 4400, reason: 'invalid_request' })
    }
    const binary = await openChannel(app)
    binary.socket.send(Buffer.from('{}'))
    expect((await binary.closed).reason).toBe('invalid_request')
    await expect.poll(() => channelsOf(app)).toBe('0 0 0 0')
  })

  it('that sends more than a message may have is ended by the protocol', async () => {
    const app = await startTestApp()
    const greedy = await openChannel(app)
    greedy.socket.send(' '.repeat(17 * 1024))
    expect((await greedy.closed).code).toBe(1009)
    const tiny = await connectHost(app)
    for (let at = 0; at < 200_000 && tiny.socket.readyState === WebSocket.OPEN; at += 1) {
      tiny.socket.send('', { fin: false })
      if (at % 5000 === 0) await new Promise((turn) => setImmediate(turn))
    }
    expect([1008, 1009, 1006]).toContain((await tiny.closed).code)
    expect((await app.call('/status')).status).toBe(200)
  })

  it('that talks without end is ended, and one that talks as hosts do is not', async () => {
    const app = await startTestApp()
    const honest = await connectHost(app, { code: 'ISR-00000002' })
    for (let at = 0; at < 50; at++) honest.send({ type: 'sing' })
    expect(await honest.next('unknown')).toEqual({ type: 'unknown', got: 'sing' })
    const flood = await connectHost(app)
    for (let at = 0; at < 1000; at++) flood.send({ type: 'sing' })
    expect((await flood.closed).reason).toBe('too_many_messages')
    expect(honest.socket.readyState).toBe(WebSocket.OPEN)
  })

  it('cannot be opened with another’s code, an old proof, a wrong clock or a void credential', async () => {
    const app = await startTestApp()
    await connectHost(app, { key: newKey() })
    const thief = await openChannel(app)
    await sayHello(app, thief, { key: newKey() })
    expect(await thief.next('refused')).toMatchObject({ code: 'code_claimed' })
    expect((await thief.closed).code).toBe(4403)
    await expect(openChannel(app, { Authorization: 'Bearer isrh_nothing' })).rejects.toThrow(/^401 .*invalid_token/)

    const key = newKey()
    const first = await connectHost(app, { code: 'ISR-22222222', key, instance: 'run_1' })
    const replay = await openChannel(app)
    await sayHello(app, replay, { code: 'ISR-22222222', key, instance: 'run_1' })
    expect(await replay.next('refused')).toMatchObject({ code: 'replayed' })
    expect(first.socket.readyState).toBe(WebSocket.OPEN)

    const late = await openChannel(app)
    const [socket, now] = [late.socket, app.time.now()]
    app.time.jumpTo(now - 600_000)
    await sayHello(app, { ...late, send: (message) => { app.time.jumpTo(now); socket.send(JSON.stringify(message)) } }, { code: 'ISR-33333333' })
    expect(await late.next('refused')).toMatchObject({ code: 'clock_skewed', detail: new Date(now).toISOString() })
  })

  it('of one address there are only so many that have not said hello, and an office of 200 is let in', async () => {
    const app = await startTestApp()
    const office = await Promise.all(
      Array.from({ length: 200 }, (_, at) => connectHost(app, { code: `ISR-7${String(at).padStart(7, '0')}` })),
    )
    expect(office).toHaveLength(200)
    const silent = await Promise.allSettled(Array.from({ length: 320 }, () => openChannel(app)))
    const refused = silent.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(20)
    expect(String((refused[0] as PromiseRejectedResult).reason)).toContain('rate_limited')
  }, 60_000)

  it('may speak of its own sessions only', async () => {
    const app = await startTestApp()
    const host = await connectHost(app)
    const { offer, hostEnd } = await pairUp(app, host)
    const rogue = await connectHost(app, { code: 'ISR-99999998' })
    for (const message of [
      { type: 'refuse', session: offer.id, reason: 'busy' },
      { type: 'ended', session: offer.id, bytesToHost: 1e15, bytesToController: 0 },
      { type: 'connected', session: offer.id, path: 'direct' },
    ]) rogue.send(message)
    rogue.send({ type: 'sing' })
    await rogue.next('unknown')
    const seen = (await (await app.callAsOwner(`/v1/sessions/${offer.id}`)).json()) as object
    expect(seen).toMatchObject({ phase: 'connected', path: 'relay', bytesToHost: 0, outcome: null })
    expect(hostEnd.readyState).toBe(WebSocket.OPEN)
  })
})

describe('a ticket', () => {
  it('that is unknown, used, too old or of a session that is over lets nobody in', async () => {
    const app = await startTestApp()
    const host = await connectHost(app)
    await expect(takeSeat(app, 'isrx_nothing')).rejects.toThrow(/^403 .*bad_ticket/)
    await expect(openSocket(app, '/v1/relay')).rejects.toThrow(/^403 .*bad_ticket/)
    const { offer, open } = await pairUp(app, host)
    for (const used of [offer.ticket, open.ticket]) {
      await expect(takeSeat(app, used)).rejects.toThrow(/^403 .*bad_ticket/)
    }
    const next = (await (await askSession(app)).json()) as { id: string; ticket: string }
    app.time.advance(30_000)
    await expect(takeSeat(app, next.ticket)).rejects.toThrow(/^403 .*bad_ticket/)
    const last = (await (await askSession(app)).json()) as { id: string; ticket: string }
    await app.callAsOwner(`/v1/sessions/${last.id}`, { method: 'DELETE' })
    await expect(takeSeat(app, last.ticket)).rejects.toThrow(/^403 .*bad_ticket/)
  })

  it('that nobody comes with keeps nobody out: who comes next is offered to the host', async () => {
    const app = await startTestApp(['--trusted-proxies', '127.0.0.1'])
    const host = await connectHost(app)
    for (let at = 0; at < 20; at++) {
      const answer = await askSession(app, {}, { 'X-Forwarded-For': `10.1.0.${at}` })
      expect(answer.status).toBe(201)
    }
    const { controllerEnd } = await pairUp(app, host, { 'X-Forwarded-For': '10.2.0.1' })
    expect(controllerEnd.readyState).toBe(WebSocket.OPEN)
  })

  it('is limited by address, and other addresses are not', async () => {
    const app = await startTestApp(['--trusted-proxies', '127.0.0.1'])
    const codes = Array.from({ length: 8 }, (_, at) => `ISR-5000000${at}`)
    for (const code of codes) await connectHost(app, { code, instance: newId('run') })
    const ask = (code: string, from: string) => askSession(app, { code }, { 'X-Forwarded-For': from })
    const statuses: number[] = []
    for (const code of codes) statuses.push((await ask(code, '10.9.9.9')).status)
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429, 429, 429])
    expect((await ask(codes[0] ?? '', '10.9.9.8')).status).toBe(201)
  })
})

describe('wrong PINs', () => {
  it('at one host after the other lock an address out, and no other', async () => {
    const app = await startTestApp(['--trusted-proxies', '127.0.0.1'])
    const host = await connectHost(app)
    const ask = (from: string) => askSession(app, {}, { 'X-Forwarded-For': from })
    for (let tries = 0; tries < 7; tries++) {
      const { id } = (await (await ask('10.6.6.6')).json()) as { id: string }
      await host.next('open')
      for (let wrong = 0; wrong < 5; wrong++) host.send({ type: 'wrong-pin', session: id })
      host.send({ type: 'refuse', session: id, reason: 'wrong_pin' })
      await host.next('close')
    }
    expect(await (await ask('10.6.6.6')).json()).toMatchObject({ code: 'pin_locked' })
    expect((await ask('10.6.6.7')).status).toBe(201)
  })
})
