import { scryptSync } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSealer } from '../../src/access/people/factors/seal.ts'
import { type Cost, COST, formatHash, parseHash } from '../../src/access/people/password-rules.ts'
import { createPasswords } from '../../src/access/people/passwords.ts'
import { startTestApp } from '../support/app.ts'
import { ManualTime } from '../support/manual-time.ts'
import { enter, LOGIN, PASSWORD, setUp } from './person.ts'

const start = (cost: Cost = { N: 2 ** 12, r: 8, p: 1 }) => {
  const time = new ManualTime()
  const passwords = createPasswords({ ticker: time, cost })
  onTestFinished(() => passwords.close())
  return { time, passwords }
}

/** What Linux tells of a thread, or nothing where it ended since it was listed. */
const statOf = (id: string): string[] => {
  try {
    return [readFileSync(`/proc/self/task/${id}/stat`, 'utf8')]
  } catch {
    return []
  }
}

/** Niceness of each thread of this process, as Linux tells it (proc(5), field 19 of stat). */
const niceness = (): number[] =>
  readdirSync('/proc/self/task')
    .flatMap(statOf)
    .map((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]))

describe('password hashes', () => {
  it('say how they were made, differ for one password, and fit it alone', async () => {
    const { passwords } = start()
    expect(await start(COST).passwords.hash(PASSWORD)).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
    const [one, other] = [await passwords.hash(PASSWORD), await passwords.hash(PASSWORD)]
    expect(one).toMatch(/^\$scrypt\$ln=12,r=8,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(one).not.toBe(other)
    expect(await passwords.compare(PASSWORD, one)).toEqual({ isRight: true, isWeak: false })
    expect(await passwords.compare(`${PASSWORD} `, one)).toEqual({ isRight: false, isWeak: false })
    expect(await passwords.compare(PASSWORD, null)).toEqual({ isRight: false, isWeak: false })
    expect(await passwords.compare(PASSWORD, 'no hash at all')).toMatchObject({ isRight: false })
  })

  it('are what any other scrypt makes of the same salt and cost', async () => {
    const { passwords } = start(COST)
    const { cost, salt, key } = parseHash(await passwords.hash(PASSWORD)) ?? {}
    expect(cost).toEqual(COST)
    expect(scryptSync(PASSWORD, salt ?? '', 32, { ...COST, maxmem: 2 ** 28 }).equals(key ?? Buffer.of())).toBe(true)
  })

  it('of former, cheaper days are renewed by the next sign-in', async () => {
    const app = await startTestApp([], { passwordCost: { N: 2 ** 11, r: 8, p: 2 } })
    await setUp(app)
    const cost = { N: 2 ** 11, r: 8, p: 1 }
    const salt = Buffer.alloc(16, 7)
    const cheap = formatHash({ cost, salt, key: scryptSync(PASSWORD, salt, 32, cost) })
    const db = new Sqlite(app.db)
    onTestFinished(() => void db.close())
    db.prepare('UPDATE people SET password_hash = ? WHERE login = ?').run(cheap, LOGIN)
    const stored = (): unknown => db.prepare('SELECT password_hash FROM people').pluck().get()
    await app.call('/register?code=ISR-12345678&host=10.0.0.1', { method: 'POST' })
    expect((await enter(app, { password: 'wrong password' })).status).toBe(401)
    expect(stored()).toBe(cheap)
    expect((await enter(app)).status).toBe(201)
    expect(stored()).toMatch(/^\$scrypt\$ln=11,r=8,p=2\$/)
    expect((await enter(app)).status).toBe(201)
  })
})

describe('the thread that hashes', () => {
  it('gives way to all others, and ends when nobody has signed in for a minute', async () => {
    const { time, passwords } = start(COST)
    // Those of the tests before may be ending still.
    await expect.poll(niceness).not.toContain(19)
    const before = readdirSync('/proc/self/task').length
    const hashing = passwords.hash(PASSWORD)
    await expect.poll(niceness).toContain(19)
    await hashing
    time.advance(59_000)
    expect(niceness()).toContain(19)
    time.advance(1000)
    await expect.poll(niceness).not.toContain(19)
    await expect.poll(() => readdirSync('/proc/self/task').length).toBeLessThanOrEqual(before)
    expect(await passwords.hash(PASSWORD)).toContain('$scrypt$')
  })

  it('serves people at addresses they used before first, and refuses what it cannot hold', async () => {
    const { passwords } = start({ N: 2 ** 14, r: 8, p: 1 })
    const order: string[] = []
    const others = Array.from({ length: 20 }, (_, turn) =>
      passwords.hash(`guess ${turn}`).then(
        () => order.push('other'),
        (error: { code: string }) => order.push(error.code),
      ),
    )
    const known = passwords.compare(PASSWORD, null, 'known').then(() => order.push('known'))
    await known
    // One was under way already.
    expect(order.filter((one) => one === 'other').length).toBe(1)
    expect(order.filter((one) => one === 'sign_ins_busy').length).toBe(3)
    passwords.close()
    await Promise.all(others)
    expect(order.filter((one) => one === 'restarting').length).toBe(16)
  })

  it('lets nobody wait for ever behind somebody who is known and never stops', async () => {
    const { passwords } = start({ N: 2 ** 10, r: 8, p: 1 })
    const seen = { isServed: false, before: 0 }
    const goOn = async (): Promise<void> => {
      if (seen.isServed || seen.before >= 100) return
      seen.before++
      await passwords.compare(PASSWORD, null, 'known')
      return goOn()
    }
    const flood = Array.from({ length: 4 }, goOn)
    await passwords.compare(PASSWORD, null, 'others').then(() => (seen.isServed = true))
    await Promise.all(flood)
    expect(seen.before).toBeLessThan(20)
  })
})

it('opens a sealed secret for its person alone, and only as it was sealed', () => {
  const sealer = createSealer('isrk_one')
  const sealed = sealer.seal('SECRET', 'person_a')
  expect(sealer.open(sealed, 'person_a')).toBe('SECRET')
  expect(sealer.seal('SECRET', 'person_a')).not.toBe(sealed)
  expect(sealer.open(sealed, 'person_b')).toBeUndefined()
  expect(createSealer('isrk_two').open(sealed, 'person_a')).toBeUndefined()
  const flipped = sealed.slice(0, -2) + (sealed.at(-2) === 'A' ? 'B' : 'A') + sealed.slice(-1)
  for (const broken of [flipped, sealed.slice(0, 20), 'v1.', '', 'SECRET']) {
    expect(sealer.open(broken, 'person_a'), broken).toBeUndefined()
  }
})
