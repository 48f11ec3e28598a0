/** Somebody guesses the PIN of a host until it takes none from his address: who was let in before is let in. */

import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder } from '../support/app.ts'
import { startServer } from '../support/binary.ts'
import { startEcho, startHost, startIsr } from './connect-parts.ts'

it('a known visitor gets in behind the address of a guesser, somebody new does not', async () => {
  const pinFile = join(makeFolder(), 'pin')
  writeFileSync(pinFile, '246810\n', { mode: 0o600 })
  const server = await startServer()
  const host = await startHost(server.url, `echo=${(await startEcho()).target}`, ['--pin-file', pinFile])
  const come = async (home: string, pin: string) => {
    const args = ['connect', '--stdio', host.code, '--server', server.url, '--relay-only']
    const program = startIsr(args, { home, env: { ISR_PIN: pin } })
    program.process.stdin?.end('hello')
    return { code: await program.ended, out: program.out(), err: program.err() }
  }
  const [friend, guesser] = [makeFolder(), makeFolder()]
  expect(await come(friend, '246810')).toMatchObject({ code: 0, out: 'hello' })
  expect(statSync(join(friend, 'isr', 'passes')).mode & 0o777).toBe(0o600)
  for (let tries = 0; tries < 5; tries++) expect(await come(guesser, `11111${tries}`)).toMatchObject({ code: 6 })
  const late = await come(guesser, '246810')
  expect([late.code, late.err]).toEqual([6, expect.stringContaining('pin_locked')])
  expect(await come(friend, '246810')).toMatchObject({ code: 0, out: 'hello' })
}, 60_000)
