/** Whether anybody else is at work on this machine. */

import { cpus } from 'node:os'
import { pause } from './servers.ts'

/** How long is looked, milliseconds. */
const LOOK_MS = 1000

/** The part of all cores that was at work for a second in which we did nothing. */
export const busyPart = async (): Promise<number> => {
  const before = spent()
  await pause(LOOK_MS)
  const after = spent()
  return 1 - (after.idle - before.idle) / (after.all - before.all)
}

const spent = (): { idle: number; all: number } => {
  const times = cpus().map((cpu) => cpu.times)
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)
  return {
    idle: sum(times.map(({ idle }) => idle)),
    all: sum(times.map((time) => sum(Object.values(time)))),
  }
}
