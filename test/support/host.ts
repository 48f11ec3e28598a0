/** A host and a controller that speak the protocol by hand, so that tests see every message. */

import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { prove } from '../../src/client/host-key.ts'
import { newId } from '../../src/platform/ids.ts'
import { CONTROL_PATH, RELAY_PATH, type ServerMessage } from '../../src/protocol/control.ts'
import { canonicalCode } from '../../src/protocol/code.ts'
import type { SessionOffer } from '../../src/protocol/session.ts'
import type { TestApp } from './app.ts'

/** The app in this process, or a server in its own. */
export type Reachable = Pick<TestApp, 'url' | 'call'> & { readonly time: { now(): number } }

export type TestKey = { readonly secret: KeyObject; readonly key: string }

/** A fresh Ed25519 key. */
export const newKey = (): TestKey => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' }) as { x?: string }
  return { secret: privateKey, key: x }
}

export type TestChannel = {
  readonly socket: WebSocket
  readonly received: ServerMessage[]
  readonly send: (message: unknown) => void
  /** The first message of a type, now or when it comes. */
  readonly next: <Type extends ServerMessage['type']>(
    type: Type,
  ) => Promise<Extract<ServerMessage, { type: Type }>>
  /** Code and reason of the close. */
  readonly closed: Promise<{ code: number; reason: string }>
}

/** Opens a WebSocket of the app; it is closed when the test ends. Rejects with the HTTP status. */
export const openSocket = async (
  app: Reachable,
  path: string,
  headers: Record<string, string> = {},
): Promise<WebSocket> => {
  const socket = new WebSocket(new URL(path, app.url), { headers, perMessageDeflate: false })
  onTestFinished(() => socket.terminate())
  await new Promise<void>((open, fail) => {
    socket.once('open', open)
    socket.once('unexpected-response', (_, response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      response.on('end', () => fail(new Error(`${response.statusCode} ${body}`)))
    })
    socket.once('error', fail)
  })
  return socket
}

/** Opens a control channel without saying anything. */
export const openChannel = async (
  app: Reachable,
  headers: Record<string, string> = {},
): Promise<TestChannel> => {
  const socket = await openSocket(app, CONTROL_PATH, headers)
  const received: ServerMessage[] = []
  const listeners = new Set<() => void>()
  socket.on('message', (data: Buffer) => {
    received.push(JSON.parse(data.toString()) as ServerMessage)
    for (const listener of listeners) listener()
  })
  socket.on('error', () => undefined)
  const closed = once(socket, 'close').then(([code, reason]) => ({
    code: code as number,
    reason: String(reason),
  }))
  const next: TestChannel['next'] = (type) =>
    new Promise((found) => {
      const look = (): void => {
        const at = received.findIndex((message) => message.type === type)
        if (at < 0) return void listeners.add(look)
        listeners.delete(look)
        found(received.splice(at, 1)[0] as never)
      }
      look()
    })
  const send = (message: unknown): void => socket.send(JSON.stringify(message))
  return { socket, received, send, next, closed }
}

export type HelloFacts = {
  readonly code?: string
  readonly name?: string
  readonly key?: TestKey
  readonly instance?: string
  readonly services?: readonly string[]
  readonly isPublished?: boolean
  readonly address?: string
  readonly live?: readonly string[]
  readonly candidates?: readonly { address: string; port: number }[]
  readonly allowsBrowser?: boolean
  readonly headers?: Record<string, string>
}

/** Says hello on a channel, signed for this server. */
export const sayHello = async (
  app: Reachable,
  channel: TestChannel,
  facts: HelloFacts = {},
): Promise<void> => {
  const { code = 'ISR-12345678', key = newKey(), instance = newId('run') } = facts
  const { id } = (await (await app.call('/v1/server')).json()) as { id: string }
  const claim = { code: canonicalCode(code), address: facts.address ?? '192.168.1.20', port: 5900, name: facts.name ?? 'CAJA-1' }
  const proof = prove({ ...key, isNew: false }, id, claim, { at: app.time.now(), instance })
  const { services = ['vnc', 'ssh'], candidates = [], isPublished = false, live = [], allowsBrowser } = facts
  channel.send({ type: 'hello', version: '0.1.0', ...claim, proof, services, candidates, isPublished, live, allowsBrowser })
}

/** Connects a host; resolves when it is welcome. */
export const connectHost = async (app: Reachable, facts: HelloFacts = {}): Promise<TestChannel & { hostId: string }> => {
  const channel = await openChannel(app, facts.headers)
  await sayHello(app, channel, facts)
  const { hostId } = await channel.next('welcome')
  return { ...channel, hostId }
}

/** Asks for a session as a stranger, or with other headers. */
export const askSession = (
  app: Reachable,
  body: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Response> =>
  app.call('/v1/sessions', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ code: 'ISR-12345678', ...body }),
  })

/** Takes a seat in the relay. */
export const takeSeat = (app: Reachable, ticket: string): Promise<WebSocket> =>
  openSocket(app, RELAY_PATH, { Authorization: `Ticket ${ticket}` })

/** A session whose two ends are in the relay. */
export const pairUp = async (
  app: Reachable,
  host: TestChannel,
  headers: Record<string, string> = {},
  body: Record<string, unknown> = {},
) => {
  const answer = await askSession(app, body, headers)
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`)
  const offer = (await answer.json()) as SessionOffer
  // Of sessions asked for before, the host may hear only now: answers and channels are not in turn.
  let open = await host.next('open')
  while (open.session !== offer.id) open = await host.next('open')
  const [hostEnd, controllerEnd] = await Promise.all([takeSeat(app, open.ticket), takeSeat(app, offer.ticket)])
  return { offer, open, hostEnd, controllerEnd }
}
