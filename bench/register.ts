/** Durable registers, against the first version's way and against one commit per register. */

import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { databaseOf, fresh } from './support/codes.ts'
import { compareCpu, compareRates, type Cost, costOf } from './support/cpu.ts'
import type { Lab } from './support/lab.ts'
import { takeTurns } from './support/rounds.ts'
import { type Running, startIsr, startReference } from './support/servers.ts'
import type { Bench } from './support/table.ts'
import { load } from './support/wrk.ts'

const CODES = 10_000

/** The old way answers about 20 in a second: fewer than a round needs to be a number. */
const OLD_WAY_SECONDS = 3

/**
 * Ratios of this bench; every answer was a success, and every register that wrk counted was found
 * again in the server's counter and its row in the database.
 */
export const register: Bench = async (lab) => {
  const db = await databaseOf(lab, 'ten-thousand', fresh(CODES))
  const startedAt = Date.now()
  const ours = await startIsr(lab, { db })
  const each = await startReference(lab, 'commit-each.ts', [
    await databaseOf(lab, 'ten-thousand', fresh(CODES)),
  ])
  const servers = [ours, each]
  for (const server of servers) server.pause()
  let acknowledged = 0
  const registers = async (
    server: Running,
    seconds: number,
    kind: 'register' | 'move' = 'register',
  ): Promise<Cost> => {
    const { port, pid } = server
    server.resume()
    const cost = await costOf(pid, async () => {
      const measured = await load(lab, { port, kind, codes: CODES, seconds })
      if (server === ours) acknowledged += measured.requests
      return measured
    })
    server.pause()
    return cost
  }
  await registers(ours, 3)
  await registers(each, 1)
  const costs = await takeTurns(lab.isQuick ? 3 : 9, {
    ours: () => registers(ours, 1),
    moves: () => registers(ours, 1, 'move'),
    each: () => registers(each, 1),
    old: () => oldWay(lab),
  })
  ours.resume()
  await checkCounter(ours, acknowledged)
  for (const server of servers) await server.stop()
  checkRows(db, startedAt, acknowledged)
  const ofOldWay = compareRates('durable registers, of a JSON file each', costs.ours, costs.old)
  const ofEach = compareRates('durable registers, of one commit each', costs.ours, costs.each)
  return [
    { ...ofOldWay, target: { atLeast: 500 } },
    { ...ofEach, target: { atLeast: 6 } },
    compareCpu('the same by CPU time, waiting not counted', costs.ours, costs.each),
    compareRates('each from a new address, of the same one', costs.moves, costs.ours),
  ]
}

/** A new server each time: one that was left by 64 waiting clients works for them first. */
const oldWay = async (lab: Lab): Promise<Cost> => {
  const file = join(lab.newFolder('old'), 'registry.json')
  const { port, pid, stop } = await startReference(lab, 'json-file.py', [file, String(CODES)])
  const size = { port, codes: CODES, seconds: OLD_WAY_SECONDS }
  const cost = await costOf(pid, () => load(lab, { ...size, kind: 'register' }))
  await stop()
  return cost
}

const checkCounter = async ({ port }: Running, acknowledged: number): Promise<void> => {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`)
  const counted = Number(/^isr_registers_total (\d+)/m.exec(await response.text())?.[1])
  if (counted >= acknowledged) return
  throw new Error(`${acknowledged} registers were acknowledged, but only ${counted} counted`)
}

/** Of n codes, m draws leave n·e^(-m/n) untouched; the hundredth is for chance. */
const checkRows = (file: string, startedAt: number, draws: number): void => {
  const db = new Sqlite(file, { readonly: true })
  const written = db.prepare('SELECT count(*) FROM leases WHERE updated_at >= ?').pluck()
  const count = Number(written.get(startedAt))
  db.close()
  const expected = CODES * (1 - Math.exp(-draws / CODES))
  if (count < expected - CODES / 100) {
    throw new Error(`${draws} registers wrote only ${count} codes, expected ${Math.round(expected)}`)
  }
}
