import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startServer } from '../support/binary.ts'
import { hasChromium, ownerToken, register, useBrowser } from './console-browser.ts'
import { forget, LOGIN, PASSWORD } from './console-people.ts'
import { bringOnline } from './console-sessions.ts'

/** More stops than any page has. */
const MANY = 80

const active = 'document.activeElement'

/** Whether somebody sees where the keyboard is: an outline, or a border that says so. */
const IS_SEEN = `(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(${active})
  return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0
})()`

/** Presses Tab until the focus is on what fits; each stop on the way has to be seen. */
const tabTo = async (page: Page, selector: string): Promise<void> => {
  const isThere = `${active}.matches(${JSON.stringify(selector)})`
  await page.locator(selector).first().waitFor()
  for (let stop = 0; stop < MANY; stop++) {
    if (await page.evaluate<boolean>(isThere)) return
    await page.keyboard.press('Tab')
    const where = await page.evaluate<string>(`${active}.outerHTML.slice(0, 120)`)
    const isBody = where.startsWith('<body') || where.startsWith('<html')
    expect(isBody || (await page.evaluate<boolean>(IS_SEEN)), where).toBe(true)
  }
  throw new Error(`Tab never came to ${selector}`)
}

/** Fills a field that Tab leads to. */
const typeInto = async (page: Page, selector: string, text: string): Promise<void> => {
  await tabTo(page, selector)
  await page.keyboard.type(text)
}

/**
 * Presses the two keys of a pair. The second counts within a second of the first, so it is not kept
 * back until it is known how the first went.
 */
const pressPair = async (page: Page, first: string, second: string): Promise<void> => {
  await Promise.all([page.keyboard.press(first), page.keyboard.press(second)])
}

describe.skipIf(!hasChromium)('the console without a mouse', () => {
  const open = useBrowser()

  it('leads from the first start to an invitation and its entry in the audit', async () => {
    const server = await startServer()
    await register(server, { code: 'ISR-10000001', name: 'LOBBY' })
    const page = await open(server)
    await tabTo(page, 'a[href="/set-up"]')
    await page.keyboard.press('Enter')
    await page.locator('input[name=token]').waitFor()
    await typeInto(page, 'input[name=token]', ownerToken(server))
    await typeInto(page, 'input[name=name]', 'Ana')
    await typeInto(page, 'input[name=login]', LOGIN)
    await typeInto(page, 'input[name=password]', PASSWORD)
    await tabTo(page, 'form button[type=submit]')
    await page.keyboard.press('Enter')
    await page.locator('.number-strip').waitFor()

    await forget(page, '/')
    await page.locator('.sign-in input[name=password]').waitFor()
    await typeInto(page, 'input[name=login]', LOGIN)
    await typeInto(page, 'input[name=password]', PASSWORD)
    await page.keyboard.press('Enter')
    await page.locator('.data-table tbody tr').waitFor()

    await tabTo(page, '[data-row-link]')
    await page.keyboard.press('Enter')
    await page.locator('dialog.is-panel').waitFor()
    await tabTo(page, '[data-verb=lock] > button')
    await page.keyboard.press('Enter')
    await page.locator('dialog .is-locked').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(`${active}.matches('[data-row-link]')`)).toBe(true)

    await pressPair(page, 'g', 'a')
    await page.locator('input[name=invite-login]').waitFor()
    await typeInto(page, 'input[name=invite-login]', 'vera')
    await page.keyboard.press('Enter')
    // The heading takes the focus when it appears, and would take it from the first Tab.
    await page.locator('.shown-once h3:focus').waitFor()
    await tabTo(page, '.shown-once > div > .button')
    await page.keyboard.press('Enter')
    await page.locator('.shown-once').waitFor({ state: 'detached' })

    await pressPair(page, 'g', 'u')
    await page.locator('.column-act a').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.locator('dialog h2', { hasText: 'Invited a person' }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
  })

  it('finds a host, opens its page and its screen, comes back and ends', async () => {
    const server = await startServer()
    const host = await bringOnline(server, { name: 'LOBBY', services: ['vnc'] })
    await register(server, { code: 'ISR-10000002', name: 'WORKSHOP' })
    const page = await open(server)
    await tabTo(page, '.sign-in .to-token')
    await page.keyboard.press('Enter')
    await page.locator('.sign-in input[name=token]:focus').waitFor()
    await typeInto(page, '.sign-in input[name=token]', ownerToken(server))
    await page.keyboard.press('Enter')
    await page.locator('.data-table tbody tr').nth(1).waitFor()

    await page.locator('.feed-word.is-live').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('lob')
    await expect.poll(() => page.locator('.data-table tbody tr').count()).toBe(1)
    await tabTo(page, '[data-row-link]')
    await page.keyboard.press('Enter')
    await page.locator('dialog.is-panel').waitFor()
    await tabTo(page, 'dialog a[href^="/hosts/"]')
    await page.keyboard.press('Enter')
    await page.locator('.host-page h1', { hasText: 'LOBBY' }).waitFor()

    await page.locator('[data-service=vnc] [data-opening=screen]').first().waitFor()
    await tabTo(page, '[data-opening=screen]')
    await page.keyboard.press('Enter')
    await page.locator('.screen-page[data-phase=asking]').waitFor()
    const asked = await host.next('open')
    host.send({ type: 'refuse', session: asked['session'], reason: 'wrong_pin' })
    await page.locator('[data-end] h2:focus').waitFor()
    await tabTo(page, '.screen-actions a.button')
    await page.keyboard.press('Enter')
    await page.locator('.host-page h1', { hasText: 'LOBBY' }).waitFor()

    await page.keyboard.press('Control+k')
    await page.locator('.palette [role=option]').first().waitFor()
    await page.keyboard.type('workshop')
    await page.locator('.palette [role=option]', { hasText: 'WORKSHOP' }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.host-page h1', { hasText: 'WORKSHOP' }).waitFor()
    // What the page still asked for would be refused to whoever has signed out.
    await page.locator('.host-audit').waitFor()
    await tabTo(page, '[popovertarget=preferences]')
    await page.keyboard.press('Enter')
    await tabTo(page, '.preferences-end button')
    await page.keyboard.press('Enter')
    await page.locator('.sign-in').waitFor()
  })
})
