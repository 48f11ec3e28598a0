/**
 * Load on a relay, as a process of its own on the load's core. Its argument is a `Task` in JSON; it
 * prints `connected`, then what it measured in JSON, and ends. The CPU time is that of the relay's
 * processes, forked ones included.
 */

import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { type Address, connectPair, type Pair } from './relay-pairs.ts'
import { pause } from './support/servers.ts'

export type Task = Address & {
  /** The relay's first process. */
  readonly pid: number
  readonly kind: 'stream' | 'frozen' | 'echo' | 'paced'
  readonly pairs: number
  readonly bytes: number
  readonly seconds: number
}

/** Of a stream: bytes and CPU; of echoes: milliseconds; of paced pairs: the slowest one's part. */
export type Measured = {
  readonly mbPerSecond: number
  readonly cpuSecondsPerGb: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly slowestPart: number
}

/** Printed first, once all pairs stand. */
const CONNECTED = 'connected'

const WARM_UP_MS = 500

/** Unsent bytes that a sender keeps ready. */
const AHEAD_BYTES = 512 * 1024

/** Linux counts CPU time in hundredths of a second (USER_HZ). */
const TICKS_PER_SECOND = 100

/** 8 Mbit/s, in steps that a timer can keep. */
const PACED_BYTES_PER_SECOND = 1_000_000
const STEP_MS = 10

/** User and system time of a process and of all that it forked. */
const cpuSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const own = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  const pids = children === '' ? [] : children.split(' ').map(Number)
  return pids.reduce((sum, child) => sum + cpuSeconds(child), own)
}

const counting = (socket: Socket): (() => number) => {
  socket.resume()
  return () => socket.bytesRead
}

const fill = (socket: Socket, frame: Buffer): void => {
  const more = (): void => {
    while (socket.writableLength < AHEAD_BYTES) socket.write(frame)
  }
  socket.on('drain', more)
  more()
}

const sum = (counts: ReadonlyArray<() => number>): number =>
  counts.reduce((total, count) => total + count(), 0)

const stream = async (pairs: readonly Pair[], task: Task): Promise<Partial<Measured>> => {
  const counts = pairs.map(({ to }) => counting(to.socket))
  const payload = Buffer.alloc(task.bytes, 'the quick brown fox ')
  for (const { from } of pairs) fill(from.socket, from.frame(payload))
  await pause(WARM_UP_MS)
  const before = { at: performance.now(), bytes: sum(counts), cpu: cpuSeconds(task.pid) }
  await pause(task.seconds * 1000)
  const bytes = sum(counts) - before.bytes
  const cpu = cpuSeconds(task.pid) - before.cpu
  const seconds = (performance.now() - before.at) / 1000
  return { mbPerSecond: bytes / 1e6 / seconds, cpuSecondsPerGb: cpu / (bytes / 1e9) }
}

/** A stream beside a pair whose receiver takes nothing, while its sender goes on pushing. */
const frozen = async ([stuck, ...others]: readonly Pair[], task: Task): Promise<Partial<Measured>> => {
  if (!stuck) throw new Error('a frozen pair is missing')
  stuck.to.socket.pause()
  fill(stuck.from.socket, stuck.from.frame(Buffer.alloc(task.bytes, 'the quick brown fox ')))
  await pause(WARM_UP_MS)
  return stream(others, task)
}

/** A relay's own pings are shorter than any message, and are no answer. */
const onMessage = (socket: Socket, bytes: number, task: () => void): void =>
  void socket.on('data', (chunk: Buffer) => {
    if (chunk.length >= bytes) task()
  })

const echo = async ([pair]: readonly Pair[], task: Task): Promise<Partial<Measured>> => {
  if (!pair) throw new Error('an echo needs a pair')
  const { from, to } = pair
  const payload = Buffer.alloc(task.bytes, 'x')
  const [call, answer] = [from.frame(payload), to.frame(payload)]
  const times: number[] = []
  let calledAt = performance.now()
  const dial = (): void => {
    calledAt = performance.now()
    from.socket.write(call)
  }
  onMessage(to.socket, task.bytes, () => to.socket.write(answer))
  onMessage(from.socket, task.bytes, () => {
    times.push(performance.now() - calledAt)
    dial()
  })
  dial()
  await pause(WARM_UP_MS)
  times.length = 0
  await pause(task.seconds * 1000)
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN
  return { p50Ms: at(0.5), p99Ms: at(0.99) }
}

const paced = async (pairs: readonly Pair[], task: Task): Promise<Partial<Measured>> => {
  const frames = pairs.map(({ from }) => from.frame(Buffer.alloc(task.bytes)))
  const counts = pairs.map(({ to }) => counting(to.socket))
  const startedAt = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1000) * PACED_BYTES_PER_SECOND
    for (; sent < due; sent += task.bytes) {
      for (const [index, { from }] of pairs.entries()) from.socket.write(frames[index] ?? '')
    }
  }, STEP_MS)
  await pause(WARM_UP_MS)
  const before = { at: performance.now(), bytes: counts.map((count) => count()) }
  await pause(task.seconds * 1000)
  const seconds = (performance.now() - before.at) / 1000
  const parts = counts.map((count, index) => (count() - (before.bytes[index] ?? 0)) / seconds)
  clearInterval(timer)
  return { slowestPart: Math.min(...parts) / PACED_BYTES_PER_SECOND }
}

const main = async (task: Task): Promise<void> => {
  const pairs: Pair[] = []
  while (pairs.length < task.pairs) pairs.push(await connectPair(task))
  for (const { from, to } of pairs) {
    for (const { socket } of [from, to]) {
      socket.on('close', () => {
        process.stderr.write('the relay closed a connection\n')
        process.exit(1)
      })
    }
  }
  process.stdout.write(`${CONNECTED}\n`)
  const measured = await { stream, frozen, echo, paced }[task.kind](pairs, task)
  process.stdout.write(`${JSON.stringify(measured)}\n`, () => process.exit(0))
}

await main(JSON.parse(process.argv[2] ?? '') as Task)
