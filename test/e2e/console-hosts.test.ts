import { generateKeyPairSync } from 'node:crypto'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'
import type { RunningServer } from '../support/binary.ts'
import { follow, hasChromium, register, shoot, useOwnerPage } from './console-browser.ts'
import { asOwner, forgetHosts, redeem } from './console-owner.ts'

const REFUSED = /status of 40\d/

const hostOf = async (server: RunningServer, text: string): Promise<Host> => {
  const query = new URLSearchParams({ q: text }).toString()
  const { hosts } = await asOwner<{ hosts: Host[] }>(server, 'GET', `/v1/hosts?${query}`)
  const [host] = hosts
  if (!host) throw new Error(`no host for ${text}`)
  return host
}

/** Registers a host with an enrolment's credential. */
const enrol = async (server: RunningServer, code: string, tags: string[] = []): Promise<void> => {
  const body = { name: 'test', uses: 1, expiresInMs: 3_600_000, tags }
  const { secret } = await asOwner<{ secret: string }>(server, 'POST', '/v1/enrolments', body)
  expect(await redeem(server, secret, { code, address: '10.0.0.7', name: code })).toBe(201)
}

const statusText = (page: Page): Promise<string> => page.locator('.status-text[role=status]').innerText()

const clickVerb = (page: Page, verb: string): Promise<void> =>
  page.locator(`[data-verb=${verb}] > button`).click()

const confirmWith = async (page: Page, code: string): Promise<void> => {
  const button = page.locator('dialog:not(.is-panel) .is-danger')
  expect(await button.isDisabled()).toBe(true)
  await page.locator('#typed-code').fill(code)
  await button.click()
}

