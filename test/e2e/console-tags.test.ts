/** Tags that people change in the console: on the page of a host, over the table, on several hosts. */

import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'
import type { RunningServer } from '../support/binary.ts'
import { axeFindings, faintIn, follow, hasChromium, register, shoot, useOwnerPage, WIDTHS } from './console-browser.ts'
import { asOwner, forgetHosts } from './console-owner.ts'

const PATIENT = { timeout: 120_000 }

const hostsOf = async (server: RunningServer): Promise<Host[]> =>
  (await asOwner<{ hosts: Host[] }>(server, 'GET', '/v1/hosts')).hosts

const tagsOf = async (server: RunningServer): Promise<string> =>
  (await hostsOf(server))
    .map(({ name, tags }) => `${name}: ${tags.join(', ')}`)
    .toSorted()
    .join(' | ')

const expectTags = (server: RunningServer, text: string) =>
  expect.poll(() => tagsOf(server)).toBe(text)

const tag = async (server: RunningServer, name: string, tags: readonly string[]): Promise<string> => {
  const id = (await hostsOf(server)).find((host) => host.name === name)?.id ?? ''
  await asOwner(server, 'PUT', `/v1/hosts/${id}/tags`, { tags })
  return id
}

const pick = (page: Page, name: string): Promise<void> =>
  page.getByRole('checkbox', { name: `Select ${name}` }).check()

const said = (page: Page) => expect.poll(() => page.locator('.status-text').innerText())

