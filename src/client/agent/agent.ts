/**
 * Keeps a host's control channel: opens it, opens it again whenever it ends, never in a hurry and
 * never giving up. It holds one channel or one timer at any time, however long the network is away.
 */

import type { WebSocket } from 'ws'
import type { Clock } from '../../platform/clock.ts'
import type { Stop, Ticker } from '../../platform/ticker.ts'
import type { Hello, HostMessage, ServerMessage } from '../../protocol/control.ts'
import { ProblemError } from '../problem.ts'
import { ProxyInTheWayError } from '../websocket.ts'
import { createBackoff } from './backoff.ts'
import { type Channel, type End, openChannel, type Welcome } from './channel.ts'
import { networkMark } from './network.ts'

/** What a person beside the host wants to know. */
export type AgentEvent =
  | { readonly type: 'connected'; readonly welcome: Welcome; readonly clockOffByMs: number }
  /** The next try comes by itself; `mend` says that only a person can make it succeed. */
  | {
      readonly type: 'lost'
      readonly code: string
      readonly detail: string
      readonly retryInMs: number
      readonly mend: boolean
    }

/** A dialled channel and the hello that goes first. */
export type Dialled = { readonly socket: WebSocket; readonly hello: Hello }

export type AgentOptions = {
  /** Dials the server once, until the signal. Throws what `createApi` and `dialWebSocket` throw. */
  readonly dial: (signal: AbortSignal) => Promise<Dialled>
  readonly onMessage: (message: ServerMessage) => void
  readonly onEvent: (event: AgentEvent) => void
  /** Asked when the server says that the code is another host's; true when a new one was drawn. */
  readonly onClaimed: () => boolean
  readonly clock: Clock
  readonly ticker: Ticker
  /** From 0 to below 1. */
  readonly draw: () => number
  /** Changes when the machine is in another network. */
  readonly mark?: () => string
}

export type Agent = {
  /** Sends over the channel there is; without one the message is lost, and the next hello says all. */
  send(message: HostMessage): void
  /** Says goodbye and resolves once the channel is closed. */
  stop(): Promise<void>
}

/** Refusals that waiting does not mend. */
const FOR_A_PERSON = new Set([
  'host_removed',
  'host_cloned',
  'channel_replaced',
  'code_claimed',
  'code_revoked',
  'wrong_code',
  'clock_skewed',
  'wrong_signature',
  'registration_closed',
  'enrolment_invalid',
  'invalid_token',
  'invalid_code',
  'invalid_host',
  'invalid_request',
  'endpoint_not_found',
  'upgrade_required',
  'proxy_in_the_way',
])

/** How often the machine's network and clock are looked at, milliseconds. */
const LOOK_EVERY_MS = 5000

/** A look that comes later than this, milliseconds: the machine slept, its connections are dead. */
const ASLEEP_MS = 30_000

/** Starts at once. */
export const startAgent = (options: AgentOptions): Agent => {
  const { clock, ticker, onEvent, mark = networkMark } = options
  const backoff = createBackoff(options.draw)
  let channel: Channel | undefined
  let isDialling = false
  const stopping = new AbortController()
  let stopWaiting: Stop | undefined
  let isStopped = false
  let onStopped: (() => void) | undefined
  let welcomeAt: number | undefined
  let asked: { afterMs: number } | undefined
  let hasNews = false
  let wasWelcome = false

  const retry = (end: End): void => {
    if (isStopped) return onStopped?.()
    if (welcomeAt !== undefined) backoff.held(clock.now() - welcomeAt)
    welcomeAt = undefined
    // A code that was ours, and that people know, is not given up for what a server says.
    const isRedrawn = end.code === 'code_claimed' && !wasWelcome && options.onClaimed()
    const mend = FOR_A_PERSON.has(end.code) && !isRedrawn
    // A server is believed in what it asks as far as it is a number.
    const wishMs = Math.max(end.retryAfterMs, asked?.afterMs ?? 0) || 0
    asked = undefined
    if (hasNews) backoff.reset()
    hasNews = false
    const retryInMs = mend ? backoff.slow(wishMs) : backoff.next(wishMs)
    onEvent({ type: 'lost', code: end.code, detail: end.detail, retryInMs, mend })
    stopWaiting = ticker.after(retryInMs, dial)
  }

  const open = ({ socket, hello }: Dialled): void => {
    if (isStopped) {
      socket.terminate()
      return onStopped?.()
    }
    channel = openChannel({
      socket,
      hello,
      clock,
      ticker,
      onWelcome(welcome) {
        welcomeAt = clock.now()
        wasWelcome = true
        onEvent({ type: 'connected', welcome, clockOffByMs: clock.now() - welcome.time })
      },
      onMessage(message) {
        if (message.type === 'restarting') asked = { afterMs: message.reconnectInMs }
        options.onMessage(message)
      },
      onEnd(end) {
        channel = undefined
        retry(end)
      },
    })
  }

  const dial = (): void => {
    stopWaiting = undefined
    isDialling = true
    void options
      .dial(stopping.signal)
      .finally(() => (isDialling = false))
      .then(open, (error: unknown) => retry(endOf(error)))
  }

  /** The network or the clock jumped: the channel is dead whatever it says, and a wait is pointless. */
  const renew = (): void => {
    hasNews = true
    if (channel) return channel.abandon()
    if (isDialling || !stopWaiting) return
    backoff.reset()
    hasNews = false
    stopWaiting()
    // Not at once: a network that has just come up needs a moment, and flapping must not hammer.
    stopWaiting = ticker.after(backoff.next(), dial)
  }

  let lookedAt = clock.now()
  let marked = mark()
  const stopLooking = ticker.every(LOOK_EVERY_MS, () => {
    const hasSlept = clock.now() - lookedAt > ASLEEP_MS
    lookedAt = clock.now()
    const now = mark()
    const hasMoved = now !== marked
    marked = now
    if (hasSlept || hasMoved) renew()
  })
  dial()

  return {
    send: (message) => channel?.send(message),
    async stop() {
      if (isStopped) return
      isStopped = true
      stopLooking()
      stopWaiting?.()
      if (!channel && !isDialling) return
      await new Promise<void>((resolve) => {
        onStopped = resolve
        channel?.close()
        stopping.abort()
      })
    },
  }
}

/** What a failed dial means for the next one. */
const endOf = (error: unknown): End => {
  if (error instanceof ProblemError) {
    const { code, message, status, retryAfterSeconds = 0 } = error
    return { code: code || `http_${status}`, detail: message, retryAfterMs: retryAfterSeconds * 1000 }
  }
  const { message } = error as Error
  if (error instanceof ProxyInTheWayError) return { code: 'proxy_in_the_way', detail: message, retryAfterMs: 0 }
  return { code: 'unreachable', detail: message, retryAfterMs: 0 }
}
