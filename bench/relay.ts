/**
 * The relay beside others: throughput and what it costs, the round trip of a small message, and
 * whether many pairs get their shares.
 */

import { join } from 'node:path'
import type { Measured, Task } from './relay-load.ts'
import { type RunningRelay, startRelays } from './relay-servers.ts'
import { type Lab, type Started, stop } from './support/lab.ts'
import { ratioOf, spreadOf, takeTurns } from './support/rounds.ts'
import { pause } from './support/servers.ts'
import { type Bench, type Finding, milliseconds } from './support/table.ts'

const KIB = 1024

/** Against socat: what the round trip may cost, and what the throughput must reach. */
const TARGET = { throughput: 0.8, p50: 1.1, p99: 1.5, share: 0.95, frozen: 0.9 } as const

type What = Pick<Task, 'kind' | 'pairs' | 'bytes'>

const LOAD = join(import.meta.dirname, 'relay-load.ts')

const taskFor = (relay: RunningRelay, what: What, seconds: number): string[] => {
  const { language, port, target, pid } = relay
  const task: Task = { language, port, target, pid, ...what, seconds }
  return [LOAD, JSON.stringify(task)]
}

const measure = async (lab: Lab, relay: RunningRelay, what: What): Promise<Measured> => {
  const args = taskFor(relay, what, lab.isQuick ? 1 : 3)
  try {
    const printed = await lab.run(process.execPath, args, { core: 'load' })
    return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Measured
  } catch (error) {
    throw new Error(`${relay.name}, ${JSON.stringify(what)}`, { cause: error })
  }
}

/** Measures all of them in turns. */
const inTurns = (
  lab: Lab,
  relays: readonly RunningRelay[],
  measureOne: (relay: RunningRelay) => Promise<Measured>,
): Promise<Record<string, Measured[]>> =>
  takeTurns(
    lab.isQuick ? 1 : 3,
    Object.fromEntries(relays.map((relay) => [relay.name, () => measureOne(relay)])),
  )

const megabytes = (values: readonly number[]): string => `${spreadOf(values).median.toFixed(0)} MB/s`
const perGb = (values: readonly number[]): string => `${spreadOf(values).median.toFixed(2)} s/GB`

const throughput = async (
  lab: Lab,
  relays: readonly RunningRelay[],
  pairs: number,
  kib: number,
): Promise<Finding[]> => {
  const what = { kind: 'stream', pairs, bytes: kib * KIB } as const
  const found = await inTurns(lab, relays, (relay) => measure(lab, relay, what))
  const speeds = (name: string): number[] => (found[name] ?? []).map((one) => one.mbPerSecond)
  const costs = (name: string): number[] => (found[name] ?? []).map((one) => one.cpuSecondsPerGb)
  const title = `${pairs === 1 ? 'one pair' : `${pairs} pairs`}, ${kib} KiB`
  return relays
    .filter(({ name }) => name !== 'isr')
    .flatMap(({ name }) => {
      const [ours, theirs] = name === 'isr masked' ? [name, 'socat'] : ['isr', name]
      const atLeast = { socat: TARGET.throughput, websockify: 1, 'transit relay': 1 }[name]
      const label = name === 'isr masked' ? 'socat, random masks' : name
      return [
        {
          what: `${title}: ${label}`,
          ours: megabytes(speeds(ours)),
          reference: megabytes(speeds(theirs)),
          ratio: ratioOf(speeds(ours), speeds(theirs)),
          ...(atLeast === undefined ? {} : { target: { atLeast } }),
        },
        {
          what: `${title}: ${label}, CPU`,
          ours: perGb(costs(ours)),
          reference: perGb(costs(theirs)),
          ratio: ratioOf(costs(theirs), costs(ours)),
        },
      ]
    })
}

