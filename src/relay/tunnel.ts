/**
 * Two ends and what is between them. Promise: it is paired at most once, it ends exactly once, with
 * one reason, and an end that leaves in order never costs the other a byte that it had sent.
 */

import type { Clock } from '../platform/clock.ts'
import type { Stop, Ticker } from '../platform/ticker.ts'
import { closeCodeOf, DONE } from '../protocol/closing.ts'
import type { Carried } from '../protocol/control.ts'
import type { RefusalCode } from '../protocol/refusals.ts'
import type { RelayPolicy, Role } from '../protocol/session.ts'
import { Bucket, MAX_PAUSE_MS } from './bucket.ts'
import { type End, type EndEvents, type Gauge, PAUSED } from './end.ts'
import { mayCarry, mbitsOf } from './policy.ts'

/** The first end waits this long for the other, milliseconds: as long as a ticket is good. */
const PEER_WITHIN_MS = 30_000

/** Who is thrown out may take this long to hear why, milliseconds. */
const OUT_WITHIN_MS = 1000

const SECONDS_PER_MINUTE = 60

/** How much a tunnel has carried, and when the first byte went through. */
export type TunnelCarried = Carried & { readonly firstByteAt: number | null }

/** What happens to a tunnel; `closed` is the last, and `reason` is undefined after a normal end. */
export type TunnelEvent =
  | { readonly type: 'joined'; readonly role: Role }
  | { readonly type: 'paired' }
  | {
      readonly type: 'closed'
      readonly by: Role | 'server'
      readonly reason: RefusalCode | undefined
      readonly carried: TunnelCarried
    }

export type TunnelOptions = {
  readonly isSignedIn: boolean
  /** What all tunnels together may carry, each way; keyed by the end that sends. */
  readonly all: Readonly<Record<Role, Bucket>>
  readonly gauge: Gauge
  readonly clock: Clock
  readonly ticker: Ticker
  readonly onEvent: (event: TunnelEvent) => void
  /** Both sockets are gone. */
  readonly onGone: () => void
}

/** The close codes with which an end says that it is done (RFC 6455, 7.4.1). */
const NORMAL = new Set([DONE, 1005])

/** One session's way through the relay. */
export class Tunnel {
  readonly isSignedIn: boolean
  readonly #options: TunnelOptions
  readonly #ends = new Map<Role, End>()
  readonly #buckets = { host: new Bucket(), controller: new Bucket() }
  readonly #sockets = new Set<End>()
  readonly #stops = new Set<Stop>()
  readonly #waits: Record<Role, Stop> = { host: () => undefined, controller: () => undefined }
  #isClosed = false
  #firstByteAt: number | null = null
  #idleSeconds = 0
  #carriedBefore = 0

  constructor(options: TunnelOptions) {
    this.#options = options
    this.isSignedIn = options.isSignedIn
  }

  /** Sockets that are still open. */
  get sockets(): number {
    return this.#sockets.size
  }

  get carried(): TunnelCarried {
    return {
      bytesToHost: this.#ends.get('controller')?.carried ?? 0,
      bytesToController: this.#ends.get('host')?.carried ?? 0,
      firstByteAt: this.#firstByteAt,
    }
  }

  /** Whether somebody may take this seat. */
  isFree(role: Role): boolean {
    return !this.#isClosed && !this.#ends.has(role)
  }

