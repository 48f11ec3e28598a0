import { describe } from 'vitest'
import type { RunningServer } from '../support/binary.ts'
import { hasChromium, register, signIn, typeToken } from './console-browser.ts'
import { type Tour, testTour } from './console-views.ts'

const LONG_NAME = 'Ordenador portátil de la sala de reuniones grande del tercer piso del edificio'

/** Hosts and bans that make every part of the hosts page appear. */
const populate = async (server: RunningServer): Promise<void> => {
  for (let index = 0; index < 12; index++) {
    await register(server, { code: `ISR-2000000${index % 10}${index}`, name: `PC-${index}` })
  }
  await register(server, { code: 'a code of quite a few words and letters', name: LONG_NAME })
  await register(server, { code: 'ISR-20000099', host: `${'long-'.repeat(12)}x.example.org` })
  for (const address of ['203.0.113.7', '2001:db8:1:2::9']) {
    const headers = { 'X-Forwarded-For': address }
    await fetch(`${server.url}/resolve?code=ISR-00000000`, { headers })
  }
}

/** Goes through everything the console can show and calls back at each sight. */
const visitAll: Tour = async (page, server, visit) => {
  await visit('start')
  await typeToken(page, 'wrong')
  await page.keyboard.press('Enter')
  await page.locator('.refusal').waitFor()
  await visit('wrong-token')
  await signIn(page, server)
  await page.locator('.no-hosts').waitFor()
  await visit('empty')
  await populate(server)
  await page.locator('.bans li').nth(1).waitFor()
  // Not the space that stands for rows: one that comes after this would be tinted again.
  await page.locator('.data-table tbody tr[data-row-id]').nth(13).waitFor()
  // Rows that have just come are tinted for a moment.
  await page.locator('.data-table .is-new').first().waitFor({ state: 'detached' })
  await visit('hosts')
  await page.locator('.column-name a').nth(1).click()
  await page.locator('dialog.is-panel').waitFor()
  await visit('host')
  await page.locator('dialog .is-danger-quiet').last().click()
  await page.locator('#typed-code').waitFor()
  await visit('delete')
  await page.keyboard.press('Escape')
  await page.locator('#typed-code').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await page.locator('dialog').first().waitFor({ state: 'detached' })
  await page.locator('.filter-field input').fill('nothing like this')
  await page.locator('.no-match').waitFor()
  await visit('no-match')
  await page.locator('.no-match button').click()
  await page.locator('[popovertarget=preferences]').click()
  await visit('preferences')
  await page.locator('.preferences .link-button').click()
  await page.locator('.key-list').waitFor()
  await visit('shortcuts')
  await page.keyboard.press('Escape')
  const menu = page.locator('.nav-button')
  if (await menu.isVisible()) {
    await menu.click()
    await visit('menu')
  }
  await page.locator('.head nav a[href="/docs"]').click()
  await page.locator('.operation').first().waitFor()
  await visit('docs')
}

describe.skipIf(!hasChromium)('the console for everybody', () => {
  testTour(visitAll, { flags: ['--trusted-proxies', '127.0.0.1'] })
})
