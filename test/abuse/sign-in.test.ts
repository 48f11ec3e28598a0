/** Passwords: guessing them from one address and from many, and the person who must still get in. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  createLockOut,
  FREE_OF_ACCOUNT,
  FREE_OF_ADDRESS,
  FREE_OF_KNOWN,
  LONGEST_WAIT_MS,
} from '../../src/access/people/lock-out.ts'
import { ask, type Answer, enter, LOGIN, NOTICEABLE, PASSWORD, setUp, told } from '../access/person.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { startServer } from '../support/binary.ts'
import { ManualTime } from '../support/manual-time.ts'
import { BEHIND_PROXY } from './attacker.ts'

const HOME = '198.51.100.1'

/** Hashes made so far, as the metrics tell. */
const hashes = async (app: TestApp): Promise<number> => {
  const text = await (await app.callAsOwner('/metrics')).text()
  return Number(/^isr_password_hashes (\d+)$/m.exec(text)?.[1])
}

/** What an answer tells, without what is different in each. */
const face = ({ status, body, headers }: Answer): string =>
  JSON.stringify([status, { ...body, requestId: '' }, headers.get('retry-after')])

describe('whoever guesses passwords', () => {
  it('learns nothing about a login from the answer, nor from the work it takes', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    await setUp(app, HOME)
    const work: number[] = []
    const faces = new Set<string>()
    for (const login of [LOGIN, 'nobody@example.com', '<script>', 'x'.repeat(254)]) {
      const before = await hashes(app)
      faces.add(face(await enter(app, { login, password: 'wrong password' }, '203.0.113.9')))
      work.push((await hashes(app)) - before)
    }
    expect(faces.size).toBe(1)
    expect(work).toEqual([1, 1, 1, 1])
  })

  it('waits longer and longer, at an account nobody has as at any other', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    await setUp(app, HOME)
    const waits = async (login: string, from: string): Promise<unknown[]> => {
      const seen: unknown[] = []
      for (let turn = 0; turn < FREE_OF_ACCOUNT + 3; turn++) {
        const answer = await enter(app, { login, password: 'wrong password' }, `${from}${turn}`)
        seen.push(told(answer), answer.headers.get('retry-after'))
      }
      return seen
    }
    const real = await waits(LOGIN, '203.0.113.')
    expect(await waits('nobody', '203.0.114.')).toEqual(real)
    expect(real.slice(-4)).toEqual(['429 sign_in_locked', '1', '429 sign_in_locked', '1'])
    // Locked out, the right password is not even looked at.
    const before = await hashes(app)
    expect(told(await enter(app, {}, '203.0.113.200'))).toBe('429 sign_in_locked')
    expect(await hashes(app)).toBe(before)
  })

  it('gets no more tries by trying all at once', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    await setUp(app, HOME)
    const before = await hashes(app)
    const all = await Promise.all(
      Array.from({ length: 60 }, (_, turn) =>
        enter(app, { password: `wrong password ${turn}` }, `203.0.113.${turn}`),
      ),
    )
    expect(all.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(FREE_OF_ACCOUNT + 1)
    expect((await hashes(app)) - before).toBeLessThanOrEqual(FREE_OF_ACCOUNT + 1)
  })

  it('does not get the person’s own address locked, and is not let in by it', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    await setUp(app, HOME)
    for (let turn = 0; turn < FREE_OF_ACCOUNT + 2; turn++) {
      await enter(app, { password: 'wrong password' }, `203.0.113.${turn}`)
    }
    expect(told(await enter(app, {}, '203.0.113.77'))).toBe('429 sign_in_locked')
    expect((await enter(app, {}, HOME)).status).toBe(201)
    expect(told(await enter(app, {}, '203.0.113.77'))).toBe('429 sign_in_locked')
    // At the person's own desk it is slow as well.
    for (let turn = 0; turn <= FREE_OF_KNOWN; turn++) {
      await enter(app, { password: 'wrong password' }, HOME)
    }
    expect(told(await enter(app, {}, HOME))).toBe('429 sign_in_locked')
    expect((await app.callAsOwner('/v1/me')).status).toBe(200)
    app.time.advance(1000)
    expect((await enter(app, {}, HOME)).status).toBe(201)
  })

  it('counts as one however many addresses of one IPv6 network there are', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    await setUp(app, HOME)
    const answers: string[] = []
    for (let turn = 0; turn <= FREE_OF_ADDRESS + 1; turn++) {
      const typed = { login: `nobody${turn}`, password: 'wrong password' }
      answers.push(told(await enter(app, typed, `2001:db8::${turn.toString(16)}`)))
    }
    expect(answers.at(-1)).toBe('429 sign_in_locked')
    expect(told(await enter(app, { login: 'nobody' }, '2001:db8:0:1::1'))).toBe('401 wrong_password')
  })

  it('is told to come back when too many are before them, and the person is not', async () => {
    const app = await startTestApp(BEHIND_PROXY, { passwordCost: NOTICEABLE })
    await setUp(app, HOME)
    const flood = Array.from({ length: 40 }, (_, turn) =>
      enter(app, { login: `nobody${turn}`, password: 'wrong password' }, `203.0.113.${turn}`),
    )
    const first = await Promise.race(flood.map(async (one) => told(await one)))
    expect(first).toMatch(/503 sign_ins_busy|401 wrong_password/)
    expect((await enter(app, {}, HOME)).status).toBe(201)
    const busy = (await Promise.all(flood)).filter(({ status }) => status === 503)
    expect(busy.length).toBeGreaterThan(10)
    expect(busy[0]?.headers.get('retry-after')).toBe('5')
  })
})

