/**
 * A page's WebSocket: questions and answers in text until the screen is open, then bytes. Promise:
 * whatever happens to it, `gone` is told once and nothing is said to the page afterwards.
 */

import type { WebSocket } from 'ws'
import type { Clock } from '../platform/clock.ts'
import type { Stop, Ticker } from '../platform/ticker.ts'
import { closeCodeOf, DONE } from '../protocol/closing.ts'
import { Refusal, type RefusalCode } from '../protocol/refusals.ts'
import type { ScreenAnswer, ScreenRequest } from '../protocol/screen.ts'
import { readScreenRequest } from './request.ts'

/** What time it is and how to wait. */
export type Time = { readonly clock: Clock; readonly ticker: Ticker }

/** A page says what it wants as soon as it is connected. */
const FIRST_WITHIN_MS = 10_000

/** Time for a person to ask somebody for a PIN and type it; a host waits no longer either. */
const ANSWER_WITHIN_MS = 180_000

/** Pings and the silence after which a page is gone: two pings and their way back. */
const PING_MS = 20_000
const SILENCE_MS = 65_000

/** A page that does not answer the close is gone after this, milliseconds. */
const CLOSE_WITHIN_MS = 2000

/** Text messages in one window; a terminal whose window is being dragged sends its size 60 times a second. */
const MAX_TEXTS = 1000
const WINDOW_MS = 10_000

/** A page that leaves: its person is done, or goes elsewhere (RFC 6455, 7.4.1); 1005 gives no code. */
const LEAVING: ReadonlySet<number> = new Set([1000, 1001, 1005])

type RequestOf<Type extends ScreenRequest['type']> = Extract<ScreenRequest, { type: Type }>

type Waiting = {
  readonly type: ScreenRequest['type']
  readonly resolve: (request: ScreenRequest) => void
  readonly reject: (error: Refusal) => void
}

/** How a page went: by itself and in order, or broken off; `reason` is ours. */
export type Gone = { readonly isLeaving: boolean; readonly reason: RefusalCode | undefined }

/** One page. */
export class Page {
  readonly socket: WebSocket
  readonly #time: Time
  readonly #onGone: (gone: Gone) => void
  #waiting: Waiting | undefined
  #live: { onBytes: (bytes: Buffer) => void; onResize: (request: RequestOf<'resize'>) => void } | undefined
  #isGone = false
  #heardAt: number
  #texts = 0
  #windowEndsAt = 0
  readonly #stopPinging: Stop

  constructor(socket: WebSocket, time: Time, onGone: (gone: Gone) => void) {
    this.socket = socket
    this.#time = time
    this.#onGone = onGone
    this.#heardAt = time.clock.now()
    this.#stopPinging = time.ticker.every(PING_MS, () => this.#watch())
    socket.on('message', (data: Buffer, isBinary: boolean) => this.#take(data, isBinary))
    socket.on('pong', () => this.#hear())
    socket.on('error', () => undefined)
    socket.on('close', (code) => this.#end({ isLeaving: LEAVING.has(code), reason: undefined }))
  }

  get isGone(): boolean {
    return this.#isGone
  }

  say(answer: ScreenAnswer): void {
    if (!this.#isGone) this.socket.send(JSON.stringify(answer))
  }

  /** The page's first words. Throws `Refusal`. */
  first(): Promise<RequestOf<'open'>> {
    return this.#next('open', FIRST_WITHIN_MS, 'hello_timeout')
  }

  /** Asks the page's person. Throws `Refusal`, also when the page goes. */
  ask<Type extends 'pin' | 'login'>(
    question: ScreenAnswer & { readonly type: Type },
  ): Promise<RequestOf<Type>> {
    this.say(question)
    return this.#next(question.type, ANSWER_WITHIN_MS, 'answer_timeout')
  }

  /** From now on bytes are taken. */
  open(
    onBytes: (bytes: Buffer) => void,
    onResize: (request: RequestOf<'resize'>) => void = () => undefined,
  ): void {
    this.#live = { onBytes, onResize }
  }

  /** Ends it, with a reason unless both sides are done. */
  close(reason?: RefusalCode): void {
    const { socket } = this
    if (this.#isGone) return
    if (reason === undefined) socket.close(DONE)
    else socket.close(closeCodeOf(reason), reason)
    // A page that is not read would never be heard to agree.
    socket.resume()
    const stop = this.#time.ticker.after(CLOSE_WITHIN_MS, () => socket.terminate())
    socket.once('close', stop)
    this.#end({ isLeaving: false, reason })
  }

  #next<Type extends ScreenRequest['type']>(
    type: Type,
    withinMs: number,
    late: RefusalCode,
  ): Promise<RequestOf<Type>> {
    const { promise, resolve, reject } = Promise.withResolvers<ScreenRequest>()
    if (this.#isGone) reject(new Refusal('peer_gone'))
    const stop = this.#time.ticker.after(withinMs, () => reject(new Refusal(late)))
    this.#waiting = { type, resolve, reject }
    return promise.finally(() => {
      stop()
      this.#waiting = undefined
    }) as Promise<RequestOf<Type>>
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (this.#isGone) return
    this.#hear()
    try {
      if (isBinary) return this.#takeBytes(data)
      this.#takeText(data)
    } catch (error) {
      this.close(error instanceof Refusal ? error.code : 'internal_error')
    }
  }

  #takeBytes(data: Buffer): void {
    if (!this.#live) throw new Refusal('invalid_request', { detail: 'text' })
    this.#live.onBytes(data)
  }

  #takeText(data: Buffer): void {
    this.#count()
    const request = readScreenRequest(data.toString('utf8'))
    // A window may change its size at any moment, also before there is a terminal in it.
    if (request.type === 'resize') return this.#live?.onResize(request)
    const waiting = this.#waiting
    if (waiting?.type !== request.type) throw new Refusal('invalid_request', { detail: 'type' })
    this.#waiting = undefined
    waiting.resolve(request)
  }

  #count(): void {
    const now = this.#time.clock.now()
    // A window that lies further ahead is a clock set back.
    if (now >= this.#windowEndsAt || this.#windowEndsAt - now > WINDOW_MS) {
      this.#windowEndsAt = now + WINDOW_MS
      this.#texts = 0
    }
    if (++this.#texts > MAX_TEXTS) throw new Refusal('too_many_messages')
  }

  #hear(): void {
    this.#heardAt = this.#time.clock.now()
  }

  #watch(): void {
    const { socket } = this
    const silentMs = this.#time.clock.now() - this.#heardAt
    // What is not read on purpose cannot be heard; a clock set back must not make anybody look young.
    if (socket.isPaused || silentMs < 0) this.#hear()
    else if (silentMs >= SILENCE_MS) return socket.terminate()
    if (socket.readyState === socket.OPEN) socket.ping()
  }

  #end(gone: Gone): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#stopPinging()
    this.#live = undefined
    this.#waiting?.reject(new Refusal(gone.reason ?? 'peer_gone'))
    this.#onGone(gone)
  }
}
