/**
 * The running product for the pictures of the README: the real server, real `isr host` agents with
 * real services, a real browser. Everything lies in one temporary folder and ends with `close`.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const BIN = fileURLToPath(new URL('../src/isr.js', import.meta.url))

/** How long a program may take to say that it runs, milliseconds: two slow cores. */
const PATIENCE_MS = 30_000

export const SCREEN_SIZE = '1024x640'
export const PIN = '246810'

export type Stage = Awaited<ReturnType<typeof startStage>>

/** Whether a program is installed. */
export const isInstalled = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, program)))

/** A port that nobody listens on now. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

/** Starts programs, and ends all of them. */
const createPrograms = () => {
  const running: ChildProcess[] = []
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('ISR_') && name !== 'DISPLAY'),
  )
  return {
    /** Starts one; resolves with what matches `until` in its output, at once if there is none. */
    async start(command: string[], more: Record<string, string> = {}, until?: RegExp): Promise<string> {
      const [program = '', ...args] = command
      const child = spawn(program, args, { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] })
      running.push(child)
      let text = ''
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      const look = (chunk: Buffer): void => {
        text += chunk.toString()
        const found = until?.exec(text)
        if (found) resolve(found[1] ?? found[0])
      }
      child.stdout.on('data', look)
      child.stderr.on('data', look)
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`${program} ended with ${code}:\n${text}`)))
      // What decorates the stage may end when it likes.
      if (!until) {
        promise.catch(() => undefined)
        return ''
      }
      const timer = setTimeout(() => reject(new Error(`${program} says nothing:\n${text}`)), PATIENCE_MS)
      return promise.finally(() => clearTimeout(timer))
    },
    close: () => {
      for (const child of running.toReversed()) child.kill('SIGTERM')
    },
  }
}

/** Starts the server, the browser and the owner's account. */
export const startStage = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isr-pictures-'))
  const programs = createPrograms()
  const db = join(folder, 'registry.db')
  const url = await programs.start(
    [process.execPath, BIN, 'serve', '--host', '127.0.0.1', '--port', '0', '--db', db],
    {},
    /"url":"(http:[^"]+)"/,
  )
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  const token = readFileSync(join(folder, 'owner-token'), 'utf8').trim()

  /** A folder of the stage. */
  const folderOf = (name: string): string => {
    const path = join(folder, name)
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return path
  }

  return {
    url,
    token,
    browser,
    programs,

    /** Calls the API as the owner. */
    async ask<T>(path: string): Promise<T> {
      const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })
      return (await answer.json()) as T
    },

    /** Registers as an older program does. */
    register: (code: string, name: string, address: string): Promise<Response> =>
      fetch(`${url}/register?code=${code}&host=${address}&port=5900&name=${name}`, { method: 'POST' }),

    /** Starts an agent. */
    async startHost(code: string, name: string, services: Record<string, number>): Promise<void> {
      const home = folderOf(name)
      const pin = join(home, 'pin')
      writeFileSync(pin, `${PIN}\n`, { mode: 0o600 })
      const offered = Object.entries(services).flatMap(([service, port]) => [
        '--service',
        `${service}=127.0.0.1:${port}`,
      ])
      const known = ['--server', url, '--code', code, '--name', name, '--pin-file', pin, '--json']
      await programs.start(
        [process.execPath, BIN, 'host', ...known, ...offered],
        { XDG_CONFIG_HOME: home, HOME: home },
        /"type":"connected"/,
      )
    },

    /** Starts a desktop with a few programs on it; returns the port of its VNC server. */
    async startDesktop(): Promise<number> {
      const port = await freePort()
      const HOME = folderOf('desktop')
      const options = `-geometry ${SCREEN_SIZE} -depth 24 -localhost -rfbport ${port} -SecurityTypes None`
      const display = await programs.start(
        ['sh', '-c', `exec Xtigervnc -displayfd 3 ${options} 3>&1 1>&2`],
        { HOME },
        /^(\d+)\n/m,
      )
      const env = { DISPLAY: `:${display}`, HOME }
      execFileSync('xsetroot', ['-solid', '#2f4858'], { env: { ...process.env, ...env } })
      for (const line of [
        'xcalc -geometry 260x340+60+80',
        'xclock -geometry 220x220+720+60',
        'xlogo -geometry 200x200+420+360',
        'xeyes -geometry 220x140+740+420',
      ]) {
        await programs.start(line.split(' '), env)
      }
      return port
    },

    /** Starts an SSH server that takes one key; returns its port and the key's file. */
    async startSshd(): Promise<{ port: number; key: string; user: string }> {
      const home = folderOf('sshd')
      const [hostKey, key] = [join(home, 'host-key'), join(home, 'key')]
      for (const file of [hostKey, key]) {
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
      }
      if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
      const port = await freePort()
      const lines = [
        `Port ${port}`,
        'ListenAddress 127.0.0.1',
        `HostKey ${hostKey}`,
        `AuthorizedKeysFile ${key}.pub`,
        'PidFile none',
        'StrictModes no',
        'UsePAM no',
      ]
      writeFileSync(join(home, 'config'), `${lines.join('\n')}\n`)
      await programs.start(['/usr/sbin/sshd', '-D', '-e', '-f', join(home, 'config')], {}, /Server listening/)
      return { port, key, user: userInfo().username }
    },

    async close(): Promise<void> {
      await browser.close()
      programs.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
