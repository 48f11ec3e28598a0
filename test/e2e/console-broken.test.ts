/** What the console says when something is missing: a file of it, the server, or patience with it. */

import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startServer } from '../support/binary.ts'
import { axeFindings, faintIn, hasChromium, register, shoot, useBrowser, WIDTHS } from './console-browser.ts'
import { enterAsOwner } from './console-owner.ts'
import { follow } from './console-views.ts'

/** What a browser notes of a file or a call that does not come. */
const MISSING = /Failed to load resource|Failed to fetch|ERR_/

const heading = (page: Page): Promise<string> => page.locator('main h1').innerText()

describe.skipIf(!hasChromium)('a console of which something is missing', () => {
  const open = useBrowser()

  it('shows the key of a sentence that it has not got, and the rest of the page', async () => {
    const server = await startServer()
    await register(server, { code: 'ISR-10000001', name: 'LOBBY' })
    const problems: string[] = []
    const page = await open(server, {}, /no sentence for column\.code/)
    page.on('pageerror', ({ message }) => problems.push(message))
    await page.route('**/locales/en/hosts.js', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, body: (await answer.text()).replace(`'column.code'`, `'x'`) })
    })
    await enterAsOwner(page, server)
    await page.locator('.data-table tbody tr').waitFor()
    expect(await page.locator('thead .column-code').innerText()).toBe('column.code')
    // What a page throws is told beside what it shows, and may come after it.
    await expect.poll(() => problems).toContain('no sentence for column.code')
  })

  it('says that a page did not come, and offers to load it again', async () => {
    const server = await startServer()
    const page = await open(server, { theme: 'dark', width: WIDTHS.phone, language: 'pt' }, MISSING)
    await enterAsOwner(page, server)
    await page.route('**/pages/audit/audit-page.js', (route) => route.abort())
    await follow(page, '/audit')
    await expect.poll(() => heading(page)).toBe('Esta página não chegou')
    await shoot(page, 'broken/page-failed')
    expect(await axeFindings(page)).toEqual([])
    await page.unroute('**/pages/audit/audit-page.js')
    await page.locator('main .button').click()
    await page.locator('.data-table tbody tr').first().waitFor()
  })

  it('says that the server was updated after the page was loaded', async () => {
    const server = await startServer()
    const page = await open(server, { language: 'es', width: WIDTHS.phone })
    await page.route(`${server.url}/`, async (route) => {
      const answer = await route.fetch()
      const older = (await answer.text()).replaceAll(/\/v-[\w-]{12}\//g, '/v-of_last_year/')
      await route.fulfill({ response: answer, body: older })
    })
    await enterAsOwner(page, server)
    await page.locator('.outdated').waitFor()
    expect(await page.locator('.outdated').innerText()).toContain('El servidor se actualizó')
    await shoot(page, 'broken/outdated')
    expect(await axeFindings(page)).toEqual([])
    expect(await faintIn(page, 'dark')).toEqual([])
    await page.unroute(`${server.url}/`)
    // The page that is left is live too.
    const loaded = page.waitForEvent('load')
    await page.locator('.outdated .button').click()
    await loaded
    await page.locator('.feed-word.is-live').waitFor()
    expect(await page.locator('.outdated').count()).toBe(0)
  })

  it('says of a server that is gone that it is, and keeps what it knew', async () => {
    const server = await startServer()
    await register(server, { code: 'ISR-10000001', name: 'LOBBY' })
    const page = await open(server, { language: 'es' }, MISSING)
    await enterAsOwner(page, server)
    await page.locator('.data-table tbody tr').waitFor()
    await server.stop()
    await page.locator('.feed-word.is-reconnecting').waitFor()
    expect(await page.locator('.data-table tbody tr').innerText()).toContain('LOBBY')
    await shoot(page, 'broken/server-gone')
    expect(await axeFindings(page)).toEqual([])
  })

  it('says why a list was refused, with the code that the documents explain', async () => {
    const server = await startServer()
    const page = await open(server, {}, /status of 429/)
    await enterAsOwner(page, server)
    await page.route('**/v1/sessions*', (route) =>
      route.fulfill({
        status: 429,
        headers: { 'retry-after': '60', 'content-type': 'application/problem+json' },
        body: JSON.stringify({ code: 'rate_limited', status: 429, requestId: 'req_1' }),
      }),
    )
    await follow(page, '/sessions')
    await page.locator('.refusal').first().waitFor()
    await shoot(page, 'broken/sessions-429')
    expect(await axeFindings(page)).toEqual([])
  })
})