describe.skipIf(!hasChromium)('the tags', () => {
  const { shared, open } = useOwnerPage()

  const start = async (names: readonly string[]) => {
    const { server, page } = shared()
    await forgetHosts(server, page)
    for (const [at, name] of names.entries()) await register(server, { code: `ISR-1000000${at}`, name })
    return { server, page }
  }

  const startTagged = async () => {
    const { server, page } = await start(['PC-1', 'PC-2'])
    const id = await tag(server, 'PC-1', ['office'])
    await tag(server, 'PC-2', ['desk', 'office'])
    // A field offers what the page knew when it was entered.
    await page.getByRole('button', { name: 'Show hosts with the tag desk' }).waitFor()
    return { server, page, id }
  }

  const onPage = async () => {
    const { server, page, id } = await startTagged()
    await follow(page, `/hosts/${id}`)
    await page.locator('.tag-chip').first().waitFor()
    return { server, page, editor: page.locator('.tag-editor'), field: page.locator('.tag-field') }
  }

  it('of a host are added by Enter and by a comma, and taken away by their button and by Backspace', PATIENT, async () => {
    const { server, page, editor, field } = await onPage()
    await field.fill('floor 2')
    await field.press('Enter')
    await said(page).toBe('PC-1 has the tag floor 2 now.')
    await field.pressSequentially('desk,')
    await expectTags(server, 'PC-1: office, floor 2, desk | PC-2: desk, office')
    expect(await field.inputValue()).toBe('')
    await editor.getByRole('button', { name: 'Remove the tag floor 2' }).click()
    await expectTags(server, 'PC-1: office, desk | PC-2: desk, office')
    await editor.locator('.tag-field:focus').waitFor()
    await field.press('Backspace')
    await expectTags(server, 'PC-1: office | PC-2: desk, office')
    await said(page).toBe('PC-1 no longer has the tag desk.')
    await page.locator('.status-action').click()
    await expectTags(server, 'PC-1: office, desk | PC-2: desk, office')
    await said(page).toBe('Taken back.')
  })

  it('are offered from those in use, without those that are there', PATIENT, async () => {
    const { page, field } = await onPage()
    await field.focus()
    const offered = page.locator('.tag-editor datalist option')
    await expect.poll(() => offered.allTextContents()).toEqual(['desk'])
  })

  it('that are none are explained beside the field and not sent', PATIENT, async () => {
    const { server, page, field } = await onPage()
    await field.fill('<b>')
    await field.press('Enter')
    await expect.poll(() => page.locator('.tag-wrong').innerText()).toContain('begins with a letter or digit')
    expect(await field.inputValue()).toBe('<b>')
    await field.press('Escape')
    for (let number = 2; number <= 10; number++) await field.pressSequentially(`t${number},`)
    await field.pressSequentially('one more,')
    await expect.poll(() => page.locator('.tag-wrong').innerText()).toBe('A host has ten tags at most.')
    await expectTags(server, 'PC-1: office, t2, t3, t4, t5, t6, t7, t8, t9, t10 | PC-2: desk, office')
  })

  const LONG_TAGS = ['office', 'a rather long tag of 32 letters', 'desk']

  const expectFit = async (page: Page, name: string): Promise<void> => {
    await shoot(page, name)
    expect(await axeFindings(page)).toEqual([])
  }

  const expectFitPlaces = async (page: Page, id: string, name: string): Promise<void> => {
    await page.locator('.tag-chip').nth(2).waitFor()
    await expectFit(page, `tags-page-${name}`)
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    expect(wide).toBeLessThanOrEqual(0)
    await follow(page, `/?host=${id}`)
    await page.locator('dialog .tag-chip').nth(2).waitFor()
    await page.locator('dialog .tag-editor').scrollIntoViewIfNeeded()
    await expectFit(page, `tags-panel-${name}`)
  }

  it('are within reach of everybody: both themes, a desktop', PATIENT, async () => {
    const { server, page, id } = await startTagged()
    await tag(server, 'PC-1', LONG_TAGS)
    await follow(page, `/hosts/${id}`)
    await expectFitPlaces(page, id, 'light-1280')
    expect(await faintIn(page, 'dark')).toEqual([])
    await follow(page, `/hosts/${id}`)
    await page.locator('.host-page .tag-chip').nth(2).waitFor()
    expect(await faintIn(page, 'dark')).toEqual([])
    await follow(page, '/')
    await page.locator('.data-table tbody tr').nth(1).waitFor()
    await pick(page, 'PC-1')
    await openBulk(page)
    await expectFit(page, 'tags-bulk-light-1280')
    expect(await faintIn(page, 'dark')).toEqual([])
  })

  it('are within reach of everybody: dark, a phone, which has no room for selecting', PATIENT, async () => {
    const { server, id } = await startTagged()
    await tag(server, 'PC-1', LONG_TAGS)
    const page = await open(server, { theme: 'dark', width: WIDTHS.phone }, /^$/, `/hosts/${id}`)
    await expectFitPlaces(page, id, 'dark-390')
  })

  it('of a host that is looked at over the table leave the panel open while a word is taken back', PATIENT, async () => {
    const { server, page, id } = await startTagged()
    await follow(page, `/?host=${id}`)
    const field = page.locator('dialog .tag-field')
    await field.fill('half')
    await field.press('Escape')
    expect([await field.inputValue(), await page.locator('dialog .tag-editor').count()]).toEqual(['', 1])
    await field.fill('whole')
    await field.press('Enter')
    await expectTags(server, 'PC-1: office, whole | PC-2: desk, office')
  })

  const inTable = async () => {
    const { server, page } = await start(['PC-1', 'PC-2', 'PC-3'])
    await follow(page, '/')
    await page.locator('.data-table tbody tr', { hasText: 'PC-3' }).waitFor()
    return { server, page }
  }

  const openBulk = async (page: Page): Promise<Locator> => {
    const bar = page.locator('.bulk-bar')
    await bar.getByRole('button', { name: 'Tags…' }).click()
    await bar.locator('.tag-field').waitFor()
    return bar
  }

  it('are given to those that are selected and no other, taken away again, and taken back', PATIENT, async () => {
    const { server, page } = await inTable()
    await tag(server, 'PC-1', ['office'])
    await page.getByRole('button', { name: 'Show hosts with the tag office' }).waitFor()
    await pick(page, 'PC-1')
    await pick(page, 'PC-3')
    const bar = await openBulk(page)
    await bar.locator('.tag-field').fill('office')
    await bar.getByRole('button', { name: 'Add tag' }).click()
    await said(page).toBe('1 host was given the tag office.')
    await expectTags(server, 'PC-1: office | PC-2:  | PC-3: office')
    await page.locator('.status-action').click()
    await expectTags(server, 'PC-1: office | PC-2:  | PC-3: ')
    await page.getByRole('checkbox', { name: 'Select all shown' }).check()
    const again = await openBulk(page)
    await again.locator('.tag-field').fill('nobody')
    await again.getByRole('button', { name: 'Remove tag' }).click()
    await said(page).toBe('None of them has the tag nobody.')
    await again.locator('.tag-field').fill('office')
    await again.getByRole('button', { name: 'Remove tag' }).click()
    await expectTags(server, 'PC-1:  | PC-2:  | PC-3: ')
  })

  it('that a host has no room for are refused by its name, and the others have them', PATIENT, async () => {
    const { server, page } = await inTable()
    await tag(server, 'PC-2', Array.from({ length: 10 }, (_, at) => `t${at}`))
    await page.getByRole('button', { name: 'Show hosts with the tag t0' }).waitFor()
    await page.getByRole('checkbox', { name: 'Select all shown' }).check()
    const bar = await openBulk(page)
    await bar.locator('.tag-field').fill('office')
    await bar.locator('.tag-field').press('Enter')
    await expect.poll(() => bar.locator('.bulk-refused li').allInnerTexts()).toEqual(['PC-2 A host has ten tags at most.'])
    await expectTags(server, `PC-1: office | PC-2: ${Array.from({ length: 10 }, (_, at) => `t${at}`).join(', ')} | PC-3: office`)
    expect(await page.getByRole('checkbox', { name: 'Select PC-2' }).isChecked()).toBe(true)
    expect(await page.getByRole('checkbox', { name: 'Select PC-1' }).isChecked()).toBe(false)
  })

  it('of a row filter the table when they are clicked, by the address', PATIENT, async () => {
    const { server, page } = await inTable()
    await tag(server, 'PC-2', ['office'])
    await page.getByRole('button', { name: 'Show hosts with the tag office' }).click()
    await expect.poll(() => page.locator('.data-table tbody tr').count()).toBe(1)
    await expect.poll(() => new URL(page.url()).searchParams.get('tag')).toBe('office')
  })
})
