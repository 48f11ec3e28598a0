import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'
import type { RunningServer } from '../support/binary.ts'
import { hasChromium, register } from './console-browser.ts'
import { asOwner } from './console-owner.ts'
import { setUpQuietly } from './console-people.ts'
import { beginSession, bringOnline, endSession, type LiveHost } from './console-sessions.ts'
import { follow, type Tour, testTour, type Visit } from './console-views.ts'

const HOUR_MS = 3_600_000

const LONG_NOTE = 'Para la auditora de los servicios centrales, que mira la impresora del tercer piso'

/** Hostile and long, as strangers may call their hosts. */
const NAMES = [
  '<img src=x onerror=alert(1)>\u202Egnp.exe',
  'N'.repeat(100),
  'Ordenador portátil de la sala de reuniones grande del tercer piso del edificio norte',
]

type Made = { secret: string; link: { id: string } }

const makeLink = (server: RunningServer, hostId: string, rest: object = {}): Promise<Made> =>
  asOwner(server, 'POST', '/v1/links', {
    hostId,
    service: 'vnc',
    kind: 'screen',
    isViewOnly: true,
    note: LONG_NOTE,
    expiresAt: Date.now() + HOUR_MS,
    uses: 3,
    ...rest,
  })

/** A host with an agent, sessions and links, and hosts with names that strangers chose. */
const populate = async (server: RunningServer): Promise<LiveHost> => {
  const services = ['vnc', 'ssh', 'rdp', 'a-service-with-quite-a-long-name']
  const host = await bringOnline(server, { name: NAMES[2] ?? '', services })
  for (const [index, name] of NAMES.entries()) {
    await register(server, { code: `ISR-3000000${index}`, name, host: `${'long-'.repeat(9)}x.example.org` })
  }
  await endSession(server, host, await beginSession(server, host))
  const { link } = await makeLink(server, host.hostId, { note: '' })
  await asOwner(server, 'DELETE', `/v1/links/${link.id}`)
  return host
}

const closeDialog = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
}

const visitHosts = async (page: Page, visit: Visit): Promise<void> => {
  await page.goto('/')
  await page.locator('.data-table tbody tr').nth(3).waitFor()
  await page.locator('.feed-word.is-live').waitFor()
  await page.locator('.data-table .is-new').first().waitFor({ state: 'detached' })
  // On a phone hosts are acted upon one by one.
  if (await page.locator('tbody .column-pick').first().isVisible()) {
    await page.locator('tbody .column-pick input').nth(1).check()
    await page.locator('.bulk-bar').waitFor()
    await visit('hosts-bulk')
    await page.locator('.bulk-acts .is-danger-quiet').click()
    await page.locator('#typed-code').waitFor()
    await visit('hosts-bulk-delete')
    await closeDialog(page)
  }
  await page.keyboard.press('Control+k')
  await page.locator('.palette [role=option]').first().waitFor()
  await visit('palette')
  await page.locator('.palette [role=combobox]').fill('nothing is called this')
  await page.locator('.palette [role=option]').first().waitFor({ state: 'detached' })
  await visit('palette-none')
  await closeDialog(page)
}

const visitHostPage = async (page: Page, hostId: string, visit: Visit): Promise<void> => {
  await follow(page, `/hosts/${hostId}`)
  await page.locator('.host-services [data-opening]').nth(3).waitFor()
  await page.locator('.host-audit li').nth(1).waitFor()
  await page.locator('.strip-signs a').waitFor()
  await page.locator('.links-ended summary').click()
  await page.locator('.host-page > .same-lines summary').click()
  await visit('host-page')
  await page.locator('.guest-links > div > .button, .guest-links > .button').first().click()
  // The form takes the focus once it is there.
  await page.locator('.guest-links select:focus').waitFor()
  await page.locator('input[name=link-note]').fill(LONG_NOTE)
  await visit('link-maker')
  await page.keyboard.press('Enter')
  await page.locator('.guest-links .shown-once').waitFor()
  await visit('link-shown-once')
  await page.locator('.shown-once > div > .button').click()
  await page.locator('.guest-links .is-danger-quiet').first().click()
  await page.locator('dialog .is-danger').waitFor()
  await visit('link-revoke')
  await closeDialog(page)
}

