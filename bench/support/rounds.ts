/**
 * Comparing on a noisy machine: short rounds in turns, and the median of the ratios of neighbours.
 */

/** Median, least and greatest of some numbers. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number }

export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (index: number): number => sorted[index] ?? Number.NaN
  const middle = (sorted.length - 1) / 2
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2
  return { median, min: at(0), max: at(sorted.length - 1) }
}

/** The ratios of values measured in the same round. */
export const ratioOf = (ours: readonly number[], reference: readonly number[]): Spread =>
  spreadOf(ours.map((value, index) => value / (reference[index] ?? Number.NaN)))

/** Runs each subject once a round, every other round in reverse order against drift. */
export const takeTurns = async <Name extends string, Result>(
  rounds: number,
  subjects: Record<Name, () => Promise<Result>>,
): Promise<Record<Name, Result[]>> => {
  const names = Object.keys(subjects) as Name[]
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Result[]
  >
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? names : names.toReversed()
    for (const name of order) results[name].push(await subjects[name]())
  }
  return results
}
