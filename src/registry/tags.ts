/** The rule for tags: one for those that an enrolment brings and those that people give a host. */

/** Tags on one host: more are a table of their own, and nobody reads them in a row. */
export const MAX_TAGS = 10

/** A word or two; never a comma, which separates them where they are kept. */
export const TAG = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,31}$/u

/** Each tag once, in the order in which they were given. */
export const distinct = (tags: readonly string[]): string[] => [...new Set(tags)]
