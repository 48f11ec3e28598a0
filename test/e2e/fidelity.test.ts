/** What goes in comes out: bytes through the real programs, both ways at once, and into ends that stop. */

import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Session } from '../../src/protocol/session.ts'
import { type RunningServer, startServer } from '../support/binary.ts'
import { connectHost, pairUp, type Reachable } from '../support/host.ts'
import { drink, pour, type Poured, startProgram, watchMemory } from '../support/programs-streams.ts'
import { toStream } from '../../src/client/tunnel/socket-stream.ts'
import { portOf, startHost, startIsr } from './connect-parts.ts'

const MB = 1_000_000

/** What a frozen receiver may cost the server's process. */
const MAX_GROWTH = 20 * MB

/** Looks in a row at which nothing has grown: at one alone a program may only have been out of turn. */
const STILL = 5

const tokenOf = ({ folder }: RunningServer): string => readFileSync(join(folder, 'owner-token'), 'utf8').trim()

/** A local port that leads through server, host and controller to a program; owners are not limited. */
const lead = async (server: RunningServer, target: string): Promise<number> => {
  const host = await startHost(server.url, `bytes=${target}`, ['--no-pin'])
  const controller = startIsr(['connect', host.code, '--server', server.url], { env: { ISR_TOKEN: tokenOf(server) } })
  const port = await portOf(controller)
  expect(controller.err()).toContain('through the relay')
  return port
}

/** Bytes of the session that has carried fewest, once they do not grow any more: that of who froze. */
const stalledAt = async (server: RunningServer): Promise<number> => {
  let now = 0
  let timesSame = 0
  const isStill = async (): Promise<boolean> => {
    const before = now
    const headers = { Authorization: `Bearer ${tokenOf(server)}` }
    const answer = await fetch(new URL('/v1/sessions?state=live', server.url), { headers })
    const { sessions } = (await answer.json()) as { sessions: Session[] }
    now = Math.min(...sessions.map(({ bytesToController }) => bytesToController))
    timesSame = now === before ? timesSame + 1 : 0
    return now > MB && timesSame >= STILL
  }
  await expect.poll(isStill, { timeout: 30_000, interval: 300 }).toBe(true)
  return now
}

const dial = (port: number) => connect({ port, host: '127.0.0.1', allowHalfOpen: true })

it('a gigabyte in random pieces, half of it each way at once, comes out as it went in', async () => {
  const HALF = 512 * MB
  let there: Promise<Poured[]> | undefined
  const target = await startProgram((socket) => {
    there = Promise.all([pour(socket, HALF), drink(socket)])
  })
  const socket = dial(await lead(await startServer(), target))
  const [sent, received] = await Promise.all([pour(socket, HALF), drink(socket)])
  const [sentThere, receivedThere] = (await there) ?? []
  expect(received).toEqual(sentThere)
  expect(receivedThere).toEqual(sent)
})

it('a program that stops reading costs the server little, others nothing, and misses nothing', async () => {
  const server = await startServer()
  const poured: Promise<Poured>[] = []
  const target = await startProgram((socket) => void poured.push(pour(socket.resume(), 100 * MB)))
  const port = await lead(server, target)
  const other = await lead(server, target)
  const fetchAll = async (from: number): Promise<Poured> => drink(dial(from).end())
  for (let round = 0; round < 2; round++) await fetchAll(other)
  const growth = watchMemory(server.process.pid ?? 0)
  const frozen = dial(port).end().pause()
  await expect.poll(() => poured.length).toBe(3)
  let isPoured = false
  void poured[2]?.then(() => (isPoured = true))
  const stalled = await stalledAt(server)
  expect(growth()).toBeLessThan(MAX_GROWTH)
  // Others drink it all while one does not drink.
  expect(await fetchAll(other)).toEqual(await poured[3])
  expect(await fetchAll(other)).toEqual(await poured[4])
  expect(isPoured).toBe(false)
  // Answers to pings still pass; bytes of programs do not.
  expect(await stalledAt(server)).toBeLessThan(stalled + MB)
  expect(await drink(frozen)).toEqual(await poured[2])
})

it('the same with ends that speak the relay’s protocol by hand', async () => {
  const server = await startServer()
  const app: Reachable = { url: server.url, call: (path, init) => fetch(new URL(path, server.url), init), time: { now: () => Date.now() } }
  const bearer = { Authorization: `Bearer ${tokenOf(server)}` }
  const host = await connectHost(app)
  const pairs = [await pairUp(app, host, bearer), await pairUp(app, host, bearer)]
  const [frozen, other] = pairs.map(({ hostEnd, controllerEnd }) => ({ from: toStream(hostEnd), to: toStream(controllerEnd) }))
  if (!frozen || !other) throw new Error('two pairs were opened')
  const pass = async (bytes: number): Promise<void> => {
    let got = 0
    const all = new Promise<void>((done) => {
      const count = (chunk: Buffer): void => {
        got += chunk.length
        if (got < bytes) return
        other.to.off('data', count)
        done()
      }
      other.to.on('data', count)
    })
    const piece = Buffer.alloc(50_000)
    for (let sent = 0; sent < bytes; sent += piece.length) {
      if (!other.from.write(piece)) await new Promise((drained) => other.from.once('drain', drained))
    }
    await all
  }
  await pass(200 * MB)
  const growth = watchMemory(server.process.pid ?? 0)
  let isPoured = false
  const poured = pour(frozen.from, 100 * MB).finally(() => (isPoured = true))
  const stalled = await stalledAt(server)
  expect(growth()).toBeLessThan(MAX_GROWTH)
  await pass(200 * MB)
  expect(isPoured).toBe(false)
  // Answers to pings still pass; bytes of programs do not.
  expect(await stalledAt(server)).toBeLessThan(stalled + MB)
  expect(await drink(frozen.to)).toEqual(await poured)
})
