/**
 * The unit file under systemd's own tools, and the real server under a supervisor that listens as
 * systemd does. The supervisor is a few lines of Python, because Node has no Unix datagram sockets.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeFolder } from '../support/app.ts'
import { startServer } from '../support/binary.ts'
import { freePort } from '../support/free-port.ts'
import { hasProgram } from '../support/machine.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const UNIT = join(ROOT, 'systemd/isr-registry.service')
const UNIT_TEXT = readFileSync(UNIT, 'utf8')
const OPERATIONS = join(ROOT, 'docs/operations.md')

/** A unit file in a document: its path in the first line, then its text. */
const UNIT_BLOCK = /```ini\n# \/etc\/systemd\/system\/(\S+)\n([^`]*)```/g

/** What the unit's users are promised; `systemd-analyze` calls anything below 2.0 "OK". */
const MAX_EXPOSURE = 2

/** systemd-notify also sends BARRIER=1 with a descriptor, and waits until somebody closes it. */
const SUPERVISOR = `
import os, socket, sys, urllib.request
path, port = sys.argv[1], sys.argv[2]
inbox = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
inbox.bind(path)
print('listening', flush=True)
while True:
    text, descriptors, flags, sender = socket.recv_fds(inbox, 4096, 8)
    for state in text.decode().splitlines():
        if state == 'READY=1':
            with urllib.request.urlopen(f'http://127.0.0.1:{port}/readyz', timeout=5) as answer:
                state += f' and /readyz says {answer.status}'
        print(state, flush=True)
    for descriptor in descriptors:
        os.close(descriptor)
