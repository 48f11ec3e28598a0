/**
 * What asks to be looked at now, as facts without words. Pure: only what the feed told, nothing is
 * guessed.
 */

import { hasMoved } from './presence.js'

/** @typedef {import('./presence.js').Host} Host */
/** @typedef {import('./live.js').Live} Live */
/** @typedef {'offline' | 'degraded' | 'cloned' | 'moved' | 'locked'} HostTrouble */
/**
 * @typedef {{ kind: 'hosts', name: HostTrouble, hosts: readonly Host[] }
 *   | { kind: 'relay', name: 'off' | 'full' | 'closed' }
 *   | { kind: 'storage' }
 *   | { kind: 'refused', count: number, usual: number }} Trouble
 */

/** Fewer refusals in an hour than this are a person who mistypes, whatever is usual. */
const leastRefused = 60

/** So many times the usual number is no chance any more. */
const muchMore = 5

/** @type {readonly [HostTrouble, (host: Host, now: number) => boolean][]} */
const tests = [
  ['offline', ({ presence, state }) => presence === 'offline' && state !== 'revoked'],
  ['degraded', ({ presence, state }) => presence === 'degraded' && state !== 'revoked'],
  ['cloned', ({ clonedAt }) => clonedAt !== null],
  ['moved', hasMoved],
  ['locked', ({ state }) => state === 'locked'],
]

/** When it began, as far as is known; the newest is named first. @param {Host} host */
const beganAt = ({ presenceAt, clonedAt, updatedAt }) => clonedAt ?? presenceAt ?? updatedAt

/**
 * Returns what is wrong, the worst first; nothing is an empty list.
 * @param {Live} live
 * @param {number} now
 * @returns {Trouble[]}
 */
export function troublesOf({ byId, numbers }, now) {
  const { server, refusedLastHour } = numbers
  /** @type {Trouble[]} */
  const troubles = []
  if (server && !server.isStorageWritable) troubles.push({ kind: 'storage' })
  if (server && server.relay !== 'open') troubles.push({ kind: 'relay', name: server.relay })
  const hosts = [...byId.values()]
  for (const [name, test] of tests) {
    const found = hosts.filter((host) => test(host, now))
    if (found.length === 0) continue
    found.sort((a, b) => beganAt(b) - beganAt(a))
    troubles.push({ kind: 'hosts', name, hosts: found })
  }
  const usual = server?.refusedUsually ?? null
  const count = refusedLastHour ?? 0
  if (usual !== null && count >= leastRefused && count >= muchMore * usual) {
    troubles.push({ kind: 'refused', count, usual })
  }
  return troubles
}
