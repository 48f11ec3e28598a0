/** Guest links on a host's page: making one, seeing its secret once, and ending it. */

import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { GuestLink } from '../../src/protocol/screen.ts'
import type { RunningServer } from '../support/binary.ts'
import { axeFindings, follow, hasChromium, shoot, useOwnerPage, WIDTHS } from './console-browser.ts'
import { asOwner, forgetHosts } from './console-owner.ts'
import { bringOnline } from './console-sessions.ts'

const linksOf = async (server: RunningServer): Promise<GuestLink[]> =>
  (await asOwner<{ links: GuestLink[] }>(server, 'GET', '/v1/links')).links

const make = (server: RunningServer, hostId: string, rest: object = {}): Promise<{ link: GuestLink }> =>
  asOwner(server, 'POST', '/v1/links', {
    hostId,
    service: 'vnc',
    kind: 'screen',
    expiresAt: Date.now() + 3_600_000,
    ...rest,
  })

const part = (page: Page) => page.locator('.guest-links')

describe.skipIf(!hasChromium)('the guest links of a host', () => {
  const { shared, open } = useOwnerPage()

  const start = async () => {
    const { server, page } = shared()
    await forgetHosts(server, page)
    const { hostId } = await bringOnline(server, { name: 'LOBBY', services: ['vnc', 'ssh'] })
    return { server, page, hostId }
  }

  it('are taught where there is none, made by keyboard, shown once and copied', async () => {
    const { server, page, hostId } = await start()
    await follow(page, `/hosts/${hostId}`)
    await part(page).locator('.links-lead').waitFor()
    await page.getByRole('button', { name: 'Make a guest link' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate('document.activeElement.name')).toBe('link-service')
    await page.locator('input[name=link-note]').fill('the auditor')
    await page.locator('input[name=link-uses]').fill('3')
    await page.keyboard.press('Enter')
    const shown = part(page).locator('.shown-once')
    await shown.waitFor()
    await page.getByRole('button', { name: 'Copy Link for the guest' }).click()
    const copied = (): Promise<string> => page.evaluate<string>('navigator.clipboard.readText()')
    await expect.poll(copied).toMatch(new RegExp(`^${server.url}/guest#isrg_[\\w-]{43}$`))
    const link = await copied()
    expect(await shown.innerText()).toMatch(/lets somebody in 3 times, until /)
    expect(await linksOf(server)).toMatchObject([
      { hostId, service: 'vnc', kind: 'screen', isViewOnly: true, note: 'the auditor', uses: 3 },
    ])
    await page.getByRole('button', { name: 'I have copied it' }).click()
    const row = part(page).locator('tbody tr')
    expect(await row.innerText()).toMatch(/the auditor[\s\S]*vnc, see the screen only[\s\S]*works[\s\S]*0 of 3/)
    expect(await page.content()).not.toContain(link.split('#')[1])
  })

  it('offer a terminal for ssh, and end on a day that is chosen', async () => {
    const { server, page, hostId } = await start()
    await follow(page, `/hosts/${hostId}`)
    await page.getByRole('button', { name: 'Make a guest link' }).click()
    await page.locator('select[name=link-service]').selectOption('ssh')
    expect(await page.locator('select[name=link-may]').inputValue()).toBe('terminal')
    await page.locator('select[name=link-span]').selectOption('date')
    const date = page.locator('input[name=link-date]')
    const last = String(await date.getAttribute('max'))
    await date.fill(last)
    await page.getByRole('button', { name: 'Make link' }).click()
    await part(page).locator('.shown-once').waitFor()
    const [link] = await linksOf(server)
    expect(link).toMatchObject({ service: 'ssh', kind: 'terminal', isViewOnly: false, uses: 1 })
    const end = await page.evaluate((day) => new Date(`${day}T23:59:59.999`).getTime() + 1, last)
    // The last day that may be chosen is cut where 30 days are over.
    expect(link?.expiresAt).toBeLessThanOrEqual(end)
    expect(link?.expiresAt).toBeGreaterThan(end - 86_400_000)
  })

  it('are ended after a question, and stay to be seen among those that ended', async () => {
    const { server, page, hostId } = await start()
    await make(server, hostId, { note: 'for Eva' })
    await follow(page, `/hosts/${hostId}`)
    const button = page.getByRole('button', { name: 'Revoke the link “for Eva”' })
    await button.click()
    await page.locator('dialog').getByRole('button', { name: 'Cancel' }).click()
    expect((await linksOf(server))[0]?.state).toBe('good')
    await button.click()
    await page.locator('dialog').getByRole('button', { name: 'Revoke' }).click()
    await part(page).getByText('1 link that has ended').click()
    expect(await part(page).locator('.links-ended tbody tr').innerText()).toMatch(/for Eva[\s\S]*revoked/)
    expect((await linksOf(server))[0]?.state).toBe('revoked')
  })

  const views = [
    { language: 'en', theme: 'light', width: WIDTHS.desktop },
    { language: 'es', theme: 'dark', width: WIDTHS.window },
    { language: 'pt', theme: 'dark', width: WIDTHS.phone },
    { language: 'es', theme: 'light', width: WIDTHS.phone },
  ] as const

  it.each(views)('are fit to be seen: $language, $theme, $width px', async (view) => {
    const { server, hostId } = await start()
    await make(server, hostId, { note: 'La auditora de la oficina de Benguela, para revisar el inventario de la semana', uses: 100 })
    await make(server, hostId, { kind: 'terminal', service: 'ssh' })
    const gone = await make(server, hostId, { note: 'x'.repeat(120), isViewOnly: true })
    await asOwner(server, 'DELETE', `/v1/links/${gone.link.id}`)
    const page = await open(server, view, /^$/, `/hosts/${hostId}`)
    await part(page).locator('.links-ended > summary').click()
    await part(page).locator('button:not(.is-small)').first().click()
    await page.locator('select[name=link-span]').selectOption('date')
    const name = `links-${view.language}-${view.theme}-${view.width}`
    await shoot(page, name, true)
    expect(await axeFindings(page)).toEqual([])
    await page.locator('select[name=link-span]').selectOption('3600000')
    await page.locator('.links-acts .is-primary').click()
    await part(page).locator('.shown-once').waitFor()
    await shoot(page, `${name}-made`, true)
    expect(await axeFindings(page)).toEqual([])
    const isWider = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
    expect(isWider).toBe(false)
  })
})
