/**
 * The checks that a browser can make of its way to the server: the same as those of `isr doctor`, as
 * facts without sentences.
 */

/** @typedef {'ok' | 'warn' | 'bad'} Word */
/** @typedef {{ word: Word, facts: Record<string, string | number> }} Finding */
/** @typedef {{ time: number, address: string }} Probe */

/** Beyond this a clock is worth a word, in ms; `isr doctor` says the same. */
const clockWarnMs = 30_000

/** A WebSocket that has not opened by then is held up by something on the way, in ms. */
const openWithinMs = 10_000

/** @returns {Promise<Finding>} */
export async function checkServer() {
  const from = performance.now()
  try {
    const answer = await fetch('/v1/server', {
      cache: 'no-store',
      signal: AbortSignal.timeout(openWithinMs),
    })
    const { version } = await answer.json()
    if (!answer.ok || typeof version !== 'string') return { word: 'bad', facts: {} }
    return { word: 'ok', facts: { ms: Math.round(performance.now() - from), version } }
  } catch {
    return { word: 'bad', facts: {} }
  }
}

/** @returns {Finding} */
export const checkHttps = () => ({ word: location.protocol === 'https:' ? 'ok' : 'warn', facts: {} })

/**
 * Opens the probe of the server and waits for what it says; the socket stays open.
 * @returns {Promise<{ socket: WebSocket, probe: Probe, ms: number } | null>} null where it did not
 *   come through
 */
export function openProbe() {
  const url = new URL('/v1/probe', location.href)
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
  const from = performance.now()
  const socket = new WebSocket(url)
  return new Promise((done) => {
    const fail = () => {
      clearTimeout(timer)
      socket.close()
      done(null)
    }
    const timer = setTimeout(fail, openWithinMs)
    socket.addEventListener('error', fail)
    socket.addEventListener('message', ({ data }) => {
      clearTimeout(timer)
      const probe = /** @type {Probe} */ (JSON.parse(data))
      done({ socket, probe, ms: Math.round(performance.now() - from) })
    })
  })
}

/**
 * Compares this computer's clock with the server's.
 * @param {Probe} probe
 * @param {number} ms how long the probe took
 * @returns {Finding}
 */
export function checkClock({ time }, ms) {
  const offMs = Math.abs(Date.now() - ms / 2 - time)
  const seconds = Math.round(offMs / 1_000)
  return { word: offMs > clockWarnMs ? 'warn' : 'ok', facts: { seconds } }
}

/**
 * Leaves a connection silent and tells whether something on the way cut it.
 * @param {number} forMs
 * @param {(seconds: number) => void} onSecond
 * @param {AbortSignal} signal
 * @returns {Promise<Finding>}
 */
export async function checkSilence(forMs, onSecond, signal) {
  const opened = await openProbe()
  if (!opened || signal.aborted) {
    opened?.socket.close()
    return { word: 'bad', facts: { n: 0 } }
  }
  const from = performance.now()
  const seconds = () => Math.round((performance.now() - from) / 1_000)
  const timer = setInterval(() => onSecond(seconds()), 1_000)
  const word = await new Promise((/** @type {(word: Word) => void} */ done) => {
    opened.socket.addEventListener('close', () => done('bad'))
    signal.addEventListener('abort', () => done('bad'))
    setTimeout(() => done('ok'), forMs)
  })
  clearInterval(timer)
  opened.socket.close()
  return { word, facts: { n: seconds() } }
}
