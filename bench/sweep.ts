/** Latency of resolves while a million expired codes are being removed. */

import Sqlite from 'better-sqlite3'
import { type Codes, databaseOf } from './support/codes.ts'
import type { Lab } from './support/lab.ts'
import { ratioOf, type Spread, spreadOf, takeTurns } from './support/rounds.ts'
import { pause, type Running, startIsr } from './support/servers.ts'
import { type Bench, type Finding, milliseconds } from './support/table.ts'
import { type Load, load } from './support/wrk.ts'

const LIVE = 100_000
const EXPIRED = 1_000_000

const HOUR_MS = 3_600_000
const TTL_MS = 24 * HOUR_MS

/** Resolved codes are live; those behind them expired one to ten days ago. */
const MOSTLY_EXPIRED: Codes = {
  count: LIVE + EXPIRED,
  ageMs: (number) => (number < LIVE ? (number % 60) * 60_000 : 25 * HOUR_MS + number * 777),
}

/** The shortest interval the server takes. */
const SWEEPING = ['--ttl', '24h', '--sweep-interval', '10s']

/** The same rows, none of them expired. */
const STILL = ['--ttl', '3650d', '--sweep-interval', '10s']

/** A pause of each of the 64 connections between two requests: 2 000 resolves/s in all. */
const MODEST_DELAY_MS = 32

/** Registers sent one after the other, to see that writes get in. */
const REGISTERS = 50

type Measured = { readonly full: Load; readonly modest: Load; readonly registerMs: number }

/** Two servers with the same million rows, only one of which finds them expired. */
export const sweep: Bench = async (lab) => {
  const db = await databaseOf(lab, 'mostly-expired', MOSTLY_EXPIRED)
  const still = await startIsr(lab, {
    db: await databaseOf(lab, 'mostly-expired', MOSTLY_EXPIRED),
    flags: STILL,
  })
  await measure(lab, still)
  const sweeping = await startIsr(lab, { db, flags: SWEEPING })
  await load(lab, { port: sweeping.port, kind: 'resolve', codes: LIVE, seconds: 3 })
  while (expiredLeft(db) === EXPIRED) await pause(100)
  for (const server of [still, sweeping]) server.pause()

  const { without, during } = await takeTurns(lab.isQuick ? 3 : 9, {
    without: () => measure(lab, still),
    during: async () => {
      const before = expiredLeft(db)
      const measured = await measure(lab, sweeping)
      const after = expiredLeft(db)
      if (after === 0 || after >= before) {
        throw new Error(`the sweep was not under way: ${before} expired rows before, ${after} after`)
      }
      return measured
    },
  })
  const swept = EXPIRED - expiredLeft(db)
  for (const server of [still, sweeping]) await server.stop()

  const compare = (what: string, read: (measured: Measured) => number): Finding => {
    const [ours, reference] = [during.map(read), without.map(read)]
    const texts = { ours: milliseconds(spreadOf(ours)), reference: milliseconds(spreadOf(reference)) }
    return { what, ...texts, ratio: ratioOf(ours, reference) }
  }
  const atMostTwice = { target: { atMost: 2 } }
  const sweptText = `${swept.toLocaleString('en').replaceAll(',', ' ')} of 1 000 000 swept meanwhile`
  return [
    { ...compare('p99 of resolves in a sweep, full load', ({ full }) => full.p99Ms), ...atMostTwice },
    { ...compare(`p99 at ${rateOf(during)}, ${sweptText}`, ({ modest }) => modest.p99Ms), ...atMostTwice },
    compare('p50 of resolves in a sweep, full load', ({ full }) => full.p50Ms),
    compare('slowest of 50 registers, one at a time', ({ registerMs }) => registerMs),
  ]
}

const rateOf = (measured: readonly Measured[]): string => {
  const rate: Spread = spreadOf(measured.map(({ modest }) => modest.perSecond))
  return `${Math.round(rate.median)}/s`
}

const measure = async (lab: Lab, server: Running): Promise<Measured> => {
  const { port } = server
  const common = { port, kind: 'resolve', codes: LIVE, seconds: 1 } as const
  server.resume()
  const full = await load(lab, common)
  const modest = await load(lab, { ...common, delayMs: MODEST_DELAY_MS })
  const registerMs = await slowestRegister(server)
  server.pause()
  return { full, modest, registerMs }
}

const slowestRegister = async ({ port }: Running): Promise<number> => {
  let slowestMs = 0
  for (let number = 0; number < REGISTERS; number++) {
    const startedAt = performance.now()
    const query = `code=ISR-00000002&host=10.0.0.${number}`
    const response = await fetch(`http://127.0.0.1:${port}/register?${query}`, { method: 'POST' })
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`a register answered ${response.status}`)
    slowestMs = Math.max(slowestMs, performance.now() - startedAt)
  }
  return slowestMs
}

/** Read beside the server, by a connection that is closed at once so that it holds nothing up. */
const expiredLeft = (file: string): number => {
  const db = new Sqlite(file, { readonly: true })
  const count = db.prepare('SELECT count(*) FROM leases WHERE updated_at <= ?').pluck()
  const left = Number(count.get(Date.now() - TTL_MS))
  db.close()
  return left
}
