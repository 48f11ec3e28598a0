/**
 * Runs the benchmarks and prints one table of ratios.
 * Usage: npm run bench [-- [--quick] [resolve] [register] [mixed] [sweep] [sign-in] [filter]
 *        [paint] [start] [relay] [hosts] [soak]]
 */

import { filter } from './filter.ts'
import { hosts } from './hosts.ts'
import { mixed } from './mixed.ts'
import { paint } from './paint.ts'
import { register } from './register.ts'
import { relay } from './relay.ts'
import { resolve } from './resolve.ts'
import { signIn } from './sign-in.ts'
import { soak } from './soak.ts'
import { start } from './start.ts'
import { Lab, LabError, need } from './support/lab.ts'
import { busyPart } from './support/quiet.ts'
import { type Bench, type Finding, table } from './support/table.ts'
import { sweep } from './sweep.ts'

const BENCHES: Record<string, Bench> = {
  resolve,
  register,
  mixed,
  sweep,
  'sign-in': signIn,
  filter,
  paint,
  start,
  relay,
  hosts,
  soak,
}

/** Above this the ratios are a guess. */
const BUSY = 0.1

const say = (text: string): void => void process.stderr.write(`${text}\n`)

const run = async (names: readonly string[], isQuick: boolean): Promise<void> => {
  const unknown = names.find((name) => !Object.hasOwn(BENCHES, name))
  if (unknown !== undefined) {
    throw new LabError(`There is no bench ${unknown}; there are ${Object.keys(BENCHES).join(', ')}.`)
  }
  need('wrk')
  const lab = new Lab({ isQuick })
  process.once('exit', () => lab.close())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const busy = await busyPart()
  if (busy > BUSY) {
    say(`Others use ${Math.round(busy * 100)} % of this machine: expect wide ranges, trust none.`)
  }
  const findings: Finding[] = []
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (names.length > 0 && !names.includes(name)) continue
    say(`${name} …`)
    const found = await bench(lab)
    say(table(found))
    findings.push(...found)
  }
  process.stdout.write(`${table(findings)}\n`)
}

const args = process.argv.slice(2)

try {
  await run(
    args.filter((arg) => arg !== '--quick'),
    args.includes('--quick'),
  )
} catch (error) {
  say(error instanceof LabError ? error.message : String((error as Error).stack))
  process.exit(1)
}
process.exit(0)
