/**
 * The hosts as the live feed tells them: the newest, at most 5 000, and the numbers of the whole
 * server.
 */

import { learnServerTime } from '../../frame/clock.js'
import { createFeed } from '../../frame/feed.js'
import { checkSignIn, endSignIn } from '../../frame/server.js'
import { createStore } from '../../frame/ui.js'

/** @typedef {import('./presence.js').Host} Host */
/** @typedef {import('../../../src/protocol/api.ts').Numbers} Numbers */
/**
 * `byId` holds what was sent, `total` how many there are; `arrived` and `removed` are what the last
 * delta brought and took.
 * @typedef {{
 *   byId: ReadonlyMap<string, Host>,
 *   total: number,
 *   numbers: Numbers,
 *   arrived: ReadonlySet<string>,
 *   removed: readonly string[],
 * }} Live
 */

/** A snapshot holds at most this many hosts; deltas may add as many again before the oldest go. */
const mostHosts = 5_000

/** What the feed has told so far; null before its first snapshot. */
export const live = createStore(/** @type {Live | null} */ (null))

/**
 * How long a host that has just come counts as new, in ms; styles/table.css fades it in that time.
 */
const newForMs = 2_400

const nobody = /** @type {ReadonlySet<string>} */ (new Set())

/** @type {ReturnType<typeof setTimeout> | undefined} */
let newTimer

function forgetArrivals() {
  const told = live.get()
  if (told) live.set({ ...told, arrived: nobody, removed: [] })
}

/** @param {{ hosts: Host[], total: number, numbers: Numbers, serverTime: number }} snapshot */
function onSnapshot({ hosts, total, numbers, serverTime }) {
  learnServerTime(serverTime)
  const byId = new Map(hosts.map((host) => [host.id, host]))
  live.set({ byId, total, numbers, arrived: nobody, removed: [] })
}

/**
 * @param {{
 *   upserted: Host[],
 *   removed: string[],
 *   total: number,
 *   numbers: Numbers,
 *   serverTime: number,
 * }} delta
 */
function onDelta({ upserted, removed, total, numbers, serverTime }) {
  const before = live.get()
  if (!before) return
  learnServerTime(serverTime)
  const arrived = new Set(upserted.map(({ id }) => id).filter((id) => !before.byId.has(id)))
  const byId = new Map(before.byId)
  for (const id of removed) byId.delete(id)
  for (const host of upserted) byId.set(host.id, host)
  live.set({ byId: withoutOldest(byId), total, numbers, arrived, removed })
  clearTimeout(newTimer)
  newTimer = setTimeout(forgetArrivals, newForMs)
}

/** @param {Map<string, Host>} byId */
function withoutOldest(byId) {
  if (byId.size <= 2 * mostHosts) return byId
  const newest = [...byId.values()].sort((a, b) => b.updatedAt - a.updatedAt).slice(0, mostHosts)
  return new Map(newest.map((host) => [host.id, host]))
}

/** The feed of the hosts page; it runs while somebody is signed in. */
export const hostFeed = createFeed({
  url: '/v1/events',
  onSnapshot,
  onDelta,
  onSignedOut: () => endSignIn(true),
  isSignedIn: checkSignIn,
})
