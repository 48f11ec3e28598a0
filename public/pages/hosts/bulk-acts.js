/**
 * One act on several hosts: a request for each, so that each is allowed, refused and written in the
 * audit by itself.
 */

import { call } from '../../frame/api.js'

/** @typedef {import('./presence.js').Host} Host */
/** @typedef {'lock' | 'unlock' | 'delete'} BulkVerb */
/** @typedef {{ host: Host, error: unknown }} Failure */
/** @typedef {{ done: readonly Host[], failed: readonly Failure[] }} Result */

/** Requests at once: a browser opens six connections to a server, and the feed needs one. */
const atOnce = 4

/**
 * Returns what asks for one verb.
 * @param {BulkVerb} verb
 * @returns {(host: Host) => Promise<unknown>}
 */
export const asking = (verb) => ({ id }) =>
  verb === 'delete'
    ? call('DELETE', `/v1/hosts/${encodeURIComponent(id)}`)
    : call('POST', `/v1/hosts/${encodeURIComponent(id)}/${verb}`)

/**
 * Asks for each host and returns what became of each; one that is refused stops no other.
 * @param {readonly Host[]} hosts
 * @param {(host: Host) => Promise<unknown>} ask
 * @param {(count: number) => void} onProgress
 * @returns {Promise<Result>}
 */
export async function actOnAll(hosts, ask, onProgress) {
  const waiting = [...hosts]
  /** @type {Host[]} */
  const done = []
  /** @type {Failure[]} */
  const failed = []
  async function work() {
    for (let host = waiting.shift(); host; host = waiting.shift()) {
      try {
        await ask(host)
        done.push(host)
      } catch (error) {
        failed.push({ host, error })
      }
      onProgress(done.length + failed.length)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { done, failed }
}
