import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:http2'
import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { certificateOf } from '../../../src/client/tunnel/certificate.ts'
import { dialDirect, proveHost } from '../../../src/client/tunnel/host-proof.ts'
import { createPinKeeper } from '../../../src/client/tunnel/pin-keeper.ts'
import { systemTicker } from '../../../src/platform/ticker.ts'
import { ManualTime } from '../../support/manual-time.ts'
import { openPair } from '../../support/pair.ts'
import { echo, offerSession, openOver, openRelayed, startHost, startService } from './ends.ts'

const unasked = (): Promise<string> => Promise.reject(new Error('the PIN was asked'))

const EMPTY = { sessions: 0, tunnels: 0, streams: 0, sockets: 0, grants: 0 }

describe('a session that is ended', () => {
  it('is cut on every path at once, and the controller is told why', async () => {
    const locals: Socket[] = []
    const port = await startService((socket) => void locals.push(socket.resume()))
    const host = startHost({ echo: port })
    const session = offerSession(host)
    const relayed = await openRelayed(host, { session })
    const candidate = { address: '127.0.0.1', port: await host.end.listenDirect(0) }
    const socket = await dialDirect(candidate, { hostKey: host.hostKey, ticker: systemTicker })
    const { grant } = relayed
    const direct = await openOver(host, socket, { session, grant, path: 'direct', askPin: unasked })
    const programs = [await relayed.connect(), await direct.connect()]
    const cut = programs.map((program) => once(program.resume(), 'error'))
    await expect.poll(() => locals).toHaveLength(2)
    const localsCut = locals.map((local) => once(local, 'error'))
    host.end.end(session, 'session_killed')
    expect(await Promise.all([relayed.closed, direct.closed])).toEqual(['session_killed', 'session_killed'])
    await Promise.all([...cut, ...localsCut])
    await expect(direct.connect()).rejects.toMatchObject({ name: 'TunnelError' })
    await expect(direct.ping()).rejects.toMatchObject({ name: 'TunnelError' })
    await expect.poll(() => host.end.held).toEqual(EMPTY)
    expect(host.told.filter(([what]) => what === 'ended')).toHaveLength(1)
  })

  it('by somebody who may takes the grant with it, which a lost network does not', async () => {
    const host = startHost({ echo: await startService(echo) })
    const lost = offerSession(host)
    const { grant } = await openRelayed(host, { session: lost })
    host.end.end(lost, 'peer_gone')
    const killed = offerSession(host)
    const again = await openRelayed(host, { session: killed, grant, askPin: unasked })
    host.end.end(killed, 'session_killed')
    expect(await again.closed).toBe('session_killed')
    await expect(openRelayed(host, { grant, askPin: unasked })).rejects.toThrow('the PIN was asked')
  })

  it('is over for the host when the network of the controller is gone, and the controller notices too', async () => {
    const host = startHost({ echo: await startService(echo) })
    const session = offerSession(host)
    const { host: hostSide, controller, relay } = await openPair()
    host.end.accept(hostSide)
    const tunnel = await openOver(host, controller, { session })
    for (const side of relay) side.terminate()
    expect(await tunnel.closed).toBe('peer_gone')
    await expect.poll(() => host.told.at(-1)?.slice(0, 2)).toEqual(['ended', session])
    await expect.poll(() => host.end.held).toEqual({ ...EMPTY, grants: 1 })
  })

  it('is given up at both ends after 45 seconds without a byte', async () => {
    const host = startHost({ echo: await startService(echo) })
    const time = new ManualTime()
    const { host: hostSide, controller, relay } = await openPair()
    host.end.accept(hostSide)
    const tunnel = await openOver(host, controller, { clock: time, ticker: time })
    for (const side of relay) side.pause()
    const pass = (clock: ManualTime, seconds: number): void => {
      for (let second = 0; second < seconds; second++) clock.advance(1_000)
    }
    pass(time, 51)
    expect(await tunnel.closed).toBe('channel_lost')
    pass(host.time, 51)
    await expect.poll(() => host.end.held).toMatchObject({ sessions: 0, tunnels: 0, streams: 0 })
    expect(time.pending).toBe(0)
  })

  it('lives while it is pinged, however long nobody types', async () => {
    const host = startHost({ echo: await startService(echo) })
    const time = new ManualTime()
    const { host: hostSide, controller } = await openPair()
    host.end.accept(hostSide)
    const tunnel = await openOver(host, controller, { clock: time, ticker: time })
    for (let pings = 0; pings < 6; pings++) {
      for (let looks = 0; looks < 4; looks++) {
        time.advance(5_000)
        host.time.advance(5_000)
      }
      // The answer to our ping comes after that of the keep-alive.
      expect(await tunnel.ping()).toBeGreaterThan(0)
    }
    expect(host.end.held.tunnels).toBe(1)
  })

  it('and never came is forgotten after five minutes', () => {
    const host = startHost({ echo: 1 })
    const session = offerSession(host)
    expect(host.end.carriedOf(session)).toEqual({ bytesToHost: 0, bytesToController: 0 })
    host.time.advance(300_000)
    expect(host.end.carriedOf(session)).toBeUndefined()
    expect(host.end.held).toEqual(EMPTY)
  })
})

