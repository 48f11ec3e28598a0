import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startServer, useServer } from '../support/binary.ts'
import { freePort } from '../support/free-port.ts'
import {
  hasChromium,
  ownerToken,
  register,
  shoot,
  signIn,
  typeToken,
  useBrowser,
} from './console-browser.ts'

const UNAUTHORIZED = /status of 401/

/** Names that would run, reorder or hide something on a careless page. */
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(2)</script>',
  '"><svg onload=alert(3)>',
  "';alert(4);//",
  '{{constructor.constructor("alert(5)")()}}',
  '<style>*{display:none}</style>',
  'مكتب الاستقبال',
]

const rowNames = (page: Page): Promise<string[]> =>
  page.locator('.data-table tbody .column-name').allInnerTexts()

const focusedText = (page: Page): Promise<string> =>
  page.evaluate<string>('document.activeElement.textContent.trim()')

describe.skipIf(!hasChromium)('the console', () => {
  const open = useBrowser()
  /** For those who leave nothing there. */
  const shared = useServer()

  describe('for a stranger', () => {
    it('says that the server runs and how to use it, and nothing of what is registered', async () => {
      const server = await startServer()
      await register(server, { code: 'ISR-55667788', host: '10.9.8.7', name: 'SECRET-PC' })
      const page = await open(server)
      const text = await page.locator('body').innerText()
      expect(text).toContain('This server is running')
      expect(text).toContain('Anyone who reaches this server can register a host.')
      expect(text).toContain('24 hours')
      expect(text).not.toMatch(/SECRET|10\.9\.8\.7|55667788/)

      const lines = await page.locator('.command code').allTextContents()
      expect(lines[0]).toBe(server.url)
      const [, registerUrl = ''] = /^curl -X POST "([^"]+)"$/.exec(lines[1] ?? '') ?? []
      const [, resolveUrl = ''] = /^curl "([^"]+)"$/.exec(lines[2] ?? '') ?? []
      expect((await fetch(registerUrl, { method: 'POST' })).status).toBe(200)
      expect(await (await fetch(resolveUrl)).json()).toMatchObject({ host: '192.168.1.20' })
    })

    it('names each policy as it is set', async () => {
      const flags = ['--registration', 'enrolled', '--resolve', 'signed-in', '--ttl', '90m']
      const server = await startServer([...flags, '--public-list', 'true'])
      const page = await open(server)
      const text = await page.locator('body').innerText()
      expect(text).toContain('Only enrolled hosts can register.')
      expect(text).toContain('Only those who are signed in can resolve a code.')
      expect(text).toContain('The list of all hosts is public.')
      expect(text).toContain('90 minutes')
      expect(text).not.toContain('curl -X POST')
      expect(text).toContain('Authorization: Bearer OWNER_TOKEN')
    })

    it('refuses a wrong token in a sentence and puts the person back into the field', async () => {
      const page = await open(shared(), {}, UNAUTHORIZED)
      await typeToken(page, 'not-the-token')
      await page.keyboard.press('Enter')
      const refusal = page.locator('.refusal')
      await refusal.waitFor()
      expect(await refusal.innerText()).toMatch(/^That is not the owner token\.\s+Request req_/)
      expect(await page.locator('input[name=token]').getAttribute('aria-invalid')).toBe('true')
      expect(await page.locator('input[name=token]:focus').count()).toBe(1)
      await shoot(page, 'wrong-token')
    })
  })

  describe('for the owner', () => {
    it('teaches how to register the first host and shows it the moment it comes', async () => {
      const server = await startServer()
      const page = await open(server)
      await signIn(page, server)
      expect(await page.locator('.no-hosts').innerText()).toContain('Waiting for the first host')
      await page.evaluate('document.body.dataset.isSame = "yes"')

      await register(server, { code: 'isr 2468 1357', host: '192.168.7.7', name: 'RECEPTION' })
      await page.locator('.data-table').waitFor()
      const row = await page.locator('.data-table tbody tr').innerText()
      expect(row).toContain('ISR-24681357')
      expect(row).toContain('RECEPTION')
      expect(row).toContain('192.168.7.7:5900')
      expect(row).toContain('registered, last seen just now')
      const online = page.locator('.number-strip dt').first()
      await expect.poll(() => online.innerText()).toBe('hosts online, of 1 registered')
      expect(await page.locator('body').getAttribute('data-is-same')).toBe('yes')
    })

    it('deletes a host only after its code was typed', async () => {
      const server = await startServer()
      await register(server, { code: 'ISR-10000001', name: 'STAYS' })
      await register(server, { code: 'ISR-10000002', name: 'GOES' })
      const page = await open(server, {}, UNAUTHORIZED)
      await signIn(page, server)
      await page.getByRole('button', { name: 'Delete GOES' }).click()
      const button = page.getByRole('button', { name: 'Delete host' })
      expect(await button.isDisabled()).toBe(true)
      await page.locator('#typed-code').fill('ISR-10000001')
      expect(await button.isDisabled()).toBe(true)
      await page.locator('#typed-code').fill('isr 1000 0002')
      await button.click()
      // The feed may tell of it before the call is answered, and the sentence stays only seconds.
      await page.locator('.status-text[role=status]', { hasText: 'GOES was deleted' }).waitFor()
      await page.locator('main h1:focus').waitFor()
      await page.locator('.data-table .is-gone, .data-table tbody tr:only-child').waitFor()
      await page.mouse.move(5, 5)
      await expect.poll(() => rowNames(page)).toEqual(['STAYS'])
      expect((await fetch(`${server.url}/resolve?code=ISR-10000002`)).status).toBe(404)
      expect((await fetch(`${server.url}/resolve?code=ISR-10000001`)).status).toBe(200)
    })

    it('shows hostile names as they are written, and nothing of them runs', async () => {
      const server = await startServer()
      for (const [index, name] of HOSTILE.entries()) {
        await register(server, { code: `<b>${index}</b>`, name })
      }
      await register(server, { code: 'tricks', name: 'invoice\u200b\u00adfdp.exe' })
      const page = await open(server)
      await signIn(page, server)
      await page.locator('.data-table tbody tr').nth(HOSTILE.length).waitFor()
      const names = await rowNames(page)
      for (const name of HOSTILE) expect(names).toContain(name)
      // What the server lets through is shown by number.
      expect(names.find((name) => name.includes('fdp.exe'))).toMatch(/^[\x21-\x7e ]+$/)
      const strange = page.locator(':is(img, script, style, svg[onload]):not(head *)')
      expect(await strange.count()).toBe(0)
      await shoot(page, 'hostile-names')
      for (const name of HOSTILE) {
        await page.locator('.column-name a', { hasText: name }).click()
        await page.locator('dialog.is-panel').waitFor()
        expect(await page.locator('#panel-title').innerText()).toBe(name)
        await page.keyboard.press('Escape')
        await page.locator('dialog.is-panel').waitFor({ state: 'detached' })
      }
      expect(await strange.count()).toBe(0)
    })

    it('opens a host from its address, and says so when there is no such host', async () => {
      const server = await startServer()
      await register(server, { code: 'ISR-77777777', name: 'LUCKY' })
      const page = await open(server, {}, UNAUTHORIZED)
      await signIn(page, server)
      await page.getByRole('link', { name: 'LUCKY' }).click()
      await page.locator('dialog.is-panel').waitFor()
      await page.reload()
      await page.locator('dialog.is-panel').waitFor()
      const panel = await page.locator('dialog.is-panel').innerText()
      expect(panel).toContain('ISR-77777777')
      expect(panel).toMatch(/curl "http:\/\/127\.0\.0\.1:\d+\/resolve\?code=ISR-77777777"/)

      const headers = { Authorization: `Bearer ${ownerToken(server)}` }
      await fetch(`${server.url}/v1/codes/ISR-77777777`, { method: 'DELETE', headers })
      await page.getByText('This host is no longer registered.').waitFor()
      await page.goBack()
      await page.goto('/?host=host_nobody')
      await page.getByText('This host is no longer registered.').waitFor()
    })

    it('shows a ban as it happens, and lifts it after a moment in which that can be undone', async () => {
      const server = await startServer(['--trusted-proxies', '127.0.0.1'])
      const page = await open(server)
      await signIn(page, server)
      const probe = (address: string): Promise<Response> =>
        fetch(`${server.url}/resolve?code=ISR-00000000`, {
          headers: { 'X-Forwarded-For': address },
        })
      const bans = async (): Promise<string[]> => {
        const headers = { Authorization: `Bearer ${ownerToken(server)}` }
        const answer = await fetch(`${server.url}/v1/bans`, { headers })
        const body = (await answer.json()) as { bans: { address: string }[] }
        return body.bans.map(({ address }) => address)
      }
      await probe('203.0.113.7')
      await probe('2001:db8:1:2::9')
      await page.locator('.bans li').nth(1).waitFor()
      expect(await page.locator('.bans').innerText()).toContain('2 addresses are banned')
      await shoot(page, 'bans')

      const lift = page.getByRole('button', { name: 'Lift ban of 2001:db8:1:2::/64' })
      await lift.click()
      await lift.waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Undo' }).click()
      await lift.waitFor()
      expect(await bans()).toHaveLength(2)

      await lift.click()
      await page.goto('/diagnose')
      await expect.poll(bans).toEqual(['203.0.113.7'])
    })

    it('copies a code, also where the browser has no clipboard to offer', async () => {
      const server = await startServer()
      await register(server, { code: 'ISR-31415926', name: 'PI' })
      const page = await open(server)
      await page.addInitScript(() => {
        Object.defineProperty(navigator, 'clipboard', { value: undefined })
      })
      await signIn(page, server)
      await page.reload()
      await page.getByRole('button', { name: 'Copy ISR-31415926' }).click()
      await expect
        .poll(() => page.getByRole('status').first().innerText())
        .toBe('Copied: ISR-31415926')
      await page.locator('.filter-field input').focus()
      await page.keyboard.press('Control+V')
      await expect
        .poll(() => page.locator('.filter-field input').inputValue())
        .toBe('ISR-31415926')
    })

    it('can be used with the keyboard alone, and its single keys can be switched off', async () => {
      const server = await startServer()
      for (const name of ['CCC', 'BBB', 'AAA']) {
        await register(server, { code: name, name })
        // Rows stand by the millisecond of their last news; those of the same one, by chance.
        const at = Date.now()
        await expect.poll(() => Date.now()).toBeGreaterThan(at)
      }
      const page = await open(server)
      await page.keyboard.press('Tab')
      expect(await focusedText(page)).toBe('Skip to the content')
      for (let presses = 0; presses < 20; presses++) {
        await page.keyboard.press('Tab')
        if (await page.locator('.to-token:focus').count()) break
      }
      await page.keyboard.press('Enter')
      await page.locator('input[name=token]:focus').waitFor()
      await page.keyboard.type(ownerToken(server))
      await page.keyboard.press('Enter')
      await page.locator('.data-table tbody tr').nth(2).waitFor()

      await page.keyboard.press('j')
      await page.keyboard.press('j')
      expect(await focusedText(page)).toBe('BBB')
      await page.keyboard.press('k')
      await page.keyboard.press('ArrowDown')
      expect(await focusedText(page)).toBe('BBB')
      await page.keyboard.press('Enter')
      await page.locator('dialog.is-panel').waitFor()
      await expect.poll(() => page.url()).toContain('?host=host_')
      await page.keyboard.press('Escape')
      await page.locator('dialog.is-panel').waitFor({ state: 'detached' })
      await expect.poll(() => focusedText(page)).toBe('BBB')

      await page.keyboard.press('/')
      await page.keyboard.type('cc')
      await expect.poll(() => rowNames(page)).toEqual(['CCC'])
      await expect.poll(() => page.url()).toContain('?q=cc')
      await page.keyboard.press('Escape')
      await expect.poll(() => rowNames(page)).toHaveLength(3)
      await page.keyboard.press('Escape')

      await page.keyboard.press('?')
      expect(await page.locator('dialog').innerText()).toContain('Go to the API reference')
      await page.locator('dialog').getByRole('switch').press('Space')
      await page.locator('dialog .key-list.is-off').waitFor()
      await page.keyboard.press('Escape')
      // No key acts while a dialog is open, switched off or not.
      await page.locator('dialog').waitFor({ state: 'detached' })
      await page.keyboard.press('/')
      expect(await page.locator('.filter-field input:focus').count()).toBe(0)
    })

    it('stops listening while it is hidden, and catches up when it is shown', async () => {
      const server = await startServer()
      const page = await open(server)
      await signIn(page, server)
      const setHidden = (isHidden: boolean): Promise<void> =>
        page.evaluate(`
          Object.defineProperty(document, 'hidden', { configurable: true, value: ${isHidden} })
          document.dispatchEvent(new Event('visibilitychange'))
        `)
      const word = page.locator('.feed-word')
      // It is loaded when it is first shown, which may be later than the numbers.
      await page.locator('.no-hosts').waitFor()
      await setHidden(true)
      expect(await word.innerText()).toBe('paused')
      await register(server, { code: 'WHILE-AWAY' })
      expect(await page.locator('.no-hosts').count()).toBe(1)
      await setHidden(false)
      await expect.poll(() => rowNames(page)).toEqual(['WHILE-AWAY'])
      expect(await word.innerText()).toBe('live')
    })

    it('says that the server is gone, keeps what it knew, and goes on when it is back', async () => {
      // The second server needs the port of the first, which nobody is given by chance meanwhile.
      const server = await startServer(['--port', String(await freePort())])
      await register(server, { code: 'BEFORE' })
      // Which of its errors a browser notes depends on how far each of its requests was.
      const page = await open(server, {}, /net::ERR_/)
      await signIn(page, server)
      await server.stop()
      const word = page.locator('.feed-word')
      await expect.poll(() => word.innerText()).toBe('reconnecting')
      await page.locator('.notice.is-warn').waitFor()
      expect(await rowNames(page)).toEqual(['BEFORE'])
      await shoot(page, 'reconnecting')

      const { port } = new URL(server.url)
      const again = await startServer(['--port', port], { folder: server.folder })
      await expect.poll(() => word.innerText()).toBe('live')
      await register(again, { code: 'AFTER' })
      await expect.poll(() => rowNames(page)).toEqual(['AFTER', 'BEFORE'])
      await page.locator('.notice.is-warn').waitFor({ state: 'detached' })
    })

    it('signs out every page of the browser at once', async () => {
      const first = await open(shared())
      await signIn(first, shared())
      const second = await first.context().newPage()
      await second.goto('/')
      await second.locator('.number-strip').waitFor()
      await second.getByRole('button', { name: 'Preferences' }).click()
      await second.getByRole('button', { name: 'Sign out' }).click()
      await second.locator('.sign-in').waitFor()
      await first.locator('.sign-in').waitFor()
      expect(await first.locator('.sign-in').innerText()).toContain('Your sign-in has ended')
      await first.reload()
      await first.locator('.sign-in').waitFor()
    })

    it('remembers the language and the colours that were chosen', async () => {
      const page = await open(shared())
      await page.getByRole('button', { name: 'Español' }).click()
      await page.getByText('Este servidor está en marcha').waitFor()
      await page.getByRole('button', { name: 'Preferencias' }).click()
      await page.getByRole('radio', { name: 'Oscuro' }).check()
      await page.reload()
      await page.getByText('Este servidor está en marcha').waitFor()
      const root = page.locator('html')
      expect(await root.getAttribute('lang')).toBe('es')
      expect(await root.getAttribute('data-theme')).toBe('dark')
      expect(await page.title()).toBe('Este servidor está en marcha · isr')
    })

    it('greets a browser of Angola in Portuguese, and counts as Portugal does', async () => {
      const page = await open(shared(), { language: 'pt' })
      await page.getByText('Este servidor está em funcionamento').waitFor()
      expect(await page.locator('html').getAttribute('lang')).toBe('pt-PT')
      const none = await page.evaluate<string>(`(async () => {
        const { createWords } = await import('/assets/frame/i18n.js')
        const { hosts } = await import('/assets/locales/pt/hosts.js')
        return createWords('pt', hosts).t('filter.count', { n: 0 })
      })()`)
      expect(none).toBe('0 equipamentos')
    })
  })
})
