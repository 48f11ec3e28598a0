/** What a tag may be, as the server holds it, and the tags that are in use. Pure. */

/** @typedef {import('./presence.js').Host} Host */

/** A host has this many at most; the server holds the same bound. */
export const mostTags = 10

/** Suggestions below a field: more than these nobody reads. */
const mostSuggested = 100

const shape = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,31}$/u

/**
 * Reads a tag as somebody typed it, in the spelling in which the server keeps it.
 * @param {string} text
 */
export const cleanTag = (text) => text.normalize().trim()

/** @param {string} tag */
export const isTag = (tag) => shape.test(tag)

/**
 * Returns the tags of the hosts in the order of the alphabet, without those that are not wanted.
 * @param {Iterable<Host>} hosts
 * @param {readonly string[]} [without]
 */
export function tagsInUse(hosts, without = []) {
  const found = new Set()
  for (const { tags } of hosts) for (const tag of tags) found.add(tag)
  for (const tag of without) found.delete(tag)
  return /** @type {string[]} */ ([...found]).sort((a, b) => a.localeCompare(b)).slice(0, mostSuggested)
}

/**
 * Whether what was told of a host is an earlier one of the wishes that were sent, each a whole list
 * of tags in their order: the events of quick changes arrive late, and the last wish is the one
 * that holds.
 * @param {readonly string[]} told
 * @param {readonly (readonly string[])[]} wishes
 */
export function isOvertaken(told, wishes) {
  const [last, ...earlier] = wishes.map((tags) => tags.join(',')).toReversed()
  const now = told.join(',')
  return now !== last && earlier.includes(now)
}
