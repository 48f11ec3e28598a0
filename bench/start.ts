/** How long a start takes with a million codes on the disk, and what an idle server holds. */

import { readFileSync } from 'node:fs'
import { databaseOf, fresh } from './support/codes.ts'
import type { Lab } from './support/lab.ts'
import { ratioOf, spreadOf, takeTurns } from './support/rounds.ts'
import { pause, startIsr, startReference } from './support/servers.ts'
import { type Bench, type Finding, milliseconds } from './support/table.ts'

const CODES = 1_000_000

/** A code that every database has. */
const RESOLVE = '/resolve?code=ISR-00000002'

/** After this the garbage of the start is as gone as it will be. */
const IDLE_MS = 3000

/** Start to first answer against `node -e 0`, and idle memory against bare `node:http`. */
export const start: Bench = async (lab) => {
  const db = await databaseOf(lab, 'million', fresh(CODES))
  return [...(await starts(lab, db)), await memory(lab, db)]
}

const starts = async (lab: Lab, db: string): Promise<Finding[]> => {
  const untilAnswer = async (firstPath: string, env: Record<string, string> = {}) => {
    const server = await startIsr(lab, { db, firstPath, env })
    // Ending in peace is what writes the compile cache.
    await server.stop()
    return server.startMs
  }
  const emptyNode = async (): Promise<number> => {
    const startedAt = performance.now()
    await lab.run(process.execPath, ['-e', '0'], { core: 'server' })
    return performance.now() - startedAt
  }
  const cold = await untilAnswer(RESOLVE, { NODE_COMPILE_CACHE: lab.newFolder('compile-cache') })
  await untilAnswer(RESOLVE)
  const times = await takeTurns(lab.isQuick ? 5 : 15, {
    node: emptyNode,
    resolve: () => untilAnswer(RESOLVE),
    status: () => untilAnswer('/status'),
  })
  const reference = milliseconds(spreadOf(times.node))
  return [
    {
      what: 'start to first resolve, 1 000 000 codes, of node -e 0',
      ours: milliseconds(spreadOf(times.resolve)),
      reference,
      ratio: ratioOf(times.resolve, times.node),
      target: { atMost: 5 },
    },
    {
      what: 'start to first status (counts the codes)',
      ours: milliseconds(spreadOf(times.status)),
      reference,
      ratio: ratioOf(times.status, times.node),
    },
    {
      what: 'very first start, nothing compiled yet',
      ours: milliseconds(spreadOf([cold])),
      reference,
      ratio: ratioOf([cold], [spreadOf(times.node).median]),
    },
  ]
}

const memory = async (lab: Lab, db: string): Promise<Finding> => {
  const ours = await startIsr(lab, { db, firstPath: RESOLVE })
  const bare = await startReference(lab, 'bare.js', ['{}'])
  for (const path of ['/', '/v1/server', RESOLVE]) {
    const response = await fetch(`http://127.0.0.1:${ours.port}${path}`)
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  }
  await pause(IDLE_MS)
  const [us, them] = [residentMiB(ours.pid), residentMiB(bare.pid)]
  for (const server of [ours, bare]) await server.stop()
  return {
    what: 'idle memory (RSS), pages and /v1 loaded, of bare node:http',
    ours: mebibytes(us),
    reference: mebibytes(them),
    ratio: ratioOf([us.all], [them.all]),
    target: { atMost: 2.5 },
  }
}

type Resident = { readonly all: number; readonly anonymous: number }

/** Mapped pages of the database and of Node's own program count, although the kernel can drop them. */
const residentMiB = (pid: number): Resident => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
  return { all: mib('VmRSS'), anonymous: mib('RssAnon') }
}

const mebibytes = ({ all, anonymous }: Resident): string =>
  `${all.toFixed(0)} MiB (${anonymous.toFixed(0)} own)`