const roundTrip = async (
  lab: Lab,
  relays: readonly RunningRelay[],
  isBusy: boolean,
): Promise<Finding[]> => {
  const what = { kind: 'echo', pairs: 1, bytes: 64 } as const
  const compared = relays.filter(({ name }) => name === 'isr' || name === 'socat')
  const found = await inTurns(lab, compared, async (relay) => {
    const other = isBusy ? await streamBeside(lab, relay) : undefined
    const measured = await measure(lab, relay, what)
    if (other) await stop(other)
    return measured
  })
  const [ours = [], theirs = []] = [found['isr'], found['socat']]
  const compare = (part: 'p50Ms' | 'p99Ms'): Omit<Finding, 'what'> => {
    const [us, them] = [ours.map((one) => one[part]), theirs.map((one) => one[part])]
    return {
      ours: milliseconds(spreadOf(us)),
      reference: milliseconds(spreadOf(them)),
      ratio: ratioOf(us, them),
    }
  }
  if (isBusy) {
    const more = ours.map((one, index) => one.p99Ms - (theirs[index]?.p99Ms ?? Number.NaN))
    return [
      { what: 'round trip beside a full stream, p50', ...compare('p50Ms') },
      { what: 'round trip beside a full stream, p99', ...compare('p99Ms') },
      {
        what: 'the same, ms above socat’s',
        ...compare('p99Ms'),
        ratio: spreadOf(more),
        target: { atMost: 2 },
      },
    ]
  }
  return [
    { what: 'round trip of 64 bytes, p50', ...compare('p50Ms'), target: { atMost: TARGET.p50 } },
    { what: 'round trip of 64 bytes, p99', ...compare('p99Ms'), target: { atMost: TARGET.p99 } },
  ]
}

/** Another pair at full speed, until it is stopped. */
const streamBeside = async (lab: Lab, relay: RunningRelay): Promise<Started> => {
  const what = { kind: 'stream', pairs: 1, bytes: 16 * KIB } as const
  const started = lab.spawn(process.execPath, taskFor(relay, what, 60), { core: 'load' })
  // A target's port can be listened on by one at a time.
  while (!started.readLog().includes('connected')) {
    if (started.child.exitCode !== null) throw new Error(started.readLog())
    await pause(LOOK_MS)
  }
  return started
}

/** Pause between two looks whether a load is connected. */
const LOOK_MS = 20

const shares = async (lab: Lab, relays: readonly RunningRelay[]): Promise<Finding[]> => {
  const what = { kind: 'paced', pairs: 50, bytes: 10_000 } as const
  const compared = relays.filter(({ name }) => name === 'isr' || name === 'socat')
  const found = await inTurns(lab, compared, (relay) => measure(lab, relay, what))
  const parts = (name: string): number[] => (found[name] ?? []).map((one) => one.slowestPart)
  const text = (name: string): string => spreadOf(parts(name)).median.toFixed(3)
  return [
    {
      what: '50 pairs at 8 Mbit/s: what the slowest gets',
      ours: text('isr'),
      reference: text('socat'),
      ratio: spreadOf(parts('isr')),
      target: { atLeast: TARGET.share },
    },
  ]
}

const besideFrozen = async (lab: Lab, relays: readonly RunningRelay[]): Promise<Finding[]> => {
  const ours = relays.find(({ name }) => name === 'isr')
  if (!ours) return []
  const bytes = 16 * KIB
  const found = await takeTurns(lab.isQuick ? 1 : 3, {
    frozen: () => measure(lab, ours, { kind: 'frozen', pairs: 2, bytes }),
    alone: () => measure(lab, ours, { kind: 'stream', pairs: 1, bytes }),
  })
  const speeds = (name: 'frozen' | 'alone'): number[] => (found[name] ?? []).map((one) => one.mbPerSecond)
  return [
    {
      what: 'one pair beside a frozen one, of the same alone',
      ours: megabytes(speeds('frozen')),
      reference: megabytes(speeds('alone')),
      ratio: ratioOf(speeds('frozen'), speeds('alone')),
      target: { atLeast: TARGET.frozen },
    },
  ]
}

/** Compares our relay with those that Debian has. */
export const relay: Bench = async (lab) => {
  const relays = await startRelays(lab, (text) => void process.stderr.write(`${text}\n`))
  const findings: Finding[] = []
  for (const pairs of [1, 50]) {
    for (const kib of [16, 64]) findings.push(...(await throughput(lab, relays, pairs, kib)))
  }
  findings.push(...(await roundTrip(lab, relays, false)))
  findings.push(...(await roundTrip(lab, relays, true)))
  findings.push(...(await shares(lab, relays)))
  findings.push(...(await besideFrozen(lab, relays)))
  return findings
}
