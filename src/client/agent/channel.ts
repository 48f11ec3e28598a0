/**
 * One control channel from hello to its end. It ends when either side closes it or when nothing was
 * heard for too long; whoever opened it decides what then.
 */

import type { WebSocket } from 'ws'
import type { Clock } from '../../platform/clock.ts'
import type { Ticker } from '../../platform/ticker.ts'
import { refusalOfClose } from '../../protocol/closing.ts'
import {
  type Hello,
  HELLO_WITHIN_MS,
  type HostMessage,
  OFFLINE_AFTER_MS,
  readServerMessage,
  type ServerMessage,
} from '../../protocol/control.ts'

/** The server's answer to a hello it takes. */
export type Welcome = Extract<ServerMessage, { type: 'welcome' }>

/** Why a channel is over; `code` is a refusal's, or empty when the connection just broke. */
export type End = {
  readonly code: string
  readonly detail: string
  readonly retryAfterMs: number
}

export type Channel = {
  send(message: HostMessage): void
  /** Says goodbye and closes; the end is reported as any other. */
  close(): void
  /** Gives up the connection without waiting for anything: the network under it is gone. */
  abandon(): void
}

export type ChannelOptions = {
  readonly socket: WebSocket
  readonly hello: Hello
  readonly clock: Clock
  readonly ticker: Ticker
  readonly onWelcome: (welcome: Welcome) => void
  readonly onMessage: (message: ServerMessage) => void
  /** Called once. */
  readonly onEnd: (end: End) => void
}

/** How often a channel looks whether it has gone silent, milliseconds. */
const LOOK_EVERY_MS = 5000

/** A server that is asked to close gets this long, milliseconds; what was to be said is then said. */
const CLOSE_WITHIN_MS = 2000

/** Messages a minute: sixteen times as many sessions as a host takes, each with its end. */
const MAX_MESSAGES = 2 * 16 * 64
const MINUTE_MS = 60_000

/** Counts messages; `false` when there are too many in a minute. */
const createMeter = (clock: Clock): (() => boolean) => {
  let since = clock.now()
  let count = 0
  return () => {
    const now = clock.now()
    if (now < since || now - since >= MINUTE_MS) [since, count] = [now, 0]
    return ++count <= MAX_MESSAGES
  }
}

/** Takes over an open WebSocket. */
export const openChannel = ({
  socket,
  hello,
  clock,
  ticker,
  onWelcome,
  onMessage,
  onEnd,
}: ChannelOptions): Channel => {
  let heardAt = clock.now()
  let isWelcome = false
  let isOver = false
  let told: End | undefined
  const send = (message: HostMessage): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }
  const stopLooking = ticker.every(LOOK_EVERY_MS, () => {
    const silentMs = clock.now() - heardAt
    // A clock set back must not make a silent channel look young for as long as it was set back.
    if (silentMs < 0) heardAt = clock.now()
    if (silentMs >= OFFLINE_AFTER_MS) over({ code: 'channel_lost', detail: '', retryAfterMs: 0 })
  })
  const stopWaiting = ticker.after(HELLO_WITHIN_MS, () => {
    if (!isWelcome) over({ code: 'hello_timeout', detail: '', retryAfterMs: 0 })
  })
  const over = (end: End): void => {
    if (isOver) return
    isOver = true
    stopLooking()
    stopWaiting()
    socket.terminate()
    onEnd(end)
  }
  const take = (message: ServerMessage): void => {
    if (message.type === 'welcome') {
      if (isWelcome) return
      isWelcome = true
      stopWaiting()
      return onWelcome(message)
    }
    if (message.type === 'refused') {
      const { code, detail = '', retryAfterMs = 0 } = message
      told = { code, detail, retryAfterMs }
    }
    onMessage(message)
  }
  const isBearable = createMeter(clock)
  const heard = (): void => void (heardAt = clock.now())
  socket.on('ping', heard)
  socket.on('message', (data: Buffer, isBinary) => {
    heard()
    // Each message is a line on somebody's terminal or in a journal.
    if (!isBearable()) return over({ code: 'rate_limited', detail: '', retryAfterMs: 0 })
    const message = isBinary ? undefined : readServerMessage(data.toString('utf8'))
    if (message && !isOver) take(message)
  })
  socket.on('error', () => undefined)
  socket.on('close', (closeCode, reason) => {
    const code = refusalOfClose(closeCode, reason.toString('utf8')) ?? ''
    over(told ?? { code, detail: '', retryAfterMs: 0 })
  })
  send(hello)
  return {
    send,
    close() {
      send({ type: 'bye' })
      socket.close(1000)
      ticker.after(CLOSE_WITHIN_MS, () => over({ code: '', detail: '', retryAfterMs: 0 }))
    },
    abandon: () => over({ code: 'channel_lost', detail: '', retryAfterMs: 0 }),
  }
}
