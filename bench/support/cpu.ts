/**
 * CPU time of a server per request: what a ratio of rates would be on a machine that nobody shares.
 */

import { readFileSync } from 'node:fs'
import { ratioOf, spreadOf } from './rounds.ts'
import { type Finding, microseconds, perSecond } from './table.ts'
import type { Load } from './wrk.ts'

/** Linux counts in hundredths of a second, whatever the kernel's own clock does (USER_HZ). */
const TICKS_PER_SECOND = 100

/** What a round of load was worth: its rate, and what each request cost, microseconds. */
export type Cost = { readonly perSecond: number; readonly cpuUs: number }

/** Runs load against a process and says what it cost. */
export const costOf = async (pid: number, run: () => Promise<Load>): Promise<Cost> => {
  const before = cpuSeconds(pid)
  const measured = await run()
  const cpuUs = ((cpuSeconds(pid) - before) * 1e6) / measured.requests
  return { perSecond: measured.perSecond, cpuUs }
}

/** User and system time of all threads of a process since its start. */
export const cpuSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The program’s name in brackets may hold spaces; the 12th and 13th field after it are the times.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** Our rate as a part of the reference's. */
export const compareRates = (what: string, ours: Cost[], reference: Cost[]): Finding => {
  const [us, them] = [ours.map(rate), reference.map(rate)]
  const texts = { ours: perSecond(spreadOf(us)), reference: perSecond(spreadOf(them)) }
  return { what, ...texts, ratio: ratioOf(us, them) }
}

/** The same from CPU times: the reference's as a part of ours. */
export const compareCpu = (what: string, ours: Cost[], reference: Cost[]): Finding => {
  const [us, them] = [ours.map(cpu), reference.map(cpu)]
  const texts = { ours: microseconds(spreadOf(us)), reference: microseconds(spreadOf(them)) }
  return { what, ...texts, ratio: ratioOf(them, us) }
}

/** Reads a comparison the other way round: how much more instead of which part. */
export const invert = (finding: Finding): Finding => {
  const { median, min, max } = finding.ratio
  return { ...finding, ratio: { median: 1 / median, min: 1 / max, max: 1 / min } }
}

const rate = (cost: Cost): number => cost.perSecond
const cpu = (cost: Cost): number => cost.cpuUs
