import { describe, expect, it } from 'vitest'
import { follow, hasChromium, register, useOwnerPage } from './console-browser.ts'
import { asOwner, forgetHosts } from './console-owner.ts'
import { beginSession, bringOnline, endSession } from './console-sessions.ts'

describe.skipIf(!hasChromium)('the page of a host', () => {
  const { shared, open } = useOwnerPage({ allowed: /hosts\/host_of_nobody/ })

  const start = async () => {
    const { server, page } = shared()
    await forgetHosts(server, page)
    return { server, page }
  }

  it('says how it is, what it offers, how its sessions went and what was done', async () => {
    const { server, page } = await start()
    const host = await bringOnline(server, { name: 'DESK', services: ['vnc', 'ssh'] })
    await endSession(server, host, await beginSession(server, host))
    await asOwner(server, 'POST', `/v1/hosts/${host.hostId}/lock`)
    await follow(page, `/hosts/${host.hostId}`)
    await page.locator('h1', { hasText: 'DESK' }).waitFor()
    await expect.poll(() => page.title()).toBe('DESK · isr')
    await expect.poll(() => page.locator('.host-head').innerText()).toContain('online')
    await expect.poll(() => page.locator('.host-services li').count()).toBe(2)
    await page.locator('[data-service=vnc] [data-opening]').first().waitFor()
    await page.locator('.strip-signs a').waitFor()
    await expect.poll(() => page.locator('.host-audit li').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('owner token')]),
    )
    const lines = page.locator('.same-lines').last()
    await lines.locator('summary').click()
    expect(await lines.innerText()).toContain(`/v1/hosts/${host.hostId}"`)
  })

  it('follows the host while it is looked at', async () => {
    const { server, page } = await start()
    const host = await bringOnline(server, { name: 'DESK' })
    await follow(page, `/hosts/${host.hostId}`)
    await page.locator('.host-head .is-online').waitFor()
    await page.locator('[data-verb=lock] > button').click()
    await page.locator('[data-verb=unlock]').waitFor()
    host.socket.close()
    await page.locator('.host-head .is-offline').waitFor()
    await asOwner(server, 'DELETE', `/v1/hosts/${host.hostId}`)
    const notice = page.locator('.notice', { hasText: 'no longer registered' })
    await expect.poll(() => notice.count()).toBe(1)
  })

  it('is not needed to open a screen: the quick look has the services', async () => {
    const { server, page } = await start()
    const host = await bringOnline(server, { name: 'DESK', services: ['vnc', 'ssh'] })
    await follow(page, `/?host=${host.hostId}`)
    const openings = page.locator('dialog.is-panel [data-opening]')
    await expect
      .poll(() => openings.evaluateAll((links) => links.map((link) => link.getAttribute('href'))))
      .toEqual(
        ['vnc', 'vnc?look=only', 'ssh'].map((service) => `/screen/${host.hostId}/${service}`),
      )
  })

  it('is reached from the table, from the quick look, and leads back', async () => {
    const { server, page } = await start()
    await register(server, { code: 'ISR-10000001', name: 'LOBBY' })
    await follow(page, '/')
    const link = page.locator('.column-name a')
    expect(await link.getAttribute('href')).toMatch(/^\/hosts\/host_/)
    await link.click()
    await page.locator('dialog.is-panel a', { hasText: 'Open its page' }).click()
    await page.locator('.host-page h1', { hasText: 'LOBBY' }).waitFor()
    await page.locator('.host-head a', { hasText: 'All hosts' }).click()
    await page.locator('.data-table tbody tr').waitFor()
  })

  it('tells what was done with its guest links, and with those of no other host', async () => {
    const { server, page } = await start()
    const desk = await bringOnline(server, { name: 'DESK' })
    const other = await bringOnline(server, { code: 'ISR-20000002', name: 'OTHER' })
    const link = { service: 'vnc', kind: 'screen', expiresAt: Date.now() + 3_600_000 }
    const make = (hostId: string): Promise<{ link: { id: string } }> =>
      asOwner(server, 'POST', '/v1/links', { ...link, hostId })
    const made = await make(desk.hostId)
    await make(other.hostId)
    await asOwner(server, 'DELETE', `/v1/links/${made.link.id}`)
    await follow(page, `/hosts/${desk.hostId}`)
    const acts = page.locator('.host-audit li a')
    await expect.poll(() => acts.allInnerTexts()).toEqual(['Revoked a guest link', 'Made a guest link'])
    await acts.first().click()
    await page.locator('dialog h2', { hasText: 'Revoked a guest link' }).waitFor()
  })

  it('shows nothing of one host on the page of another', async () => {
    const { server, page } = await start()
    const { hostId } = await bringOnline(server, { name: 'DESK' })
    await follow(page, `/hosts/${hostId}`)
    await page.locator('h1', { hasText: 'DESK' }).waitFor()
    await follow(page, '/hosts/host_of_nobody')
    await page.locator('.page.is-narrow .button').waitFor()
    expect(await page.locator('main').innerText()).not.toContain('DESK')
  })

  it('says of an id that nobody has that there is none', async () => {
    // A page of its own: here the browser has nothing to note, as it has in the test before.
    const page = await open(shared().server, {}, /^$/, '/hosts/host_of_nobody')
    const said = page.locator('main', { hasText: 'There is no host with this id here.' })
    await expect.poll(() => said.count()).toBe(1)
  })
})
