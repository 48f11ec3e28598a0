/** The command line against a running server: on its own machine, and from elsewhere with a login. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { makeFolder } from '../support/app.ts'
import { type RunningServer, runIsr, startServer, useServer } from '../support/binary.ts'

const BIN = fileURLToPath(new URL('../../src/isr.js', import.meta.url))

const PASSWORD = 'correct horse battery'

type Ran = Awaited<ReturnType<typeof runIsr>>

/** `isr admin …` on the server's own machine. */
const local = (server: RunningServer, args: string[], env: Record<string, string> = {}): Promise<Ran> =>
  runIsr(['admin', ...args, '--server', server.url, '--db', server.db], {
    XDG_CONFIG_HOME: join(server.folder, 'nobody'),
    ...env,
  })

const done = async (ran: Promise<Ran>): Promise<string> => {
  const { code, stdout, stderr } = await ran
  expect([code, stderr]).toEqual([0, ''])
  return stdout.trim()
}

const data = async (ran: Promise<Ran>): Promise<Record<string, unknown>> =>
  JSON.parse(await done(ran)) as Record<string, unknown>

const registerHost = (server: RunningServer, query: string): Promise<Response> =>
  fetch(`${server.url}/register?${query}`, { method: 'POST' })

describe('on the server’s own machine', () => {
  const shared = useServer()

  it('lists, locks, unlocks, revokes and deletes hosts by the code a person reads out', async () => {
    const server = shared()
    await registerHost(server, 'code=ISR-12345678&host=10.0.0.4&name=RECEPCION')
    await registerHost(server, 'code=ISR-123456789&host=10.0.0.5')
    const listed = await done(local(server, ['hosts', '--q', 'recep']))
    expect(listed.split('\n')).toHaveLength(2)
    expect(listed).toMatch(/^CODE +NAME +ADDRESS .*\nISR-12345678 +RECEPCION +10\.0\.0\.4:5900 /)
    expect(await data(local(server, ['hosts', '--json']))).toMatchObject({ total: 2 })
    expect(await done(local(server, ['host', 'lock', 'isr 1234 5678']))).toContain('ISR-12345678 is locked')
    expect(await data(local(server, ['host', 'unlock', 'ISR-12345678', '--json']))).toMatchObject({ state: 'open' })
    const revoked = await data(local(server, ['host', 'revoke', 'ISR-12345678', '--yes', '--json']))
    expect(revoked).toMatchObject({ state: 'revoked' })
    expect((await registerHost(server, 'code=ISR-12345678&host=10.0.0.4')).status).toBe(403)
    await done(local(server, ['host', 'delete', 'ISR-123456789', '--yes']))
    expect((await registerHost(server, 'code=ISR-123456789&host=10.0.0.5')).status).toBe(200)
  })

  it('gives a host tags, adds some and removes some', async () => {
    const server = shared()
    await registerHost(server, 'code=tagged&host=10.0.0.4')
    const tag = (...args: string[]): Promise<Ran> => local(server, ['host', 'tag', 'tagged', ...args])
    expect(await done(tag('--tags', 'office, desk'))).toContain('these tags now: office, desk')
    const after = await data(tag('--add', 'floor 2', '--remove', 'desk', '--json'))
    expect(after).toMatchObject({ tags: ['office', 'floor 2'] })
    expect((await tag('--add', 'a;b')).stderr).toContain('invalid_request')
    expect((await tag()).code).toBe(2)
    expect(await done(local(server, ['hosts']))).toContain('office,floor 2')
    expect(await done(tag('--remove', 'office,floor 2'))).toMatch(/^tagged has no tags now$/)
  })

  it('does nothing that cannot be undone without --yes where nobody can be asked', async () => {
    const server = shared()
    await registerHost(server, 'code=kept&host=10.0.0.4')
    for (const verb of ['revoke', 'delete', 'release']) {
      const { code, stderr } = await local(server, ['host', verb, 'kept'])
      expect([verb, code]).toEqual([verb, 2])
      expect(stderr).toContain('add --yes if kept is the one')
    }
    expect((await fetch(`${server.url}/resolve?code=kept`)).status).toBe(200)
  })

  it('prints a new secret alone where a program reads, and registers an enrolled host with it', async () => {
    const server = await startServer(['--registration', 'enrolled'])
    const secret = await done(local(server, ['enrol', '--uses', '1', '--expires', '7d', '--tags', 'office, desk']))
    expect(secret).toMatch(/^isre_[\w-]+$/)
    const file = join(server.folder, 'enrolment')
    writeFileSync(file, `${secret}\n`, { mode: 0o600 })
    const key = join(server.folder, 'host', 'key.pem')
    const args = ['register', '--server', server.url, '--code', 'ISR-12345678', '--address', '10.0.0.4', '--key-file', key]
    const closed = await runIsr(args)
    expect([closed.code, closed.stderr]).toMatchObject([4, expect.stringContaining('registration_closed')])
    const first = await runIsr([...args, '--enrol-file', file, '--json'])
    expect(JSON.parse(first.stdout)).toMatchObject({ code: 'ISR-12345678', ownership: 'key' })
    for (const name of [key, `${key}.credential`]) expect(statSync(name).mode & 0o777, name).toBe(0o600)
    // The enrolment is used up; the credential it bought is not.
    expect((await runIsr([...args, '--address', '10.0.0.9'])).code).toBe(0)
    const listed = await data(local(server, ['enrol', 'list', '--json']))
    expect(listed).toMatchObject({ enrolments: [{ usesLeft: 0, tags: ['office', 'desk'] }] })
    expect(JSON.stringify(listed)).not.toContain(secret)
    const hosts = await data(local(server, ['hosts', '--json']))
    expect(hosts).toMatchObject({ hosts: [{ address: '10.0.0.9', tags: ['office', 'desk'] }] })
  })

  it('registers with a key that is made once, and nobody else gets the code from then on', async () => {
    const server = shared()
    const args = ['register', '--server', server.url, '--code', 'isr 5823 1947', '--address', '10.0.0.4']
    const mine = ['--key-file', join(server.folder, 'mine.pem')]
    const first = await runIsr([...args, ...mine, '--name', 'Recepción ñ', '--lang', 'es'])
    expect([first.code, first.stdout]).toMatchObject([0, expect.stringContaining('ISR-58231947 → 10.0.0.4:5900')])
    const pem = readFileSync(join(server.folder, 'mine.pem'), 'utf8')
    expect((await runIsr([...args, ...mine])).code).toBe(0)
    expect(readFileSync(join(server.folder, 'mine.pem'), 'utf8')).toBe(pem)
    const other = await runIsr([...args, '--key-file', join(server.folder, 'other.pem')])
    expect([other.code, other.stderr]).toMatchObject([4, expect.stringContaining('code_claimed')])
    expect((await registerHost(server, 'code=ISR-58231947&host=10.6.6.6')).status).toBe(403)
  })

  it('says what is wrong with a key file, and uses none that others can read', async () => {
    const server = shared()
    const file = join(server.folder, 'key.pem')
    const args = ['register', '--server', server.url, '--code', 'x', '--address', '10.0.0.4', '--key-file', file]
    writeFileSync(file, 'no key at all', { mode: 0o600 })
    expect((await runIsr(args)).stderr).toContain('holds no Ed25519 key')
    expect(readFileSync(file, 'utf8')).toBe('no key at all')
    chmodSync(file, 0o644)
    const exposed = await runIsr(args)
    expect([exposed.code, exposed.stderr]).toMatchObject([1, expect.stringContaining(`chmod 600 ${file}`)])
  })

  it('makes tenants, works in one of them by its name, and invites people there', async () => {
    const server = shared()
    const { id } = await data(local(server, ['tenants', 'make', 'Clínica Norte', '--json']))
    expect(await done(local(server, ['tenants']))).toContain('Clínica Norte')
    const link = await done(local(server, ['invite', 'ana@example.org', '--role', 'admin', '--tenant', 'clínica norte']))
    expect(link).toMatch(new RegExp(`^${server.url}/invite#isri_[\\w-]+$`))
    const accepted = await fetch(`${server.url}/v1/invitations/accept`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ secret: link.split('#')[1], name: 'Ana', password: PASSWORD }),
    })
    expect(accepted.status).toBe(201)
    expect(await done(local(server, ['people', '--tenant', String(id)]))).toContain('ana@example.org')
    expect(await done(local(server, ['people']))).not.toContain('ana@example.org')
    const unknown = await local(server, ['hosts', '--tenant', 'Sur'])
    expect([unknown.code, unknown.stderr]).toMatchObject([5, expect.stringContaining('no tenant "Sur"')])
  })

  it('lists and lifts bans', async () => {
    const server = await startServer()
    await fetch(`${server.url}/resolve?code=ISR-00000000`)
    const isBanned = async (): Promise<void> =>
      expect(await data(local(server, ['bans', '--json']))).toMatchObject({ bans: [{ address: '127.0.0.1' }] })
    // One command alone takes longer than the usual second where many tests run at once.
    await vi.waitFor(isBanned, 15_000)
    expect(await done(local(server, ['bans', 'lift', '127.0.0.1']))).toContain('no longer banned')
    const again = await local(server, ['bans', 'lift', '127.0.0.1', '--lang', 'es'])
    expect([again.code, again.stderr]).toMatchObject([5, expect.stringMatching(/no está bloqueada \(ban_not_found, req_/)])
  })

  it('tells what was done, as a table, as JSON and as an export', async () => {
    const server = await startServer()
    await registerHost(server, 'code=one&host=10.0.0.4')
    await done(local(server, ['host', 'lock', 'one']))
    expect(await done(local(server, ['audit', '--action', 'host.locked', '--since', '24h']))).toMatch(/host\.locked +one +allowed/)
    const { entries } = await data(local(server, ['audit', '--json', '--action', 'host.locked']))
    expect(entries).toMatchObject([{ action: 'host.locked', object: { name: 'one' }, outcome: 'allowed' }])
    const lines = (await done(local(server, ['audit', '--format', 'jsonl', '--action', 'host.locked']))).split('\n')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ action: 'host.locked' })
    expect(await done(local(server, ['audit', '--format', 'csv']))).toContain('host.locked')
  })
})

