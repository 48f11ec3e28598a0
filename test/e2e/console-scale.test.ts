import { Agent, request } from 'node:http'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type RunningServer, startServer, useServer } from '../support/binary.ts'
import { hasChromium, register, shoot, signIn, useBrowser } from './console-browser.ts'

const RAISED = ['--registers-per-minute', '1000000', '--new-codes-per-hour', '1000000']

const PLACES = ['RECEPCION', 'CONTABILIDAD', 'TALLER', 'ALMACÉN', 'AULA', 'DESPACHO', 'CAJA']

/** Registers hosts 0…count-1 as quickly as 32 kept connections do. */
const registerMany = async (server: RunningServer, count: number): Promise<void> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const one = (index: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const query = new URLSearchParams({
        code: `ISR-${String(10_000_000 + index)}`,
        host: `192.168.${index % 250}.${1 + (index % 200)}`,
        name: `${PLACES[index % PLACES.length]}-${index}`,
      })
      const url = `${server.url}/register?${query.toString()}`
      const call = request(url, { method: 'POST', agent }, (answer) => {
        answer.resume().on('end', resolve)
      })
      call.on('error', reject).end()
    })
  await Promise.all(Array.from({ length: count }, (_, index) => one(index)))
  agent.destroy()
}

const rowCount = (page: Page): Promise<number> =>
  page.locator('.data-table tbody tr:not(.spacer)').count()

const firstName = (page: Page): Promise<string> =>
  page.locator('.data-table tbody .column-name').first().innerText()

describe.skipIf(!hasChromium)('the table of 5 000 hosts', () => {
  const running = useServer(RAISED)
  const open = useBrowser()

  beforeAll(async () => {
    await register(running(), { code: 'THE-OLDEST', name: 'NEEDLE' })
    await registerMany(running(), 4999)
  })

  it('filters 5 000 hosts while one types, and holds only what is near the screen', async () => {
    const server = running()
    const page = await open(server)
    await signIn(page, server)
    await page.locator('.data-table').waitFor()
    expect(await page.locator('.filter-count').innerText()).toBe('5,000 hosts')
    expect(await rowCount(page)).toBeLessThan(100)
    await shoot(page, 'hosts-5000')

    await page.locator('.filter-field input').fill('almacen')
    await expect.poll(() => page.locator('.filter-count').innerText()).toBe('714 of 5,000 hosts')
    await page.locator('.filter-field input').fill('isr 1000 0042')
    await expect.poll(() => firstName(page)).toBe('RECEPCION-42')
    await page.locator('.filter-field input').fill('')
    await expect.poll(() => page.locator('.filter-count').innerText()).toBe('5,000 hosts')
    await page.evaluate('scrollTo(0, document.body.scrollHeight)')
    await page.getByText('RECEPCION-0', { exact: true }).waitFor()
    await shoot(page, 'hosts-5000-end')
    expect(await rowCount(page)).toBeLessThan(100)
  })

  it('says honestly what it has not got, and finds it on the server', async () => {
    const server = running()
    await register(server, { code: 'ISR-10004999', name: 'THE LATEST' })
    const page = await open(server)
    await signIn(page, server)
    const note = page.locator('.table-note')
    await expect.poll(() => note.innerText()).toContain('the 5,000 hosts that were updated last, out of 5,001')
    await page.locator('.filter-field input').fill('needle')
    await expect.poll(() => firstName(page)).toBe('NEEDLE')
    await expect.poll(() => page.locator('.filter-count').innerText()).toBe('1 of 5,001 hosts')
    await page.locator('.filter-field input').fill('192.168')
    await expect.poll(() => note.innerText()).toContain('The server found 5,001 hosts. You see 500.')
    await note.getByRole('button', { name: 'Show more' }).click()
    await expect.poll(() => note.innerText()).toContain('You see 1,000.')
    await page.locator('.filter-field input').fill('nothing like this')
    await page.getByText('No host matches nothing like this.').waitFor()
    await shoot(page, 'no-match')
  })
})

describe.skipIf(!hasChromium)('the table of hosts', () => {
  const open = useBrowser()

  it('never moves a row from under the pointer', async () => {
    const server = await startServer()
    for (const code of ['A', 'B', 'C']) await register(server, { code })
    const page = await open(server)
    await signIn(page, server)
    await page.locator('.data-table tbody tr').nth(1).hover()
    await register(server, { code: 'D' })
    await register(server, { code: 'A', host: '10.0.0.99' })
    const waiting = page.getByRole('button', { name: '1 new row: show' })
    await waiting.waitFor()
    const names = (): Promise<string[]> =>
      page.locator('.data-table tbody .column-name a').allInnerTexts()
    expect(await names()).toEqual(['C', 'B', 'A'])
    await page.getByText('10.0.0.99:5900').waitFor()
    await shoot(page, 'held-rows')
    await waiting.click()
    await expect.poll(names).toEqual(['A', 'D', 'C', 'B'])
  })

  it('keeps filter and sorting in the address', async () => {
    const server = await startServer()
    for (const code of ['PC-10', 'PC-9', 'OTHER']) await register(server, { code })
    const page = await open(server)
    await signIn(page, server)
    const names = (): Promise<string[]> =>
      page.locator('.data-table tbody .column-name').allInnerTexts()
    await page.locator('.filter-field input').fill('pc')
    await page.getByRole('button', { name: 'Name' }).click()
    await expect.poll(names).toEqual(['PC-9', 'PC-10'])
    await expect.poll(() => new URL(page.url()).search).toBe('?q=pc&sort=name')
    await page.reload()
    await expect.poll(names).toEqual(['PC-9', 'PC-10'])
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending')
    await page.getByRole('link', { name: 'API', exact: true }).click()
    await page.locator('.operation').first().waitFor()
    await page.goBack()
    await expect.poll(names).toEqual(['PC-9', 'PC-10'])
  })
})
