/** What an attacker has: many guesses, many addresses behind a trusted proxy, and a stopwatch. */

import { startTestApp, type TestApp } from '../support/app.ts'
import { ManualTime } from '../support/manual-time.ts'
import type { Stop } from '../../src/platform/ticker.ts'

/** The guard's shortest delay; the store's own timers are far below it. */
const SHORTEST_DELAY_MS = 250

/** Manual time that tells when somebody is made to wait. */
class WatchedTime extends ManualTime {
  /** Every delay so far, milliseconds, in the order in which they began. */
  readonly delays: number[] = []
  /** Answers that are held back now. */
  waiting = 0
  #tell: (delayMs: number) => void = () => undefined

  override after(delayMs: number, task: () => void): Stop {
    if (delayMs < SHORTEST_DELAY_MS) return super.after(delayMs, task)
    const stop = super.after(delayMs, () => {
      this.waiting--
      task()
    })
    this.waiting++
    this.delays.push(delayMs)
    this.#tell(delayMs)
    return stop
  }

  /** Resolves with the next delay that begins. */
  nextDelay(): Promise<number> {
    return new Promise((done) => {
      this.#tell = done
    })
  }
}

export type WatchedApp = Omit<TestApp, 'time'> & { readonly time: WatchedTime }

/** The app with a clock that an attacker's waiting can be read from. */
export const startWatchedApp = async (flags: string[] = []): Promise<WatchedApp> => {
  const time = new WatchedTime()
  return { ...(await startTestApp(flags, { time })), time }
}

/** Makes this machine a trusted proxy, so that requests may come from any address. */
export const BEHIND_PROXY = ['--trusted-proxies', '127.0.0.1']

/** Headers of a request that the proxy received from `address`. */
export const from = (address: string | undefined): Record<string, string> =>
  address === undefined ? {} : { 'X-Forwarded-For': address }

export type Outcome = {
  readonly status: number
  /** How long the answer was held back; 0 when it came at once. */
  readonly delayMs: number
  readonly retryAfterSeconds: number | undefined
  readonly body: string
}

/** Asks for a code and waits as long as the server makes it wait. */
export const probe = async (app: WatchedApp, code: string, address?: string): Promise<Outcome> => {
  const delayed = app.time.nextDelay()
  const asked = app.call(`/resolve?${new URLSearchParams({ code }).toString()}`, {
    headers: from(address),
  })
  const first = await Promise.race([asked, delayed])
  const delayMs = typeof first === 'number' ? first : 0
  if (delayMs > 0) app.time.advance(delayMs)
  const answer = await asked
  const retryAfter = answer.headers.get('retry-after')
  return {
    status: answer.status,
    delayMs,
    retryAfterSeconds: retryAfter === null ? undefined : Number(retryAfter),
    body: await answer.text(),
  }
}

/** The code an attacker tries at this turn. */
export const guess = (turn: number): string => `ISR-${String(10_000_000 + turn).padStart(8, '0')}`

/** Registers a code that exists, as any host would. */
export const registerHost = async (
  app: Pick<TestApp, 'call'>,
  code: string,
  address?: string,
): Promise<number> => {
  const query = new URLSearchParams({ code, host: '10.0.0.1' })
  const answer = await app.call(`/register?${query.toString()}`, {
    method: 'POST',
    headers: from(address),
  })
  await answer.text()
  return answer.status
}

/** Numbers that look random and are the same each run (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
