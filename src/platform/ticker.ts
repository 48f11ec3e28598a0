/**
 * Timers as an argument: everything that repeats or waits goes through here, so that a test can
 * advance time by hand and shutdown can stop all of it.
 */

/** Ends a timer; calling it twice is harmless. */
export type Stop = () => void

/** Starts timers that never keep the process alive on their own. */
export interface Ticker {
  every(periodMs: number, task: () => void): Stop
  after(delayMs: number, task: () => void): Stop
}

/** Node clamps longer delays to 1 ms (32-bit milliseconds); we clamp to the longest it can hold. */
const LONGEST_DELAY_MS = 2 ** 31 - 1

/** Timers of the machine itself. */
export const systemTicker: Ticker = {
  every(periodMs, task) {
    const timer = setInterval(task, Math.min(periodMs, LONGEST_DELAY_MS)).unref()
    return () => clearInterval(timer)
  },
  after(delayMs, task) {
    const timer = setTimeout(task, Math.min(delayMs, LONGEST_DELAY_MS)).unref()
    return () => clearTimeout(timer)
  },
}

/** A task that is repeated only while there is something to do. */
export type WhileBusy = {
  /** There is something to do; harmless while it is being done. */
  readonly start: () => void
  readonly stop: Stop
}

/** Repeats `task` from `start` on until it returns false, so that who has nothing to do sleeps. */
export const whileBusy = (ticker: Ticker, periodMs: number, task: () => boolean): WhileBusy => {
  let stopTicking: Stop | undefined
  const stop = (): void => {
    stopTicking?.()
    stopTicking = undefined
  }
  return {
    start() {
      stopTicking ??= ticker.every(periodMs, () => {
        if (!task()) stop()
      })
    },
    stop,
  }
}

/** Resolves after `delayMs` of the ticker's time. */
export const sleep = (ticker: Ticker, delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    ticker.after(delayMs, resolve)
  })

/** Keeps the process alive until it is stopped: the timers above never do. */
export const stayAlive = (): Stop => {
  const timer = setInterval(() => undefined, LONGEST_DELAY_MS)
  return () => clearInterval(timer)
}
