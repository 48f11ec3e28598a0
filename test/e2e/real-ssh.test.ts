/** OpenSSH, both ends of it, through `isr host` and `isr connect`. */

import { randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeFolder } from '../support/app.ts'
import { ISR, runReal, startReal } from '../support/real-program.ts'
import { canRunSsh, hashOf, type Sshd, startSshd, writeRandom } from '../support/real-ssh.ts'
import { portOf, type Reached, startHost, startIsr, startReached, WAYS } from './connect-parts.ts'

/** A machine of two slow cores, on which six programs encrypt and decrypt what is copied. */
const SLOW = 180_000

/** What a machine that is busy may take for what is done at once elsewhere. */
const PATIENCE = { timeout: 20_000 }

const FILE_BYTES = 200_000_000

const PIN = 'correct horse'

type Site = { server: Reached; sshd: Sshd; code: string; home: string; pinFile: string; token: string }

const startSite = async (way: (typeof WAYS)[number] = 'alone'): Promise<Site> => {
  const [server, sshd, home] = [await startReached(way), await startSshd(), makeFolder()]
  const pinFile = join(home, 'pin')
  writeFileSync(pinFile, `${PIN}\n`, { mode: 0o600 })
  const { code } = await startHost(server.url, `ssh=127.0.0.1:${sshd.port}`, ['--pin-file', pinFile], server)
  const token = readFileSync(join(server.folder, 'owner-token'), 'utf8').trim()
  return { server, sshd, code, home, pinFile, token }
}

/** What ssh needs to go by `isr connect --stdio`, in the words of the help. */
const byStdio = ({ server, sshd, code, home }: Site, program = ISR) => ({
  options: [...sshd.options, '-o', `ProxyCommand=${program} connect --stdio ${code} ssh`],
  env: { ...server.env, ISR_SERVER: server.url, ISR_PIN: PIN, XDG_CONFIG_HOME: home },
})

type Session = { phase: string; outcome: string | null; path: string | null; bytesToHost: number }

const sessionsOf = async ({ server, token }: Site): Promise<Session[]> => {
  const headers = { Authorization: `Bearer ${token}` }
  const answer = await fetch(`${server.url}/v1/sessions?state=ended`, { headers })
  return ((await answer.json()) as { sessions: Session[] }).sessions
}

/** Starts `isr connect --listen` for ssh, and the options with which ssh, scp and sftp go there. */
const byPort = async ({ server, sshd, code, home, pinFile, token }: Site) => {
  const args = ['connect', code, 'ssh', '--server', server.url, '--listen', '0', '--pin-file', pinFile]
  const controller = startIsr(args, { home, env: { ...server.env, ISR_TOKEN: token } })
  return { controller, options: [...sshd.options, '-o', `Port=${await portOf(controller)}`] }
}

describe.skipIf(!canRunSsh())('OpenSSH', () => {
  it('runs a command over --stdio with its input, its output, its errors and its exit code', async () => {
    const site = await startSite()
    const { options, env } = byStdio(site)
    const input = randomBytes(5_000_000)
    const args = [...options, `${site.sshd.user}@anywhere`, 'cat; echo not good >&2; exit 7']
    const ssh = startReal('ssh', args, { env, input })
    expect(await ssh.ended).toBe(7)
    expect(ssh.out().equals(input)).toBe(true)
    expect(ssh.err()).toContain('Connected to ssh through the relay')
    expect(ssh.err()).toContain('not good')
    await expect.poll(() => sessionsOf(site), PATIENCE).toMatchObject([{ phase: 'ended', outcome: 'completed', path: 'relay' }])
  }, SLOW)

  it('gives a terminal, which closes cleanly and takes isr connect with it', async () => {
    const site = await startSite()
    const record = join(site.home, 'proxy-exit')
    const wrapper = join(site.home, 'proxy.sh')
    // ssh hangs its proxy up at the end; here only the shell is hung up, and hears how isr ends.
    writeFileSync(wrapper, `trap '' HUP\n${ISR} "$@"\necho "isr ended with $?" > '${record}'\n`)
    const { options, env } = byStdio(site, `sh '${wrapper}'`)
    const ssh = startReal('ssh', ['-tt', ...options, `${site.sshd.user}@anywhere`], { env })
    ssh.process.stdin.write('PS1=; tty; echo $((6 * 7)); exit 3\n')
    expect(await ssh.ended).toBe(3)
    expect(ssh.out().toString()).toMatch(/^\/dev\/pts\/\d+\r\n42\r$/m)
    await expect.poll(() => statSync(record, { throwIfNoEntry: false })?.size, PATIENCE).toBeGreaterThan(0)
    expect(readFileSync(record, 'utf8')).toBe('isr ended with 0\n')
    await expect.poll(() => sessionsOf(site), PATIENCE).toMatchObject([{ phase: 'ended', outcome: 'completed' }])
  }, SLOW)

  it('may be killed: isr connect ends well all the same, by itself or when it is told to', async () => {
    const site = await startSite()
    const { options, env } = byStdio(site)
    const args = [...options, `${site.sshd.user}@anywhere`, 'echo there; cat']
    const ssh = startReal('ssh', args, { env })
    await expect.poll(() => ssh.out().toString(), PATIENCE).toBe('there\n')
    ssh.process.kill('SIGKILL')
    await expect.poll(() => sessionsOf(site), PATIENCE).toMatchObject([{ phase: 'ended', outcome: 'completed' }])
    const idle = startIsr(['connect', '--stdio', site.code, 'ssh'], { home: site.home, env })
    await expect.poll(idle.out, PATIENCE).toMatch(/^SSH-2\.0-/)
    idle.process.kill('SIGTERM')
    expect(await idle.ended).toBe(0)
    const completed = { phase: 'ended', outcome: 'completed' }
    await expect.poll(() => sessionsOf(site), PATIENCE).toMatchObject([completed, completed])
  }, SLOW)

  it('shares one --listen among several at once', async () => {
    const site = await startSite()
    const { controller, options } = await byPort(site)
    const sayings = ['one', 'two', 'three', 'four']
    const saying = (word: string) => runReal('ssh', [...options, `${site.sshd.user}@127.0.0.1`, `echo ${word}`])
    expect((await Promise.all(sayings.map(saying))).map(String)).toEqual(sayings.map((word) => `${word}\n`))
    controller.process.kill('SIGTERM')
    expect(await controller.ended).toBe(0)
    await expect.poll(() => sessionsOf(site), PATIENCE).toMatchObject([{ phase: 'ended', outcome: 'completed' }])
  }, SLOW)

  it.each(WAYS)('copies 200 MB there by scp over --stdio and back by sftp over --listen, unchanged, %s', async (way) => {
    const site = await startSite(way)
    const [here, far] = [makeFolder(), makeFolder()]
    const [source, there, back] = [join(here, 'source'), join(far, 'copy'), join(here, 'back')]
    await writeRandom(source, FILE_BYTES)
    const { options, env } = byStdio(site)
    const signedIn = { ...env, ISR_TOKEN: site.token }
    await runReal('scp', ['-q', ...options, source, `${site.sshd.user}@anywhere:${there}`], { env: signedIn })
    const port = await byPort(site)
    const batch = `get ${there} ${back}\n`
    const sftp = ['-q', ...port.options, '-b', '-', `${site.sshd.user}@127.0.0.1`]
    await runReal('sftp', sftp, { input: batch })
    expect(statSync(back).size).toBe(FILE_BYTES)
    const [first, ...others] = await Promise.all([source, there, back].map(hashOf))
    expect(others).toEqual([first, first])
  }, SLOW)
})
