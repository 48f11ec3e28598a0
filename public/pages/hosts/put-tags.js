/** Giving a host its tags, for its editor and for several hosts at once. */

import { call } from '../../frame/api.js'
import { mostTags } from './tag-rules.js'

/** There would be more tags on a host than it may have; nothing was asked for. */
export class TooManyTags extends Error {}

/**
 * Gives a host these tags and no others.
 * @param {string} id
 * @param {readonly string[]} tags
 */
export async function putTags(id, tags) {
  if (tags.length > mostTags) throw new TooManyTags()
  return call('PUT', `/v1/hosts/${encodeURIComponent(id)}/tags`, { body: { tags } })
}