describe.skipIf(!hasChromium)('a host in the console', () => {
  const { shared, open } = useOwnerPage()

  const start = async () => {
    const { server, page } = shared()
    await forgetHosts(server, page)
    return { server, page }
  }

  describe('what can be done with it', () => {

    it('is locking it, which can be undone where it is said', async () => {
      const { server, page } = await start()
      await register(server, { code: 'ISR-10000001', name: 'LOBBY' })
      const { id } = await hostOf(server, 'LOBBY')
      await follow(page, `/?host=${id}`)
      await clickVerb(page, 'lock')
      await expect.poll(() => statusText(page)).toBe('LOBBY is locked.')
      expect((await hostOf(server, 'LOBBY')).state).toBe('locked')
      await page.locator('dialog .is-locked').waitFor()
      await shoot(page, 'host-locked')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect.poll(async () => (await hostOf(server, 'LOBBY')).state).toBe('open')
      await page.locator('.data-table .is-locked').waitFor({ state: 'detached' })
    })

    it('is revoking it for good, and deleting it so that it may come back', async () => {
      const { server, page } = await start()
      await register(server, { code: 'ISR-10000001', name: 'LOBBY' })
      const { id } = await hostOf(server, 'LOBBY')
      await follow(page, `/?host=${id}`)
      await clickVerb(page, 'revoke')
      await confirmWith(page, 'isr 1000 0001')
      await page.locator('dialog .is-revoked').waitFor()
      expect((await hostOf(server, 'LOBBY')).state).toBe('revoked')
      expect((await fetch(`${server.url}/resolve?code=ISR-10000001`)).status).toBe(404)
      const again = `${server.url}/register?code=ISR-10000001&host=10.0.0.1`
      expect((await fetch(again, { method: 'POST' })).status).toBe(403)
      expect(await page.locator('[data-verb]').count()).toBe(1)

      await clickVerb(page, 'delete')
      await confirmWith(page, 'ISR-10000001')
      await expect.poll(() => statusText(page)).toBe('LOBBY was deleted.')
      expect((await fetch(again, { method: 'POST' })).status).toBe(200)
    })

    it('is releasing a code from its owner, or giving it to another key', async () => {
      const { server, page } = await start()
      await enrol(server, 'ISR-20000001')
      const { id, ownership } = await hostOf(server, 'ISR-20000001')
      expect(ownership).toBe('credential')
      await follow(page, `/?host=${id}`)
      await clickVerb(page, 'release')
      await confirmWith(page, 'ISR-20000001')
      await expect.poll(() => statusText(page)).toBe('ISR-20000001 was released.')
      expect((await hostOf(server, 'ISR-20000001')).ownership).toBe('none')
      await page.locator('[data-verb=release]').waitFor({ state: 'detached' })

      const { publicKey } = generateKeyPairSync('ed25519')
      const key = publicKey.export({ format: 'jwk' }).x ?? ''
      await clickVerb(page, 'transfer')
      expect(await page.locator('dialog:not(.is-panel)').innerText()).not.toMatch(/tenant/i)
      await page.locator('input[name=key]').fill(key)
      await shoot(page, 'host-transfer')
      await page.getByRole('button', { name: 'Transfer', exact: true }).last().click()
      await expect.poll(() => statusText(page)).toBe('ISR-20000001 was transferred.')
      expect(await hostOf(server, 'ISR-20000001')).toMatchObject({
        ownership: 'key',
        keyFingerprint: expect.stringMatching(/^SHA256:/) as string,
      })
      await expect.poll(() => page.locator('dialog .facts').innerText()).toContain('SHA256:')
    })

    it('is said with the lines that do the same, which a shell takes as they are', async () => {
      const { server, page } = await start()
      const code = `it's $(id) "x"; -rf`
      await register(server, { code, name: 'ODD' })
      const { id } = await hostOf(server, 'ODD')
      await follow(page, `/?host=${id}`)
      await page.locator('[data-verb=lock] summary').click()
      const lines = await page.locator('[data-verb=lock] code').allTextContents()
      expect(lines[0]).toBe(
        `curl -X POST -H "Authorization: Bearer OWNER_TOKEN" "${server.url}/v1/hosts/${id}/lock"`,
      )
      expect(lines[1]).toBe(String.raw`isr admin host lock 'it'\''s $(id) "x"; -rf'`)
    })

    it('is only what somebody may do', async () => {
      const { server } = await start()
      await register(server, { code: 'ISR-10000001', name: 'LOBBY' })
      const page = await open(server, {}, REFUSED)
      const invitation = { login: 'vera', role: 'viewer' }
      const { secret } = await asOwner<{ secret: string }>(server, 'POST', '/v1/invitations', invitation)
      const accepted = await page.request.post('/v1/invitations/accept', {
        data: { secret, name: 'Vera', password: 'a long enough passphrase' },
        headers: { Origin: server.url },
      })
      expect(accepted.status()).toBe(201)
      await page.evaluate(() => localStorage.setItem('isr.signed-in', 'yes'))
      await page.goto('/')
      await page.locator('.column-name a').click()
      await page.locator('dialog .facts').waitFor()
      expect(await page.locator('[data-verb]').count()).toBe(0)
      await page.keyboard.press('Escape')
      expect(await page.locator('.column-actions button').count()).toBe(0)
      expect(await page.locator('.head nav').innerText()).not.toMatch(/Access|Audit|Settings/)
      await page.goto('/audit')
      await page.getByText('This page is not for your role').waitFor()
    })
  })

  describe('what is shown of it', () => {
    it('is who owns its code, its tags, and that an address moved', async () => {
      const { server, page } = await start()
      await enrol(server, 'ISR-20000001', ['office', 'floor 2'])
      await register(server, { code: 'ISR-10000001', host: '192.168.1.1' })
      await register(server, { code: 'ISR-10000001', host: '192.168.9.9' })
      await register(server, { code: 'ISR-10000002' })
      await follow(page, '/')
      const rowOf = (code: string): Promise<string> =>
        page.locator('.data-table tbody tr', { hasText: code }).innerText()
      await page.locator('.data-table tbody tr').nth(2).waitFor()
      expect(await rowOf('ISR-20000001')).toMatch(/a credential/)
      expect(await rowOf('ISR-10000001')).toMatch(/address changed[\s\S]*nobody/)
      await shoot(page, 'hosts-owned')

      await page.getByRole('button', { name: 'Show hosts with the tag office' }).click()
      await expect.poll(() => page.locator('.data-table tbody tr').count()).toBe(1)
      await expect.poll(() => new URL(page.url()).search).toBe('?tag=office')
      await page.getByRole('button', { name: 'Stop filtering by the tag office' }).click()
      await page.getByRole('button', { name: 'Address changed 1' }).click()
      await expect.poll(() => page.locator('.data-table tbody tr').count()).toBe(1)
      await page.locator('.column-name a').click()
      const warning = page.locator('[data-warning=moved]')
      await warning.waitFor()
      expect(await warning.innerText()).toMatch(/from 192\.168\.1\.1 to 192\.168\.9\.9 on /)
    })
  })
})
