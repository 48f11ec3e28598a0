import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeFolder } from '../support/app.ts'
import { runIsr, startServer } from '../support/binary.ts'
import { hasProgram } from '../support/machine.ts'

const BIN = fileURLToPath(new URL('../../src/isr.js', import.meta.url))

/** Root may read and write whatever the modes say, until it gives that up. */
const isRoot = process.getuid?.() === 0

const canBeRefused = (): boolean => !isRoot || hasProgram('setpriv')

const runUnprivileged = (args: string[]) => {
  const command = isRoot ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : []
  const [program = '', ...rest] = [...command, process.execPath, BIN, ...args]
  return spawnSync(program, rest, { encoding: 'utf8' })
}

const oneSentence = (text: string): void => {
  expect(text.startsWith('isr: ')).toBe(true)
  expect(text.trim().split('\n')).toHaveLength(1)
  expect(text).not.toMatch(/ {4}at |Error:/)
}

describe('isr serve', () => {
  it('says where to open it, where the owner token lies and what is open', async () => {
    const server = await startServer()
    await expect.poll(server.output).toContain('resolve it')
    await expect.poll(server.output).toContain(`open ${server.url}`)
    const token = join(server.folder, 'owner-token')
    await expect.poll(server.output).toContain(token)
    expect(server.output()).toContain('any host may register, anybody who knows a code may resolve it')
    await expect.poll(server.output).toContain(`make the owner's account with it at ${server.url}/set-up`)
    expect(statSync(token).mode & 0o777).toBe(0o600)
    expect(server.output()).not.toContain(readFileSync(token, 'utf8').trim())
    expect(await server.stop()).toBe(0)
    // What it wrote last may be read after its end is known.
    await expect.poll(server.output).toContain('stopped')
  })

  it('keeps the owner token and the codes across a restart', async () => {
    const first = await startServer()
    await fetch(`${first.url}/register?code=stays&host=10.0.0.1`, { method: 'POST' })
    const token = readFileSync(join(first.folder, 'owner-token'), 'utf8')
    await first.stop()
    const second = await startServer([], { folder: first.folder })
    expect(readFileSync(join(second.folder, 'owner-token'), 'utf8')).toBe(token)
    expect((await fetch(`${second.url}/resolve?code=stays`)).status).toBe(200)
  })

  it('says in one sentence that the port is taken', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    onTestFinished(() => void other.close())
    const port = String((other.address() as AddressInfo).port)
    const db = join(makeFolder(), 'registry.db')
    const { code, stderr } = await runIsr(['serve', '--host', '127.0.0.1', '--port', port, '--db', db])
    expect(code).toBe(1)
    oneSentence(stderr)
    expect(stderr).toContain(`Port ${port} is taken`)
  })

  it('says in one sentence that a setting does not exist or has a wrong value, with exit code 2', async () => {
    const cases: [string[], Record<string, string>, RegExp][] = [
      [['--prot', '1'], {}, /There is no setting --prot\. Did you mean --port\?/],
      [['--port', 'http'], {}, /--port is "http": give a whole number from 0 to 65535/],
      [['--ttl', '1 day'], {}, /--ttl is "1 day": give a duration such as/],
      [['--trusted-proxies', '10.0.0.0/33'], {}, /"10\.0\.0\.0\/33" is not an address or a CIDR range/],
      [['--port'], {}, /--port needs a value/],
      [['data/registry.db'], {}, /"data\/registry\.db" is no setting: settings begin with --/],
      [[], { ISR_PROT: '1' }, /ISR_PROT is set in the environment, but there is no such setting/],
      [[], { ISR_RESOLVE: 'closed' }, /ISR_RESOLVE is "closed": choose open, signed-in/],
    ]
    for (const [flags, env, sentence] of cases) {
      const { code, stderr } = await runIsr(['serve', ...flags], env)
      expect(code).toBe(2)
      oneSentence(stderr)
      expect(stderr).toMatch(sentence)
    }
  })

  it('takes an empty variable for one that is not set, as compose files pass it on', async () => {
    const { code, stdout } = await runIsr(['serve', '--print-config'], { ISR_PORT: '', ISR_TTL: '' })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ISR_PORT=8080$/m)
  })

  it('says in one sentence that the folder is not writable or the database damaged', async () => {
    const folder = makeFolder()
    const damaged = join(folder, 'damaged.db')
    writeFileSync(damaged, 'not a database at all, but long enough to be looked at'.repeat(10))
    const first = await runIsr(['serve', '--port', '0', '--db', damaged])
    expect(first.code).toBe(1)
    oneSentence(first.stderr)
    expect(first.stderr).toContain('is damaged')
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const second = await runIsr(['serve', '--port', '0', '--db', join(file, 'registry.db')])
    expect(second.code).toBe(1)
    oneSentence(second.stderr)
    expect(second.stderr).toContain('cannot be written to')
  })

  it('says in one sentence which file is in the way, and does not blame the port', async () => {
    const folder = makeFolder()
    const third = await runIsr(['serve', '--port', '0', '--db', folder])
    expect(third.code).toBe(1)
    oneSentence(third.stderr)
    expect(third.stderr).toContain(`${folder} cannot be opened`)
    mkdirSync(join(folder, 'owner-token'))
    const fourth = await runIsr(['serve', '--port', '0', '--db', join(folder, 'registry.db')])
    expect(fourth.code).toBe(1)
    oneSentence(fourth.stderr)
    expect(fourth.stderr).toContain('owner-token cannot be opened')
  })

  it.skipIf(!canBeRefused())('says it of a folder and a token that this user may not use', () => {
    const folder = makeFolder()
    const db = join(folder, 'registry.db')
    chmodSync(folder, 0o555)
    const closed = runUnprivileged(['serve', '--port', '0', '--db', db])
    chmodSync(folder, 0o700)
    writeFileSync(join(folder, 'owner-token'), 'of somebody else', { mode: 0o000 })
    const unreadable = runUnprivileged(['serve', '--port', '0', '--db', db])
    expect([closed.status, unreadable.status]).toEqual([1, 1])
    for (const { stderr } of [closed, unreadable]) oneSentence(stderr)
    expect(closed.stderr).toContain(`The folder ${folder} cannot be written to (EACCES)`)
    expect(unreadable.stderr).toContain('owner-token cannot be opened (EACCES')
  })

  it('prints its settings from flags over variables over defaults', async () => {
    const { stdout, code } = await runIsr(['serve', '--print-config', '--port', '9000'], {
      ISR_PORT: '1',
      ISR_TTL: '7d',
    })
    expect(code).toBe(0)
    expect(stdout).toContain('ISR_PORT=9000\n')
    expect(stdout).toContain('ISR_TTL=7d\n')
    expect(stdout).toContain('ISR_HOST=0.0.0.0\n')
  })

  it('helps, with examples and every setting', async () => {
    const { stdout } = await runIsr(['serve', '--help'])
    expect(stdout).toContain(readFileSync(new URL('../golden/help.txt', import.meta.url), 'utf8').trim())
    expect(stdout).toContain('Examples:')
  })
})

