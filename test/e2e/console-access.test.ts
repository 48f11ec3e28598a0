import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Enrolment } from '../../src/protocol/api.ts'
import { type RunningServer, startServer } from '../support/binary.ts'
import { hasChromium, ownerToken, shoot, useBrowser } from './console-browser.ts'
import { asOwner, redeem } from './console-owner.ts'
import { follow } from './console-views.ts'

const REFUSED = /status of 4\d\d/

/** No problem is called this. */
const NOTHING = /^$/

/** Where somebody who looks after one place only never reads of several, and what is there last. */
const SINGLE_PAGES = {
  '/': '.no-hosts',
  '/access': 'input[name=invite-login]',
  '/access?show=enrolment': 'input[name=enrolment-name]',
  '/access?show=tokens': '.line-form input[name=name]',
  '/audit': '.column-act a',
  '/settings': '.setting',
  '/account': '.page.account .muted',
}

const PASSWORD = 'a long enough passphrase'

const statusText = (page: Page): Promise<string> => page.locator('.status-text[role=status]').innerText()

const linesOf = (page: Page): Promise<string[]> =>
  page.locator('.shown-once .command code').allTextContents()

const confirmWith = async (page: Page, name: string): Promise<void> => {
  const button = page.locator('dialog .is-danger')
  expect(await button.isDisabled()).toBe(true)
  await page.locator('#typed-code').fill(name)
  await button.click()
  await page.locator('dialog').waitFor({ state: 'detached' })
}

type Person = { id: string; login: string; role: string }

const peopleOf = async (server: RunningServer): Promise<Person[]> =>
  (await asOwner<{ people: Person[] }>(server, 'GET', '/v1/people')).people

/** Makes the first person, as the set-up page does. */
const setUp = async (server: RunningServer): Promise<void> => {
  const answer = await fetch(`${server.url}/v1/set-up`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: server.url },
    body: JSON.stringify({
      token: ownerToken(server),
      login: 'eva',
      name: 'Eva Ruiz',
      password: PASSWORD,
    }),
  })
  expect(answer.status).toBe(201)
}