const visitHostPages = async (page: Page, server: RunningServer, visit: Visit): Promise<void> => {
  const { hosts } = await asOwner<{ hosts: Host[] }>(server, 'GET', '/v1/hosts')
  for (const index of [0, 1]) {
    await follow(page, `/hosts/${hosts.find(({ code }) => code === `ISR-3000000${index}`)?.id}`)
    await page.locator('h1', { hasText: NAMES[index]?.slice(0, 20) ?? '' }).waitFor()
    await page.locator('.host-audit').waitFor()
    await visit(`host-page-plain-${index}`)
  }
  await follow(page, '/hosts/host_of_nobody')
  await page.locator('.page.is-narrow .button').waitFor()
  await visit('host-page-unknown')
}

const visitDiagnosis = async (page: Page, visit: Visit): Promise<void> => {
  await follow(page, '/diagnose?host=ISR-12345678')
  await page.locator('.findings[aria-busy=false]').waitFor()
  await page.locator('.diagnose-host .finding, .finding').nth(8).waitFor()
  await visit('diagnose')
}

const visitScreens = async (
  page: Page,
  server: RunningServer,
  host: LiveHost,
  visit: Visit,
): Promise<void> => {
  await follow(page, `/screen/${host.hostId}/rdp`)
  await page.locator('a[download]').waitFor()
  await visit('rdp')
  await follow(page, `/screen/${host.hostId}/vnc`)
  await page.locator('.screen-page[data-phase=asking]').waitFor()
  await page.locator('.who-sees summary').click()
  await visit('screen-asking')
  const open = await host.next('open')
  host.send({ type: 'refuse', session: open['session'], reason: 'busy' })
  await page.locator('[data-end]').waitFor()
  await visit('screen-refused')
  await follow(page, '/settings')
  await page.locator('#screens-isForGuests').click()
  await page.locator('.status-action').waitFor()
  await visit('screen-policy')
  await page.locator('#screens-isForGuests').click()
  const isBack = async (): Promise<boolean> =>
    (await asOwner<{ isForGuests: boolean }>(server, 'GET', '/v1/screens/policy')).isForGuests
  await expect.poll(isBack).toBe(true)
}

const visitGuest = async (
  page: Page,
  server: RunningServer,
  host: LiveHost,
  visit: Visit,
): Promise<void> => {
  const { secret, link } = await makeLink(server, host.hostId)
  await page.goto(`/guest#${secret}`)
  await page.locator('.guest .is-primary').waitFor()
  await page.locator('.who-sees summary').click()
  await visit('guest')
  host.socket.close()
  const isOffline = async (): Promise<boolean> => {
    const { hosts } = await asOwner<{ hosts: Host[] }>(server, 'GET', '/v1/hosts')
    return hosts.find(({ id }) => id === host.hostId)?.presence === 'offline'
  }
  await expect.poll(isOffline).toBe(true)
  await page.goto('/')
  await page.goto(`/guest#${secret}`)
  await page.locator('.guest .is-warn').waitFor()
  await visit('guest-offline')
  await asOwner(server, 'DELETE', `/v1/links/${link.id}`)
  await page.locator('.guest .is-warn button').click()
  await page.locator('.refusal').waitFor()
  await visit('guest-over')
}

/** What an operator and a guest see on the way to a screen. */
const visitAll: Tour = async (page, server, visit) => {
  await follow(page, '/diagnose')
  await page.locator('.findings[aria-busy=false]').waitFor()
  await visit('diagnose-stranger')
  await setUpQuietly(page, server)
  const host = await populate(server)
  await visitHosts(page, visit)
  await visitHostPage(page, host.hostId, visit)
  await visitHostPages(page, server, visit)
  await visitDiagnosis(page, visit)
  await visitScreens(page, server, host, visit)
  await visitGuest(page, server, host, visit)
}

describe.skipIf(!hasChromium)('the way to a screen, for everybody', () => {
  testTour(visitAll)
})
