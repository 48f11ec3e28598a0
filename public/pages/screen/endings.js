/** How the WebSocket of a screen closed, and whether it is worth another try. Pure. */

/** Close codes from here on carry a status, and the refusal's code as their reason. */
const refusedFrom = 4000

/**
 * What passes by itself: the server is restarted, a network is changed, a machine wakes up.
 */
const passing = new Set([
  'connection_lost',
  'unreachable',
  'restarting',
  'peer_gone',
  'peer_never_came',
  'peer_stalled',
  'channel_lost',
  'channel_replaced',
  'host_offline',
  'storage_unavailable',
])

/** The `again` of a connection is good for this long after it broke, in ms. */
export const againMs = 15 * 60_000

/**
 * Returns why a WebSocket closed: a refusal's code, or one of this page's own.
 * @param {{ code: number, reason: string }} event
 * @param {boolean} wasReady whether anything had been shown
 */
export function endOf({ code, reason }, wasReady) {
  if (code >= refusedFrom && /^[a-z_]+$/.test(reason)) return reason
  if (code === 1000 && wasReady) return 'host_closed'
  // A server that stops says so with 1001; one that was restarted comes back.
  if (code === 1001) return 'restarting'
  return wasReady ? 'connection_lost' : 'unreachable'
}

/**
 * Whether the page should try again by itself.
 * @param {string} end
 */
export const isPassing = (end) => passing.has(end)

/** The longest pause between two attempts, in ms. */
const longestPauseMs = 30_000

/**
 * Returns how long to wait before an attempt, in ms; attempts are counted from 0.
 * @param {number} attempt
 */
export const pauseBefore = (attempt) => Math.min(longestPauseMs, 1_000 * 2 ** attempt)

/**
 * Returns the sentence for an end.
 * @param {import('../../frame/i18n.js').Words} words
 * @param {string} end
 */
export function endSentence(words, end) {
  for (const key of [`screen.end.${end}`, `ending.${end}`, `error.${end}`]) {
    if (!words.has(key)) continue
    const wait = words.duration(60_000)
    return words.t(/** @type {import('../../frame/i18n.js').MessageKey} */ (key), {
      wait,
      status: 0,
    })
  }
  return words.t('error.unknown', { detail: end })
}
