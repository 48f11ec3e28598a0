/**
 * Every setting that `--help` documents acts. A setting without a proof here fails: one that was
 * documented and never read has let people into other programs of this kind.
 */

import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, flagOf, readConfig, SETTINGS, variableOf } from '../../src/config.ts'
import { createTrust } from '../../src/http/client-address.ts'
import { TICKET_LIFE_MS } from '../../src/rendezvous/tickets.ts'
import { dial, exchange, request } from '../contract/raw.ts'
import { makeFolder, startTestApp } from '../support/app.ts'
import { askSession, connectHost } from '../support/host.ts'
import { runIsr, startServer } from '../support/binary.ts'
import { START } from '../support/manual-time.ts'
import { invite } from '../support/members.ts'
import { startOidcApp } from '../support/oidc-provider.ts'
import { BEHIND_PROXY, guess, probe, registerHost, startWatchedApp } from './attacker.ts'
import { auditOf } from '../support/audit.ts'
import { send } from './browser.ts'

type Key = keyof typeof SETTINGS

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Registers `codes` one after the other and returns the statuses. */
const registerAll = async (flags: string[], codes: string[]): Promise<number[]> => {
  const app = await startTestApp(flags)
  const statuses: number[] = []
  for (const code of codes) statuses.push(await registerHost(app, code))
  return statuses
}

/** Resolves `codes` one after the other and returns the statuses. */
const resolveAll = async (
  flags: string[],
  codes: string[],
  isEachElsewhere = false,
): Promise<number[]> => {
  const app = await startWatchedApp([...BEHIND_PROXY, ...flags])
  await registerHost(app, 'X')
  const statuses: number[] = []
  for (const [turn, code] of codes.entries()) {
    const address = isEachElsewhere ? `198.51.100.${turn}` : '198.51.100.1'
    statuses.push((await probe(app, code, address)).status)
  }
  return statuses
}

const servedLines = async (flags: string[], count: number): Promise<number> => {
  const app = await startTestApp(flags)
  let served = 0
  for (let turn = 0; turn < count; turn++) {
    const line = await dial(app.url)
    line.write(request('GET', '/status'))
    await line.next().then(
      () => served++,
      () => undefined,
    )
  }
  return served
}

