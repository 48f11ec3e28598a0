import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../support/binary.ts'
import {
  axeFindings,
  hasChromium,
  register,
  shoot,
  signIn,
  typeToken,
  useBrowser,
  type View,
  WIDTHS,
} from './console-browser.ts'

const UNAUTHORIZED = /status of 401/

/** How much wider the page is than its window, px. */
const SIDEWAYS = 'document.documentElement.scrollWidth - innerWidth'

const LONG_NAME = 'Ordenador portátil de la sala de reuniones grande del tercer piso del edificio'

/** Words of at most ten letters, so many letters in all. */
const filler = (letters: number): string =>
  'ä'.repeat(Math.ceil(letters)).replace(/(ä{10})(?=ä)/g, '$1 ')

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
const visitAll = async (
  page: Page,
  server: RunningServer,
  visit: (sight: string) => Promise<void>,
): Promise<void> => {
  await visit('start')
  await typeToken(page, 'wrong')
  await page.keyboard.press('Enter')
  await page.locator('.refusal').waitFor()
  await visit('wrong-token')
  await signIn(page, server)
  await visit('empty')
  await populate(server)
  await page.locator('.bans li').nth(1).waitFor()
  await page.locator('.data-table tbody tr').nth(13).waitFor()
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
  await page.keyboard.press('Escape')
  await page.locator('dialog').first().waitFor({ state: 'detached' })
  await page.locator('.filter-field input').fill('nothing like this')
  await page.locator('.no-match').waitFor()
  await visit('no-match')
  await page.locator('.no-match button').click()
  await page.locator('[popovertarget]').click()
  await visit('preferences')
  await page.locator('.preferences .link-button').click()
  await page.locator('.key-list').waitFor()
  await visit('shortcuts')
  await page.keyboard.press('Escape')
  await page.locator('.head nav a[href="/docs"]').click()
  await page.locator('.operation').first().waitFor()
  await visit('docs')
}

const VIEWS: Required<View>[] = (['en', 'es'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    [WIDTHS.desktop, WIDTHS.phone].map((width) => ({ language, theme, width })),
  ),
)

describe.skipIf(!hasChromium)('the console for everybody', () => {
  const open = useBrowser()

  it.each(VIEWS)(
    'has nothing for axe to complain about: $language $theme $width px',
    { timeout: 90_000 },
    async (view) => {
      const server = await startServer(['--trusted-proxies', '127.0.0.1'])
      const page = await open(server, view, UNAUTHORIZED)
      const findings: string[] = []
      await visitAll(page, server, async (sight) => {
        await shoot(page, `${view.language}-${view.theme}-${view.width}/${sight}`)
        const found = await axeFindings(page)
        findings.push(...found.map((finding) => `${sight}: ${finding}`))
      })
      expect(findings).toEqual([])
    },
  )

  it.each([WIDTHS.desktop, WIDTHS.window, WIDTHS.phone, 320])(
    'holds a language that is a third longer, without sideways scrolling: %i px',
    { timeout: 60_000 },
    async (width) => {
      const server = await startServer(['--trusted-proxies', '127.0.0.1'])
      const page = await open(server, { width }, UNAUTHORIZED)
      await page.route('**/assets/locales/en/*.js', async (route) => {
        const answer = await route.fetch()
        const text = (await answer.text()).replace(
          /^(\s+(?:'[\w.-]+': |one: )?'|.*other: ')(.+?)(',?(?: \},)?)$/gm,
          (_all, start: string, message: string, end: string) =>
            `${start}${message} ${filler(message.length * 0.3)}${end}`,
        )
        await route.fulfill({ response: answer, body: text })
      })
      await page.reload()
      await page.locator('main h1', { hasText: 'ää' }).waitFor()
      const overflowing: string[] = []
      await visitAll(page, server, async (sight) => {
        await shoot(page, `longer-${width}/${sight}`)
        const wide = await page.evaluate<number>(SIDEWAYS)
        if (wide > 0) overflowing.push(`${sight}: ${wide} px`)
      })
      expect(overflowing).toEqual([])
    },
  )
})
