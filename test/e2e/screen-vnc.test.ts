/** The screen of a real VNC server in a real browser, through the real server and `isr host`. */

import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../support/binary.ts'
import { startFarWindow } from '../support/far-window.ts'
import { hasProgram } from '../support/machine.ts'
import { canRunVnc, type Display, distance, FAR_SIZE, pixelsOf, startDisplay } from '../support/real-vnc.ts'
import { startHost } from './connect-parts.ts'
import { axeFindings, hasChromium, shoot, useBrowser, type View, WIDTHS } from './console-browser.ts'
import { ask, canvasPixels, givePin, hostIdOf, isShown, liveSessions, openService, PATIENCE, phase } from './screen-parts.ts'

/** A browser, an X server and two programs of ours start on a machine of two slow cores. */
const SLOW = 120_000

/** Of 255: JPEG costs a picture less than this, another picture is tens away. */
const SAME_PICTURE = 3

/** Refusals that a test provokes; a browser notes each on its console. */
const PROVOKED = /status of 4\d\d|WebSocket connection/

const canRun = hasChromium && canRunVnc() && hasProgram('wish')

/** A screen with a program on it, and a host that offers it. */
const startFar = async () => {
  const server = await startServer()
  const display = await startDisplay(FAR_SIZE)
  const window = await startFarWindow(display)
  const host = await startHost(server.url, `vnc=127.0.0.1:${display.port}`)
  const id = await hostIdOf(server, host.code)
  return { server, display, window, host, id, path: `/screen/${id}/vnc` }
}

const expectSame = async (page: Page, display: Display): Promise<void> => {
  const apart = async (): Promise<number> => distance(await canvasPixels(page), await pixelsOf(display))
  await expect.poll(apart, PATIENCE).toBeLessThan(SAME_PICTURE)
}

const kill = async (server: RunningServer): Promise<void> => {
  await expect.poll(() => liveSessions(server), PATIENCE).toHaveLength(1)
  const [session] = await liveSessions(server)
  await ask(server, 'DELETE', `/v1/sessions/${session?.id}`)
}

