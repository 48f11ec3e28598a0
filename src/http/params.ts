/**
 * Parameters as the older server read them: from the query string, first value wins, a blank value
 * counts as missing, `+` is a space, broken percent escapes stay as they are.
 */

/** Reads one parameter by name; `undefined` when missing or blank. */
export type Params = (name: string) => string | undefined

const PLAIN = /^[\w.~-]+$/

/** The code in a query string; the common `code=ISR-12345678` is taken without parsing. */
export const codeOf = (query: string): string | undefined => {
  if (query.startsWith('code=')) {
    const value = query.slice(5)
    if (PLAIN.test(value)) return value
  }
  return paramsOf(query)('code')
}

/** Reads parameters from query strings or form bodies, the first that has one winning. */
export const paramsOf = (...sources: string[]): Params => {
  const parsed = sources.map((source) => new URLSearchParams(source))
  return (name) => {
    for (const values of parsed) {
      const value = values.getAll(name).find((text) => text.trim() !== '')
      if (value !== undefined) return value
    }
    return undefined
  }
}
