/**
 * The server's time as this page knows it. Every "3 min ago" is reckoned with it, so a browser
 * whose clock is wrong still tells the truth.
 */

import { createStore, useStore } from './ui.js'

/**
 * How often relative times are rewritten, in ms; a tenth of a minute's error is invisible in "3
 * min".
 */
const tickMs = 6_000

let offsetMs = 0

const read = () => Date.now() + offsetMs

const clock = createStore(read())

setInterval(() => clock.set(read()), tickMs)

/**
 * Tells the clock what the server's time is now, in epoch milliseconds.
 * @param {number} serverTime
 */
export function learnServerTime(serverTime) {
  offsetMs = serverTime - Date.now()
  clock.set(read())
}

/**
 * Returns the server's time in epoch milliseconds; the component renders again every few seconds.
 */
export const useNow = () => useStore(clock)
