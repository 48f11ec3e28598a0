/** Signing in at an SSH server that takes passwords, as sshd with PAM does; and guessing them there. */

import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import ssh2 from 'ssh2'
import { expect, it, onTestFinished } from 'vitest'
import { openPage } from '../support/screen.ts'
import { asOwner, makeLink, nothingHeld, setStage, usesOf } from './stage.ts'

type Way = 'password' | 'keyboard-interactive'

const RIGHT = 'zq-right-password'

/** Takes one password, in one way, and says `in` to whoever is let in. */
const startSshServer = async (way: Way): Promise<number> => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = privateKey.export({ type: 'pkcs1', format: 'pem' })
  const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
    client.on('error', () => undefined)
    client.on('authentication', (asked) => {
      if (asked.method !== way) return asked.reject([way])
      if (asked.method === 'password') return asked.password === RIGHT ? asked.accept() : asked.reject([way])
      if (asked.method !== 'keyboard-interactive') return
      asked.prompt([{ prompt: 'Password: ', echo: false }], (answers) =>
        answers[0] === RIGHT ? asked.accept() : asked.reject([way]),
      )
    })
    client.on('session', (accept) => {
      const session = accept()
      session.on('pty', (take) => take())
      session.on('shell', (take) => void take().write('in\r\n'))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

const LOGIN = { type: 'login', user: 'ana', columns: 80, rows: 24 }

it.each<Way>(['password', 'keyboard-interactive'])('a terminal opens by a password: %s', async (way) => {
  const stage = await setStage({ port: await startSshServer(way), policy: { kind: 'none' } })
  const { app, open } = stage
  const page = await openPage(app, asOwner(app), { ...open, kind: 'terminal' })
  await page.next('login')
  page.say({ ...LOGIN, password: 'wrong' })
  expect(await page.next('login')).toMatchObject({ attempt: 2 })
  page.say({ ...LOGIN, password: RIGHT })
  await page.next('ready')
  await expect.poll(() => page.received().toString()).toContain('in')
  page.socket.close(1000)
  await nothingHeld(app)
})

it('an address that guesses passwords through pages is shut out as one that guesses PINs', async () => {
  const stage = await setStage({ port: await startSshServer('password'), policy: { kind: 'none' } })
  const { app } = stage
  const { secret } = await makeLink(stage, { kind: 'terminal' })
  const ends: string[] = []
  for (let visit = 0; visit < 8; visit++) {
    const page = await openPage(app, {}, { type: 'open', link: secret })
    for (const attempt of [1, 2, 3]) {
      const isAsked = await page.next('login').then(() => true, () => false)
      if (!isAsked) break
      page.say({ ...LOGIN, password: `guess-${visit}-${attempt}` })
    }
    ends.push((await page.closed).reason)
  }
  expect(ends).toEqual([...Array<string>(7).fill('ssh_login_failed'), 'pin_locked'])
  expect(await usesOf(app)).toEqual([0])
  await nothingHeld(app)
}, 60_000)
