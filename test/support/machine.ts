/**
 * What this machine has. A test of a program that is missing is skipped with a visible line, except
 * in CI, where everything is installed and a missing program is a failure.
 */

import { spawnSync } from 'node:child_process'

/** Whether `program` is on the PATH; false means the caller skips (never in CI: it fails there). */
export const hasProgram = (program: string): boolean => {
  const isThere = spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
  if (isThere) return true
  if (process.env['CI']) throw new Error(`${program} is missing on this machine, and CI must have it`)
  process.stderr.write(`SKIPPED: ${program} is not installed, its tests do not run here\n`)
  return false
}