describe('from elsewhere', () => {
  const shared = useServer()

  const setUp = async (server: RunningServer): Promise<Record<string, string>> => {
    const token = readFileSync(join(server.folder, 'owner-token'), 'utf8').trim()
    const made = await fetch(`${server.url}/v1/set-up`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token, login: 'ana', name: 'Ana', password: PASSWORD }),
    })
    expect(made.status).toBe(201)
    const cookie = (made.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    return { Cookie: cookie, 'Content-Type': 'application/json' }
  }

  it('logs in through the browser, works with that token, and logs out for good', async () => {
    const server = shared()
    const headers = await setUp(server)
    const home = makeFolder()
    const env = { XDG_CONFIG_HOME: home, ISR_DB: join(home, 'none', 'registry.db') }
    const child = spawn(process.execPath, [BIN, 'login', '--server', server.url], {
      env: { PATH: process.env['PATH'], ...env },
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    // It may end before it is asked about, and has said everything only when its output closes.
    const closed = once(child, 'close')
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    await vi.waitFor(() => expect(said).toMatch(/type the code [A-Z]{4}-[A-Z]{4}/), 10_000)
    expect(said).toContain(`${server.url}/device`)
    const userCode = /code ([A-Z]{4}-[A-Z]{4})/.exec(said)?.[1] ?? ''
    const path = `/v1/device-logins/${userCode}/approve`
    const approved = await fetch(server.url + path, { method: 'POST', headers, body: '{}' })
    expect(approved.status).toBe(200)
    await closed
    expect([child.exitCode, said]).toMatchObject([0, expect.stringContaining('Logged in to')])

    const file = join(home, 'isr', 'credentials.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const token = /isrp_[\w-]+/.exec(readFileSync(file, 'utf8'))?.[0] ?? ''
    expect(said).not.toContain(token)
    // Without --server it is the last login's.
    expect(await done(runIsr(['admin', 'people'], env))).toContain('ana')
    const made = await done(runIsr(['admin', 'tokens', 'make', 'report', '--scopes', 'hosts:read'], env))
    expect(made).toMatch(/^isrp_[\w-]{49}$/)
    const longer = await runIsr(['admin', 'tokens', 'make', 'x', '--scopes', 'hosts:read', '--expires', 'never'], env)
    expect([longer.code, longer.stderr]).toMatchObject([4, expect.stringContaining('token_outlives')])
    expect(await done(runIsr(['admin', 'hosts'], { ...env, ISR_SERVER: server.url, ISR_TOKEN: made }))).toContain('CODE')
    const beyond = await runIsr(['admin', 'people', '--lang', 'es'], { ...env, ISR_SERVER: server.url, ISR_TOKEN: made })
    expect([beyond.code, beyond.stderr]).toMatchObject([4, expect.stringContaining('hace falta: people:read (forbidden, req_')])
    const elsewhere = await runIsr(['admin', 'hosts', '--tenant', 'tenant_x'], { ...env, ISR_TOKEN: made, ISR_SERVER: server.url })
    expect([elsewhere.code, elsewhere.stderr]).toMatchObject([4, expect.stringContaining('only, not in tenant_x')])

    const out = await runIsr(['logout'], env)
    expect([out.code, out.stderr]).toMatchObject([0, expect.stringContaining('its token is revoked')])
    expect(readFileSync(file, 'utf8')).not.toContain('isrp_')
    const after = await fetch(`${server.url}/v1/hosts`, { headers: { Authorization: `Bearer ${token}` } })
    expect(after.status).toBe(401)
    const none = await runIsr(['admin', 'hosts', '--server', server.url], env)
    expect([none.code, none.stderr]).toMatchObject([4, expect.stringContaining(`isr login --server ${server.url}`)])
    expect(server.output()).not.toContain(token)
    expect(readdirSync(join(home, 'isr'))).toEqual(['credentials.json'])
  })

  it('uses no credentials that others on the computer can read', async () => {
    const home = makeFolder()
    const server = shared()
    const out = { XDG_CONFIG_HOME: join(home), ISR_DB: join(home, 'none.db') }
    const { mkdirSync } = await import('node:fs')
    mkdirSync(join(home, 'isr'))
    const file = join(home, 'isr', 'credentials.json')
    const secret = `isrp_${'x'.repeat(49)}`
    writeFileSync(file, JSON.stringify({ last: server.url, servers: { [server.url]: { token: secret, tokenId: 'tok_x' } } }))
    chmodSync(file, 0o644)
    const { code, stderr } = await runIsr(['admin', 'hosts'], out)
    expect([code, stderr]).toMatchObject([1, expect.stringContaining(`chmod 600 ${file}`)])
  })

  it('offers a token to no other server than the one that made it, nor the owner token to another machine', async () => {
    const seen: string[] = []
    const { createServer } = await import('node:http')
    const trap = createServer((request, response) => {
      seen.push(request.headers.authorization ?? 'nothing')
      response.end('{}')
    })
    await new Promise<void>((listening) => trap.listen(0, '127.0.0.1', listening))
    onTestFinished(() => void trap.close())
    const { port } = trap.address() as { port: number }
    const server = shared()
    const redirecting = createServer((_, response) => {
      response.writeHead(307, { Location: `http://127.0.0.1:${port}/` }).end()
    })
    await new Promise<void>((listening) => redirecting.listen(0, '127.0.0.1', listening))
    onTestFinished(() => void redirecting.close())
    const from = `http://127.0.0.1:${(redirecting.address() as { port: number }).port}`
    const redirected = await runIsr(['admin', 'hosts', '--server', from, '--db', server.db])
    expect([redirected.code, redirected.stderr]).toMatchObject([3, expect.stringContaining('redirected to')])
    const away = await runIsr(['admin', 'hosts', '--server', 'http://registry.invalid', '--db', server.db], {
      XDG_CONFIG_HOME: makeFolder(),
    })
    expect([away.code, away.stderr]).toMatchObject([4, expect.stringContaining('There is no token for')])
    expect(seen).toEqual([])
  })
})

describe('a secret', () => {
  it('is refused on the command line, by every command', async () => {
    const secret = `isro_${'a'.repeat(43)}`
    const commands = [
      ['admin', 'hosts', '--token', secret],
      ['admin', 'host', 'lock', secret],
      ['login', `--server=http://x/${secret}`],
      ['register', '--code', 'x', '--enrol', secret.replace('isro', 'isre')],
    ]
    for (const args of commands) {
      const { code, stderr, stdout } = await runIsr(args)
      expect([code, stderr]).toMatchObject([2, expect.stringContaining('A secret is on the command line')])
      expect(stdout + stderr).not.toContain('aaaa')
    }
  })

  it('does not show in the list of processes while a command runs', async () => {
    if (!existsSync('/proc/self/cmdline')) return
    const server = await startServer()
    const token = readFileSync(join(server.folder, 'owner-token'), 'utf8').trim()
    const child = spawn(process.execPath, [BIN, 'admin', 'audit', '--server', server.url, '--db', server.db])
    onTestFinished(() => void child.kill('SIGKILL'))
    const lines = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8') + readFileSync(`/proc/${server.process.pid}/cmdline`, 'utf8')
    expect(lines).not.toContain(token.slice(0, 12))
    await new Promise((exited) => child.once('exit', exited))
    expect(child.exitCode).toBe(0)
  })
})

describe('wrong usage', () => {
  it('is one sentence and exit code 2', async () => {
    const cases: [string[], RegExp][] = [
      [['admin', 'hosts', '--jsn'], /no flag --jsn here\. Did you mean --json\?/],
      [['admin', 'hosts', 'extra'], /What is "extra"\?/],
      [['admin', 'host', 'explode', 'x'], /lock\|unlock/],
      [['admin', 'host', 'lock'], /Something is missing/],
      [['admin', 'invite', 'ana', '--role', 'king'], /--role owner\|admin\|operator\|viewer/],
      [['admin', 'tokens', 'make', 'x', '--scopes', 'all'], /"all" is no scope/],
      [['admin', 'enrol', '--expires', 'soon'], /--expires is "soon"/],
      [['admin', 'audit', '--format', 'xml'], /choose table, csv, jsonl/],
      [['admin', 'audit', '--outcome', 'denied'], /choose allowed or refused/],
      [['admin', 'hosts', '--server', 'ftp://x'], /Give the server as in/],
      [['admin', 'hosts', '--server', 'http://ana:pw@x'], /no password in it/],
      [['register'], /--server is missing/],
      [['register', '--server', 'http://127.0.0.1:1', '--code', 'x', '--address', '999.1.1.1'], /Invalid host/],
      [['login'], /isr login --server URL/],
    ]
    const env = { ISR_TOKEN: 'x', XDG_CONFIG_HOME: makeFolder() }
    const ran = await Promise.all(cases.map(([args]) => runIsr(args, env)))
    for (const [at, [args, sentence]] of cases.entries()) {
      const { code, stderr } = ran[at] ?? { code: undefined, stderr: '' }
      expect([args.join(' '), code]).toEqual([args.join(' '), 2])
      expect(stderr).toMatch(sentence)
      expect(stderr.trim().split('\n')).toHaveLength(1)
    }
  })

  it('of the network is exit code 3, in the reader’s language', async () => {
    const env = { ISR_TOKEN: 'x', LC_ALL: 'es_ES.UTF-8' }
    const { code, stderr } = await runIsr(['admin', 'hosts', '--server', 'http://127.0.0.1:1'], env)
    expect(code).toBe(3)
    expect(stderr).toMatch(/No se puede hablar con http:\/\/127\.0\.0\.1:1 \(.+\)/)
  })

  it('finds help with examples at every verb', async () => {
    const verbs = ['hosts', 'host', 'enrol', 'people', 'invite', 'tokens', 'tenants', 'bans', 'audit']
    for (const verb of verbs) {
      const { code, stdout } = await runIsr(['admin', verb, '--help'])
      expect([verb, code]).toEqual([verb, 0])
      expect(stdout).toContain(`isr admin ${verb} - `)
      expect(stdout).toContain('Examples:\n')
    }
    expect((await runIsr(['register', '--help'])).stdout).toContain('Examples:')
    expect((await runIsr(['login', '--help'])).stdout).toContain('Examples:')
  })

  it('does not come from the variables of the client: the server starts with them set', async () => {
    const { code } = await runIsr(['serve', '--print-config'], { ISR_TOKEN: 'x', ISR_SERVER: 'x', ISR_ENROL: 'x' })
    expect(code).toBe(0)
  })
})
