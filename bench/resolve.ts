/** Resolves over keep-alive connections, against Node answering a constant. */

import { databaseOf, fresh } from './support/codes.ts'
import { compareCpu, compareRates, type Cost, costOf, invert } from './support/cpu.ts'
import type { Lab } from './support/lab.ts'
import { takeTurns } from './support/rounds.ts'
import { type Running, startIsr, startReference } from './support/servers.ts'
import type { Bench } from './support/table.ts'
import { load } from './support/wrk.ts'

const MANY = 1_000_000
const FEW = 1_000

/** The body of an average resolve. */
const BODY = '{"success":true,"code":"ISR-12345678","host":"10.12.34.56","port":5900}'

/** 150 000 resolves touch nearly every page of the table, which is then in memory. */
const WARM_UP_SECONDS = 6

const resolves = (lab: Lab, server: Running, codes: number, seconds: number): Promise<Cost> => {
  server.resume()
  return costOf(server.pid, () =>
    load(lab, { port: server.port, kind: 'resolve', codes, seconds }),
  ).finally(() => server.pause())
}

/** Resolve against bare `node:http`, and 1 000 000 codes against 1 000. */
export const resolve: Bench = async (lab) => {
  const bare = await startReference(lab, 'bare.js', [BODY])
  const many = await startIsr(lab, { db: await databaseOf(lab, 'million', fresh(MANY)) })
  const few = await startIsr(lab, { db: await databaseOf(lab, 'thousand', fresh(FEW)) })
  for (const server of [bare, many, few]) server.pause()
  const seconds = lab.isQuick ? 2 : WARM_UP_SECONDS
  await resolves(lab, bare, FEW, 2)
  await resolves(lab, many, MANY, seconds)
  await resolves(lab, few, FEW, 2)

  const costs = await takeTurns(lab.isQuick ? 5 : 11, {
    bare: () => resolves(lab, bare, FEW, 1),
    many: () => resolves(lab, many, MANY, 1),
    few: () => resolves(lab, few, FEW, 1),
  })
  for (const server of [bare, many, few]) await server.stop()
  return [
    { ...compareRates('resolve, 1 000 000 codes', costs.many, costs.bare), target: { atLeast: 0.55 } },
    compareCpu('the same by CPU time', costs.many, costs.bare),
    compareRates('resolve, 1 000 codes', costs.few, costs.bare),
    {
      ...invert(compareRates('cost of a resolve, 1 000 000 codes', costs.many, costs.few)),
      target: { atMost: 1.2 },
    },
    invert(compareCpu('the same by CPU time', costs.many, costs.few)),
  ]
}
