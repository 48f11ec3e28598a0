/**
 * Minutes of hosts that come and go, sessions that begin and end and relays that carry: afterwards
 * the server holds no more than before, neither in memory nor in descriptors nor in its maps.
 */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { WebSocket } from 'ws'
import type { RelayPolicy } from '../src/protocol/session.ts'
import { type BenchHost, connectHosts, descriptors, each, MANY_HOSTS, pairUp, residentBytes } from './support/hosts.ts'
import { pause, startIsr } from './support/servers.ts'
import type { Bench } from './support/table.ts'

const HOSTS = 5000
const PAIRS = 50

/** How long it goes on, milliseconds. */
const SOAK_MS = 180_000
const QUICK_MS = 20_000

/** Hosts that go and come back, and pairs that are made anew, in each round. */
const CHURN = 200
const RENEWED = 10

/** Rounds of churn before it is measured. */
const WARM_ROUNDS = 5

const CHUNK = Buffer.alloc(16 * 1024, 7)

/** What is closed is gone and collected by then, milliseconds. */
const SETTLE_MS = 20_000

/** Memory that a server which has been busy may keep, of what it held with all of them. */
const GAUGES = ['isr_hosts_online', 'isr_sessions', 'isr_relay_sockets', 'isr_session_keys']

type Pair = [WebSocket, WebSocket]

/** What the server's process holds: resident bytes, and descriptors. */
type Held = { readonly rss: number; readonly fds: number }

/** Sends for as long as both ends are open; what is not read holds the sender back. */
const stream = ([from, to]: Pair): void => {
  to.on('message', () => undefined)
  const send = (): void => {
    if (from.readyState === from.OPEN) from.send(CHUNK, () => setTimeout(send, 5))
  }
  send()
}

const gaugesOf = async (url: string): Promise<number[]> => {
  const text = await (await fetch(new URL('/metrics', url))).text()
  return GAUGES.map((name) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]))
}

const end = (pair: Pair): void => pair.forEach((socket) => socket.close(1000))

const churn = async (url: string, hosts: BenchHost[], pairs: Map<BenchHost, Pair>, token: string, round: number) => {
  const busy = [...pairs.keys()]
  for (const host of busy.slice(0, RENEWED)) {
    end(pairs.get(host) as Pair)
    pairs.delete(host)
    const fresh = hosts[(PAIRS + round * RENEWED + busy.indexOf(host)) % hosts.length] as BenchHost
    if (pairs.has(fresh)) continue
    const pair = await pairUp(url, fresh, token)
    pairs.set(fresh, pair)
    stream(pair)
  }
  const first = (round * CHURN) % hosts.length
  const going = hosts.slice(first, first + CHURN).filter((host) => !pairs.has(host))
  await each(going.length, (number) => (going[number] as BenchHost).reconnect())
}

/** All pairs come from one address here. */
const allowPairs = async (url: string, token: string): Promise<void> => {
  const policy = new URL('/v1/relay/policy', url)
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const holding = (await (await fetch(policy, { headers })).json()) as RelayPolicy
  const body = JSON.stringify({ ...holding, sessionsPerAddress: holding.sessions })
  const answer = await fetch(policy, { method: 'PUT', headers, body })
  if (!answer.ok) throw new Error(await answer.text())
}

export const soak: Bench = async (lab) => {
  const db = join(lab.newFolder('soak'), 'registry.db')
  const server = await startIsr(lab, { db, flags: MANY_HOSTS })
  const url = `http://127.0.0.1:${server.port}`
  const token = readFileSync(join(dirname(db), 'owner-token'), 'utf8').trim()
  await allowPairs(url, token)
  const hosts = await connectHosts(url, lab.isQuick ? HOSTS / 5 : HOSTS)
  const pairs = new Map<BenchHost, Pair>()
  const begin = async (): Promise<void> => {
    await each(hosts.length, (number) => (hosts[number] as BenchHost).reconnect())
    for (const host of hosts.slice(0, PAIRS)) {
      const pair = await pairUp(url, host, token)
      pairs.set(host, pair)
      stream(pair)
    }
  }
  const finish = async (): Promise<Held> => {
    for (const pair of pairs.values()) end(pair)
    pairs.clear()
    for (const { socket } of hosts) socket.terminate()
    await pause(SETTLE_MS)
    return { rss: residentBytes(server.pid), fds: descriptors(server.pid) }
  }
  // Once for nothing, so that what is loaded or allocated once is there before it is measured.
  await begin()
  for (let round = 0; round < WARM_ROUNDS; round++) await churn(url, hosts, pairs, token, round)
  const before = await finish()

  await begin()
  const until = performance.now() + (lab.isQuick ? QUICK_MS : SOAK_MS)
  for (let round = 0; performance.now() < until; round++) {
    await churn(url, hosts, pairs, token, round)
    await pause(1000)
  }
  const peak = residentBytes(server.pid)
  const after = await finish()
  const left = await gaugesOf(url)
  await server.stop()

  const ratio = (value: number) => ({ median: value, min: value, max: value })
  const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`
  return [
    {
      what: `memory after the soak, of before (peak ${mib(peak)})`,
      ours: mib(after.rss),
      reference: mib(before.rss),
      ratio: ratio(after.rss / before.rss),
      target: { atMost: 1.15 },
    },
    {
      what: 'descriptors after the soak, of before',
      ours: String(after.fds),
      reference: String(before.fds),
      ratio: ratio(after.fds / before.fds),
      target: { atMost: 1 },
    },
    {
      what: `left of ${GAUGES.map((name) => name.slice(4)).join(', ')}`,
      ours: left.join(', '),
      reference: '0, 0, 0, 0',
      ratio: ratio(left.reduce((sum, value) => sum + value, 0)),
      target: { atMost: 0 },
    },
  ]
}