describe.skipIf(!hasChromium)('the access page', () => {
  const open = useBrowser()

  it('makes an enrolment line, and the host that runs it becomes a row by itself', async () => {
    const server = await startServer(['--registration', 'enrolled'])
    const page = await open(server, {}, NOTHING, '/')
    await page.getByRole('link', { name: 'Make an enrolment line for your hosts' }).click()
    await page.getByText('No enrolment yet.').waitFor()
    await page.locator('input[name=enrolment-name]').fill('Office May')
    await page.locator('input[name=enrolment-uses]').fill('2')
    await page.locator('input[name=enrolment-tags]').fill('office, floor 2')
    await page.getByRole('button', { name: 'Make an enrolment line' }).click()
    await page.getByText('Waiting for the first host.').waitFor()
    const [hostLine = '', adminLine] = await linesOf(page)
    const secret = /^ISR_ENROL=(isre_[\w-]+) isr host --server (\S+) --service vnc=/.exec(hostLine)
    expect(secret?.[2]).toBe(server.url)
    expect(adminLine).toBe(
      `isr admin enrol --name 'Office May' --uses 2 --expires 7d --tags 'office,floor 2'`,
    )
    await shoot(page, 'enrolment-waiting')

    const host = { code: 'ISR-20000001', address: '10.0.0.7', name: 'RECEPCION' }
    expect(await redeem(server, secret?.[1] ?? '', host)).toBe(201)
    const arrival = page.locator('.arrivals li')
    await arrival.waitFor()
    expect(await arrival.innerText()).toMatch(/RECEPCION\s+ISR-20000001\s+registered/)
    await expect.poll(() => page.locator('.records tbody').innerText()).toContain('1 of 2')
    await shoot(page, 'enrolment-arrived')

    // Shown once: whoever comes back does not see it.
    await page.reload()
    await page.locator('.records').waitFor()
    expect(await page.locator('body').innerText()).not.toContain('isre_')
    await page.getByRole('button', { name: 'Revoke the enrolment Office May' }).click()
    await confirmWith(page, 'office may')
    await expect.poll(() => page.locator('.records tbody').innerText()).toContain('revoked')
    const { enrolments } = await asOwner<{ enrolments: Enrolment[] }>(server, 'GET', '/v1/enrolments')
    expect(enrolments[0]?.revokedAt).not.toBeNull()
    const late = { code: 'ISR-20000002', address: '10.0.0.8', name: 'LATE' }
    expect(await redeem(server, secret?.[1] ?? '', late)).toBe(403)
  })

  it('invites a person by a link that only their browser sees', async () => {
    const server = await startServer()
    await setUp(server)
    const page = await open(server, {}, NOTHING, '/access')
    await page.locator('input[name=invite-login]').fill('ana@example.org')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    const link = page.locator('.shown-once .command code')
    await link.waitFor()
    const [address = ''] = await link.allTextContents()
    expect(address.startsWith(`${server.url}/invite#isri_`)).toBe(true)
    await shoot(page, 'invitation-made')
    await page.getByRole('button', { name: 'I have copied it' }).click()
    await page.locator('.shown-once').waitFor({ state: 'detached' })
    expect(await page.locator('body').innerText()).not.toContain('isri_')

    const secret = new URL(address).hash.slice(1)
    const accepted = await fetch(`${server.url}/v1/invitations/accept`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: server.url },
      body: JSON.stringify({ secret, name: 'Ana', password: PASSWORD }),
    })
    expect(accepted.status).toBe(201)
    await page.reload()
    await page.getByRole('combobox', { name: 'Role of Ana' }).selectOption('admin')
    await expect.poll(() => statusText(page)).toBe('Ana is now: admin.')
    await expect
      .poll(async () => (await peopleOf(server)).find(({ login }) => login === 'ana@example.org')?.role)
      .toBe('admin')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect
      .poll(async () => (await peopleOf(server)).find(({ login }) => login === 'ana@example.org')?.role)
      .toBe('operator')

    await page.getByRole('button', { name: 'Make a reset link for Ana' }).click()
    await page.getByText('A way back in for ana@example.org').waitFor()
    expect((await linesOf(page))[0]).toMatch(/\/invite#isri_/)
    await page.getByRole('button', { name: 'Remove Ana' }).click()
    await confirmWith(page, 'ana@example.org')
    await expect.poll(() => statusText(page)).toBe('Ana was removed.')
    expect((await peopleOf(server)).map(({ login }) => login)).toEqual(['eva'])
  })

  it('withdraws an invitation, and keeps the last owner', async () => {
    const server = await startServer()
    await setUp(server)
    await asOwner(server, 'POST', '/v1/invitations', { login: 'max', role: 'viewer' })
    const page = await open(server, {}, REFUSED, '/access')
    await page.getByRole('button', { name: 'Withdraw the invitation for max' }).click()
    await confirmWith(page, 'max')
    const list = await asOwner<{ invitations: unknown[] }>(server, 'GET', '/v1/invitations')
    expect(list.invitations).toEqual([])
    await page.getByRole('combobox', { name: 'Role of Eva Ruiz' }).selectOption('viewer')
    await expect.poll(() => statusText(page)).toMatch(/owner/)
    expect((await peopleOf(server))[0]?.role).toBe('owner')
    await expect
      .poll(() => page.getByRole('combobox', { name: 'Role of Eva Ruiz' }).inputValue())
      .toBe('owner')
  })

  it('makes a token that may do what was ticked, and takes it back', async () => {
    const server = await startServer()
    const page = await open(server, {}, NOTHING, '/access?show=tokens')
    await page.getByText('No tokens yet.').waitFor()
    await page.locator('.line-form input[name=name]').fill('Monitoring')
    await page.getByRole('button', { name: 'Make a token' }).click()
    await page.locator('.shown-once').waitFor()
    const [secret = ''] = await linesOf(page)
    const use = async (path: string): Promise<number> =>
      (await fetch(`${server.url}${path}`, { headers: { Authorization: `Bearer ${secret}` } })).status
    expect(await use('/v1/hosts')).toBe(200)
    expect(await use('/v1/people')).toBe(403)
    await shoot(page, 'token-made')
    await page.getByRole('button', { name: 'I have copied it' }).click()
    expect(await page.locator('.records').innerText()).toContain('see hosts')
    await page.getByRole('button', { name: 'Revoke the token Monitoring' }).click()
    await confirmWith(page, 'Monitoring')
    expect(await use('/v1/hosts')).toBe(401)
    await page.getByText('No tokens yet.').waitFor()
  })

  it('speaks of several customers only where somebody looks for it, and then serves them', async () => {
    const server = await startServer()
    await setUp(server)
    for (const language of ['en', 'es', 'pt'] as const) {
      const page = await open(server, { language }, NOTHING, '/')
      for (const [path, part] of Object.entries(SINGLE_PAGES)) {
        await follow(page, path)
        await page.locator(part).first().waitFor()
        expect(await page.locator('body').innerText(), path).not.toMatch(/tenant|inquilino/i)
      }
    }
    const page = await open(server, {}, NOTHING, '/access?show=customers')
    await page.getByText('you need nothing of this').waitFor()
    await shoot(page, 'customers-none')
    await page.locator('input[name=tenant-name]').fill('Bäckerei Nord')
    await page.getByRole('button', { name: 'Make a first tenant' }).click()
    await expect.poll(() => page.locator('.records tbody tr').count()).toBe(2)
    await shoot(page, 'customers')
    await page.getByRole('button', { name: 'Rename Bäckerei Nord' }).click()
    await page.locator('.rename input').fill('Bäckerei Süd')
    await page.keyboard.press('Enter')
    await page.locator('.records').getByText('Bäckerei Süd').waitFor()
    const { tenants } = await asOwner<{ tenants: { name: string }[] }>(server, 'GET', '/v1/tenants')
    expect(tenants.map(({ name }) => name)).toContain('Bäckerei Süd')
    await page.locator('.tenant-choice').selectOption({ label: 'Bäckerei Süd' })
    await expect.poll(() => page.locator('.parts a').count()).toBe(4)
  })
})
