import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'
import type { RunningServer } from '../support/binary.ts'
import { follow, hasChromium, register, useOwnerPage } from './console-browser.ts'
import { asOwner, forgetHosts } from './console-owner.ts'

/** A refusal that a test provokes; the browser notes it on its console. */
const REFUSED = /status of 4\d\d/

const hostsOf = async (server: RunningServer): Promise<Host[]> =>
  (await asOwner<{ hosts: Host[] }>(server, 'GET', '/v1/hosts')).hosts

const statesOf = async (server: RunningServer): Promise<string> =>
  (await hostsOf(server))
    .map(({ name, state }) => `${name} ${state}`)
    .toSorted()
    .join(', ')

const pick = (page: Page, name: string): Promise<void> =>
  page.getByRole('checkbox', { name: `Select ${name}` }).check()

describe.skipIf(!hasChromium)('acts on several hosts', () => {
  const { shared } = useOwnerPage({ allowed: REFUSED })

  const start = async () => {
    const { server, page } = shared()
    await forgetHosts(server, page)
    for (const number of [1, 2, 3]) {
      await register(server, { code: `ISR-1000000${number}`, name: `PC-${number}` })
    }
    await follow(page, '/')
    await page.locator('.data-table tbody tr', { hasText: 'PC-3' }).waitFor()
    return { server, page }
  }

  it('lock those that are selected and no other, and can be taken back', async () => {
    const { server, page } = await start()
    await pick(page, 'PC-1')
    await pick(page, 'PC-3')
    const bar = page.locator('.bulk-bar')
    await expect.poll(() => bar.innerText()).toContain('2 hosts selected')
    await bar.getByRole('button', { name: 'Lock', exact: true }).click()
    await expect.poll(() => statesOf(server)).toBe('PC-1 locked, PC-2 open, PC-3 locked')
    await expect.poll(() => page.locator('.status-text').innerText()).toBe('2 hosts are locked.')
    expect(await bar.count()).toBe(0)
    await page.locator('.status-action').click()
    await expect.poll(() => statesOf(server)).toBe('PC-1 open, PC-2 open, PC-3 open')
  })

  it('delete all that is shown once their number is typed', async () => {
    const { server, page } = await start()
    await page.getByRole('checkbox', { name: 'Select all shown' }).check()
    await page.getByRole('button', { name: 'Delete…' }).click()
    const button = page.locator('dialog .is-danger')
    await page.locator('#typed-code').fill('2')
    expect(await button.isDisabled()).toBe(true)
    await page.locator('#typed-code').fill('3')
    await button.click()
    await expect.poll(async () => (await hostsOf(server)).length).toBe(0)
    await page.locator('.no-hosts').waitFor()
  })

  it('say of each that was refused why, and keep it selected', async () => {
    const { server, page } = await start()
    const revoked = (await hostsOf(server)).find(({ name }) => name === 'PC-2')
    await asOwner(server, 'POST', `/v1/hosts/${revoked?.id}/revoke`)
    await page.locator('.host-state.is-revoked').waitFor()
    await page.getByRole('checkbox', { name: 'Select all shown' }).check()
    await page.locator('.bulk-bar').getByRole('button', { name: 'Lock', exact: true }).click()
    const refused = page.locator('.bulk-refused li')
    await expect.poll(() => refused.allInnerTexts()).toEqual([expect.stringMatching(/^PC-2 \S/)])
    expect(await page.getByRole('checkbox', { name: 'Select PC-2' }).isChecked()).toBe(true)
    expect(await page.getByRole('checkbox', { name: 'Select PC-1' }).isChecked()).toBe(false)
  })
})
