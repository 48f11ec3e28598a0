/** Latency of resolves while fifty people a second sign in, half of them with a wrong password. */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { databaseOf, fresh } from './support/codes.ts'
import type { Lab } from './support/lab.ts'
import { ratioOf, spreadOf, takeTurns } from './support/rounds.ts'
import { pause, type Running, startIsr } from './support/servers.ts'
import { type Bench, type Finding, milliseconds } from './support/table.ts'
import { type Load, load } from './support/wrk.ts'

const CODES = 10_000

/** Sign-ins begun each second. */
const PER_SECOND = 50

/** Sign-ins are under way before the resolves that are measured. */
const LEAD_MS = 500

/** A pause of each of the 64 connections between two requests: 2 000 resolves/s in all. */
const MODEST_DELAY_MS = 32

/** Each sign-in comes from an address of its own, so that no limit of an address is reached. */
const FLAGS = ['--trusted-proxies', '127.0.0.1']

const LOGIN = 'ana@example.com'
const PASSWORD = 'correct horse battery'

type Measured = { readonly full: Load; readonly modest: Load }

/** Two servers of which one is signed in to; both have the same codes. */
export const signIn: Bench = async (lab) => {
  const rows = fresh(CODES)
  const quiet = await startIsr(lab, { db: await databaseOf(lab, 'ten-thousand', rows), flags: FLAGS })
  await measure(lab, quiet)
  quiet.pause()
  const db = await databaseOf(lab, 'ten-thousand', rows)
  const busy = await startIsr(lab, { db, flags: FLAGS })
  const people = new Crowd(busy)
  await people.setUp(readFileSync(join(dirname(db), 'owner-token'), 'utf8').trim())
  await measure(lab, busy)
  busy.pause()

  const { without, during } = await takeTurns(lab.isQuick ? 4 : 12, {
    without: () => measure(lab, quiet),
    during: async () => {
      people.begin()
      const measured = await measure(lab, busy)
      people.rest()
      return measured
    },
  })
  const statuses = people.told()
  if (!statuses.includes('201') || !statuses.includes('401')) {
    throw new Error(`nobody was signed in, or nobody refused: ${statuses}`)
  }
  for (const server of [quiet, busy]) {
    server.resume()
    await server.stop()
  }

  const compare = (what: string, read: (measured: Measured) => number): Finding => {
    const [ours, reference] = [during.map(read), without.map(read)]
    const texts = { ours: milliseconds(spreadOf(ours)), reference: milliseconds(spreadOf(reference)) }
    return { what, ...texts, ratio: ratioOf(ours, reference) }
  }
  const target = { target: { atMost: 3 } }
  const rate = Math.round(spreadOf(during.map(({ modest }) => modest.perSecond)).median)
  return [
    { ...compare(`p99 at ${rate}/s with ${PER_SECOND} sign-ins/s`, ({ modest }) => modest.p99Ms), ...target },
    { ...compare('p99 of resolves with them, full load', ({ full }) => full.p99Ms), ...target },
    compare(`p50 with them (answers: ${statuses})`, ({ modest }) => modest.p50Ms),
    compare('p50 with them, full load', ({ full }) => full.p50Ms),
  ]
}

const measure = async (lab: Lab, server: Running): Promise<Measured> => {
  const common = { port: server.port, kind: 'resolve', codes: CODES, seconds: 1 } as const
  server.resume()
  await pause(LEAD_MS)
  const modest = await load(lab, { ...common, delayMs: MODEST_DELAY_MS })
  const full = await load(lab, common)
  server.pause()
  return { full, modest }
}

/** Those who sign in: every other one is Ana, the rest guess at logins that nobody has. */
class Crowd {
  readonly #url: string
  readonly #statuses = new Map<number, number>()
  #count = 0
  #timer: NodeJS.Timeout | undefined

  constructor({ port }: Running) {
    this.#url = `http://127.0.0.1:${port}`
  }

  async setUp(token: string): Promise<void> {
    const { status } = await this.#post('/v1/set-up', { token, login: LOGIN, name: '', password: PASSWORD })
    if (status !== 201) throw new Error(`the set-up answered ${status}`)
  }

  begin(): void {
    this.#timer = setInterval(() => void this.#signIn(), 1000 / PER_SECOND)
  }

  rest(): void {
    clearInterval(this.#timer)
  }

  /** How often each status was answered. */
  told(): string {
    const sorted = [...this.#statuses].toSorted(([a], [b]) => a - b)
    return sorted.map(([status, times]) => `${times} × ${status}`).join(', ')
  }

  async #signIn(): Promise<void> {
    const number = ++this.#count
    const who = number % 2 === 0 ? LOGIN : `nobody${number}`
    try {
      const { status } = await this.#post('/v1/sign-ins', { login: who, password: PASSWORD })
      this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1)
    } catch {
      // The server that is stopped at the end breaks off what it has not answered.
    }
  }

  async #post(path: string, body: unknown): Promise<Response> {
    const number = this.#count
    const response = await fetch(this.#url + path, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Forwarded-For': `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`,
      },
      body: JSON.stringify(body),
    })
    await response.arrayBuffer()
    return response
  }
}
