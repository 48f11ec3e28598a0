import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startServer } from '../support/binary.ts'
import { hasChromium, ownerToken, register, useBrowser } from './console-browser.ts'
import { asOwner } from './console-owner.ts'
import { LOGIN, PASSWORD, setUpQuietly, signOut } from './console-people.ts'
import { follow } from './console-views.ts'

const REFUSED = /status of 4\d\d/

/** Two submits before the page can draw a thing, as an impatient double click makes them. */
const SUBMIT_TWICE = `{
  const form = document.querySelector('form.line-form, form.card')
  form.requestSubmit()
  form.requestSubmit()
}`

const secretsIn = async (page: Page): Promise<boolean> =>
  /LOBBY|ISR-10000001/.test(await page.locator('html').innerHTML())

describe.skipIf(!hasChromium)('at the edges of a sign-in', () => {
  const open = useBrowser()

  describe('who leaves the console', () => {
    it('leaves nothing for the way back, nor in another tab', async () => {
      const server = await startServer()
      await register(server, { code: 'ISR-10000001', name: 'LOBBY' })
      const page = await open(server, {}, REFUSED)
      await setUpQuietly(page, server)
      await page.goto('/')
      await page.locator('.data-table tbody tr').waitFor()
      const other = await page.context().newPage()
      await other.goto('/audit')
      await other.locator('.column-act a').first().waitFor()
      await page.bringToFront()
      await page.goto('/access')
      await page.locator('.records tbody tr').waitFor()
      await signOut(page)
      await other.locator('.sign-in').waitFor()
      expect(await other.locator('.column-act').count()).toBe(0)

      await page.goBack()
      await page.locator('.sign-in').waitFor()
      expect(await secretsIn(page)).toBe(false)
      await page.reload()
      await page.locator('.sign-in').waitFor()
      expect(await secretsIn(page)).toBe(false)
    })
  })

  describe('who clicks twice', () => {
    it('makes one invitation, one enrolment, one token', async () => {
      const server = await startServer()
      const page = await open(server)
      await setUpQuietly(page, server)
      await page.goto('/access')
      // Before the console runs, its own links are followed as those of another site are.
      await page.locator('.line-form').first().waitFor()
      for (const [part, field, path, list] of [
        ['people', 'invite-login', '/v1/invitations', 'invitations'],
        ['enrolment', 'enrolment-name', '/v1/enrolments', 'enrolments'],
        ['tokens', 'name', '/v1/tokens', 'tokens'],
      ] as const) {
        await follow(page, `/access?show=${part}`)
        await page.locator(`.line-form input[name=${field}]`).fill('vera')
        await page.evaluate(SUBMIT_TWICE)
        await page.locator('.shown-once').waitFor()
        await page.locator('.records tbody tr', { hasText: 'vera' }).waitFor()
        const found = await asOwner<Record<string, unknown[]>>(server, 'GET', path)
        expect(found[list], part).toHaveLength(1)
      }
      await follow(page, '/access?show=customers')
      await page.locator('input[name=tenant-name]').fill('North')
      await page.evaluate(SUBMIT_TWICE)
      await expect.poll(() => page.locator('.records tbody tr').count()).toBe(2)
    })
  })

  describe('who comes late to the set-up', () => {
    it('reads that it is done, and where to go', async () => {
      const server = await startServer()
      const late = await open(server, {}, REFUSED)
      await late.goto('/set-up')
      await late.locator('input[name=token]').waitFor()
      const first = await open(server)
      await setUpQuietly(first, server)
      await late.locator('input[name=token]').fill(ownerToken(server))
      await late.locator('input[name=name]').fill('Eva')
      await late.locator('input[name=login]').fill(`other.${LOGIN}`)
      await late.locator('input[name=password]').fill(PASSWORD)
      await late.keyboard.press('Enter')
      await late.locator('main h1', { hasText: 'This server is set up' }).waitFor()
      expect(await late.locator('main input').count()).toBe(0)
      await late.locator('main a[href="/sign-in"]').click()
      await late.locator('.sign-in input[name=password]').waitFor()
    })
  })
})