describe.skipIf(!canRun)('a screen in the page', () => {
  const open = useBrowser()

  it('asks for the PIN, says when it was wrong, and shows what is on the far screen', async () => {
    const { server, display, host, path } = await startFar()
    const page = await open(server)
    await openService(page, server, path)
    await givePin(page, host.pin() === '000000' ? '000001' : '000000')
    await page.locator('.screen-card .refusal').waitFor(PATIENCE)
    await givePin(page, host.pin())
    await isShown(page)
    await expectSame(page, display)
    await expect.poll(() => liveSessions(server), PATIENCE).toMatchObject([{ via: 'browser', isViewOnly: false }])
  }, SLOW)

  it('types and clicks there, and carries the clipboard both ways', async () => {
    const { server, window, host, path } = await startFar()
    const page = await open(server)
    await openService(page, server, path)
    await givePin(page, host.pin())
    await isShown(page)
    await page.locator('.screen-target canvas').click({ position: { x: 200, y: 200 } })
    await expect.poll(window.out, PATIENCE).toMatch(/click \d+ \d+/)
    await page.keyboard.type('q7')
    await expect.poll(window.out, PATIENCE).toMatch(/key q[^]*key 7/)
    // What the keyboard of a phone writes.
    await page.locator('[data-tool=keyboard]').click()
    await page.keyboard.insertText('ñ')
    await expect.poll(window.out, PATIENCE).toContain('key ntilde')

    await page.locator('[data-tool=clipboard]').click()
    await page.locator('#clipboard-out').fill('desde aquí: ñ')
    await page.locator('.screen-panel button', { hasText: 'Send' }).first().click()
    await expect.poll(window.out, PATIENCE).toContain('clipboard desde aquí: ñ')
    window.copy('from there: é')
    await expect.poll(() => page.locator('#clipboard-in').inputValue(), PATIENCE).toBe('from there: é')
  }, SLOW)

  it('lets go of the keyboard by Ctrl, Alt and Shift, and sends Ctrl-Alt-Del by a button', async () => {
    const { server, window, host, path } = await startFar()
    const page = await open(server)
    await openService(page, server, path)
    await givePin(page, host.pin())
    await isShown(page)
    await page.locator('.screen-target canvas').click({ position: { x: 20, y: 20 } })
    await page.keyboard.press('Tab')
    await expect.poll(window.out, PATIENCE).toContain('key Tab')
    for (const key of ['Control', 'Alt', 'Shift']) await page.keyboard.down(key)
    for (const key of ['Shift', 'Alt', 'Control']) await page.keyboard.up(key)
    await page.locator('.screen-tools button:focus').waitFor(PATIENCE)
    await page.locator('[data-tool=cad]').click()
    await expect.poll(window.out, PATIENCE).toContain('key Delete')
  }, SLOW)

  it('shows and does nothing when it was opened only to look', async () => {
    const { server, display, window, host, path } = await startFar()
    const page = await open(server)
    await openService(page, server, `${path}?look=only`)
    await givePin(page, host.pin())
    await isShown(page)
    await expectSame(page, display)
    expect(await page.locator('[data-tool=look]').isDisabled()).toBe(true)
    await page.locator('.screen-target canvas').click({ position: { x: 200, y: 200 } })
    await page.keyboard.type('zz')
    window.copy('what the page is not told')
    await expect.poll(window.out, PATIENCE).toContain('clipboard what')
    // A picture that the page asked for after the keys has come, so they would have, too.
    window.paint('#803020')
    await expect.poll(window.out, PATIENCE).toContain('painted')
    await expectSame(page, display)
    expect(window.out()).not.toMatch(/key z|click/)
    expect(await liveSessions(server)).toMatchObject([{ isViewOnly: true }])
  }, SLOW)

  it('says that somebody ended it, and comes back when it is asked to', async () => {
    const { server, host, path } = await startFar()
    const page = await open(server, {}, PROVOKED)
    await openService(page, server, path)
    await givePin(page, host.pin())
    await isShown(page)
    await kill(server)
    await page.locator('[data-end=session_killed]').waitFor(PATIENCE)
    expect(await page.locator('[data-end]').innerText()).toContain('ended it')
  }, SLOW)

  it('comes back by itself, without the PIN, when the connection broke', async () => {
    const { server, display, host, path } = await startFar()
    // An attempt to come back may be made while the network is still away.
    const page = await open(server, {}, new RegExp(`${PROVOKED.source}|ERR_INTERNET_DISCONNECTED`))
    await page.addInitScript(`{
      const Real = WebSocket
      globalThis.WebSocket = class extends Real {
        constructor(...given) { super(...given); globalThis.lastSocket = this }
      }
    }`)
    await openService(page, server, path)
    await givePin(page, host.pin())
    await isShown(page)
    // As a network does it: no close frame, just no more.
    await page.context().setOffline(true)
    await page.evaluate(`lastSocket.dispatchEvent(new CloseEvent('close', { code: 1006 }))`)
    await phase(page, 'waiting')
    await page.context().setOffline(false)
    await phase(page, 'ready')
    await isShown(page)
    await expectSame(page, display)
  }, SLOW)
})

const VIEWS: Required<View>[] = [
  { language: 'en', theme: 'light', width: WIDTHS.desktop },
  { language: 'es', theme: 'dark', width: WIDTHS.phone },
  { language: 'pt', theme: 'dark', width: WIDTHS.desktop },
  { language: 'en', theme: 'light', width: WIDTHS.phone },
]

describe.skipIf(!canRun)('the page of a screen', () => {
  const open = useBrowser()

  it.each(VIEWS)('has nothing for axe to complain about: $language $theme $width px', async (view) => {
    const { server, host, id, path } = await startFar()
    const page = await open(server, view, PROVOKED)
    const findings: string[] = []
    const visit = async (sight: string): Promise<void> => {
      await shoot(page, `${view.language}-${view.theme}-${view.width}/screen-${sight}`)
      findings.push(...(await axeFindings(page)).map((finding) => `${sight}: ${finding}`))
    }
    await openService(page, server, path)
    await phase(page, 'pin')
    await visit('pin')
    await givePin(page, host.pin() === '000000' ? '000001' : '000000')
    await page.locator('.screen-card .refusal').waitFor(PATIENCE)
    await visit('wrong-pin')
    await givePin(page, host.pin())
    await isShown(page)
    await visit('shown')
    await page.locator('[data-tool=clipboard]').click()
    await visit('clipboard')
    await kill(server)
    await page.locator('[data-end]').waitFor(PATIENCE)
    await visit('killed')
    await page.goto(`/screen/${id}/rdp`)
    await page.locator('.command').waitFor(PATIENCE)
    await visit('rdp')
    expect(findings).toEqual([])
  }, SLOW)
})
