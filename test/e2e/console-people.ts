/** What a person does at the sign-in and in their account, as steps for the tests of the console. */

import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { RunningServer } from '../support/binary.ts'
import { ownerToken } from './console-browser.ts'

export const LOGIN = 'ana@example.com'
export const PASSWORD = 'quiet lamps on the stairs'

/** Milliseconds for which one code of an authenticator holds. */
const STEP_MS = 30_000

/** Makes the first account; ends on the hosts page, signed in. */
export const setUp = async (page: Page, server: RunningServer): Promise<void> => {
  await page.goto('/set-up')
  await page.locator('input[name=token]').fill(ownerToken(server))
  await page.locator('input[name=name]').fill('Ana Martín')
  await page.locator('input[name=login]').fill(LOGIN)
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.locator('.number-strip').waitFor()
}

/** Types login and password; what follows depends on the account. */
export const typePassword = async (page: Page, password = PASSWORD, login = LOGIN): Promise<void> => {
  await page.locator('.sign-in input[name=login]').fill(login)
  await page.locator('.sign-in input[name=password]').fill(password)
  await page.keyboard.press('Enter')
}

/** Signs out, by the preferences. */
export const signOut = async (page: Page): Promise<void> => {
  await page.locator('[popovertarget=preferences]').click()
  await page.locator('.preferences-end button').click()
  await page.locator('.sign-in').waitFor()
}

/** An authenticator that never gives the same code twice, as the server wants it. */
export const authenticator = (secret: string): (() => string) => {
  let step = Math.floor(Date.now() / STEP_MS) - 1
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  return () => {
    const now = Math.floor(Date.now() / STEP_MS)
    step = Math.max(step + 1, now - 1)
    // The server takes the code before, the present one and the next.
    expect(step).toBeLessThanOrEqual(now + 1)
    return totp.generate({ timestamp: step * STEP_MS })
  }
}

/** Opens the own account. */
export const openAccount = async (page: Page): Promise<void> => {
  await page.locator('.account-link').click()
  await page.locator('#tokens-title').waitFor()
}

/** Turns the second step on up to the code; returns the secret that the page shows. */
export const startSecondStep = async (page: Page): Promise<string> => {
  await page.locator('#totp-title ~ .form-actions button').click()
  await page.locator('dialog input[name=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.locator('dialog .qr').waitFor()
  return (await page.locator('.totp-secret').innerText()).replaceAll(' ', '')
}

/** A call of the API with the page's own cookie, as its scripts make it. */
export const asPage = (page: Page, method: string, path: string, body?: object): Promise<unknown> =>
  page.evaluate(
    async ([verb, where, text]) => {
      const headers = { 'content-type': 'application/json' }
      const init = text === undefined ? {} : { headers, body: text }
      const answer = await fetch(where, { method: verb, ...init })
      return answer.status === 204 ? null : answer.json()
    },
    [method, path, body && JSON.stringify(body)] as const,
  )

/** Makes the first account over the API and leaves the page's browser signed in with it. */
export const setUpQuietly = async (
  page: Page,
  server: RunningServer,
  name = 'Ana Martín',
): Promise<void> => {
  const owner = { token: ownerToken(server), login: LOGIN, name, password: PASSWORD }
  await asPage(page, 'POST', '/v1/set-up', owner)
  await page.evaluate(() => localStorage.setItem('isr.signed-in', 'yes'))
}

/** Makes the page's browser one that nobody has signed in with; it loads this path. */
export const forget = async (page: Page, path: string): Promise<void> => {
  await page.context().clearCookies()
  await page.evaluate(() => localStorage.removeItem('isr.signed-in'))
  await page.goto(path)
  await page.locator('main h1').waitFor()
}
