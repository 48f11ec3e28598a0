import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../support/binary.ts'
import { hasChromium, ownerToken, register, useBrowser } from './console-browser.ts'
import { asOwner } from './console-owner.ts'
import {
  authenticator,
  LOGIN,
  openAccount,
  PASSWORD,
  setUp,
  setUpQuietly,
  signOut,
  startSecondStep,
  typePassword,
} from './console-people.ts'
import { follow } from './console-views.ts'

/** Refusals that these tests provoke; a browser notes each on its console. */
const REFUSED = /status of 4\d\d/

/** Everything that a page keeps and shows where others could read it. */
const traces = (page: Page): Promise<string> =>
  page.evaluate(
    `JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, document.cookie])`,
  )

const post = async <T>(server: RunningServer, path: string, body: object, more = {}): Promise<T> => {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...more },
    body: JSON.stringify(body),
  })
  return (await answer.json()) as T
}

/** Makes the first account over the API; no browser is signed in with it. */
const makeAccount = async (server: RunningServer): Promise<void> => {
  const person = { login: LOGIN, name: 'Ana Martín', password: PASSWORD }
  await post(server, '/v1/set-up', { token: ownerToken(server), ...person })
}

/** Asks to enter as the command line does. */
const askToEnter = (server: RunningServer): Promise<{ deviceCode: string; userCode: string }> =>
  post(server, '/v1/device-logins', { name: 'isr on WORKSHOP' })

/** Asks what became of that, as often as the server allows, until it is this. */
const expectOutcome = async (
  server: RunningServer,
  deviceCode: string,
  outcome: RegExp,
): Promise<void> => {
  const outcomeNow = async (): Promise<string> =>
    JSON.stringify(await post(server, '/v1/device-logins/token', { deviceCode }))
  await expect.poll(outcomeNow, { interval: 2_100 }).toMatch(outcome)
}