describe('the waits', () => {
  const guess = { login: 'ana', bucket: '203.0.113.1', isKnown: false }
  const waitOf = (lockOut: ReturnType<typeof createLockOut>): number => {
    try {
      lockOut.admit(guess).undecided()
      return 0
    } catch (error) {
      return (error as { facts: { retryAfterMs: number } }).facts.retryAfterMs
    }
  }

  it('grow to a quarter of an hour, never beyond it, and are forgotten', () => {
    const time = new ManualTime()
    const lockOut = createLockOut({ clock: time })
    const waits: number[] = []
    for (let turn = 0; turn < 60; turn++) {
      lockOut.admit(guess).wrong()
      waits.push(waitOf(lockOut))
      time.advance(waits.at(-1) ?? 0)
    }
    expect(waits.slice(0, FREE_OF_ACCOUNT + 3)).toEqual([...Array(FREE_OF_ACCOUNT).fill(0), 1000, 2000, 4000])
    expect(Math.max(...waits)).toBe(LONGEST_WAIT_MS)
    time.advance(100 * LONGEST_WAIT_MS)
    lockOut.admit(guess).wrong()
    expect(waitOf(lockOut)).toBe(0)
  })

  it('are not made longer by a clock that is set back', () => {
    const time = new ManualTime()
    const lockOut = createLockOut({ clock: time })
    for (let turn = 0; turn <= FREE_OF_ACCOUNT; turn++) lockOut.admit(guess).wrong()
    time.jumpTo(time.now() - 86_400_000)
    expect(waitOf(lockOut)).toBe(0)
  })

  it('are remembered in bounded memory, whatever is typed', () => {
    const lockOut = createLockOut({ clock: new ManualTime() })
    for (let turn = 0; turn < 100_000; turn++) {
      const attempt = { login: `${turn}`.repeat(50), bucket: `10.0.${turn}`, isKnown: turn % 2 === 0 }
      lockOut.admit(attempt).wrong()
    }
    expect(lockOut.remembered).toBeLessThanOrEqual(60_000)
  })
})

it('keeps nothing of a login that nobody has, also when it is locked out', async () => {
  const app = await startTestApp()
  const login = 'my-secret-passphrase'
  for (let turn = 0; turn <= FREE_OF_ACCOUNT; turn++) await enter(app, { login })
  expect(told(await enter(app, { login }))).toBe('429 sign_in_locked')
  app.time.advance(60_000)
  const audit = await (await app.callAsOwner('/v1/audit?limit=100')).text()
  expect(audit).toContain('sign-in.locked')
  expect(audit).not.toContain(login)
  await app.close()
  expect(readFileSync(app.db).includes(login)).toBe(false)
})

it('logs neither a password nor what was typed as a login, at any level', async () => {
  const server = await startServer(['--log-level', 'trace'])
  const token = readFileSync(join(server.folder, 'owner-token'), 'utf8').trim()
  const app = { call: (path: string, init?: RequestInit) => fetch(new URL(path, server.url), init) }
  const body = { token, login: LOGIN, name: 'Ana', password: PASSWORD }
  expect((await ask(app, 'POST', '/v1/set-up', { body })).status).toBe(201)
  // Whoever types the password into the field above it has told it to the log of many a server.
  await enter(app, { login: 'my secret passphrase' })
  for (let turn = 0; turn <= FREE_OF_KNOWN; turn++) await enter(app, { password: 'wrong password' })
  expect(told(await enter(app))).toBe('429 sign_in_locked')
  const bad = { login: LOGIN, password: ['an odd password'] }
  expect((await ask(app, 'POST', '/v1/sign-ins', { body: bad })).status).toBe(400)
  const headers = { Authorization: `Bearer ${token}` }
  const audit = await (await app.call('/v1/audit?limit=100', { headers })).text()
  expect(audit).toContain('sign-in.locked')
  expect(audit).toContain(LOGIN)
  await server.stop()
  const files = readdirSync(server.folder).map((name) => readFileSync(join(server.folder, name), 'latin1'))
  for (const text of [PASSWORD, 'my secret passphrase', 'wrong password', 'an odd password']) {
    expect(server.output()).not.toContain(text)
    expect(files.some((bytes) => bytes.includes(text)), text).toBe(false)
  }
})
