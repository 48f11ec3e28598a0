/** A guest link in a real browser: no account, a real screen, once and no more. */

import { describe, expect, it } from 'vitest'
import { startServer } from '../support/binary.ts'
import { startFarWindow } from '../support/far-window.ts'
import { hasProgram } from '../support/machine.ts'
import { canRunVnc, distance, FAR_SIZE, pixelsOf, startDisplay } from '../support/real-vnc.ts'
import { startHost } from './connect-parts.ts'
import { axeFindings, hasChromium, shoot, useBrowser, WIDTHS } from './console-browser.ts'
import { ask, canvasPixels, givePin, hostIdOf, isShown, PATIENCE } from './screen-parts.ts'

/** A browser, an X server and two programs of ours start on a machine of two slow cores. */
const SLOW = 120_000

/** Of 255: JPEG costs a picture less than this, another picture is tens away. */
const SAME_PICTURE = 3

/** Refusals that a test provokes; a browser notes each on its console. */
const PROVOKED = /status of 4\d\d|WebSocket connection/

/** Long enough for any test, in ms. */
const HOUR = 3_600_000

const startShared = async (isViewOnly: boolean) => {
  const server = await startServer()
  const display = await startDisplay(FAR_SIZE)
  const window = await startFarWindow(display)
  const host = await startHost(server.url, `vnc=127.0.0.1:${display.port}`)
  const { secret, link } = (await ask(server, 'POST', '/v1/links', {
    hostId: await hostIdOf(server, host.code),
    service: 'vnc',
    kind: 'screen',
    isViewOnly,
    note: 'for the printer',
    expiresAt: Date.now() + HOUR,
    uses: 1,
  })) as { secret: string; link: { id: string } }
  return { server, display, window, host, secret, link }
}

describe.skipIf(!hasChromium || !canRunVnc() || !hasProgram('wish'))('a guest link', () => {
  const open = useBrowser()

  it('says what it opens, opens it without an account, once and no more', async () => {
    const { server, display, host, secret } = await startShared(true)
    const page = await open(server, {}, PROVOKED)
    await page.goto(`/guest#${secret}`)
    await page.locator('.guest').waitFor(PATIENCE)
    await expect.poll(() => page.url()).toBe(`${server.url}/guest`)
    expect(await page.locator('.guest').innerText()).toContain('for the printer')
    expect(await page.locator('.guest').innerText()).toContain('look, and nothing else')
    expect(await axeFindings(page)).toEqual([])
    await shoot(page, 'en-light-1280/guest-offer')
    await page.locator('.guest .is-primary').click()
    await givePin(page, host.pin())
    await isShown(page)
    const apart = async (): Promise<number> => distance(await canvasPixels(page), await pixelsOf(display))
    await expect.poll(apart, PATIENCE).toBeLessThan(SAME_PICTURE)
    expect(await page.locator('[data-tool=look]').isDisabled()).toBe(true)
    expect(await axeFindings(page)).toEqual([])
    await shoot(page, 'en-light-1280/guest-shown')

    const second = await open(server, { theme: 'dark', language: 'es', width: WIDTHS.phone }, PROVOKED)
    await second.goto(`/guest#${secret}`)
    await second.locator('.refusal').waitFor(PATIENCE)
    await shoot(second, 'es-dark-390/guest-used-up')
    expect(await axeFindings(second)).toEqual([])
    expect(server.output()).not.toContain(secret)
  }, SLOW)

  it('ends what is open by it when it is revoked, and says so', async () => {
    const { server, host, secret, link } = await startShared(false)
    const page = await open(server, { theme: 'dark' }, PROVOKED)
    await page.goto(`/guest#${secret}`)
    await page.locator('.guest .is-primary').click()
    await givePin(page, host.pin())
    await isShown(page)
    await ask(server, 'DELETE', `/v1/links/${link.id}`)
    const end = page.locator('[data-end=authority_ended]')
    await expect.poll(() => end.isVisible(), PATIENCE).toBe(true)
    await shoot(page, 'en-dark-1280/guest-revoked')
  }, SLOW)
})
