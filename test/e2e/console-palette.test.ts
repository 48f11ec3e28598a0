import { describe, expect, it } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'
import { follow, hasChromium, register, useOwnerPage } from './console-browser.ts'
import { asOwner, forgetHosts } from './console-owner.ts'

describe.skipIf(!hasChromium)('the command palette', () => {
  const { shared } = useOwnerPage()

  const start = async () => {
    const { server, page } = shared()
    await forgetHosts(server, page)
    return { server, page }
  }

  it('leads to a page and to a host by the keyboard alone', async () => {
    const { server, page } = await start()
    await register(server, { code: 'ISR-10000001', name: 'RECEPCIÓN' })
    await follow(page, '/')
    // The palette offers the hosts that the page knows of while somebody types.
    await page.locator('.data-table tbody tr', { hasText: 'RECEPCIÓN' }).waitFor()
    const field = page.locator('.palette [role=combobox]')
    const options = page.locator('.palette [role=option]')
    await page.keyboard.press('Control+k')
    await field.waitFor()
    await page.keyboard.type('audi')
    await expect.poll(() => options.count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.locator('.audit h1').waitFor()

    await page.keyboard.press('Control+k')
    await field.waitFor()
    await page.keyboard.type('recepcion')
    await expect.poll(() => options.allInnerTexts()).toEqual([expect.stringContaining('RECEPCIÓN')])
    expect(await field.getAttribute('aria-activedescendant')).toBe(await options.first().getAttribute('id'))
    await page.keyboard.press('Enter')
    await page.locator('.host-page h1').waitFor()
  })

  it('locks the host that is open, which can be taken back', async () => {
    const { server, page } = await start()
    await register(server, { code: 'ISR-10000001', name: 'LOBBY' })
    const [host] = (await asOwner<{ hosts: Host[] }>(server, 'GET', '/v1/hosts')).hosts
    await follow(page, `/hosts/${host?.id}`)
    await page.locator('.host-page h1').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('option', { name: 'Lock LOBBY' }).click()
    await page.locator('.host-head .is-locked').waitFor()
    await page.locator('.status-action').click()
    const unlocked = page.locator('.host-head .is-registered, .host-head .is-expiring')
    await expect.poll(() => unlocked.count()).toBe(1)
  })

  it('opens while somebody types, moves by arrows, says what it found, and closes', async () => {
    const { server, page } = await start()
    await register(server, { code: 'ISR-10000001', name: 'LOBBY' })
    await follow(page, '/')
    await page.locator('.filter-field input').focus()
    await page.keyboard.press('Control+k')
    const dialog = page.locator('dialog')
    await page.locator('.palette [role=combobox]').waitFor()
    await page.keyboard.press('ArrowDown')
    const chosen = page.locator('[role=option][aria-selected=true]')
    await expect.poll(() => chosen.getAttribute('id')).toBe('palette-1')
    await page.keyboard.type('nothing is called this')
    await expect.poll(() => dialog.locator('[role=status]').innerText()).toBe('Nothing matches.')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(`document.activeElement.matches('.filter-field input')`)).toBe(true)
  })
})
