import type { Page } from 'playwright-core'
import { describe } from 'vitest'
import type { RunningServer } from '../support/binary.ts'
import { hasChromium } from './console-browser.ts'
import {
  asPage,
  authenticator,
  forget,
  LOGIN,
  PASSWORD,
  setUpQuietly,
  startSecondStep,
  typePassword,
} from './console-people.ts'
import { follow, type Tour, testTour } from './console-views.ts'

const LONG_PERSON = 'María de los Ángeles Fernández-Villaverde Gutiérrez de la Concepción'

/** A program asks to be let in; returns the code for the person to type. */
const askToEnter = async (server: RunningServer): Promise<string> => {
  const answer = await fetch(`${server.url}/v1/device-logins`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'isr on WORKSHOP-NOTEBOOK-OF-THE-SECOND-FLOOR' }),
  })
  return ((await answer.json()) as { userCode: string }).userCode
}

const invite = async (page: Page, login: string): Promise<string> => {
  const wish = { login, role: 'viewer' }
  return ((await asPage(page, 'POST', '/v1/invitations', wish)) as { secret: string }).secret
}

/** Leaves this browser's sign-in alone and makes another one, as a second browser does. */
const signInElsewhere = async (server: RunningServer): Promise<void> => {
  await fetch(`${server.url}/v1/sign-ins`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Firefox/150 Windows' },
    body: JSON.stringify({ login: LOGIN, password: PASSWORD }),
  })
}

const visitAccount: Tour = async (page, server, visit) => {
  const kind = { kind: 'personal', scopes: ['hosts:read', 'codes:resolve'], expiresInMs: 864e5 }
  await asPage(page, 'POST', '/v1/tokens', { ...kind, name: 'copia de seguridad de la oficina' })
  await signInElsewhere(server)
  await page.goto('/account')
  await page.locator('.records tbody tr').nth(2).waitFor()
  await visit('account')
  await page.locator('input[name=current]').fill('not my password')
  await page.locator('input[name=next]').fill('another lamp on the stairs')
  await page.keyboard.press('Enter')
  await page.locator('.refusal').waitFor()
  await visit('account-wrong-password')
  await page.locator('#tokens-title ~ .form-actions button').click()
  await page.locator('dialog .scope-choice').waitFor()
  await visit('account-token-dialog')
  await page.locator('dialog input[name=name]').fill('inventory')
  await page.locator('dialog input[type=checkbox]').first().check()
  await page.locator('dialog button[type=submit]').click()
  await page.locator('.shown-once').waitFor()
  await visit('account-token-made')
  const nextCode = authenticator(await startSecondStep(page))
  await visit('account-second-step')
  await page.locator('dialog input[name=totp]').fill(nextCode())
  await page.keyboard.press('Enter')
  await page.locator('.recovery-codes').waitFor()
  await visit('account-recovery-codes')
  await page.locator('dialog .is-primary').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
}

const visitDevice: Tour = async (page, server, visit) => {
  const code = await askToEnter(server)
  await follow(page, '/device')
  await page.locator('input[name=code]').waitFor()
  await visit('device')
  await page.locator('input[name=code]').fill(code)
  await page.keyboard.press('Enter')
  await page.locator('#device-asks').waitFor()
  await visit('device-asks')
  await page.locator('form .is-danger-quiet').click()
  await page.locator('.note').waitFor()
  await visit('device-refused')
}

/** What a person meets from the first start to an account of their own. */
const visitAll: Tour = async (page, server, visit) => {
  await follow(page, '/set-up')
  await page.locator('input[name=token]').waitFor()
  await visit('set-up')
  await setUpQuietly(page, server, LONG_PERSON)
  const secret = await invite(page, 'vera.fernandez-villaverde@departamento-de-informatica.example')
  await visitAccount(page, server, visit)
  await visitDevice(page, server, visit)

  await forget(page, '/sign-in')
  await page.locator('.sign-in input[name=password]').waitFor()
  await visit('sign-in')
  await typePassword(page, 'not my password')
  await page.locator('.refusal').waitFor()
  await visit('sign-in-refused')
  await typePassword(page)
  await page.locator('input[name=totp]').waitFor()
  await visit('sign-in-code')
  await page.locator('.to-recovery').click()
  await page.locator('input[name=recoveryCode]').waitFor()
  await visit('sign-in-recovery')
  await follow(page, '/set-up')
  await page.locator('main a[href="/sign-in"]').waitFor()
  await visit('set-up-over')

  await page.goto(`/invite#${secret}`)
  await page.locator('input[name=password]').waitFor()
  await visit('invite')
  await page.locator('input[name=name]').fill('Vera')
  await page.locator('input[name=password]').fill('vera likes long words')
  await page.keyboard.press('Enter')
  await page.locator('.no-hosts').waitFor()
  await visit('viewer-empty')
  await follow(page, '/audit')
  await page.locator('.number-strip').waitFor({ state: 'detached' })
  await visit('not-allowed')
  await page.goto(`/invite#${secret}`)
  await page.locator('.refusal').waitFor()
  await visit('invite-used')
}

describe.skipIf(!hasChromium)('signing in and the own account, for everybody', () => {
  testTour(visitAll)
})
