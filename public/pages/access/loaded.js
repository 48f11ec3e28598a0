/** A list that the server has, loaded when its part is shown and again after each change. */

import { call } from '../../frame/api.js'
import { useEffect, useState } from '../../frame/ui.js'

/**
 * @template T
 * @param {string} path
 * @param {(answer: any) => readonly T[]} read
 * @returns {{ items: readonly T[] | null, error: unknown, reload: () => void }}
 */
export function useList(path, read) {
  const [items, setItems] = useState(/** @type {readonly T[] | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  function reload() {
    call('GET', path).then((answer) => {
      setItems(read(answer))
      setError(null)
    }, setError)
  }
  useEffect(reload, [path])
  return { items, error, reload }
}
