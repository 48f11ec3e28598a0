/**
 * What the page remembers between visits: a few short words in localStorage, none of them secret.
 *
 * Assumes that storage may be missing or refuse (private windows, blocked site data): then nothing
 * is remembered and everything else works.
 */

/** @param {string} key */
const inStorage = (key) => `isr.${key}`

/**
 * Returns the remembered word, or null.
 * @param {string} key
 */
export function recall(key) {
  try {
    return localStorage.getItem(inStorage(key))
  } catch {
    return null
  }
}

/**
 * Remembers a word; null forgets it.
 * @param {string} key
 * @param {string | null} word
 */
export function remember(key, word) {
  try {
    if (word === null) localStorage.removeItem(inStorage(key))
    else localStorage.setItem(inStorage(key), word)
  } catch {
    // Nothing depends on being remembered.
  }
}
