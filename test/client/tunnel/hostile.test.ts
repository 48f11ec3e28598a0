import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectHttp2, constants, createSecureServer } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { certificateOf } from '../../../src/client/tunnel/certificate.ts'
import { dialDirect, proveHost } from '../../../src/client/tunnel/host-proof.ts'
import { startPin } from '../../../src/client/tunnel/pin.ts'
import { systemTicker } from '../../../src/platform/ticker.ts'
import { ManualTime } from '../../support/manual-time.ts'
import { openPair } from '../../support/pair.ts'
import { echo, offerSession, openOver, openRelayed, publicOf, startHost, startService } from './ends.ts'

const unasked = (): Promise<string> => Promise.reject(new Error('the PIN was asked'))

const dialled = async (port: number, localAddress = '127.0.0.1'): Promise<Socket> => {
  const socket = connect({ port, host: '127.0.0.1', localAddress })
  socket.on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

describe('a direct connection', () => {
  it('carries a session like the relay does, and is told as direct', async () => {
    const host = startHost({ echo: await startService(echo) })
    const session = offerSession(host)
    const relayed = await openRelayed(host, { session })
    const port = await host.end.listenDirect(0)
    const socket = await dialDirect({ address: '127.0.0.1', port }, { hostKey: host.hostKey, ticker: systemTicker })
    const { grant } = relayed
    const direct = await openOver(host, socket, { session, grant, path: 'direct', askPin: unasked })
    relayed.close()
    const program = await direct.connect()
    program.end('hello')
    expect(await text(program)).toBe('hello')
    await expect.poll(() => host.end.held.tunnels).toBe(1)
    host.time.advance(5_000)
    direct.close()
    const carried = { bytesToHost: 5, bytesToController: 5 }
    await expect.poll(() => host.told).toEqual([
      ['connected', session, 'relay'],
      ['connected', session, 'direct'],
      ['carried', session, carried],
      ['ended', session, carried, carried],
    ])
  })

  it('is given up when the address is another machine, or when another path won', async () => {
    const [host, other] = [startHost({}), startHost({})]
    const port = await other.end.listenDirect(0)
    const candidate = { address: '127.0.0.1', port }
    const { hostKey } = host
    await expect(dialDirect(candidate, { hostKey, ticker: systemTicker })).rejects.toMatchObject({
      name: 'HostKeyError',
      presented: other.hostKey,
      expected: hostKey,
    })
    const won = new AbortController()
    won.abort()
    const late = dialDirect(candidate, { hostKey: other.hostKey, ticker: systemTicker, signal: won.signal })
    await expect(late).rejects.toMatchObject({ name: 'TunnelError' })
  })

  it('is given up after two seconds when nobody answers', async () => {
    const port = await startService(() => undefined)
    const time = new ManualTime()
    const dial = dialDirect({ address: '127.0.0.1', port }, { hostKey: 'x', ticker: time })
    time.advance(2_000)
    await expect(dial).rejects.toMatchObject({ name: 'TunnelError' })
    expect(time.pending).toBe(0)
  })

  it('survives garbage, plain HTTP, old TLS and other protocols, and answers none of them', async () => {
    const host = startHost({ echo: await startService(echo) })
    const port = await host.end.listenDirect(0)
    for (const bytes of ['\0\0\0\0\0', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', '\x16\x03\x01\xff\xff'.repeat(9000)]) {
      const socket = await dialled(port)
      socket.end(bytes, 'latin1')
      expect(await text(socket).catch(() => '')).not.toMatch(/HTTP|isr/)
    }
    for (const options of [{ maxVersion: 'TLSv1.2' }, { ALPNProtocols: ['http/1.1'] }, {}] as const) {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options })
      socket.on('error', () => undefined)
      socket.write('GET / HTTP/1.1\r\n\r\n')
      await new Promise((closed) => {
        socket.once('close', closed)
      })
    }
    expect(await openRelayed(host)).toBeDefined()
  })

  it('is dropped while 32 others have proved nothing, and accepted once they are gone', async () => {
    const host = startHost({ echo: await startService(echo) })
    const port = await host.end.listenDirect(0)
    // Eight from each of four addresses.
    const idle = await Promise.all(Array.from({ length: 32 }, (_, at) => dialled(port, `127.0.0.${2 + (at >> 3)}`)))
    const candidate = { address: '127.0.0.1', port }
    const { hostKey } = host
    await expect(dialDirect(candidate, { hostKey, ticker: systemTicker })).rejects.toMatchObject({
      name: 'TunnelError',
    })
    for (const socket of idle) socket.destroy()
    const isAccepted = (): Promise<boolean> =>
      dialDirect(candidate, { hostKey, ticker: systemTicker }).then(
        (socket) => {
          socket.destroy()
          return true
        },
        () => false,
      )
    await expect.poll(isAccepted).toBe(true)
  })
})

