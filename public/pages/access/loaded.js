/** The items of a list that the server has, picked out of its answer. */

import { useList as useAnswer } from '../../frame/use-list.js'

/**
 * @template T
 * @param {string} path
 * @param {(answer: any) => readonly T[]} read
 * @returns {{ items: readonly T[] | null, error: unknown, reload: () => void }}
 */
export function useList(path, read) {
  const { found, error, reload } = useAnswer(path)
  return { items: found === null ? null : read(found), error, reload }
}
