/**
 * The control channels: who may open one, whose older one it replaces, and how long silence is
 * borne. A host that says hello registers its code at the same time.
 */

import { randomInt } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Client } from '../http/client-address.ts'
import { toRefusal } from '../http/problem.ts'
import type { Upgrade } from '../http/upgrade.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { type Ticker, whileBusy } from '../platform/ticker.ts'
import type { Actor, Scope } from '../protocol/actor.ts'
import type { Host } from '../protocol/api.ts'
import { canonicalCode } from '../protocol/code.ts'
import {
  DEGRADED_AFTER_MS,
  HEARTBEAT_MS,
  HELLO_WITHIN_MS,
  type Hello,
  type HostMessage,
  MAX_MESSAGE_BYTES,
  OFFLINE_AFTER_MS,
  readHostMessage,
} from '../protocol/control.ts'
import type { Proof } from '../protocol/proof.ts'
import { Refusal } from '../protocol/refusals.ts'
import { Channel, closeSocket } from './channel.ts'
import { createCrowd } from '../http/crowd.ts'
import type { PresenceBook } from './presence.ts'

/** What a hello asks the registry for. */
export type HostClaim = {
  readonly code: string
  readonly address: string
  readonly port: number
  readonly name: string
}

type Presented = {
  readonly proof: Proof
  readonly actor?: Actor
  readonly reach: 'agent' | 'both'
}

/** What channels need of the registry. */
export type HostRegistry = {
  registerAgent(client: Client, claim: HostClaim, presented: Presented): Promise<Scope & { host: Host }>
  /** Notes that a host is there; false when it is its key's no more. */
  refresh(scope: Scope, hostId: string, key: string, at: number): Promise<boolean>
  /** Makes sure that a host has the key it presents. Throws `Refusal`. */
  verifyAgent(client: Client, claim: HostClaim, proof: Proof): Promise<void>
  /** Flags a second machine with the key of a connected one, which was verified. */
  flagClone(code: string, key: string): Promise<(Scope & { hostId: string }) | undefined>
}

export type ChannelOptions = {
  readonly registry: HostRegistry
  readonly authenticate: (request: IncomingMessage) => Promise<Actor>
  readonly book: PresenceBook
  readonly clock: Clock
  readonly ticker: Ticker
  readonly log: Log
  readonly ttlMs: number
  /** A host's presence changed. */
  readonly onPresence: (scope: Scope, hostId: string) => void
  readonly onOpen: (channel: Channel, hello: Hello) => void
  readonly onMessage: (channel: Channel, message: Exclude<HostMessage, Hello>) => void
  readonly onClosed: (channel: Channel) => void
}

/** Sockets that have not said hello: an office whose 200 hosts start together is let in. */
const GREETING = { max: 2000, maxOfAddress: 300, retryAfterMs: 5000 }

/** Leases are refreshed in this part of their life, and at least this often, milliseconds. */
const REFRESH_PART = 4
const REFRESH_EVERY_MS = 10 * 60_000

/** A host that comes and goes writes its lease at most this often, milliseconds. */
const REFRESH_AT_MOST_MS = 60_000

const TICK_MS = 1000

/** Pings are spread over as many ticks as a heartbeat has. */
const SLOTS = HEARTBEAT_MS / TICK_MS

/** Hosts come back within this after a restart, milliseconds, so that they do not come at once. */
const RECONNECT_WITHIN_MS = 5000
const TRY_FOR_MS = 120_000

