/** What resolving clients keep while others register at full rate, also on a slow disk. */

import { databaseOf, fresh } from './support/codes.ts'
import type { Lab } from './support/lab.ts'
import { ratioOf, spreadOf, takeTurns } from './support/rounds.ts'
import { pause, type Running, startIsr } from './support/servers.ts'
import { FLUSH_MS, slowDisk } from './support/slow-disk.ts'
import { type Bench, type Finding, perSecond } from './support/table.ts'
import { load } from './support/wrk.ts'

const CODES = 10_000

/** Registers begin before the resolves that are measured, and end after them. */
const LEAD_MS = 500

type Round = { readonly resolves: number; readonly registers: number }

/** Resolves per second alone and in company. */
export const mixed: Bench = async (lab) => [
  ...(await onDisk(lab, 'this disk', {})),
  ...(await onDisk(lab, `+${FLUSH_MS} ms per flush`, await slowDisk(lab))),
]

const onDisk = async (lab: Lab, disk: string, env: Record<string, string>): Promise<Finding[]> => {
  const db = await databaseOf(lab, 'ten-thousand', fresh(CODES))
  const server = await startIsr(lab, { db, env })
  await together(lab, server)
  const { alone: before, both } = await takeTurns(lab.isQuick ? 4 : 9, {
    alone: () => alone(lab, server),
    both: () => together(lab, server),
  })
  await server.stop()
  const resolves = (rounds: Round[]): number[] => rounds.map((round) => round.resolves)
  const registers = spreadOf(both.map((round) => round.registers))
  return [
    {
      what: `resolves kept beside ${perSecond(registers)} registers, ${disk}`,
      ours: perSecond(spreadOf(resolves(both))),
      reference: perSecond(spreadOf(resolves(before))),
      ratio: ratioOf(resolves(both), resolves(before)),
      target: { atLeast: 0.5 },
    },
  ]
}

const alone = async (lab: Lab, { port }: Running): Promise<Round> => {
  const { perSecond: resolves } = await load(lab, { port, kind: 'resolve', codes: CODES, seconds: 1 })
  return { resolves, registers: 0 }
}

const together = async (lab: Lab, { port }: Running): Promise<Round> => {
  const registering = load(lab, { port, kind: 'register', codes: CODES, seconds: 2 })
  await pause(LEAD_MS)
  const resolving = load(lab, { port, kind: 'resolve', codes: CODES, seconds: 1 })
  const [registers, resolves] = await Promise.all([registering, resolving])
  return { resolves: resolves.perSecond, registers: registers.perSecond }
}
