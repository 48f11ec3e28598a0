/** Typing with a keyboard that is on the glass: a field takes its text, and it goes out as keys. */

/** X11 keysyms of keys that are not characters. */
const backSpace = 0xff08
const enter = 0xff0d

/** Keysyms from here on are Unicode characters; those of Latin 1 are their own (X11 protocol). */
const unicodeBase = 0x01000000

/**
 * Returns the keysyms that write a text.
 * @param {string} text
 */
export const keysymsOf = (text) =>
  Array.from(text, (character) => {
    if (character === '\n') return enter
    const point = character.codePointAt(0) ?? 0
    return point < 0x100 ? point : unicodeBase | point
  })

/**
 * Returns the keysyms that make one text of another: what differs at its end is deleted and written
 * anew, because such keyboards correct words after the fact.
 * @param {string} before
 * @param {string} after
 */
export function keysymsBetween(before, after) {
  const [old, next] = [Array.from(before), Array.from(after)]
  let same = 0
  while (same < old.length && old[same] === next[same]) same++
  return [
    ...Array.from({ length: old.length - same }, () => backSpace),
    ...keysymsOf(next.slice(same).join('')),
  ]
}
