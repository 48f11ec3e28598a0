/**
 * A tour of the console's sights, taken in each language, theme and width that counts, and once
 * more in a language that is a third longer.
 *
 * A tour prepares its data over the API and calls back at each sight. There the page is kept as a
 * picture for people to look at, and asked what is wrong with it.
 */

import type { Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import { type RunningServer, startServer } from '../support/binary.ts'
import { axeFindings, faintIn, shoot, useBrowser, type View, WIDTHS } from './console-browser.ts'

export { follow } from './console-browser.ts'

export type Visit = (sight: string) => Promise<void>
export type Tour = (page: Page, server: RunningServer, visit: Visit) => Promise<void>

/** Refusals that tours provoke; a browser notes each on its console. */
const REFUSED = /status of 4\d\d/

/** The narrowest window that WCAG 2.2 asks for (1.4.10), px. */
export const NARROWEST = 320

/** One tour on two cores that others use as well, ms. */
const PATIENCE = { timeout: 120_000 }

/** How much wider the page, or the dialog on it, is than its window, px. */
const SIDEWAYS = `Math.max(
  document.documentElement.scrollWidth - innerWidth,
  ...[...document.querySelectorAll('dialog[open]')].map((it) => it.scrollWidth - it.clientWidth),
)`

/** Words of at most ten letters, so many letters in all. */
const filler = (letters: number): string =>
  'ä'.repeat(Math.ceil(letters)).replace(/(ä{10})(?=ä)/g, '$1 ')

/**
 * Every language, and at both widths both themes. A theme changes colours and no more, in every
 * language alike: where it has no view of its own, `faint` asks for its colours alone.
 */
const VIEWS: (Required<View> & { readonly faint?: Required<View>['theme'] })[] = [
  { language: 'en', theme: 'light', width: WIDTHS.desktop },
  { language: 'es', theme: 'dark', width: WIDTHS.desktop },
  { language: 'pt', theme: 'light', width: WIDTHS.phone, faint: 'dark' },
]

/**
 * Leaves of the reference of the API those entries that have a part which none before them has: axe
 * needs seconds for all of them, and finds in the others what it found already.
 */
const ONE_OF_EACH = `{
  const seen = new Set()
  for (const entry of document.querySelectorAll('.operation, .refusals > div, .docs-contents li')) {
    const parts = [...entry.querySelectorAll('*')].map((it) => it.localName + '.' + it.className)
    if (parts.every((part) => seen.has(part))) entry.remove()
    for (const part of parts) seen.add(part)
  }
}`

/** Makes each message of the page a third longer from its next load on. */
const lengthen = (page: Page): Promise<unknown> =>
  page.route('**/locales/en/*.js', async (route) => {
    const answer = await route.fetch()
    const text = (await answer.text()).replace(
      /^(\s+(?:'[\w.:-]+': |one: )?'|.*other: ')(.+?)(',?(?: \},)?)$/gm,
      (_all, start: string, message: string, end: string) =>
        `${start}${message} ${filler(message.length * 0.3)}${end}`,
    )
    await route.fulfill({ response: answer, body: text })
  })

/**
 * The tests of a tour; to be called in a `describe`. Longer texts are tried where there is least
 * room, and at the desktop's width by the one who sees the most of the head.
 */
export const testTour = (
  tour: Tour,
  { flags = [], longerAt = [NARROWEST] }: { flags?: string[]; longerAt?: readonly number[] } = {},
): void => {
  const open = useBrowser()

  it.each(VIEWS)(
    'has nothing for axe to complain about: $language $theme $width px',
    PATIENCE,
    async (view) => {
      const server = await startServer(flags)
      const page = await open(server, view, REFUSED)
      const findings: string[] = []
      await tour(page, server, async (sight) => {
        await shoot(page, `${view.language}-${view.theme}-${view.width}/${sight}`)
        await page.evaluate(ONE_OF_EACH)
        const found = await axeFindings(page)
        if (view.faint) found.push(...(await faintIn(page, view.faint)))
        findings.push(...found.map((finding) => `${sight}: ${finding}`))
      })
      expect(findings).toEqual([])
    },
  )

  it.each(longerAt)(
    'holds a language that is a third longer, without sideways scrolling: %i px',
    PATIENCE,
    async (width) => {
      const server = await startServer(flags)
      const page = await open(server, { width }, REFUSED)
      await lengthen(page)
      // A text that is still on its way when the tour is over is nobody's failure.
      onTestFinished(() => page.unrouteAll({ behavior: 'ignoreErrors' }))
      await page.reload()
      await page.locator('main h1', { hasText: 'ää' }).waitFor()
      const overflowing: string[] = []
      await tour(page, server, async (sight) => {
        await shoot(page, `longer-${width}/${sight}`)
        const wide = await page.evaluate<number>(SIDEWAYS)
        if (wide > 0) overflowing.push(`${sight}: ${wide} px`)
      })
      expect(overflowing).toEqual([])
    },
  )
}