export const createChannels = (options: ChannelOptions) => {
  const { registry, book, clock, ticker, log } = options
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
  })
  const byHost = new Map<string, Channel>()
  const byCode = new Map<string, Channel>()
  const slots = Array.from({ length: SLOTS }, () => new Set<Channel>())
  const greetings = createCrowd(GREETING)
  const silent = new Set<WebSocket>()
  const refreshEveryMs = Math.min(REFRESH_EVERY_MS, options.ttlMs / REFRESH_PART)
  const time = { clock, ticker }
  let turn = 0
  let isClosed = false

  const present = (channel: Channel): void => {
    const { hostId, tenantId, version, services, address, allowsBrowser, openedAt: at } = channel
    const state = channel.isDegraded ? 'degraded' : 'online'
    book.set(hostId, { state, at, version, services, address, allowsBrowser, tenantId })
    options.onPresence(channel, hostId)
  }

  const refresh = async (channel: Channel, at: number): Promise<void> => {
    channel.refreshedAt = clock.now()
    const isOwn = await registry.refresh(channel, channel.hostId, channel.key, at)
    if (!isOwn && byHost.get(channel.hostId) === channel) channel.close('host_removed')
  }

  const tryRefresh = (channel: Channel, at: number): Promise<void> =>
    refresh(channel, at).catch((err: unknown) => log.warn({ err }, 'a lease was not refreshed'))

  const forget = (channel: Channel, slot: Set<Channel>): void => {
    slot.delete(channel)
    if (byHost.get(channel.hostId) !== channel) return
    byHost.delete(channel.hostId)
    byCode.delete(channel.code)
    book.remove(channel.hostId)
    options.onClosed(channel)
    const { hostId, code, lastHeardAt, refreshedAt } = channel
    log.info({ id: hostId, code }, 'host offline')
    const isDue = !isClosed && lastHeardAt - refreshedAt >= REFRESH_AT_MOST_MS
    void (isDue ? tryRefresh(channel, lastHeardAt) : Promise.resolve()).then(() => {
      if (!isClosed) options.onPresence(channel, hostId)
    })
  }

  /** The same key from a second machine: the first stays, as long as it is there to say so. */
  const refuseClone = async (client: Client, hello: Hello): Promise<void> => {
    const other = byCode.get(canonicalCode(hello.code))
    const { proof } = hello
    if (!other || other.key !== proof.key || other.instance === proof.instance) return
    // Everybody may know the key; only who has it may make us ask the host.
    await registry.verifyAgent(client, claimOf(hello), proof)
    if (!(await other.answers())) return
    const flagged = await registry.flagClone(other.code, proof.key)
    if (!flagged) return
    log.warn({ id: flagged.hostId, code: other.code }, 'one key is used by two machines')
    options.onPresence(flagged, flagged.hostId)
    throw new Refusal('host_cloned')
  }

  const open = async (
    socket: WebSocket,
    client: Client,
    actor: Actor | undefined,
    hello: Hello,
  ): Promise<Channel | undefined> => {
    await refuseClone(client, hello)
    const reach = hello.isPublished ? 'both' : 'agent'
    const presented = { proof: hello.proof, reach, ...(actor ? { actor } : {}) } as const
    const { host, tenantId } = await registry.registerAgent(client, claimOf(hello), presented)
    if (socket.readyState !== socket.OPEN || isClosed) return undefined
    const of = { hostId: host.id, tenantId, code: host.code, address: client.address }
    const channel = new Channel(socket, of, hello, time)
    const before = byHost.get(host.id)
    byHost.set(host.id, channel)
    heartbeat.start()
    byCode.set(host.code, channel)
    const slot = slots[turn++ % SLOTS] as Set<Channel>
    slot.add(channel)
    socket.once('close', () => forget(channel, slot))
    before?.send({ type: 'replaced' })
    before?.close('channel_replaced')
    channel.send({
      type: 'welcome',
      hostId: host.id,
      code: host.code,
      heartbeatMs: HEARTBEAT_MS,
      time: clock.now(),
      address: client.address,
    })
    log.info({ id: host.id, code: host.code, address: client.address }, 'host online')
    present(channel)
    options.onOpen(channel, hello)
    return channel
  }

  const onMessage = (channel: Channel, socket: WebSocket, text: string): void => {
    if (!channel.admitMessage()) return channel.close('too_many_messages')
    const message = readHostMessage(text)
    if (message.type === 'unknown') return channel.send(message)
    if (message.type === 'hello') throw new Refusal('invalid_request', { detail: 'hello' })
    if (message.type === 'bye') return socket.close(1000)
    options.onMessage(channel, message)
  }

  const refuse = (socket: WebSocket, error: unknown): void => {
    const refusal = toRefusal(error as Error)
    if (refusal.code === 'internal_error') log.error({ err: error }, 'a control channel failed')
    const { detail, retryAfterMs } = refusal.facts
    if (socket.readyState === socket.OPEN) {
      socket.send(JSON.stringify({ type: 'refused', code: refusal.code, detail, retryAfterMs }))
    }
    closeSocket(socket, ticker, refusal.code)
  }

  /** From now on what the host sends is read as a channel's; nothing of its greeting is kept. */
  const listen = (socket: WebSocket, channel: Channel): void => {
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      try {
        if (isBinary) throw new Refusal('invalid_request', { detail: 'text' })
        onMessage(channel, socket, data.toString('utf8'))
      } catch (error) {
        refuse(socket, error)
      }
    })
  }

  const greet = (
    socket: WebSocket,
    client: Client,
    actor: Actor | undefined,
    leave: () => void,
  ): void => {
    silent.add(socket)
    const late = (): void => refuse(socket, new Refusal('hello_timeout'))
    const stopWaiting = ticker.after(HELLO_WITHIN_MS, late)
    const over = (): void => {
      stopWaiting()
      silent.delete(socket)
      leave()
    }
    let isOpening = false
    const onFirst = (data: Buffer, isBinary: boolean): void => {
      try {
        if (isBinary) throw new Refusal('invalid_request', { detail: 'text' })
        if (isOpening) throw new Refusal('invalid_request', { detail: 'welcome' })
        const hello = readHostMessage(data.toString('utf8'))
        if (hello.type !== 'hello') throw new Refusal('invalid_request', { detail: 'hello' })
        isOpening = true
        stopWaiting()
        open(socket, client, actor, hello)
          .then((channel) => {
            socket.off('message', onFirst)
            socket.off('close', over)
            over()
            if (channel) listen(socket, channel)
          })
          .catch((error: unknown) => refuse(socket, error))
      } catch (error) {
        refuse(socket, error)
      }
    }
    socket.once('close', over)
    // What is wrong with a frame closes the socket by itself, with the protocol's own code.
    socket.on('error', ignore)
    socket.on('message', onFirst)
  }

  const look = (channel: Channel, now: number): void => {
    // Whoever sets the clock back does not bring a silent host to life.
    channel.lastHeardAt = Math.min(channel.lastHeardAt, now)
    const silentMs = now - channel.lastHeardAt
    if (silentMs >= OFFLINE_AFTER_MS) return channel.terminate()
    const isDegraded = silentMs >= DEGRADED_AFTER_MS
    if (isDegraded !== channel.isDegraded) {
      channel.isDegraded = isDegraded
      present(channel)
    }
    if (now - channel.refreshedAt >= refreshEveryMs) void tryRefresh(channel, now)
  }

  let tick = 0
  const heartbeat = whileBusy(ticker, TICK_MS, () => {
    const now = clock.now()
    for (const channel of byHost.values()) look(channel, now)
    for (const channel of slots[tick++ % SLOTS] ?? []) channel.ping()
    return byHost.size > 0
  })

  return {
    /** Takes a host's request for a channel over. Throws `Refusal` while nothing is upgraded. */
    async accept({ request, socket, head, client }: Upgrade): Promise<void> {
      // One that is gone already would never leave its place.
      if (socket.destroyed) return
      const leave = greetings.enter(client.bucket)
      socket.once('close', leave)
      const actor = await options.authenticate(request)
      if (isClosed) throw new Refusal('restarting', { retryAfterMs: RECONNECT_WITHIN_MS })
      const host = actor.kind === 'host' ? actor : undefined
      sockets.handleUpgrade(request, socket, head, (upgraded) => {
        socket.off('close', leave)
        greet(upgraded, client, host, leave)
      })
    },

    of: (hostId: string): Channel | undefined => byHost.get(hostId),

    /** Open channels, and sockets that have not said hello yet. */
    get size(): number {
      return byHost.size
    },
    get greeting(): number {
      return greetings.size
    },

    /** Tells every host when to come back, and ends all channels. */
    restart(): void {
      isClosed = true
      heartbeat.stop()
      for (const channel of byHost.values()) {
        const reconnectInMs = randomInt(RECONNECT_WITHIN_MS)
        channel.send({ type: 'restarting', reconnectInMs, tryForMs: TRY_FOR_MS })
        channel.close('restarting')
      }
      for (const socket of silent) closeSocket(socket, ticker, 'restarting')
    },
  }
}

const ignore = (): void => undefined

const claimOf = ({ code, address, port, name }: Hello): HostClaim => ({
  code: canonicalCode(code),
  address,
  port,
  name,
})
