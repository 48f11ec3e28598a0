/** Codes: how they are spelled, compared and limited. */

/** Longest code in characters (UTF-16 units), more than anyone reads out over a telephone. */
export const MAX_CODE_LENGTH = 64

/** `ISR-` and this many digits is what hosts make for themselves. */
export const ISR_DIGITS = 8

const CANONICAL = /^ISR-\d{8}$/
const ISR_STYLE = /^[\s-]*i[\s-]*s[\s-]*r[\s-]*((?:\d[\s-]*){8})$/i

/** Controls, unassigned direction overrides and line separators: never part of a code or a name. */
// oxlint-disable-next-line no-control-regex -- refusing control characters is the purpose
export const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]/

/**
 * The spelling under which a code is kept: an ISR-style code in any case and spacing becomes
 * `ISR-12345678`; any other string stays exactly as it is.
 */
export const canonicalCode = (typed: string): string => {
  if (CANONICAL.test(typed)) return typed
  // Longer than any spelling of an ISR code with a separator between all of its characters.
  if (typed.length > 2 * MAX_CODE_LENGTH) return typed
  const digits = ISR_STYLE.exec(typed)?.[1]
  return digits === undefined ? typed : `ISR-${digits.replace(/\D/g, '')}`
}

/** Whether a canonical code may be registered. */
export const isCode = (code: string): boolean =>
  code.length > 0 && code.length <= MAX_CODE_LENGTH && !UNPRINTABLE.test(code) && isWellFormed(code)

const isWellFormed = (text: string): boolean => text.isWellFormed()
