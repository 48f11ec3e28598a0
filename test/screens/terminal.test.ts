/** Terminals against a real OpenSSH server, whose key and users are its own. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { canRunSsh, startSshd } from '../support/real-ssh.ts'
import { openPage, startEcho } from '../support/screen.ts'
import { asOwner, ending, PATIENCE, setStage } from './stage.ts'

const SIZE = { columns: 101, rows: 37 }

/** Its key file is the argument behind `-i`. */
const keyOf = (options: readonly string[]): string =>
  readFileSync(options[options.indexOf('-i') + 1] ?? '', 'utf8')

describe.skipIf(!canRunSsh())('a terminal', () => {
  const start = async () => {
    const sshd = await startSshd()
    const stage = await setStage({ port: sshd.port, policy: { kind: 'none' } })
    const page = await openPage(stage.app, asOwner(stage.app), { ...stage.open, kind: 'terminal' })
    const login = { type: 'login', user: sshd.user, privateKey: keyOf(sshd.options), ...SIZE }
    return { ...stage, sshd, page, login }
  }

  it('shows the key of the server, then a shell of the right size that follows the window', async () => {
    const { app, page, login } = await start()
    const asked = await page.next('login')
    expect(asked).toMatchObject({ attempt: 1, fingerprint: expect.stringMatching(/^SHA256:[\w+/]{43}$/) as string })
    page.say(login)
    expect(await page.next('ready')).toMatchObject({ kind: 'terminal', isViewOnly: false })
    page.send('stty size; echo $TERM $((6*7))\n')
    await expect.poll(() => page.received().toString(), PATIENCE).toMatch(/37 101[\s\S]*xterm-256color 42/)
    page.say({ type: 'resize', columns: 60, rows: 20 })
    const askedAgain = (): string => {
      page.send('stty size\n')
      return page.received().toString()
    }
    await expect.poll(askedAgain, PATIENCE).toContain('20 60')
    page.send('exit\n')
    expect(await page.closed).toMatchObject({ code: 1000 })
    expect(await ending(app)).toEqual({ outcome: 'completed', reason: null })
  })

  it('asks three times who it is, with another user each time, and then gives up', async () => {
    const { app, page, login } = await start()
    for (const attempt of [1, 2, 3]) {
      expect(await page.next('login')).toMatchObject({ attempt })
      page.say({ ...login, user: `nobody-${attempt}`, privateKey: undefined, password: 'wrong' })
    }
    expect(await page.closed).toEqual({ code: 4403, reason: 'ssh_login_failed' })
    expect(await ending(app)).toEqual({ outcome: 'refused', reason: 'ssh_login_failed' })
  })

  it('lets in at the second try, after a key that is none', async () => {
    const { page, login } = await start()
    await page.next('login')
    page.say({ ...login, privateKey: 'not a key' })
    expect(await page.next('login')).toMatchObject({ attempt: 2 })
    page.say(login)
    expect(await page.next('ready')).toMatchObject({ service: 'vnc' })
  })
})

it('says that what answers is no SSH server', async () => {
  const stage = await setStage({ port: await startEcho(), policy: { kind: 'none' } })
  const page = await openPage(stage.app, asOwner(stage.app), { ...stage.open, kind: 'terminal' })
  const closed = await page.closed
  expect(closed).toEqual({ code: 4503, reason: 'not_ssh' })
})
