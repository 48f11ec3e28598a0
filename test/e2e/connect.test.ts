/** `isr host` and `isr connect` as people run them, through the real server. */

import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder } from '../support/app.ts'
import { startServer } from '../support/binary.ts'
import { freePort } from '../support/free-port.ts'
import { knownHosts, portOf, sayTo, startEcho, startHost, startIsr } from './connect-parts.ts'

const TEN_MB = 10_000_000

it('a service of a host is at a local port, byte for byte, and over standard input and output', async () => {
  const server = await startServer()
  const { target } = await startEcho()
  const host = await startHost(server.url, `echo=${target}`)
  const home = makeFolder()
  const first = startIsr(['connect', host.code, 'echo', '--server', server.url], { home, env: { ISR_PIN: host.pin() } })
  const port = await portOf(first)
  expect(first.err()).toMatch(/^First time with ISR-\d{8}: key SHA256:\S+\./)
  expect(first.err()).toContain('Connected to echo through the relay')
  const sent = randomBytes(TEN_MB)
  expect((await sayTo(port, sent)).equals(sent)).toBe(true)
  first.process.kill('SIGTERM')
  expect(await first.ended).toBe(0)

  await expect.poll(host.out).toMatch(/ended, 10\.0 MB in, 10\.0 MB out/)
  const second = startIsr(['connect', '--stdio', host.code, '--server', server.url], { home, env: { ISR_PIN: host.pin() } })
  second.process.stdin?.end('what ends is said whole')
  expect([await second.ended, second.out()]).toEqual([0, 'what ends is said whole'])
  expect(second.err()).not.toContain('First time')
  host.process.kill('SIGTERM')
  expect(await host.ended).toBe(0)
})

it('a direct path is taken where the host listens, and said', async () => {
  const server = await startServer()
  const { target } = await startEcho()
  const host = await startHost(server.url, `echo=${target}`, ['--no-pin', '--direct-port', String(await freePort())])
  const controller = startIsr(['connect', host.code, '--server', server.url])
  const port = await portOf(controller)
  expect(controller.err()).toContain('Connected to echo, direct')
  expect((await sayTo(port, 'hello')).toString()).toBe('hello')
  await expect.poll(host.out).toContain('connected, direct')
  const relayed = startIsr(['connect', host.code, '--server', server.url, '--relay-only'])
  expect((await sayTo(await portOf(relayed), 'hello')).toString()).toBe('hello')
  expect(relayed.err()).toContain('through the relay (direct was not wanted)')
})

/** A host and somebody who connects to it, and fails. */
const startFailing = async () => {
  const server = await startServer()
  const echo = await startEcho()
  const host = await startHost(server.url, `echo=${echo.target}`)
  const home = makeFolder()
  const fails = async (args: string[], pin = host.pin()): Promise<[number | null, string]> => {
    const env: Record<string, string> = pin === '' ? {} : { ISR_PIN: pin }
    const program = startIsr(['connect', '--stdio', ...args, '--server', server.url], { home, env })
    const code = await program.ended
    expect(program.out()).toBe('')
    return [code, program.err()]
  }
  return { host, echo, home, fails }
}

it('a wrong PIN, none, an unknown code and an unknown service have a sentence and an exit code each', async () => {
  const { host, fails } = await startFailing()
  // Not 00000000, which only somebody who tries codes would type.
  const code = host.code === 'ISR-58231947' ? 'ISR-58231946' : 'ISR-58231947'
  const wrong = host.pin() === '000000' ? '000001' : '000000'
  expect(await fails([host.code], wrong)).toEqual([6, expect.stringContaining('The PIN is not the one')])
  expect(await fails([host.code], '')).toEqual([6, expect.stringContaining('give --pin-file or ISR_PIN')])
  expect(await fails([code])).toEqual([5, expect.stringContaining('Compare it with the code')])
  expect(await fails([host.code, 'ssh'])).toEqual([5, expect.stringContaining('echo')])
})

it('a host with another key than before is refused loudly, before any PIN', async () => {
  const { host, home, fails } = await startFailing()
  const odd = await fails([host.code, '--host-key', 'SHA256:abc'])
  expect(odd).toEqual([12, expect.stringContaining('not that of --host-key')])
  const line = `http://example.test ISR-1 SHA256:x\n${host.server} ${host.code} SHA256:${'A'.repeat(43)}\n`
  mkdirSync(join(home, 'isr'), { mode: 0o700 })
  writeFileSync(knownHosts(home), line, { mode: 0o600 })
  const changed = await fails([host.code], '')
  expect(changed).toEqual([12, expect.stringContaining('THE KEY OF THE HOST CHANGED')])
  expect(changed[1]).toContain(`remove line 2 of ${knownHosts(home)}`)
  expect(host.out()).not.toContain('connected, ')
})

it('a service that is down, a server that is down and wrong usage have an exit code each', async () => {
  const { host, echo, fails } = await startFailing()
  expect(await fails(['--relay-only', '--direct-only', host.code])).toEqual([2, expect.stringContaining('not both')])
  const down = startIsr(['connect', '--stdio', host.code, '--server', `http://127.0.0.1:${await freePort()}`])
  expect([await down.ended, down.err()]).toEqual([3, expect.stringContaining('cannot be reached')])
  echo.close()
  expect(await fails([host.code])).toEqual([7, expect.stringMatching(/the program behind this service does not answer/i)])
})

it('the doctor says what works, and ends with 1 when something does not', async () => {
  const server = await startServer()
  const host = await startHost(server.url, `echo=${(await startEcho()).target}`)
  const well = startIsr(['doctor', host.code, '--server', server.url, '--json'])
  expect(await well.ended).toBe(0)
  const { checks } = JSON.parse(well.out()) as { checks: { name: string; word: string }[] }
  expect(Object.fromEntries(checks.map(({ name, word }) => [name, word]))).toMatchObject({
    server: 'ok',
    https: 'warn',
    websocket: 'ok',
    clock: 'ok',
    address: 'ok',
    idle: 'skipped',
    relay: 'ok',
  })
  const ill = startIsr(['doctor', '--server', `http://127.0.0.1:${await freePort()}`])
  expect([await ill.ended, ill.out()]).toEqual([1, expect.stringMatching(/^bad {6}http.*cannot be reached/)])
})
