/** The hosts that somebody selected in the table; the palette acts on them too. */

import { createStore } from '../../frame/ui.js'

/** Ids of the selected hosts. */
export const picked = createStore(/** @type {ReadonlySet<string>} */ (new Set()))

/**
 * Selects a host, or takes it out.
 * @param {string} id
 */
export function togglePicked(id) {
  const next = new Set(picked.get())
  if (!next.delete(id)) next.add(id)
  picked.set(next)
}

/**
 * Selects exactly these.
 * @param {Iterable<string>} ids
 */
export const setPicked = (ids) => picked.set(new Set(ids))