describe.skipIf(!hasChromium)('signing in', () => {
  const open = useBrowser()

  it('is set up once, by whoever has the owner token', async () => {
    const server = await startServer()
    const page = await open(server, {}, REFUSED)
    await expect.poll(() => page.locator('.sign-in').innerText()).toContain('Nobody has an account here yet')
    await page.getByRole('link', { name: 'Set this server up' }).click()
    await page.locator('input[name=token]').fill('isro_guessed')
    await page.locator('input[name=name]').fill('Eve')
    await page.locator('input[name=login]').fill('eve')
    await page.locator('input[name=password]').fill(PASSWORD)
    await page.keyboard.press('Enter')
    expect(await page.locator('.refusal').innerText()).toContain('That is not the owner token.')
    await page.locator('input[name=token][aria-invalid=true]').waitFor()

    await page.locator('input[name=token]').fill(ownerToken(server))
    await page.locator('input[name=password]').fill('short')
    await page.keyboard.press('Enter')
    await page.getByText('A password has 10 to 256 characters.').waitFor()

    await setUp(page, server)
    expect(await page.locator('.account-link').innerText()).toBe('Ana Martín')
    expect(await traces(page)).not.toContain(ownerToken(server))
    await page.goto('/set-up')
    await expect.poll(() => page.locator('main h1').innerText()).toBe('This server is set up')
    expect(await page.locator('main input').count()).toBe(0)
  })

  it('takes a password, then a code or a recovery code once, and says what was wrong', async () => {
    const server = await startServer()
    const page = await open(server, {}, REFUSED)
    await setUpQuietly(page, server)
    await page.goto('/account')
    const nextCode = authenticator(await startSecondStep(page))
    await page.locator('dialog input[name=totp]').fill(nextCode())
    await page.keyboard.press('Enter')
    await page.locator('.recovery-codes').waitFor()
    const codes = await page.locator('.recovery-codes code').allInnerTexts()
    expect(codes).toHaveLength(10)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download' }).click()
    expect((await download).suggestedFilename()).toBe('isr-recovery-codes.txt')
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByText('10 recovery codes are left.').waitFor()

    await signOut(page)
    await typePassword(page, 'not my password')
    await page.getByText('The login or the password is wrong.').waitFor()
    await page.locator('input[name=password]:focus').waitFor()
    await typePassword(page)
    await page.locator('input[name=totp]:focus').waitFor()
    await page.keyboard.type('000000')
    await page.keyboard.press('Enter')
    await page.getByText('This code is wrong or was used before.').waitFor()
    await page.locator('input[name=totp]').fill(nextCode())
    await page.keyboard.press('Enter')
    await page.locator('#tokens-title').waitFor()

    await signOut(page)
    await typePassword(page)
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.locator('input[name=recoveryCode]:focus').waitFor()
    await page.keyboard.type(codes[3]?.toLowerCase() ?? '')
    await page.keyboard.press('Enter')
    await page.getByText('9 recovery codes are left.').waitFor()
    expect(await traces(page)).not.toContain(PASSWORD)
  })

  it('ends the other browsers when the password changes, or one by one', async () => {
    const server = await startServer()
    const first = await open(server, {}, REFUSED)
    await setUpQuietly(first, server)
    const second = await open(server, {}, REFUSED)
    await typePassword(second)
    await second.locator('.number-strip').waitFor()

    await first.goto('/account')
    const endOther = first.getByRole('button', { name: /^Sign out Chrome, Linux at/ })
    await endOther.click()
    await second.getByText('Your sign-in has ended').waitFor()
    await endOther.waitFor({ state: 'detached' })

    await typePassword(second)
    await second.locator('.number-strip').waitFor()
    await first.locator('input[name=current]').fill(PASSWORD)
    await first.locator('input[name=next]').fill('another lamp on the stairs')
    await first.keyboard.press('Enter')
    await first.getByText('The password was changed.').waitFor()
    await second.getByText('Your sign-in has ended').waitFor()
    await first.reload()
    await first.locator('#tokens-title').waitFor()
    await typePassword(second, 'another lamp on the stairs')
    await second.locator('.number-strip').waitFor()
    expect(await traces(second)).not.toContain('another lamp')
  })

  it('lets somebody in by an invitation, whose secret is in no address and no storage', async () => {
    const server = await startServer()
    await makeAccount(server)
    const wish = { login: 'berta@example.com', role: 'viewer' }
    const { secret } = await asOwner<{ secret: string }>(server, 'POST', '/v1/invitations', wish)

    const guest = await open(server, {}, REFUSED)
    const sent: string[] = []
    guest.on('request', (request) => sent.push(request.url()))
    await guest.goto(`/invite#${secret}`)
    await guest.locator('input[name=password]').waitFor()
    expect(new URL(guest.url()).hash).toBe('')
    expect(await guest.locator('input[name=login]').inputValue()).toBe('berta@example.com')
    expect(await guest.locator('main').innerText()).toContain('viewer')
    await guest.locator('input[name=name]').fill('Berta')
    await guest.locator('input[name=password]').fill('berta likes long words')
    await guest.keyboard.press('Enter')
    await guest.locator('.number-strip').waitFor()
    expect(await traces(guest)).not.toContain(secret)
    expect(sent.join('\n')).not.toContain(secret)
    expect(await guest.locator('.head nav a').allInnerTexts()).toEqual(['Hosts', 'Sessions', 'Diagnose', 'API'])
    await guest.goto('/audit')
    await guest.getByText('This page is not for your role').waitFor()
    await guest.goBack()
    await guest.locator('.number-strip').waitFor()

    await guest.goto(`/invite#${secret}`)
    await guest.getByText('This link is unknown, used, withdrawn or expired.').waitFor()
  })

  it('lets a command line in only when its code is typed and the person agrees', async () => {
    const server = await startServer()
    const page = await open(server, {}, REFUSED)
    await makeAccount(server)
    const asked = await askToEnter(server)
    await page.goto('/device')
    await page.getByText('Sign in to see this page.').waitFor()
    await typePassword(page)
    await page.locator('input[name=code]').fill('BCDF-GHJK')
    await page.keyboard.press('Enter')
    await page.getByText('This code is unknown, already used or older').waitFor()
    await page.locator('input[name=code]').fill(asked.userCode.toLowerCase().replace('-', ' '))
    await page.keyboard.press('Enter')
    await page.getByText('This is what asks').waitFor()
    const facts = await page.locator('.facts').innerText()
    expect(facts).toContain('isr on WORKSHOP')
    expect(facts).toContain('127.0.0.1')
    await expectOutcome(server, asked.deviceCode, /login_pending/)
    await page.getByRole('button', { name: 'Let it in' }).click()
    await page.getByText('Your terminal goes on by itself.').waitFor()
    await expectOutcome(server, asked.deviceCode, /"secret":"isrp_/)

    await openAccount(page)
    await page.getByRole('button', { name: 'Revoke isr on WORKSHOP' }).click()
    await page.getByText('isr on WORKSHOP was revoked').waitFor()

    const other = await askToEnter(server)
    await follow(page, '/device')
    await page.locator('input[name=code]').fill(other.userCode)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Refuse' }).click()
    await page.getByText('Refused. Nothing was let in.').waitFor()
    await expectOutcome(server, other.deviceCode, /login_denied/)
  })

  it('makes a token that is shown once and does no more than was chosen', async () => {
    const server = await startServer()
    await register(server, { code: 'TOKEN-TEST' })
    const page = await open(server, {}, REFUSED)
    await setUpQuietly(page, server)
    await page.goto('/account')
    await page.getByRole('button', { name: 'Make a token' }).click()
    await page.locator('dialog input[name=name]').fill('nightly list')
    await page.keyboard.press('Enter')
    await page.getByText('Choose at least one thing').waitFor()
    await page.getByRole('checkbox', { name: 'see hosts' }).check()
    await page.locator('dialog button[type=submit]').click()
    const token = await page.locator('.shown-once .command code').innerText()
    const headers = { authorization: `Bearer ${token}` }
    const call = async (path: string): Promise<number> =>
      (await fetch(`${server.url}${path}`, { headers })).status
    expect(await call('/v1/hosts')).toBe(200)
    expect(await call('/v1/people')).toBe(403)
    await page.reload()
    await page.getByText('nightly list').waitFor()
    expect(await page.locator('main').innerText()).toContain('see hosts')
    expect(await page.locator('main').innerText()).not.toContain(token)
    await page.getByRole('button', { name: 'Revoke nightly list' }).click()
    await page.getByText('nightly list was revoked').waitFor()
    expect(await call('/v1/hosts')).toBe(401)
  })

  it('never says tenant where there is one, and switches where there are several', async () => {
    const server = await startServer()
    await register(server, { code: 'FIRST-HOST' })
    const page = await open(server, {}, REFUSED)
    await setUpQuietly(page, server)
    await page.goto('/')
    await page.locator('.data-table').waitFor()
    expect(await page.locator('body').innerText()).not.toMatch(/tenant/i)
    expect(await page.locator('.tenant-choice').count()).toBe(0)
    await openAccount(page)
    expect(await page.locator('body').innerText()).not.toMatch(/tenant/i)

    const authorization = `Bearer ${ownerToken(server)}`
    const made = await post<{ id: string }>(server, '/v1/tenants', { name: 'Workshop' }, { authorization })
    const wish = { login: LOGIN, role: 'viewer' }
    const there = { authorization, 'isr-tenant': made.id }
    const { secret } = await post<{ secret: string }>(server, '/v1/invitations', wish, there)

    await page.goto(`/invite#${secret}`)
    await page.getByRole('button', { name: 'Accept the invitation' }).click()
    await page.locator('.no-hosts').waitFor()
    const choice = page.locator('.tenant-choice')
    await expect.poll(() => choice.locator('option:checked').innerText()).toBe('Workshop')
    await choice.selectOption({ index: 0 })
    await page.locator('.data-table tbody tr').waitFor()
    expect(await page.locator('.data-table').innerText()).toContain('FIRST-HOST')
    await page.reload()
    await page.locator('.data-table tbody tr').waitFor()
  })
})