/** For each setting, what is different because of it. */
const PROOFS: Record<Key, () => Promise<void>> = {
  async host() {
    const app = await startTestApp(['--host', '::1'])
    expect(new URL(app.url).hostname).toBe('[::1]')
    expect((await exchange(app.url, request('GET', '/status'))).status).toBe(200)
    const elsewhere = await dial(app.url, { host: '127.0.0.1' })
    await expect(elsewhere.next()).rejects.toThrow('closed')
  },
  async port() {
    const first = await startTestApp()
    const { port } = new URL(first.url)
    await first.close()
    const second = await startTestApp(['--port', port])
    expect(new URL(second.url).port).toBe(port)
  },
  async db() {
    const folder = makeFolder()
    const db = join(folder, 'deep', 'other.db')
    await startServer(['--db', db])
    expect(existsSync(db)).toBe(true)
    expect(existsSync(join(folder, 'deep', 'owner-token'))).toBe(true)
  },
  async registration() {
    expect(await registerAll(['--registration', 'open'], ['X'])).toEqual([200])
    expect(await registerAll(['--registration', 'enrolled'], ['X'])).toEqual([403])
  },
  async resolve() {
    expect(await resolveAll(['--resolve', 'open'], ['X'])).toEqual([200])
    expect(await resolveAll(['--resolve', 'signed-in'], ['X'])).toEqual([401])
  },
  async publicList() {
    const statusOf = async (flags: string[]): Promise<number> =>
      (await (await startTestApp(flags)).call('/list')).status
    expect(await statusOf(['--public-list'])).toBe(200)
    expect(await statusOf(['--public-list', 'false'])).toBe(401)
  },
  async ttl() {
    const app = await startTestApp(['--ttl', '5m'])
    await registerHost(app, 'X')
    app.time.jumpTo(START + 5 * MINUTE_MS)
    expect((await app.call('/resolve?code=X')).status).toBe(404)
    expect(await (await app.call('/v1/server')).json()).toMatchObject({ ttlMs: 5 * MINUTE_MS })
  },
  async sweepInterval() {
    const app = await startTestApp(['--ttl', '1m', '--sweep-interval', '10m'])
    await registerHost(app, 'X')
    const swept = async (): Promise<string | undefined> => {
      const text = await (await app.call('/metrics')).text()
      return /^isr_leases_expired_total (\d+)$/m.exec(text)?.[1]
    }
    app.time.advance(10 * MINUTE_MS - 1)
    expect(await swept()).toBe('0')
    app.time.advance(1)
    // The timed sweep is under way; asking for one waits for the same.
    await app.sweep()
    expect(await swept()).toBe('1')
  },
  async maxCodes() {
    const statuses = await registerAll(['--max-codes', '2'], ['a', 'b', 'c', 'a'])
    expect(statuses).toEqual([200, 200, 503, 200])
  },
  async trustedProxies() {
    const codes = [guess(1), guess(2), guess(3)]
    const flags = ['--misses-per-address', '2']
    expect(await resolveAll(flags, codes, true)).toEqual([404, 404, 404])
    const none = [...flags, '--trusted-proxies', '192.0.2.1']
    expect(await resolveAll(none, codes, true)).toEqual([404, 404, 429])
  },
  async allowedHosts() {
    const app = await startTestApp(['--allowed-hosts', 'registry.example'])
    expect((await send(app, 'GET', '/', { Host: 'registry.example' })).status).toBe(200)
    expect((await send(app, 'GET', '/', { Host: 'evil.example' })).status).toBe(421)
  },
  async registersPerMinute() {
    const statuses = await registerAll(['--registers-per-minute', '2'], ['a', 'b', 'c'])
    expect(statuses).toEqual([200, 200, 429])
  },
  async newCodesPerHour() {
    const statuses = await registerAll(['--new-codes-per-hour', '2'], ['a', 'b', 'c', 'a'])
    expect(statuses).toEqual([200, 200, 429, 200])
  },
  async registersPerCodePerMinute() {
    const statuses = await registerAll(
      ['--registers-per-code-per-minute', '2'],
      ['a', 'a', 'a', 'b'],
    )
    expect(statuses).toEqual([200, 200, 429, 200])
  },
  async resolvesPerMinute() {
    expect(await resolveAll(['--resolves-per-minute', '2'], ['X', 'X', 'X'])).toEqual([
      200, 200, 429,
    ])
  },
  async resolvesPerCodePerMinute() {
    const flags = ['--resolves-per-code-per-minute', '2']
    expect(await resolveAll(flags, ['X', 'X', 'X'], true)).toEqual([200, 200, 429])
  },
  async missesPerAddress() {
    const codes = [guess(1), guess(2), guess(3), 'X']
    expect(await resolveAll(['--misses-per-address', '3'], codes)).toEqual([404, 404, 404, 429])
  },
  async missesPerCode() {
    const codes = [guess(1), guess(1), guess(1), guess(2)]
    expect(await resolveAll(['--misses-per-code', '2'], codes, true)).toEqual([404, 404, 429, 404])
  },
  async missesInAll() {
    const delayOfFourth = async (flags: string[]): Promise<number> => {
      const app = await startWatchedApp([...BEHIND_PROXY, ...flags])
      for (let turn = 0; turn < 5; turn++) await probe(app, guess(turn), `198.51.100.${turn}`)
      for (let turn = 0; turn < 3; turn++) await probe(app, guess(turn), '203.0.113.66')
      return (await probe(app, guess(9), '203.0.113.66')).delayMs
    }
    expect(await delayOfFourth(['--misses-in-all', '4'])).toBe(250)
    expect(await delayOfFourth(['--misses-in-all', '400'])).toBe(0)
  },
  async honeypots() {
    const trap = ['--honeypots', 'ISR-55555555,trap']
    expect(await resolveAll(trap, ['isr 5555 5555', 'X'])).toEqual([404, 429])
    expect(await resolveAll(trap, ['trap', 'X'])).toEqual([404, 429])
    expect(await resolveAll(['--honeypots', ''], ['ISR-00000000', 'X'])).toEqual([404, 200])
  },
  async banFor() {
    const app = await startWatchedApp(['--ban-for', '2m'])
    await registerHost(app, 'X')
    await probe(app, 'ISR-00000000')
    app.time.advance(2 * MINUTE_MS - 1)
    expect(await probe(app, 'X')).toMatchObject({ status: 429, retryAfterSeconds: 1 })
    app.time.advance(1)
    expect(await probe(app, 'X')).toMatchObject({ status: 200 })
  },
  async maxConnections() {
    expect(await servedLines(['--max-connections', '10'], 12)).toBe(10)
  },
  async maxConnectionsPerAddress() {
    expect(await servedLines(['--max-connections-per-address', '3'], 5)).toBe(3)
  },
  async auditKeep() {
    const app = await startTestApp(['--audit-keep', '2d'])
    const kept = async (): Promise<number> => {
      await app.sweep()
      return (await auditOf(app, '?action=host.deleted')).length
    }
    await registerHost(app, 'X')
    await app.callAsOwner('/v1/codes/X', { method: 'DELETE' })
    app.time.jumpTo(START + 2 * DAY_MS)
    expect(await kept()).toBe(1)
    app.time.jumpTo(START + 2 * DAY_MS + 1)
    expect(await kept()).toBe(0)
  },
  async sessionsKeep() {
    const app = await startTestApp(['--sessions-keep', '2d'])
    const kept = async (): Promise<number> => {
      await app.sweep()
      const answer = await app.callAsOwner('/v1/sessions?state=ended')
      return ((await answer.json()) as { sessions: unknown[] }).sessions.length
    }
    await connectHost(app)
    await askSession(app)
    app.time.advance(TICKET_LIFE_MS)
    await expect.poll(kept).toBe(1)
    const endedAt = app.time.now()
    app.time.jumpTo(endedAt + 2 * DAY_MS)
    expect(await kept()).toBe(1)
    app.time.jumpTo(endedAt + 2 * DAY_MS + 1)
    expect(await kept()).toBe(0)
  },
  async auditMaxRows() {
    const app = await startTestApp(['--audit-max-rows', '100'])
    for (let turn = 0; turn < 103; turn++) {
      await registerHost(app, `X${turn}`)
      await app.callAsOwner(`/v1/codes/X${turn}`, { method: 'DELETE' })
    }
    expect(await auditOf(app, '?limit=500')).toHaveLength(103)
    await app.sweep()
    const kept = await auditOf(app, '?limit=500')
    expect([kept.length, kept.at(-1)?.object.name]).toEqual([100, 'X3'])
  },
  async publicUrl() {
    const { app } = await startOidcApp({})
    const answer = await app.call('/v1/oidc/start', { redirect: 'manual' })
    const location = new URL(answer.headers.get('location') ?? '')
    expect(location.searchParams.get('redirect_uri')).toBe(`${app.url}/v1/oidc/callback`)
    const flags = ['--public-url', 'https://isr.example']
    const elsewhere = await startOidcApp({}, { flags })
    const start = await elsewhere.app.call('/v1/oidc/start', { redirect: 'manual' })
    expect(start.headers.get('set-cookie')).toContain('; Secure')
    expect(start.headers.get('location')).toContain(encodeURIComponent('https://isr.example/v1/'))
  },
  async oidcIssuer() {
    const { app, provider } = await startOidcApp({})
    const answer = await app.call('/v1/oidc/start', { redirect: 'manual' })
    expect(new URL(answer.headers.get('location') ?? '').origin).toBe(provider.issuer)
    expect((await (await startTestApp()).call('/v1/oidc/start')).status).toBe(404)
  },
  async oidcClientId() {
    const { app } = await startOidcApp({}, { flags: ['--oidc-client-id', 'another'] })
    const answer = await app.call('/v1/oidc/start', { redirect: 'manual' })
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('client_id')).toBe('another')
    const alone = ['--oidc-issuer', 'https://id.example', '--public-url', 'https://isr.example']
    expect(() => readConfig(alone, {})).toThrow(/--oidc-client-id/)
  },
  async oidcClientSecretFile() {
    const file = join(makeFolder(), 'wrong')
    writeFileSync(file, 'not the secret', { mode: 0o600 })
    const accounts = { 'sub-ana': { email: 'ana@example.com', email_verified: true } }
    for (const [flags, path] of [
      [[], '/'],
      [['--oidc-client-secret-file', file], '/sign-in'],
    ] as const) {
      const { app, signIn } = await startOidcApp(accounts, { flags: [...flags] })
      await invite(app.callAsOwner, 'ana@example.com', 'viewer')
      expect((await signIn()).at.pathname).toBe(path)
    }
    const missing = startOidcApp({}, { flags: ['--oidc-client-secret-file', `${file}-no`] })
    await expect(missing).rejects.toThrow('--oidc-client-secret-file) cannot be read (ENOENT)')
  },
  async oidcName() {
    const { app } = await startOidcApp({}, { flags: ['--oidc-name', 'Acme'] })
    const server = (await (await app.call('/v1/server')).json()) as { signIn: object }
    expect(server.signIn).toEqual({ password: true, oidc: { name: 'Acme' } })
  },
  async logLevel() {
    const linesAt = async (level: string): Promise<string> => {
      const server = await startServer(['--log-level', level])
      for (let turn = 0; turn < 2; turn++) {
        await fetch(`${server.url}/register?code=X&host=10.0.0.1`, { method: 'POST' })
      }
      await server.stop()
      return server.output()
    }
    expect((await linesAt('debug')).match(/host registered/g)?.length).toBe(2)
    expect((await linesAt('info')).match(/host registered/g)?.length).toBe(1)
  },
}

