/** Load from wrk, on the load's core. */

import { join } from 'node:path'
import type { Lab } from './lab.ts'

/** As many clients as the targets are set for. */
const CONNECTIONS = 64

/** The old way answers 64 waiting clients within about 4 s; nobody should be given up on. */
const TIMEOUT = '20s'

export type LoadOptions = {
  readonly port: number
  readonly kind: 'resolve' | 'register' | 'move'
  /** Codes are drawn from this many. */
  readonly codes: number
  readonly seconds: number
  readonly connections?: number
  /** Mean pause of a connection between two requests, milliseconds; none makes it full load. */
  readonly delayMs?: number
}

/** What wrk measured; latencies in milliseconds. */
export type Load = {
  readonly requests: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

const SCRIPT = join(import.meta.dirname, 'requests.lua')

let seed = 1

/** Loads a server and throws if a single answer was not a success. */
export const load = async (lab: Lab, options: LoadOptions): Promise<Load> => {
  const { port, kind, codes, seconds, connections = CONNECTIONS, delayMs = 0 } = options
  const size = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', TIMEOUT]
  const numbers = [kind, codes, seed++, delayMs].map(String)
  const args = [...size, '-s', SCRIPT, `http://127.0.0.1:${port}/`, '--', ...numbers]
  const output = await lab.run('wrk', args, { core: 'load' })
  const line = output.split('\n').findLast((text) => text.startsWith('{'))
  if (line === undefined) throw new Error(`wrk said nothing: ${output}`)
  const { requests, us, p50, p99, max, refused, broken } = JSON.parse(line) as Record<string, number>
  if (refused || broken) {
    throw new Error(`${kind} on port ${port}: ${refused} refused, ${broken} broken of ${requests}`)
  }
  const ms = (value = 0): number => value / 1000
  return {
    requests: requests ?? 0,
    perSecond: ((requests ?? 0) * 1e6) / (us || 1),
    p50Ms: ms(p50),
    p99Ms: ms(p99),
    maxMs: ms(max),
  }
}
