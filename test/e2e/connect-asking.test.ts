/** The PIN as a person types it, on a terminal of its own, and hosts that know the older protocol only. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { makeFolder } from '../support/app.ts'
import { startServer } from '../support/binary.ts'
import { startEcho, startHost, startIsr } from './connect-parts.ts'

const BIN = fileURLToPath(new URL('../../src/isr.js', import.meta.url))

/** Runs a program on a pseudo-terminal, types a PIN when it is asked, then a line and its end. */
const TYPIST = `
import os, pty, sys
pin, program = sys.argv[1], sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(program[0], program)
seen, typed, said = b'', False, False
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    seen += data
    if b'PIN of' in seen and not typed:
        typed = True
        os.write(terminal, pin.encode() + b'\\r')
    if b'through the relay' in seen and not said:
        said = True
        os.write(terminal, b'a line\\n\\x04')
sys.stdout.write(seen.decode())
`

it('asks for the PIN on the terminal, and does not show it', async () => {
  const server = await startServer()
  const host = await startHost(server.url, `echo=${(await startEcho()).target}`)
  const pin = host.pin()
  const args = [process.execPath, BIN, 'connect', '--stdio', host.code, '--server', server.url, '--lang', 'en']
  const env = { ...process.env, XDG_CONFIG_HOME: makeFolder() }
  const person = spawn('python3', ['-c', TYPIST, pin, ...args], { env })
  let seen = ''
  person.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString()))
  await once(person, 'close')
  expect(seen).toMatch(/PIN of ISR-\d{8}: \r?\n/)
  expect(seen).not.toContain(pin)
  // Once as the terminal shows what is typed, once from the host.
  expect(seen.match(/a line/g)).toHaveLength(2)
}, 60_000)

it('a host without an agent is reached at its address, and it is said that nothing is encrypted', async () => {
  const server = await startServer()
  const [, port = ''] = (await startEcho()).target.split(':')
  await fetch(`${server.url}/register?code=ISR-48151623&host=127.0.0.1&port=${port}`, { method: 'POST' })
  const controller = startIsr(['connect', '--stdio', 'ISR-48151623', '--server', server.url])
  controller.process.stdin?.end('as before')
  expect([await controller.ended, controller.out()]).toEqual([0, 'as before'])
  expect(controller.err()).toContain('not encrypted by us')
}, 60_000)