describe('somebody in between', () => {
  it('with another key than the host is refused before the PIN is asked', async () => {
    const [host, imposter] = [startHost({ echo: 1 }), startHost({ echo: 1 })]
    const { host: hostSide, controller } = await openPair()
    imposter.end.accept(hostSide)
    const opened = openOver(host, controller, { askPin: unasked })
    await expect(opened).rejects.toMatchObject({ name: 'HostKeyError', presented: imposter.hostKey })
  })

  it('whose key the server told at the first contact fails at the PIN, at both ends', async () => {
    const host = startHost({ echo: await startService(echo) })
    const session = offerSession(host)
    const { host: hostSide, controller: middleToHost } = await openPair()
    host.end.accept(hostSide)
    const { host: middleToController, controller } = await openPair()
    // The middle ends both TLS channels, with a key of its own, and hands what is inside over.
    const { privateKey: key } = generateKeyPairSync('ed25519')
    const inner = await proveHost(middleToHost, { hostKey: host.hostKey, ticker: systemTicker })
    const real = connectHttp2('https://host', { createConnection: () => inner })
    real.on('error', () => undefined)
    const cert = certificateOf(key)
    const server = createSecureServer({ key: key.export({ type: 'pkcs8', format: 'pem' }), cert })
    server.on('stream', (stream, headers) => {
      const onward = real.request({ ':method': headers[':method'], ':path': headers[':path'] })
      stream.pipe(onward)
      onward.on('response', (answer) => {
        stream.respond({ ':status': answer[':status'] })
        onward.pipe(stream)
      })
    })
    server.emit('connection', middleToController)
    const opened = openOver({ ...host, hostKey: publicOf(key) }, controller, { session })
    await expect(opened).rejects.toMatchObject({ name: 'PinError', code: 'wrong_pin' })
    expect(host.told.some(([what]) => what === 'connected')).toBe(false)
    expect(host.told).toContainEqual(['wrong pin', session])
    real.destroy()
  })

  it('who lets the controller in without knowing the PIN is found out', async () => {
    const { privateKey: key } = generateKeyPairSync('ed25519')
    const server = createSecureServer({ key: key.export({ type: 'pkcs8', format: 'pem' }), cert: certificateOf(key) })
    let share = ''
    const wishes: unknown[] = [{ code: 'pin_required' }, () => ({ share }), { mac: 'A'.repeat(86), grant: 'g' }]
    server.on('stream', (stream, headers) => {
      const [status, wish] = [wishes.length === 3 ? 401 : 200, wishes.shift()]
      if (headers[':method'] !== 'POST') return stream.close()
      share = startPin('999999', randomBytes(32), 'host').share.toString('base64url')
      stream.respond({ ':status': status })
      stream.end(JSON.stringify(typeof wish === 'function' ? (wish as () => object)() : wish))
    })
    const { host: hostSide, controller } = await openPair()
    server.emit('connection', hostSide)
    const opened = openOver({ ...startHost({ echo: 1 }), hostKey: publicOf(key) }, controller)
    await expect(opened).rejects.toMatchObject({ name: 'ImpostorError' })
  })
})

describe('a controller that proved nothing', () => {
  const stranger = async (host: ReturnType<typeof startHost>) => {
    const { host: hostSide, controller } = await openPair()
    host.end.accept(hostSide)
    const socket = await proveHost(controller, { hostKey: host.hostKey, ticker: systemTicker })
    const http2 = connectHttp2('https://host', { createConnection: () => socket })
    http2.on('error', () => undefined)
    onTestFinished(() => http2.destroy())
    return http2
  }

  it('reaches no service', async () => {
    const host = startHost({ echo: await startService(echo) })
    offerSession(host)
    const http2 = await stranger(host)
    const stream = http2.request({ ':method': 'CONNECT', ':authority': 'echo' })
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>]
    expect(headers).toMatchObject({ ':status': 403, 'isr-reason': 'not_allowed' })
  })

  it('is hung up on after thirty seconds, or after sixteen requests', async () => {
    const host = startHost({ echo: await startService(echo) })
    const slow = await stranger(host)
    await expect.poll(() => host.end.held.tunnels).toBe(1)
    host.time.advance(30_000)
    await once(slow, 'close')
    const busy = await stranger(host)
    const closed = once(busy, 'close')
    for (let asked = 0; asked < 17; asked++) {
      const stream = busy.request({ ':method': 'POST', ':path': '/isr/1/open' })
      stream.on('error', () => undefined)
      stream.end('{}')
    }
    await closed
    await expect.poll(() => host.end.held).toMatchObject({ tunnels: 0, streams: 0 })
  })

  it('gets a clear no for bodies that are none, too large, or of the wrong kind', async () => {
    const host = startHost({ echo: await startService(echo) })
    const session = offerSession(host)
    const http2 = await stranger(host)
    const asked = async (path: string, body: string): Promise<number | undefined> => {
      const stream = http2.request({ ':method': 'POST', ':path': path })
      stream.end(body)
      stream.resume()
      const [headers] = (await once(stream, 'response')) as [Record<string, number>]
      return headers[constants.HTTP2_HEADER_STATUS]
    }
    expect(await asked('/isr/1/open', '')).toBe(400)
    expect(await asked('/isr/1/open', '[]')).toBe(400)
    expect(await asked('/isr/1/open', `"${'x'.repeat(100_000)}"`)).toBe(400)
    expect(await asked('/isr/1/open', '{"session":{}}')).toBe(404)
    expect(await asked('/isr/1/confirm', '{"mac":"AAAA"}')).toBe(400)
    expect(await asked('/isr/1/open', JSON.stringify({ session, service: 'echo', share: 'AAAA' }))).toBe(400)
    expect(await asked('/isr/1/open', JSON.stringify({ session, service: 'echo', grant: 7 }))).toBe(401)
    expect(await asked('/etc/passwd', '{}')).toBe(404)
  })
})
