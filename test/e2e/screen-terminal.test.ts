/** A shell of a real OpenSSH server in a real browser, through the real server and `isr host`. */

import { describe, expect, it } from 'vitest'
import { startServer } from '../support/binary.ts'
import { canRunSsh, startSshd } from '../support/real-ssh.ts'
import { startHost } from './connect-parts.ts'
import { axeFindings, hasChromium, shoot, useBrowser, type View, WIDTHS } from './console-browser.ts'
import { givePin, hostIdOf, openService, PATIENCE, phase } from './screen-parts.ts'

/** A browser, sshd and two programs of ours start on a machine of two slow cores. */
const SLOW = 120_000

const VIEWS: Required<View>[] = [
  { language: 'en', theme: 'light', width: WIDTHS.desktop },
  { language: 'es', theme: 'dark', width: WIDTHS.phone },
]

describe.skipIf(!hasChromium || !canRunSsh())('a terminal in the page', () => {
  const open = useBrowser()

  it.each(VIEWS)('signs in with a key, knows its size, and runs commands: $theme $width px', async (view) => {
    const server = await startServer()
    const sshd = await startSshd()
    const host = await startHost(server.url, `ssh=127.0.0.1:${sshd.port}`)
    const page = await open(server, view)
    const visit = async (sight: string): Promise<void> => {
      await shoot(page, `${view.language}-${view.theme}-${view.width}/terminal-${sight}`)
      expect(await axeFindings(page)).toEqual([])
    }
    await openService(page, server, `/screen/${await hostIdOf(server, host.code)}/ssh`)
    await givePin(page, host.pin())
    await phase(page, 'login')
    expect(await page.locator('.screen-fingerprint').innerText()).toMatch(/^SHA256:/)
    await visit('login')
    await page.locator('input[name=user]').fill(sshd.user)
    await page.locator('input[name=with]').nth(1).check({ force: true })
    await page.locator('input[name=key]').setInputFiles(sshd.options[3] ?? '')
    await page.locator('.screen-card button[type=submit]').click()
    await phase(page, 'ready')
    const rows = page.locator('.xterm-rows')
    await rows.waitFor(PATIENCE)
    await page.locator('.xterm-helper-textarea:focus').waitFor(PATIENCE)
    await page.keyboard.type('clear; echo there-$((6*7)); printf "\\e[38;2;200;80;20mcolour\\e[0m\\n"; stty size\n')
    await expect.poll(() => rows.innerText(), PATIENCE).toMatch(/there-42[^]*colour/)
    await expect.poll(() => rows.innerText(), PATIENCE).toMatch(/^\d+ \d+\s*$/m)
    const [lines, columns] = /^(\d+) (\d+)\s*$/m.exec(await rows.innerText())?.slice(1) ?? []
    expect(Number(columns)).not.toBe(80)
    // It fits its window, and does not make it larger.
    expect(Number(lines)).toBeLessThan(60)
    await visit('shell')
    await page.keyboard.type('exit\n')
    await page.locator('[data-end=host_closed]').waitFor(PATIENCE)
  }, SLOW)
})
