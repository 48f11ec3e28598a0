/** A short list of the server that a page shows, and reads again after it has changed something. */

import { call } from './api.js'
import { useEffect, useState } from './ui.js'

/**
 * Returns what the path answers (null until then), why it does not, and how to ask again.
 * @template T
 * @param {string} path
 * @returns {{ found: T | null, error: unknown, reload: () => void }}
 */
export function useList(path) {
  const [turn, setTurn] = useState(0)
  const [found, setFound] = useState(/** @type {T | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    call('GET', path, { signal }).then(
      (answer) => {
        setFound(answer)
        setError(null)
      },
      (refused) => signal.aborted || setError(refused),
    )
    return () => leaving.abort()
  }, [path, turn])
  return { found, error, reload: () => setTurn((last) => last + 1) }
}
