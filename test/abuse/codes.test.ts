/** One code under fire: the limits per code, and the server that must outlive them. */

import { describe, expect, it } from 'vitest'
import { dial, request } from '../contract/raw.ts'
import { startServer } from '../support/binary.ts'
import { BEHIND_PROXY, guess, probe, registerHost, startWatchedApp } from './attacker.ts'

/** An address of its own for each turn. */
const address = (turn: number): string => `198.51.${100 + (turn >> 8)}.${turn & 255}`

describe('a code asked for by everybody', () => {
  it('is refused beyond its limit with the time to wait, and served in the next minute', async () => {
    const app = await startWatchedApp([...BEHIND_PROXY, '--resolves-per-code-per-minute', '20'])
    await registerHost(app, 'ISR-12345678')
    for (let turn = 0; turn < 20; turn++) {
      expect(await probe(app, 'ISR-12345678', address(turn))).toMatchObject({ status: 200 })
    }
    const refused = await probe(app, 'ISR-12345678', address(20))
    expect(refused).toMatchObject({ status: 429, retryAfterSeconds: 60 })
    app.time.advance(60_000)
    expect(await probe(app, 'ISR-12345678', address(99))).toMatchObject({ status: 200 })
  })

  it('does not take the others with it', async () => {
    const app = await startWatchedApp([...BEHIND_PROXY, '--resolves-per-code-per-minute', '20'])
    await registerHost(app, 'ISR-12345678')
    await registerHost(app, 'ISR-22222222')
    for (let turn = 0; turn < 30; turn++) await probe(app, 'ISR-12345678', address(turn))
    expect(await probe(app, 'ISR-22222222', address(1))).toMatchObject({ status: 200 })
  })

  it('by one client beyond every limit at once leaves the server running', async () => {
    const flags = ['--resolves-per-minute', '20', '--resolves-per-code-per-minute', '20']
    const server = await startServer(flags)
    const ended = new Promise<string>((done) => {
      server.process.once('exit', () => done(`the server ended:\n${server.output()}`))
    })
    const hammer = async (): Promise<string> => {
      await fetch(`${server.url}/register?code=X&host=10.0.0.1`, { method: 'POST' })
      const statuses = new Set<number>()
      for (let turn = 0; turn < 60; turn++) {
        statuses.add((await fetch(`${server.url}/resolve?code=X`)).status)
      }
      return `answered ${[...statuses].join(', ')}`
    }
    const outcome = await Promise.race([hammer().catch(() => ended), ended])
    expect(outcome).toBe('answered 200, 429')
  })
})

describe('a code that many ask for in vain', () => {
  it('is refused to all beyond its misses, until a host registers it', async () => {
    const app = await startWatchedApp([...BEHIND_PROXY, '--misses-per-code', '10'])
    const statuses: number[] = []
    for (let turn = 0; turn < 11; turn++) {
      statuses.push((await probe(app, 'ISR-12345678', address(turn))).status)
    }
    expect(statuses).toEqual([...Array<number>(10).fill(404), 429])
    await registerHost(app, 'ISR-12345678', '10.0.0.1')
    expect(await probe(app, 'ISR-12345678', address(50))).toMatchObject({ status: 200, delayMs: 0 })
  })
})

describe('a code registered over and over', () => {
  it('is refused beyond its limit, while other codes of the address register', async () => {
    const app = await startWatchedApp([...BEHIND_PROXY, '--registers-per-code-per-minute', '5'])
    const statuses: number[] = []
    for (let turn = 0; turn < 6; turn++) statuses.push(await registerHost(app, 'X', address(turn)))
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    expect(await registerHost(app, 'Y', address(0))).toBe(200)
    app.time.advance(60_000)
    expect(await registerHost(app, 'X', address(0))).toBe(200)
  })
})

describe('an address that registers new codes without end', () => {
  it('is refused new ones and may still refresh those it has', async () => {
    const app = await startWatchedApp([...BEHIND_PROXY, '--new-codes-per-hour', '3'])
    const statuses: number[] = []
    for (let turn = 0; turn < 4; turn++) {
      statuses.push(await registerHost(app, guess(turn), '198.51.100.1'))
    }
    expect(statuses).toEqual([200, 200, 200, 429])
    expect(await registerHost(app, guess(0), '198.51.100.1')).toBe(200)
    expect(await registerHost(app, guess(9), '198.51.100.2')).toBe(200)
    app.time.advance(3_600_000)
    expect(await registerHost(app, guess(3), '198.51.100.1')).toBe(200)
  })

  it('cannot push the registry beyond --max-codes, also not all at once', async () => {
    const app = await startWatchedApp(['--max-codes', '10'])
    const lines = await Promise.all(Array.from({ length: 40 }, () => dial(app.url)))
    lines.forEach((line, turn) => {
      line.write(request('POST', `/register?code=${guess(turn)}&host=10.0.0.1`))
    })
    const statuses = await Promise.all(lines.map(async (line) => (await line.next()).status))
    const status = (await (await app.call('/status')).json()) as { registered_codes: number }
    expect(status.registered_codes).toBe(10)
    expect(statuses.filter((code) => code === 503).length).toBe(30)
  })
})

describe('an address that resolves too much', () => {
  it('is refused in its minute, gets all of it again in the next, and disturbs nobody', async () => {
    const app = await startWatchedApp([...BEHIND_PROXY, '--resolves-per-minute', '50'])
    await registerHost(app, 'X')
    const served = async (): Promise<number> => {
      let count = 0
      for (let turn = 0; turn < 60; turn++) {
        if ((await probe(app, 'X', '198.51.100.1')).status === 200) count++
      }
      return count
    }
    expect(await served()).toBe(50)
    expect(await probe(app, 'X', '198.51.100.2')).toMatchObject({ status: 200 })
    app.time.advance(60_000)
    expect(await served()).toBe(50)
  })
})
