import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { RunningServer } from '../support/binary.ts'
import { askSession } from '../support/host.ts'
import { hasChromium, register, WIDTHS } from './console-browser.ts'
import { asOwner, ownerHeaders } from './console-owner.ts'
import { setUpQuietly } from './console-people.ts'
import {
  beginSession,
  bringOnline,
  carry,
  endedSessions,
  endSession,
  type LiveHost,
  reachable,
} from './console-sessions.ts'
import { follow, NARROWEST, type Tour, testTour } from './console-views.ts'

/** Sessions with every outcome that does not need half a minute of waiting. */
const makeHistory = async (server: RunningServer, host: LiveHost): Promise<void> => {
  for (const bytes of [900, 40_000, 60_000]) {
    await endSession(server, host, await beginSession(server, host, { bytes, isOwner: bytes > 1000 }))
  }
  const refused = (await (await askSession(reachable(server))).json()) as { id: string }
  await host.next('open')
  host.send({ type: 'refuse', session: refused.id, reason: 'wrong_pin' })
  await expect.poll(async () => (await endedSessions(server)).length).toBe(4)
  const killed = await beginSession(server, host, { bytes: 5000 })
  await asOwner(server, 'DELETE', `/v1/sessions/${killed.offer.id}`)
  const broken = await beginSession(server, host, { bytes: 50 })
  broken.controllerEnd.terminate()
  await expect.poll(async () => (await endedSessions(server)).length).toBe(6)
  const again = { instance: 'run_of_a_controller' }
  for (let turn = 0; turn < 2; turn++) {
    await askSession(reachable(server), again, ownerHeaders(server))
    await host.next('open')
  }
  await expect.poll(async () => (await endedSessions(server)).length).toBe(7)
}

const visitHosts = async (
  page: Page,
  host: LiveHost,
  visit: (sight: string) => Promise<void>,
): Promise<void> => {
  await follow(page, '/')
  await page.locator('.data-table tbody tr').nth(2).waitFor()
  await page.locator('.data-table .is-new').first().waitFor({ state: 'detached' })
  await visit('hosts-presence')
  await follow(page, `/?host=${host.hostId}`)
  await page.locator('.strip-signs a').nth(7).waitFor()
  await visit('host-online')
  await page.locator('.strip-signs a[tabindex="0"]').focus()
  await page.keyboard.press('Home')
  await visit('host-strip-first')
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
}

const visitPolicy = async (page: Page, visit: (sight: string) => Promise<void>): Promise<void> => {
  await follow(page, '/settings')
  await page.locator('.policy-field').nth(8).waitFor()
  await page.locator('.setting').first().waitFor()
  await visit('relay-policy')
  await page.locator('#relay-strangerMbits').fill('many')
  await page.locator('#relay-sessions').fill('0')
  await page.locator('.policy-end .is-primary').click()
  await page.locator('.policy-end .refusal').waitFor()
  await visit('relay-policy-wrong')
}

/** What an owner sees of hosts with an agent and of the sessions on them. */
const visitSessions: Tour = async (page, server, visit) => {
  await setUpQuietly(page, server)
  await page.goto('/sessions')
  await page.locator('.sessions-none').waitFor()
  await visit('sessions-empty')

  const host = await bringOnline(server, { name: 'RECEPCION', services: ['vnc', 'ssh'] })
  const store = await bringOnline(server, { code: 'ISR-20000002', name: 'ALMACEN' })
  store.socket.close()
  await register(server, { code: 'ISR-30000003', name: 'TALLER-ANTIGUO' })
  await makeHistory(server, host)
  const live = await beginSession(server, host, { isOwner: true, bytes: 80_000 })
  await carry(live.hostEnd, live.controllerEnd, 3_000_000)

  await page.goto('/sessions')
  await page.locator('.sessions-live .record-actions button').first().waitFor()
  await page.locator('.sessions-history tbody tr').nth(6).waitFor()
  await page.locator('.sessions-live .record-from .muted').first().waitFor()
  await visit('sessions')
  await page.locator('.sessions-live .record-actions button').first().click()
  await page.locator('dialog .is-danger').waitFor()
  await visit('sessions-end')
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await follow(page, `/sessions?host=${host.hostId}&outcome=lonely`)
  await page.locator('.sessions-history .no-match').waitFor()
  await visit('sessions-no-match')
  await visitHosts(page, host, visit)
  await visitPolicy(page, visit)
}

describe.skipIf(!hasChromium)('sessions, for everybody', () => {
  testTour(visitSessions, { longerAt: [WIDTHS.desktop, NARROWEST] })
})