describe('isr admin', () => {
  const OLD = {
    'ISR-00001111': { host: '10.0.0.4', port: 5900, name: '<b>x', last_update: 0, registered_at: 1_600_000_000.5 },
    'Mi PC ñ': { host: 'srv.local', port: '5901', name: 'n', last_update: 0, registered_at: 1_600_000_000 },
    bad: { host: 'not a host', port: 1 },
  }

  it('takes the old registry.json over while the server runs, and writes it out again', async () => {
    const server = await startServer()
    const now = Date.now() / 1000 - 60
    for (const entry of [OLD['ISR-00001111'], OLD['Mi PC ñ']]) entry.last_update = now
    const file = join(server.folder, 'registry.json')
    writeFileSync(file, JSON.stringify(OLD))
    const first = await runIsr(['admin', 'import', file, '--db', server.db])
    expect(first.stdout).toBe('2 imported, 0 unchanged, 1 skipped\n  skipped "bad": invalid_host\n')
    const again = await runIsr(['admin', 'import', file, '--db', server.db, '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ imported: 0, unchanged: 2 })
    const info = await fetch(`${server.url}/info?code=isr+0000+1111`)
    expect(await info.json()).toMatchObject({ host: '10.0.0.4', name: '<b>x', registered_at: 1_600_000_000.5 })
    const { stdout } = await runIsr(['admin', 'export', '--db', server.db])
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(['ISR-00001111', 'Mi PC ñ'])
    await server.stop()
  })

  it('refuses what is no registry.json and imports nothing of it', async () => {
    const folder = makeFolder()
    const file = join(folder, 'x.json')
    for (const text of ['[1, 2]', '{"a":', 'null']) {
      writeFileSync(file, text)
      const { code, stderr } = await runIsr(['admin', 'import', file, '--db', join(folder, 'r.db')])
      expect(code).toBe(1)
      oneSentence(stderr)
      expect(stderr).toContain('Nothing was imported')
    }
  })

  it('backs up, checks and restores through the command line', async () => {
    const server = await startServer()
    await fetch(`${server.url}/register?code=kept&host=10.0.0.1`, { method: 'POST' })
    const copy = join(server.folder, 'copy.db')
    const backup = await runIsr(['admin', 'backup', copy, '--db', server.db])
    expect(backup.stdout).toMatch(/backed up to .* bytes, checked/)
    expect((await runIsr(['admin', 'check', '--db', server.db])).stdout).toContain('is sound')
    const early = await runIsr(['admin', 'restore', copy, '--db', server.db])
    expect(early.code).toBe(1)
    expect(early.stderr).toContain('Another isr server is using')
    await server.stop()
    const restored = await runIsr(['admin', 'restore', copy, '--db', server.db, '--json'])
    expect(JSON.parse(restored.stdout)).toMatchObject({ file: server.db, from: copy })
    const again = await startServer([], { folder: server.folder })
    expect((await fetch(`${again.url}/resolve?code=kept`)).status).toBe(200)
  })

  it('says what is wrong with a verb that does not exist or lacks its file', async () => {
    const unknown = await runIsr(['admin', 'destroy'])
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      'isr: There is no verb "destroy". Run `isr admin --help` for the list.\n',
    ])
    const lacking = await runIsr(['admin', 'backup'])
    expect(lacking.code).toBe(2)
    expect(lacking.stderr).toContain('A file is missing')
    expect((await runIsr(['fly'])).code).toBe(2)
  })
})