describe('each documented setting', () => {
  it('has a proof here', () => {
    expect(Object.keys(PROOFS).sort()).toEqual(Object.keys(SETTINGS).sort())
  })

  it.each(Object.entries(PROOFS))('%s acts', { timeout: 60_000 }, async (_, prove) => {
    await expect(prove()).resolves.toBeUndefined()
  })

  it('is in --help with its flag, its variable and its default', async () => {
    const { code, stdout } = await runIsr(['serve', '--help'])
    expect(code).toBe(0)
    for (const [key, setting] of Object.entries(SETTINGS)) {
      const text = setting.default || '(none)'
      expect(stdout).toContain(`  ${flagOf(key)} ${setting.value}\n`)
      expect(stdout).toContain(`${variableOf(key)}, default: ${text}\n`)
    }
  })

  it('can be given by flag or variable, the flag winning, and is refused when it is nonsense', () => {
    const nonsense: Record<string, string>[] = []
    for (const [key, setting] of Object.entries(SETTINGS)) {
      const name = key as Key
      const plain = readConfig([], {})[name]
      expect(readConfig([flagOf(key), setting.default], {})[name], key).toEqual(plain)
      expect(readConfig([`${flagOf(key)}=${setting.default}`], {})[name], key).toEqual(plain)
      expect(readConfig([], { [variableOf(key)]: setting.default })[name], key).toEqual(plain)
      const isFreeText = ['ADDRESS', 'FILE'].includes(setting.value)
      const isAnyText = ['honeypots', 'oidcClientSecretFile', 'oidcName'].includes(key)
      const wrong = isFreeText ? '' : isAnyText ? '\u0007' : '-1 nonsense!'
      expect(() => readConfig([`${flagOf(key)}=${wrong}`], {}), key).toThrow(ConfigError)
      // An empty variable is one that nobody set; free texts know no other nonsense.
      expect(readConfig([], { [variableOf(key)]: '' })[name], key).toEqual(plain)
      if (!isFreeText) nonsense.push({ [variableOf(key)]: wrong })
    }
    for (const env of nonsense) expect(() => readConfig([], env), JSON.stringify(env)).toThrow(ConfigError)
    const both = readConfig(['--port', '1'], { ISR_PORT: '2' })
    expect(both.port).toBe(1)
  })

  it('that does not exist is refused, not ignored', () => {
    expect(() => readConfig(['--resolv', 'signed-in'], {})).toThrow(/--resolve\?/)
    expect(() => readConfig([], { ISR_RESOLV: 'signed-in' })).toThrow(/ISR_RESOLVE\?/)
    expect(() => readConfig(['signed-in'], {})).toThrow(ConfigError)
  })
})

describe('a range of trusted proxies', () => {
  it('is understood in every spelling, and anything else is refused in a sentence', () => {
    const ranges = [
      '10.0.0.0/8',
      '::1',
      '2001:db8::/32',
      '::ffff:10.0.0.0/104',
      '0.0.0.0/0',
      '::/0',
    ]
    const wrong = [
      '10.0.0.0/33',
      '10.0.0/8',
      '::/129',
      'proxy',
      '10.0.0.0/8/8',
      '10.0.0.0/-1',
      '/8',
    ]
    const read = (range: string): readonly string[] =>
      readConfig(['--trusted-proxies', range], {}).trustedProxies
    for (const range of wrong) expect(() => read(range), range).toThrow(ConfigError)
    for (const range of ranges) expect(() => createTrust(read(range)), range).not.toThrow()
  })
})
