/** What a benchmark says, and how it is printed. */

import type { Lab } from './lab.ts'
import type { Spread } from './rounds.ts'

/** One comparison. A finding without a target is there to be read, not to be reached. */
export type Finding = {
  readonly what: string
  readonly ours: string
  readonly reference: string
  readonly ratio: Spread
  readonly target?: { readonly atLeast: number } | { readonly atMost: number }
}

/** A benchmark: measures in a lab and returns what it found. */
export type Bench = (lab: Lab) => Promise<Finding[]>

const HEAD = ['what', 'ours', 'reference', 'ratio (min-max)', 'target', 'reached']

/** The findings as an aligned table. */
export const table = (findings: readonly Finding[]): string => {
  const rows = [HEAD, ...findings.map(toRow)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd())
    .join('\n')
}

const toRow = ({ what, ours, reference, ratio, target }: Finding): string[] => {
  const { median, min, max } = ratio
  const range = `${short(median)} (${short(min)}-${short(max)})`
  if (!target) return [what, ours, reference, range, '', '']
  const [text, isReached] =
    'atLeast' in target
      ? [`>= ${target.atLeast}`, median >= target.atLeast]
      : [`<= ${target.atMost}`, median <= target.atMost]
  return [what, ours, reference, range, text, isReached ? 'yes' : 'NO']
}

/** Three significant figures. */
const short = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value.toPrecision(3)

/** A rate as text. */
export const perSecond = ({ median }: Spread): string =>
  `${median >= 100 ? Math.round(median) : median.toFixed(1)}/s`

/** A duration as text. */
export const milliseconds = ({ median }: Spread): string => `${median.toFixed(2)} ms`

/** CPU time as text. */
export const microseconds = ({ median }: Spread): string => `${median.toFixed(1)} us`
