/**
 * How fine the picture is: less when the line is slow. Pure, but for what measures the line.
 *
 * A round trip is measured to the screen itself, and only while nothing comes: the page asks for one
 * pixel and takes the time until bytes come. A line that is never quiet says by its amount whether it
 * is full.
 */

/** @typedef {'high' | 'medium' | 'low'} Level */
/** @typedef {Level | 'auto'} Quality */

/** Every choice, in the order in which they are offered. */
export const qualities = /** @type {readonly Quality[]} */ (['auto', 'high', 'medium', 'low'])

/**
 * JPEG quality and zlib effort, 0-9 each, as the Tight encoding of VNC counts them.
 * @type {Record<Level, { quality: number, compression: number }>}
 */
export const levels = {
  high: { quality: 8, compression: 2 },
  medium: { quality: 5, compression: 5 },
  low: { quality: 1, compression: 9 },
}

/** Round trips, in ms, from which on a level is too fine: one notices 100 ms, and 250 ms hurt. */
const limits = { medium: 100, low: 250 }

/** A better level is taken only when the line is this much better than its limit asks. */
const slack = 0.7

/** Less than this on a line that is never quiet is a line that is full, in bytes per second. */
const fullBelow = { low: 250_000, medium: 1_000_000 }

/**
 * Returns the level for a round trip, keeping the present one near a limit.
 * @param {Level} present
 * @param {number} roundTripMs
 * @returns {Level}
 */
export function levelFor(present, roundTripMs) {
  const lowAt = limits.low * (present === 'low' ? slack : 1)
  const mediumAt = limits.medium * (present === 'high' ? 1 : slack)
  if (roundTripMs > lowAt) return 'low'
  return roundTripMs > mediumAt ? 'medium' : 'high'
}

/**
 * Returns the level for a line that is never quiet and carries so much.
 * @param {Level} present
 * @param {number} bytesPerSecond
 * @returns {Level}
 */
export function levelWhenBusy(present, bytesPerSecond) {
  if (bytesPerSecond < fullBelow.low) return present === 'high' ? 'medium' : 'low'
  return bytesPerSecond < fullBelow.medium && present === 'high' ? 'medium' : present
}

/** How often the line is looked at, and how long it must have been quiet to be measured, in ms. */
const everyMs = 2_000
const quietMs = 300

/** A line that was not quiet for so many looks in a row is busy. */
const busyAfter = 5

/** FramebufferUpdateRequest (RFC 6143, 7.5.3): not incremental, the pixel at 0, 0. */
const onePixel = new Uint8Array([3, 0, 0, 0, 0, 0, 0, 1, 0, 1])

/**
 * Watches a line and calls back with the level it can carry. Returns what stops it.
 * @param {import('./link.js').Line} line
 * @param {(level: Level, roundTripMs: number | null) => void} onLevel
 */
export function watchLine({ channel, received }, onLevel) {
  /** @type {Level} */
  let level = 'high'
  let bytesBefore = received.bytes
  let looksBusy = 0
  let askedAt = 0

  function look() {
    const now = performance.now()
    const bytesPerSecond = ((received.bytes - bytesBefore) * 1_000) / everyMs
    bytesBefore = received.bytes
    if (now - received.at < quietMs) {
      if (++looksBusy < busyAfter) return
      looksBusy = 0
      level = levelWhenBusy(level, bytesPerSecond)
      onLevel(level, null)
      return
    }
    looksBusy = 0
    askedAt = now
    channel.send(onePixel)
    timer = setTimeout(waitForPixel, 10)
  }
  function waitForPixel() {
    if (received.at <= askedAt && performance.now() - askedAt < everyMs) {
      timer = setTimeout(waitForPixel, 10)
      return
    }
    const roundTripMs = (received.at > askedAt ? received.at : performance.now()) - askedAt
    level = levelFor(level, roundTripMs)
    onLevel(level, roundTripMs)
  }
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  const interval = setInterval(look, everyMs)
  return () => {
    clearInterval(interval)
    clearTimeout(timer)
  }
}