describe('a host', () => {
  it('refuses services that it does not offer, and more than 64 sessions', () => {
    const host = startHost({ echo: 1 })
    const refused = offerSession(host, 'ssh')
    for (let sessions = 0; sessions < 64; sessions++) offerSession(host)
    const surplus = offerSession(host)
    expect(host.told).toEqual([['refused', refused, 'not_allowed'], ['refused', surplus, 'busy']])
    expect(host.end.held.sessions).toBe(64)
  })

  it('shows another PIN after each session that used it', async () => {
    const time = new ManualTime()
    const shown: string[] = []
    const pins = createPinKeeper({ policy: { kind: 'one-time' }, clock: time, onChange: (pin) => shown.push(pin) })
    const host = startHost({ echo: await startService(echo) }, { kind: 'none' }, { pins })
    const [pin = ''] = shown
    await openRelayed(host, { askPin: () => Promise.resolve(pin) })
    expect(shown).toHaveLength(2)
    await expect(openRelayed(host, { askPin: () => Promise.resolve(pin) })).rejects.toMatchObject({
      code: 'wrong_pin',
    })
  })

  it('asks for none when the service does so itself', async () => {
    const host = startHost({ echo: await startService(echo) }, { kind: 'none' })
    const tunnel = await openRelayed(host, { askPin: unasked })
    expect(tunnel.grant).toBeUndefined()
  })

  it('has nothing left and no timer running once it is closed', async () => {
    const host = startHost({ echo: await startService(echo) })
    const tunnels = await Promise.all([openRelayed(host), openRelayed(host)])
    const { host: unused } = await openPair()
    host.end.accept(unused)
    await tunnels[0].connect().then((program) => program.on('error', () => undefined))
    host.end.close()
    expect(await Promise.all(tunnels.map(({ closed }) => closed))).toEqual(['peer_gone', 'peer_gone'])
    await expect.poll(() => host.end.held).toMatchObject({ sessions: 0, tunnels: 0, grants: 0 })
    // The time that last words take to leave, and local programs get to read on.
    host.time.advance(5_000)
    await expect.poll(() => host.end.held).toEqual(EMPTY)
    expect(host.time.pending).toBe(0)
  })

  it('shows a certificate of its key that no clock can make invalid', () => {
    const { key, hostKey } = startHost({})
    const certificate = new X509Certificate(certificateOf(key))
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.publicKey.export({ format: 'jwk' }).x).toBe(hostKey)
    expect(certificate.validToDate.getUTCFullYear()).toBe(9999)
  })
})

it('a controller that says goodbye into a network that then goes black is forgotten', async () => {
  const host = startHost({ echo: await startService(echo) })
  const { host: hostSide, controller, relay } = await openPair()
  host.end.accept(hostSide)
  const socket = await proveHost(controller, { hostKey: host.hostKey, ticker: systemTicker })
  const session = connect('https://host', { createConnection: () => socket })
  await once(session, 'remoteSettings')
  relay[0]?.pause()
  session.goaway()
  // The host answers in kind, and waits for an end that never comes.
  await expect.poll(() => hostSide.writableEnded).toBe(true)
  for (let second = 0; second < 60; second++) host.time.advance(1000)
  await expect.poll(() => host.end.held).toEqual(EMPTY)
})
