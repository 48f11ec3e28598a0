/**
 * A host: keeps its control channel, takes the sessions that the server announces, and tells the
 * server what becomes of them. What a person beside it should know comes out as events.
 */

import { networkInterfaces } from 'node:os'
import type { Clock } from '../../platform/clock.ts'
import type { Ticker } from '../../platform/ticker.ts'
import { type Carried, type HostReason, RELAY_PATH, type ServerMessage } from '../../protocol/control.ts'
import { DEFAULT_PORT } from '../../protocol/host.ts'
import type { Candidate, Path } from '../../protocol/session.ts'
import type { HostKey } from '../host-key.ts'
import { createHostEnd } from '../tunnel/host-end.ts'
import type { PinKeeper } from '../tunnel/pin-keeper.ts'
import { toStream } from '../tunnel/socket-stream.ts'
import { dialWebSocket } from '../websocket.ts'
import { type AgentEvent, startAgent } from './agent.ts'
import { createDial, type HostFacts } from './dial.ts'
import { lanAddresses } from './network.ts'
import type { Services, Target } from './services.ts'

export type HostEvent =
  | AgentEvent
  | { readonly type: 'code'; readonly code: string }
  | {
      readonly type: 'asked'
      readonly session: string
      readonly service: string
      readonly controller: { readonly name: string; readonly address: string }
      readonly isSignedIn: boolean
      readonly isBrowser: boolean
    }
  | { readonly type: 'joined'; readonly session: string; readonly path: Path }
  | { readonly type: 'wrong-pin'; readonly session: string }
  | { readonly type: 'refused'; readonly session: string; readonly reason: HostReason }
  | { readonly type: 'service-down'; readonly session: string }
  | ({ readonly type: 'ended'; readonly session: string } & Carried)
  | { readonly type: 'locked' }

export type HostOptions = {
  readonly server: string
  readonly key: HostKey
  readonly instance: string
  readonly version: string
  readonly services: Services
  readonly name: string
  /** The code now, and another one where the host may choose it. */
  readonly code: { read(): string; redraw(): string | undefined }
  readonly credential: { read(): string | undefined; write(secret: string): void }
  readonly enrolment: string | undefined
  readonly pins: PinKeeper
  /** What older controllers are told to dial. */
  readonly publish: Target | undefined
  /** Where direct connections are taken; 0 takes any free port. */
  readonly directPort: number | undefined
  /** Whether the server may play a controller, for a page, and see what that sees. */
  readonly allowsBrowser: boolean
  readonly onEvent: (event: HostEvent) => void
  readonly clock: Clock
  readonly ticker: Ticker
  readonly draw: () => number
}

export type RunningHost = {
  /** The port of direct connections, if there is one. */
  readonly directPort: number | undefined
  /** How much is held, for whoever watches over memory. */
  held(): Readonly<Record<string, number>>
  stop(): Promise<void>
}

/** Relay connections at once: the sessions that a host takes, each with an old one that still dies. */
const MAX_RELAYED = 128

/** Starts it; the first dial is under way when this resolves. */
export const startHost = async (options: HostOptions): Promise<RunningHost> => {
  const { server, key, services, onEvent, clock, ticker, pins } = options
  let directPort: number | undefined
  const candidates = (): readonly Candidate[] =>
    directPort === undefined
      ? []
      : lanAddresses().map((address) => ({ address, port: directPort as number }))

  const refuse = (session: string, reason: HostReason): void => {
    agent.send({ type: 'refuse', session, reason })
    onEvent({ type: 'refused', session, reason })
  }

  const end = createHostEnd({
    key: key.secret,
    services,
    pins,
    candidates,
    clock,
    ticker,
    onConnected(session, path) {
      agent.send({ type: 'connected', session, path })
      onEvent({ type: 'joined', session, path })
    },
    onWrongPin(session) {
      agent.send({ type: 'wrong-pin', session })
      onEvent({ type: 'wrong-pin', session })
    },
    onRefused: (session, reason) => refuse(session, reason),
    onServiceDown: (session) => onEvent({ type: 'service-down', session }),
    onCarried: (session, carried) => agent.send({ type: 'carried', session, ...carried }),
    onEnded(session, all, byDirect) {
      agent.send({ type: 'ended', session, ...byDirect })
      onEvent({ type: 'ended', session, ...all })
    },
  })
  if (options.directPort !== undefined) directPort = await end.listenDirect(options.directPort)

  const facts = (): HostFacts => ({
    code: options.code.read(),
    name: options.name,
    version: options.version,
    ...signedAddress(options),
    isPublished: options.publish !== undefined,
    services: [...services.keys()],
    candidates: candidates(),
    live: end.live(),
    allowsBrowser: options.allowsBrowser,
  })

  let joining = 0

  const join = async (ticket: string, session: string): Promise<void> => {
    // A server that announces one session again and again has it dialled so often and no more.
    if (joining + end.held.streams >= MAX_RELAYED) return
    joining++
    try {
      const socket = await dialWebSocket({ server, path: RELAY_PATH, authorization: `Ticket ${ticket}` })
      const isOver = isStopped || end.carriedOf(session) === undefined
      if (isOver) socket.close(1000)
      else end.accept(toStream(socket))
    } catch {
      // A direct path may still come, and the server notices by itself who did not come to its relay.
      if (isStopped) end.end(session, 'peer_gone')
    } finally {
      joining--
    }
  }

  const take = (message: ServerMessage): void => {
    if (message.type === 'locked') return onEvent({ type: 'locked' })
    if (message.type === 'close') return end.end(message.session, message.reason)
    if (message.type !== 'open') return
    const { session, service, ticket, controller, isSignedIn, isBrowser } = message
    onEvent({ type: 'asked', session, service, controller, isSignedIn, isBrowser })
    // The server knows, and may have been taken over since.
    if (isBrowser && !options.allowsBrowser) return refuse(session, 'browser_not_allowed')
    if (end.offer({ session, service, controller, isSignedIn })) void join(ticket, session)
  }

  let isStopped = false
  const agent = startAgent({
    dial: createDial({ ...options, facts }),
    onMessage: take,
    onEvent,
    onClaimed() {
      const code = options.code.redraw()
      if (code !== undefined) onEvent({ type: 'code', code })
      return code !== undefined
    },
    clock,
    ticker,
    draw: options.draw,
  })

  return {
    directPort,
    held: () => end.held,
    async stop() {
      isStopped = true
      end.close()
      await agent.stop()
    },
  }
}

/** What is signed: the published address, or where this machine is, which then nobody is told. */
const signedAddress = ({ publish, services }: HostOptions): { address: string; port: number } => {
  if (publish) return { address: publish.host, port: publish.port }
  const own = lanAddresses(networkInterfaces()).find((address) => !address.includes(':'))
  const [first] = services.values()
  return { address: own ?? '127.0.0.1', port: first?.port ?? DEFAULT_PORT }
}
