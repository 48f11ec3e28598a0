import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useServer } from '../support/binary.ts'
import { hasChromium, useBrowser } from './console-browser.ts'
import { asOwner } from './console-owner.ts'
import { bringOnline } from './console-sessions.ts'

const wordsOf = (page: Page): Promise<string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('.diagnose [data-check]')].map((it) => it.dataset.check + ' ' + it.dataset.word)`,
  )

describe.skipIf(!hasChromium)('the diagnosis in the browser', () => {
  const running = useServer()
  const open = useBrowser()

  it('tells a stranger what works on the way to the server', async () => {
    const server = running()
    const page = await open(server)
    await page.goto('/diagnose')
    await expect
      .poll(() => wordsOf(page))
      .toEqual(['server ok', 'https warn', 'websocket ok', 'clock ok', 'address ok', 'idle skipped'])
    expect(await page.locator('[data-check=address]').innerText()).toContain('127.0.0.1')
    expect(await page.locator('.diagnose').innerText()).toContain(`isr doctor --server ${server.url}`)
    expect(await page.locator('.diagnose-host').count()).toBe(0)
  })

  it('says what to do when WebSockets are cut on the way', async () => {
    const server = running()
    const page = await open(server, {}, /WebSocket/)
    await page.routeWebSocket('**/v1/probe', (socket) => socket.close())
    await page.goto('/diagnose')
    const cut = page.locator('[data-check=websocket][data-word=bad]', { hasText: 'Upgrade' })
    await expect.poll(() => cut.count()).toBe(1)
  })

  it('begins a silent connection only when it is asked to, and counts', async () => {
    const server = running()
    const page = await open(server)
    await page.goto('/diagnose')
    await page.locator('[data-check=idle] button').click()
    const silent = page.locator('[data-check=idle][data-word=busy]')
    const seconds = async (): Promise<number> =>
      Number(/Silent since (\d+) s/.exec(await silent.innerText())?.[1])
    // Which numbers are seen depends on how quickly one looks; that they grow does not.
    await expect.poll(seconds).toBeGreaterThan(0)
    const seen = await seconds()
    await expect.poll(seconds).toBeGreaterThan(seen)
  })

  it('takes nothing away from who types while an answer is on its way', async () => {
    const server = running()
    const page = await open(server, {}, /^$/, '/diagnose')
    const held = Promise.withResolvers<void>()
    await page.route('**/v1/hosts?q=first*', async (route) => {
      await held.promise
      await route.continue()
    })
    const field = page.locator('input[name=host]')
    await field.fill('first')
    const asked = page.waitForRequest('**/v1/hosts?q=first*')
    await field.press('Enter')
    await asked
    await field.fill('second')
    held.resolve()
    await page.locator('.diagnose-host [role=status]').waitFor()
    expect(await field.inputValue()).toBe('second')
  })

  it('says of a host that is gone what to look at', async () => {
    const server = running()
    const host = await bringOnline(server, { name: 'DESK' })
    host.socket.close()
    // The page asks once, and would be told of a host that is still there.
    const presence = async (): Promise<string> =>
      (await asOwner<{ presence: string }>(server, 'GET', `/v1/hosts/${host.hostId}`)).presence
    await expect.poll(presence).toBe('offline')
    const page = await open(server, {}, /^$/, '/diagnose?host=desk')
    const finding = page.locator('[data-check=presence]')
    await expect.poll(() => finding.getAttribute('data-word')).toBe('bad')
    expect(await finding.innerText()).toContain('isr host')
    await page.locator('.diagnose-host input').fill('nobody')
    await page.keyboard.press('Enter')
    await page.locator('.diagnose-host', { hasText: 'No host here has this code or name.' }).waitFor()
  })
})
