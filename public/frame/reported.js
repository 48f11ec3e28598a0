/**
 * Text that came from outside: names, codes, addresses and reasons that some host reported.
 *
 * Promises: such text can neither become markup (it is a text node), nor reorder what stands
 * around it (it is isolated), nor hide anything: control, invisible and direction characters are
 * shown by number.
 */

import { html } from './ui.js'

/**
 * Characters that have an effect but no picture: C0 and C1 controls, soft hyphen, zero-width space,
 * marks, direction overrides and isolates, line separators, byte order mark, tag characters. The
 * joiners U+200C and U+200D stay, because Persian words and emoji are spelt with them.
 */
const invisible = new RegExp(
  '[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f' +
    '\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\u{e0000}-\\u{e007f}]',
  'gu',
)

/** @param {string} character */
const byNumber = (character) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/**
 * Returns reported text with its invisible characters written by number, for a title or a sentence.
 * @param {string} text
 */
export const withoutTricks = (text) =>
  text.replace(invisible, (character) => `[${byNumber(character)}]`)

/**
 * Shows reported text as it is, isolated, with its invisible characters made visible.
 * @param {{ text: string }} props
 */
export function Reported({ text }) {
  const parts = text.split(invisible)
  if (parts.length === 1) return html`<bdi>${text}</bdi>`
  const tricks = text.match(invisible) ?? []
  return html`<bdi>${parts.map((part, index) => [
    part,
    index < tricks.length && html`<span class="trick">${byNumber(tricks[index] ?? '')}</span>`,
  ])}</bdi>`
}