  /** Takes an end in; the second one opens the way. */
  join(role: Role, makeEnd: (events: EndEvents) => End, policy: RelayPolicy): void {
    const end = makeEnd({
      onRead: (reader, bytes) => this.#meter(reader, bytes),
      onFault: (culprit, reason) => this.#break(culprit, reason),
      onLeft: (left, closeCode) => this.#leave(left, closeCode),
      onGone: (gone) => this.#forget(gone),
    })
    const [peer] = this.#ends.values()
    this.#ends.set(role, end)
    this.#sockets.add(end)
    this.#options.onEvent({ type: 'joined', role })
    if (!peer) {
      this.#after(PEER_WITHIN_MS, () => {
        if (this.#ends.size < 2) this.close('peer_never_came')
      })
      return
    }
    this.obey(policy)
    this.#options.onEvent({ type: 'paired' })
    // Either may have left while the other's greeting was handed over.
    if (!this.#isClosed) peer.meet(end)
    if (!this.#isClosed) end.meet(peer)
    this.#noteFirstByte(peer)
  }

  /** One second passed. */
  tick(policy: RelayPolicy): void {
    if (!this.#isClosed) this.obey(policy)
    if (!this.#isClosed) this.#watchIdleness(policy)
    for (const end of this.#sockets) {
      if (!end.tick()) continue
      if (this.#isClosed) end.terminate()
      else this.#giveUp(end)
    }
  }

  /** Holds the tunnel to a policy that may be a new one. */
  obey(policy: RelayPolicy): void {
    if (!mayCarry(policy, this.isSignedIn)) return this.close('relay_off')
    const now = this.#options.clock.now()
    const mbits = mbitsOf(policy, this.isSignedIn)
    for (const end of this.#ends.values()) {
      const bucket = this.#buckets[end.role]
      bucket.setRate(mbits, now)
      const waitMs = Math.max(bucket.waitMs(now), this.#options.all[end.role].waitMs(now))
      if (waitMs === 0) end.resume(PAUSED.limit)
    }
  }

  /** Throws both ends out, telling them why. */
  close(reason: RefusalCode): void {
    if (this.#isClosed) return
    this.#end('server', reason, () => reason)
    this.#after(OUT_WITHIN_MS, () => this.terminate())
  }

  /** Sends both ends what they are owed, then tells them why it is over. */
  drain(reason: RefusalCode): void {
    this.#end('server', reason, () => reason)
  }

  /** Ends both connections at once. */
  terminate(): void {
    for (const end of this.#sockets) end.terminate()
  }

  #meter(end: End, bytes: number): void {
    const { clock, all, ticker } = this.#options
    const now = clock.now()
    this.#noteFirstByte(end)
    const waitMs = Math.max(
      this.#buckets[end.role].take(bytes, now),
      all[end.role].take(bytes, now),
    )
    if (waitMs === 0) return
    end.pause(PAUSED.limit)
    this.#waits[end.role]()
    this.#waits[end.role] = ticker.after(Math.min(waitMs, MAX_PAUSE_MS), () =>
      end.resume(PAUSED.limit),
    )
  }

  /** Nothing is heard of an end: the other one is told so, and it itself, should it ever listen. */
  #giveUp(lost: End): void {
    this.#end(lost.role, 'peer_stalled', (end) => (end === lost ? 'channel_lost' : 'peer_stalled'))
  }

  /** What is read may be a pong, which nobody is given. */
  #noteFirstByte(from: End): void {
    if (from.carried > 0) this.#firstByteAt ??= this.#options.clock.now()
  }

  #watchIdleness({ idleMinutes }: RelayPolicy): void {
    const { bytesToHost, bytesToController } = this.carried
    const total = bytesToHost + bytesToController
    this.#idleSeconds = total === this.#carriedBefore ? this.#idleSeconds + 1 : 0
    this.#carriedBefore = total
    const limit = idleMinutes * SECONDS_PER_MINUTE
    if (limit === 0 || this.#idleSeconds < limit) return
    this.#end('server', 'session_idle', () => 'session_idle')
  }

  #break(culprit: End, reason: RefusalCode): void {
    this.#end(culprit.role, reason, (end) => (end === culprit ? reason : 'peer_gone'))
  }

  #leave(end: End, closeCode: number): void {
    const reason = NORMAL.has(closeCode) ? undefined : 'peer_gone'
    this.#end(end.role, reason, () => reason)
  }

  #forget(end: End): void {
    this.#sockets.delete(end)
    if (this.#sockets.size > 0) return
    for (const stop of [...this.#stops, ...Object.values(this.#waits)]) stop()
    this.#options.onGone()
  }

  #end(
    by: Role | 'server',
    reason: RefusalCode | undefined,
    tell: (end: End) => RefusalCode | undefined,
  ): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const { carried } = this
    for (const end of this.#sockets) {
      const said = tell(end)
      if (said === undefined) end.finish(DONE, '')
      else end.finish(closeCodeOf(said), said)
    }
    this.#options.onEvent({ type: 'closed', by, reason, carried })
  }

  #after(delayMs: number, task: () => void): void {
    this.#stops.add(this.#options.ticker.after(delayMs, task))
  }
}
