/** Durations as people write them: `90s`, `15m`, `24h`, `7d`. */

const UNITS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** Milliseconds of a text such as `24h`; `undefined` when it is none. */
export const parseDuration = (text: string): number | undefined => {
  const [, digits, unit = ''] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text.trim()) ?? []
  return digits === undefined ? undefined : Number(digits) * (UNITS[unit] ?? 0)
}

/** The shortest spelling of a whole duration. */
export const formatDuration = (ms: number): string => {
  const units = Object.entries(UNITS).toReversed()
  const [unit, size] = units.find(([, length]) => ms % length === 0 && ms >= length) ?? ['ms', 1]
  return `${ms / size}${unit}`
}
