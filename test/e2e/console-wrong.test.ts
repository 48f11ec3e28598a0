import { describe, expect, it } from 'vitest'
import type { RelayPolicy } from '../../src/protocol/session.ts'
import { follow, hasChromium, register, useOwnerPage } from './console-browser.ts'
import { asOwner, forgetHosts } from './console-owner.ts'
import { bringOnline } from './console-sessions.ts'

describe.skipIf(!hasChromium)('what is wrong now', () => {
  const { shared } = useOwnerPage()

  const start = async () => {
    const { server, page } = shared()
    await forgetHosts(server, page)
    return { server, page }
  }

  it('is not there while nothing is', async () => {
    const { server, page } = await start()
    await register(server, { code: 'ISR-10000001', name: 'LOBBY' })
    await bringOnline(server, { name: 'DESK' })
    await follow(page, '/')
    await page.locator('.data-table tbody tr').nth(1).waitFor()
    expect(await page.locator('.wrong-now').count()).toBe(0)
  })

  it('names a host that went offline, with the way to it and to all like it', async () => {
    const { server, page } = await start()
    const first = await bringOnline(server, { code: 'ISR-20000001', name: 'DESK-1' })
    const second = await bringOnline(server, { code: 'ISR-20000002', name: 'DESK-2' })
    await follow(page, '/')
    await page.locator('.data-table tbody tr').nth(1).waitFor()
    first.socket.close()
    const line = page.locator('[data-trouble=offline]')
    await expect.poll(() => line.innerText()).toContain('1 host is offline: DESK-1 since')
    expect(await line.locator('a').getAttribute('href')).toBe(`/hosts/${first.hostId}`)
    second.socket.close()
    // The one that went last is named first.
    await expect.poll(() => line.innerText()).toMatch(/2 hosts are offline: DESK-2 .*DESK-1 /)
    await line.locator('a', { hasText: 'Show them' }).click()
    await expect.poll(() => new URL(page.url()).search).toBe('?state=offline')
    await expect.poll(() => page.locator('.chip[aria-pressed=true]').innerText()).toContain('Offline')
  })

  it('says that the relay is off while somebody watches, and goes when it is on again', async () => {
    const { server, page } = await start()
    await register(server, { code: 'ISR-10000001', name: 'LOBBY' })
    await follow(page, '/')
    await page.locator('.data-table tbody tr').waitFor()
    const policy = await asOwner<RelayPolicy>(server, 'GET', '/v1/relay/policy')
    await asOwner(server, 'PUT', '/v1/relay/policy', { ...policy, isOn: false })
    const box = page.locator('.wrong-now')
    await expect.poll(() => box.allInnerTexts()).toEqual([
      expect.stringContaining('The relay is switched off.'),
    ])
    await asOwner(server, 'PUT', '/v1/relay/policy', policy)
    await expect.poll(() => box.count()).toBe(0)
  })

  it('does not move the rows under a pointer', async () => {
    const { server, page } = await start()
    const host = await bringOnline(server, { name: 'DESK' })
    await follow(page, '/')
    const row = page.locator('.data-table tbody tr')
    await row.waitFor()
    await row.locator('.column-owner').hover()
    const before = await row.boundingBox()
    host.socket.close()
    await page.locator('.host-state.is-offline').waitFor()
    expect(await row.boundingBox()).toEqual(before)
    await page.mouse.move(2, 2)
    await page.locator('[data-trouble=offline]').waitFor()
  })
})
