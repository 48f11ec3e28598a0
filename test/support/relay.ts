/** A real relay behind a real HTTP server on a free port, and ends that dial it. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { createClientOf } from '../../src/http/client-address.ts'
import { handleUpgrades } from '../../src/http/upgrade.ts'
import { createLog } from '../../src/platform/log.ts'
import { RELAY_PATH } from '../../src/protocol/control.ts'
import { Refusal } from '../../src/protocol/refusals.ts'
import type { RelayPolicy, Role } from '../../src/protocol/session.ts'
import { createRelay } from '../../src/relay/index.ts'
import { DEFAULT_POLICY } from '../../src/relay/policy.ts'
import type { TunnelEvent as RelayEvent } from '../../src/relay/tunnel.ts'
import { ManualTime } from './manual-time.ts'

export type RelayUnderTest = Awaited<ReturnType<typeof startRelay>>

/** An end that keeps what it gets and how it was closed. */
export type Dialled = {
  readonly socket: WebSocket
  /** Bytes that arrived. */
  readonly received: () => Buffer
  /** Close code and reason. */
  readonly closed: Promise<{ code: number; reason: string }>
}

/** Starts it; a ticket is `<session>.<role>`, with `.signed-in` behind it where it is, good once. */
export const startRelay = async (changes: Partial<RelayPolicy> = {}) => {
  const time = new ManualTime()
  const used = new Set<string>()
  const events: Array<RelayEvent & { sessionId: string }> = []
  const sockets: Socket[] = []
  let policy: RelayPolicy = { ...DEFAULT_POLICY, strangerMbits: 0, ...changes }
  const relay = createRelay({
    redeem: (ticket) => {
      const [sessionId = '', role, signedIn] = ticket.split('.')
      if (used.has(ticket) || (role !== 'host' && role !== 'controller')) {
        throw new Refusal('bad_ticket')
      }
      used.add(ticket)
      return { sessionId, role, isSignedIn: signedIn !== undefined }
    },
    onEvent: (sessionId, event) => void events.push({ sessionId, ...event }),
    policy: () => policy,
    clock: time,
    ticker: time,
    log: createLog('silent'),
  })
  const server = createServer()
  server.on('connection', (socket) => {
    const index = sockets.push(socket) - 1
    socket.once('moved', (moved: Socket) => void (sockets[index] = moved))
  })
  handleUpgrades(server, {
    clientOf: createClientOf(() => false),
    allowedHosts: new Set(),
    closing: new AbortController().signal,
    handlers: { [RELAY_PATH]: relay.accept },
    log: createLog('silent'),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    relay,
    time,
    events,
    /** Sockets at the server's side, in the order in which they came. */
    sockets,
    port,
    setPolicy: (wanted: Partial<RelayPolicy>): void => void (policy = { ...policy, ...wanted }),
    dial: (session: string, role: Role, more = ''): Promise<Dialled> =>
      dial(port, `${session}.${role}${more}`),
    closedOf: (session: string) =>
      events.find(({ sessionId, type }) => sessionId === session && type === 'closed'),
  }
}

/** Dials with a ticket; throws what the server answered instead of an upgrade. */
export const dial = async (port: number, ticket: string): Promise<Dialled> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${RELAY_PATH}`, {
    headers: { authorization: `Ticket ${ticket}` },
    generateMask: (mask) => void mask.fill(0),
    perMessageDeflate: false,
  })
  const chunks: Buffer[] = []
  socket.on('message', (data: Buffer) => void chunks.push(data))
  const closed = new Promise<{ code: number; reason: string }>((done) => {
    socket.on('close', (code, reason) => done({ code, reason: reason.toString() }))
  })
  const answer = new Promise<number>((done) => {
    socket.on('unexpected-response', (_, { statusCode = 0 }) => {
      done(statusCode)
      socket.terminate()
    })
  })
  socket.on('error', () => undefined)
  onTestFinished(() => socket.terminate())
  const status = await Promise.race([once(socket, 'open').then(() => 101), answer])
  if (status !== 101) throw new Error(`the relay answered ${status}`)
  return { socket, closed, received: () => Buffer.concat(chunks) }
}