`

const run = (program: string, args: string[]): { code: number | null; text: string } => {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  return { code: status, text: stdout + stderr }
}

/** systemd looks whether the program is there, so the copies name this checkout, not /opt/isr. */
const verify = (units: Record<string, string>): { code: number | null; text: string } => {
  const folder = makeFolder()
  const files = Object.entries(units).map(([name, text]) => {
    const file = join(folder, name)
    writeFileSync(file, text.replaceAll('/opt/isr', ROOT))
    return file
  })
  return run('systemd-analyze', ['verify', '--man=no', ...files])
}

describe.skipIf(!hasProgram('systemd-analyze'))('the unit file', () => {
  it('is accepted by systemd without a word', () => {
    expect(verify({ 'isr-registry.service': UNIT_TEXT })).toEqual({ code: 0, text: '' })
  })

  it('exposes less than systemd calls a medium risk', () => {
    const { text } = run('systemd-analyze', ['security', '--offline=true', '--no-pager', UNIT])
    const exposure = /Overall exposure level for isr-registry\.service: ([\d.]+)/.exec(text)?.[1]
    expect(Number(exposure)).toBeLessThan(MAX_EXPOSURE)
  })

  it('starts what an installation in /opt/isr has, with the pinned Node', () => {
    const [program, script] = /^ExecStart=(\S+) (\S+) serve$/m.exec(UNIT_TEXT)?.slice(1) ?? []
    const version = run(`${program}`.replace('/opt/isr', ROOT), ['--version'])
    expect(version).toEqual({ code: 0, text: `${process.version}\n` })
    expect(script?.replace('/opt/isr', ROOT)).toBe(join(ROOT, 'src/isr.js'))
  })

  it('comes with a backup timer in the documents that systemd accepts as well', () => {
    const blocks = readFileSync(OPERATIONS, 'utf8').matchAll(UNIT_BLOCK)
    const units = Object.fromEntries([...blocks].map(([, name, text]) => [`${name}`, `${text}`]))
    expect(Object.keys(units)).toEqual(['isr-backup.service', 'isr-backup.timer'])
    expect(verify(units)).toEqual({ code: 0, text: '' })
  })
})

type Supervisor = { readonly socket: string; next(): Promise<string>; heard(): string[] }

const startSupervisor = async (port: number): Promise<Supervisor> => {
  const socket = join(makeFolder(), 'notify')
  const python: ChildProcess = spawn('python3', ['-c', SUPERVISOR, socket, String(port)])
  onTestFinished(() => void python.kill('SIGKILL'))
  let complaints = ''
  python.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const heard: string[] = []
  const lines = createInterface({ input: python.stdout as NodeJS.ReadableStream })
  const states = lines[Symbol.asyncIterator]()
  lines.on('line', (line) => heard.push(line))
  const next = async (): Promise<string> => {
    const { done, value } = await states.next()
    if (done) throw new Error(`the supervisor ended: ${complaints}`)
    return value
  }
  expect(await next()).toBe('listening')
  return { socket, next, heard: () => heard.slice(1) }
}

const isUnder = (systemd: string): { env: Record<string, string> } => ({
  env: { NOTIFY_SOCKET: systemd },
})

/** A request whose body is still on its way. */
const openSlowRequest = async (port: number) => {
  const body = JSON.stringify({ code: 'ISR-12345678' })
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let text = ''
  socket.on('data', (chunk) => (text += chunk.toString()))
  const lines = ['POST /v1/resolve HTTP/1.1', 'Host: registry', 'Content-Type: application/json']
  // By its answer to this the server tells that it has read all of it.
  lines.push('Expect: 100-continue', `Content-Length: ${body.length}`)
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  await expect.poll(() => text).toBe('HTTP/1.1 100 Continue\r\n\r\n')
  text = ''
  return {
    async finish(): Promise<string> {
      const closed = once(socket, 'close')
      socket.write(body)
      await closed
      return text
    },
  }
}

const statusOf = (url: string): Promise<number | 'refused'> =>
  fetch(url).then(({ status }) => status, () => 'refused')

const canSupervise = hasProgram('systemd-notify') && hasProgram('python3')

describe.skipIf(!canSupervise)('the server under a supervisor that speaks as systemd does', () => {
  it('reports ready once /readyz says so, reports that it stops, and ends with 0', async () => {
    const port = await freePort()
    const supervisor = await startSupervisor(port)
    const server = await startServer(['--port', String(port)], isUnder(supervisor.socket))
    expect(await supervisor.next()).toBe('READY=1 and /readyz says 200')
    expect(await server.stop()).toBe(0)
    expect(supervisor.heard().filter((state) => state !== 'BARRIER=1')).toEqual([
      'READY=1 and /readyz says 200',
      'STOPPING=1',
    ])
    expect(server.output()).not.toContain('systemd could not be told')
  })

  it('finishes a request under way and takes no new ones while it stops', async () => {
    const port = await freePort()
    const supervisor = await startSupervisor(port)
    const server = await startServer(['--port', String(port)], isUnder(supervisor.socket))
    const registered = await fetch(`${server.url}/register?code=ISR-12345678&host=192.0.2.7`, {
      method: 'POST',
    })
    expect(registered.status).toBe(200)
    const slow = await openSlowRequest(port)
    const ended = server.stop()
    await expect.poll(() => statusOf(`${server.url}/readyz`)).not.toBe(200)
    const answer = await slow.finish()
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    expect(answer).toContain('"address":"192.0.2.7"')
    expect(await ended).toBe(0)
  })

  it('never reports ready when it cannot start', async () => {
    const port = await freePort()
    const supervisor = await startSupervisor(port)
    const folder = makeFolder()
    writeFileSync(join(folder, 'registry.db'), 'not a database at all')
    const start = startServer(['--port', String(port)], { folder, ...isUnder(supervisor.socket) })
    await expect(start).rejects.toThrow(/ended with 1:[^]*is damaged/)
    expect(supervisor.heard()).toEqual([])
  })

  it('serves all the same when nobody listens on the socket it was given', async () => {
    const server = await startServer([], isUnder(join(makeFolder(), 'nobody')))
    await expect.poll(() => server.output()).toContain('systemd could not be told')
    expect(await statusOf(`${server.url}/readyz`)).toBe(200)
    expect(await server.stop()).toBe(0)
  })
})
