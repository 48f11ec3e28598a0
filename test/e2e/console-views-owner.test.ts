import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'
import { SignedHost } from '../registry/signed-host.ts'
import type { RunningServer } from '../support/binary.ts'
import { hasChromium, register } from './console-browser.ts'
import { asOwner, redeem } from './console-owner.ts'
import { setUpQuietly } from './console-people.ts'
import { follow, type Tour, testTour } from './console-views.ts'

const DAY_MS = 86_400_000

const LONG_LOGIN = 'maria.angeles.fernandez-villaverde@departamento-de-informatica.example'

const registerSigned = async (
  server: RunningServer,
  key: SignedHost,
  host: { code: string; name: string; address: string; instance: string },
): Promise<void> => {
  const { id } = await asOwner<{ id: string }>(server, 'GET', '/v1/server')
  const { code, ...rest } = host
  const answer = await fetch(`${server.url}/v1/codes/${code}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(key.body(id, { code, ...rest, at: Date.now() })),
  })
  expect(answer.status).toBeLessThan(300)
}

/** One machine from two places in turn, which is what a copied disk looks like. */
const registerClone = async (server: RunningServer): Promise<void> => {
  const key = new SignedHost()
  const clone = { code: 'ISR-30000001', name: 'AULA-CLONADA' }
  for (const [address, instance] of [
    ['10.0.3.1', 'one'],
    ['10.0.3.2', 'two'],
    ['10.0.3.1', 'one'],
    ['10.0.3.2', 'two'],
  ] as const) {
    await registerSigned(server, key, { ...clone, address, instance })
  }
}

/** A host in every state that there is; returns their ids by name. */
const populateHosts = async (server: RunningServer): Promise<(name: string) => string> => {
  await register(server, { code: 'ISR-10000001', name: 'RECEPCION' })
  await register(server, { code: 'ISR-10000002', name: 'ALMACEN' })
  await register(server, { code: 'ISR-10000003', name: 'TALLER-ANTIGUO' })
  await register(server, { code: 'ISR-10000004', name: 'CAJA-1', host: '192.168.1.1' })
  await register(server, { code: 'ISR-10000004', name: 'CAJA-1', host: '192.168.9.9' })
  const enrolment = { name: 'Planta 2', uses: 1, expiresInMs: DAY_MS, tags: ['oficina', 'planta 2'] }
  const made = await asOwner<{ secret: string }>(server, 'POST', '/v1/enrolments', enrolment)
  const host = { code: 'ISR-20000001', address: '10.0.0.7', name: 'DIRECCION' }
  expect(await redeem(server, made.secret, host)).toBe(201)
  await registerClone(server)
  const { hosts } = await asOwner<{ hosts: Host[] }>(server, 'GET', '/v1/hosts')
  const ids = new Map(hosts.map(({ name, id }) => [name, id]))
  const idOf = (name: string): string => ids.get(name) ?? ''
  await asOwner(server, 'POST', `/v1/hosts/${idOf('ALMACEN')}/lock`)
  await asOwner(server, 'POST', `/v1/hosts/${idOf('TALLER-ANTIGUO')}/revoke`)
  // Somebody else tries the code of the enrolled host: a refusal for the audit.
  await fetch(`${server.url}/register?code=ISR-20000001&host=10.6.6.6`, { method: 'POST' })
  return idOf
}

/** People, invitations, enrolments and tokens in every state. */
const populateAccess = async (server: RunningServer): Promise<void> => {
  const wish = { login: 'vera', role: 'operator' }
  const { secret } = await asOwner<{ secret: string }>(server, 'POST', '/v1/invitations', wish)
  const vera = { secret, name: 'Vera Ibáñez de la Fuente', password: 'vera likes long words' }
  await asOwner(server, 'POST', '/v1/invitations/accept', vera)
  await asOwner(server, 'POST', '/v1/invitations', { login: LONG_LOGIN, role: 'viewer' })
  const enrolment = { name: 'Oficina de la planta baja, reforma de mayo', uses: 30, tags: ['oficina'] }
  await asOwner(server, 'POST', '/v1/enrolments', { ...enrolment, expiresInMs: 7 * DAY_MS })
  const { enrolment: old } = await asOwner<{ enrolment: { id: string } }>(
    server,
    'POST',
    '/v1/enrolments',
    { name: 'Prueba', uses: 1, expiresInMs: DAY_MS, tags: [] },
  )
  await asOwner(server, 'DELETE', `/v1/enrolments/${old.id}`)
  await asOwner(server, 'POST', '/v1/tokens', {
    kind: 'tenant',
    name: 'Supervisión de los equipos de la oficina central',
    scopes: ['hosts:read', 'codes:resolve', 'audit:read'],
    expiresInMs: 30 * DAY_MS,
  })
}

const closeDialogs = async (page: Page): Promise<void> => {
  while ((await page.locator('dialog').count()) > 0) {
    const before = await page.locator('dialog').count()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('dialog').count()).toBeLessThan(before)
  }
}

const visitHosts = async (
  page: Page,
  idOf: (name: string) => string,
  visit: (sight: string) => Promise<void>,
): Promise<void> => {
  await page.goto('/')
  await page.locator('.data-table tbody tr').nth(5).waitFor()
  await page.locator('.data-table .is-new').first().waitFor({ state: 'detached' })
  await visit('hosts-states')
  for (const [sight, name] of [
    ['host-revoked', 'TALLER-ANTIGUO'],
    ['host-moved', 'CAJA-1'],
    ['host-locked', 'ALMACEN'],
    ['host-cloned', 'AULA-CLONADA'],
  ] as const) {
    await follow(page, `/?host=${idOf(name)}`)
    await page.locator('dialog h2', { hasText: name }).waitFor()
    await visit(sight)
  }
  for (const verb of ['release', 'transfer', 'revoke']) {
    await page.locator(`[data-verb=${verb}] > button`).click()
    await page.locator('dialog:not(.is-panel) input').waitFor()
    await visit(`host-${verb}`)
    await page.keyboard.press('Escape')
    await page.locator('dialog:not(.is-panel)').waitFor({ state: 'detached' })
  }
  await closeDialogs(page)
  await follow(page, `/?host=${idOf('RECEPCION')}`)
  await page.locator('[data-verb=lock] summary').click()
  await page.locator('[data-verb=lock] > button').click()
  await page.locator('dialog .is-locked').waitFor()
  await closeDialogs(page)
  await visit('host-lock-undo')
}

const visitAccess = async (page: Page, visit: (sight: string) => Promise<void>): Promise<void> => {
  await follow(page, '/access')
  await page.locator('.records tbody tr').nth(2).waitFor()
  await visit('access-people')
  await page.locator('.role-words summary').click()
  await page.locator('input[name=invite-login]').fill(`otra.${LONG_LOGIN}`)
  await page.keyboard.press('Enter')
  await page.locator('.shown-once').waitFor()
  await visit('access-invited')
  await page.locator('.records .is-danger-quiet').first().click()
  await page.locator('#typed-code').waitFor()
  await visit('access-remove')
  await closeDialogs(page)

  await follow(page, '/access?show=enrolment')
  await page.locator('.records tbody tr').nth(2).waitFor()
  await visit('access-enrolment')
  await page.locator('input[name=enrolment-name]').fill('Almacén')
  await page.keyboard.press('Enter')
  await page.locator('.shown-once').waitFor()
  await visit('access-enrolment-made')

  await follow(page, '/access?show=tokens')
  await page.locator('.records tbody tr').first().waitFor()
  await visit('access-tokens')
  await page.locator('.line-form input[name=name]').fill('Copia')
  await page.keyboard.press('Enter')
  await page.locator('.shown-once').waitFor()
  await visit('access-token-made')

  await follow(page, '/access?show=customers')
  await page.locator('input[name=tenant-name]').waitFor()
  await visit('access-customers')
}

const visitAudit = async (page: Page, visit: (sight: string) => Promise<void>): Promise<void> => {
  await follow(page, '/audit')
  await page.locator('.data-table tbody tr').nth(5).waitFor()
  await visit('audit')
  await page.locator('.column-act a').nth(2).click()
  await page.locator('dialog .facts').waitFor()
  await visit('audit-entry')
  await closeDialogs(page)
  await page.locator('.filter-bar .chip').first().click()
  const rows = (of: string): Promise<number> => page.locator(`.data-table tbody tr${of}`).count()
  await expect.poll(async () => (await rows('')) === (await rows(':has(.is-refused)'))).toBe(true)
  await page.locator('.column-act a').first().click()
  await page.locator('dialog .notice').waitFor()
  await visit('audit-refused')
  await closeDialogs(page)
  await page.locator('.filter-field input').fill('nothing like this')
  await page.locator('.no-match').waitFor()
  await visit('audit-no-match')
}

/** What an owner sees of hosts in every state, of access, audit and settings. */
const visitAll: Tour = async (page, server, visit) => {
  await setUpQuietly(page, server)
  await populateAccess(server)
  const idOf = await populateHosts(server)
  await visitHosts(page, idOf, visit)
  await visitAccess(page, visit)
  await visitAudit(page, visit)
  await follow(page, '/settings')
  await page.locator('.setting').first().waitFor()
  await visit('settings')
}

describe.skipIf(!hasChromium)('looking after a server, for everybody', () => {
  testTour(visitAll)
})
