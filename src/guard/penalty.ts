/** How long an address that guessed wrong waits before its next answer. Pure arithmetic. */

/** The first wait, milliseconds; each further miss doubles it. */
const FIRST_DELAY_MS = 250

/** Below the 5 s after which existing controllers give up, with time left for the answer. */
const LONGEST_DELAY_MS = 4000

/** Delay before the next answer to an address with this many misses, of which some are free. */
export const penaltyDelayMs = (misses: number, freeMisses: number): number => {
  if (misses <= freeMisses) return 0
  const doublings = Math.min(misses - freeMisses - 1, 10)
  return Math.min(FIRST_DELAY_MS * 2 ** doublings, LONGEST_DELAY_MS)
}
