/** Both ends of a tunnel in one process, over a real relay pair or real TCP, with real services. */

import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'
import { openTunnel, type Tunnel, type TunnelOptions } from '../../../src/client/tunnel/controller-end.ts'
import { createHostEnd, type HostEnd, type HostEndOptions } from '../../../src/client/tunnel/host-end.ts'
import { createPinKeeper, type PinKeeper, type PinPolicy } from '../../../src/client/tunnel/pin-keeper.ts'
import { newId } from '../../../src/platform/ids.ts'
import { systemTicker } from '../../../src/platform/ticker.ts'
import { ManualTime } from '../../support/manual-time.ts'
import { openPair } from '../../support/pair.ts'

/** A local TCP service of the machine; its port. */
export const startService = async (serve: (socket: Socket) => void): Promise<number> => {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined)
    serve(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** Sends back what it gets, and ends when the other side does. */
export const echo = (socket: Socket): void => void socket.pipe(socket)

/** What a host told its program. */
export type Told = readonly (readonly unknown[])[]

export type TestHost = {
  readonly end: HostEnd
  readonly pins: PinKeeper
  readonly key: KeyObject
  readonly hostKey: string
  readonly time: ManualTime
  readonly told: Told
}

/** The public half as controllers know it. */
export const publicOf = (key: KeyObject): string => key.export({ format: 'jwk' }).x ?? ''

/** A host that offers these services. */
export const startHost = (
  ports: Readonly<Record<string, number>>,
  policy: PinPolicy = { kind: 'fixed', pin: '246810' },
  more: Partial<HostEndOptions> = {},
): TestHost => {
  const time = new ManualTime()
  const { privateKey: key } = generateKeyPairSync('ed25519')
  const pins = createPinKeeper({ policy, clock: time })
  const told: unknown[][] = []
  const tell = (name: string) => (...facts: unknown[]) => void told.push([name, ...facts])
  const end = createHostEnd({
    key,
    pins,
    clock: time,
    ticker: time,
    services: new Map(Object.entries(ports).map(([name, port]) => [name, { host: '127.0.0.1', port }])),
    candidates: () => [{ address: '192.0.2.7', port: 4700 }],
    onConnected: tell('connected'),
    onWrongPin: tell('wrong pin'),
    onRefused: tell('refused'),
    onServiceDown: tell('service down'),
    onEnded: tell('ended'),
    onCarried: tell('carried'),
    ...more,
  })
  onTestFinished(() => end.close())
  return { end, pins, key, hostKey: publicOf(key), time, told }
}

/** Announces a session to a host, as the server would. */
export const offerSession = (
  { end }: TestHost,
  service = 'echo',
  address = '198.51.100.9',
  isSignedIn = false,
): string => {
  const session = newId('ses')
  end.offer({ session, service, controller: { name: 'ana', address }, isSignedIn })
  return session
}

/** Opens a tunnel to a host over a new relay pair. */
export const openRelayed = async (
  host: TestHost,
  wish: Partial<TunnelOptions> = {},
): Promise<Tunnel> => {
  const { host: hostSide, controller } = await openPair()
  host.end.accept(hostSide)
  return openOver(host, controller, wish)
}

/** Opens a tunnel to a host over any stream. */
export const openOver = async (
  host: TestHost,
  stream: Duplex,
  wish: Partial<TunnelOptions> = {},
): Promise<Tunnel> => {
  const tunnel = await openTunnel({
    stream,
    hostKey: host.hostKey,
    session: wish.session ?? offerSession(host, wish.service),
    service: 'echo',
    askPin: () => Promise.resolve('246810'),
    path: 'relay',
    clock: host.time,
    ticker: systemTicker,
    ...wish,
  })
  onTestFinished(() => tunnel.close())
  return tunnel
}
