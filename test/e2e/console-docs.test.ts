import { describe, expect, it } from 'vitest'
import { startServer } from '../support/binary.ts'
import { hasChromium, useBrowser } from './console-browser.ts'

describe.skipIf(!hasChromium)('the reference of the API', () => {
  const open = useBrowser()

  it('shows every call and every code of an error that the server describes', async () => {
    const server = await startServer()
    const page = await open(server)
    await page.getByRole('link', { name: 'API', exact: true }).click()
    await page.locator('.operation').first().waitFor()
    const answer = await fetch(`${server.url}/v1/openapi.json`)
    const file = (await answer.json()) as {
      paths: Record<string, Record<string, unknown>>
      'x-refusals': { code: string }[]
    }
    const calls = Object.entries(file.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const shown = await page.locator('.operation h3').allInnerTexts()
    const plain = shown.map((text) => text.replace(/\s+/g, ' ').trim())
    expect(plain.toSorted()).toEqual(calls.toSorted())
    const explained = await page.locator('.refusals dt code').allInnerTexts()
    expect(explained).toEqual(file['x-refusals'].map(({ code }) => code))
    await page.goto('/docs#error-rate_limited')
    await page.locator('#error-rate_limited:focus').waitFor()
    await expect.poll(() => page.evaluate<number>('scrollY')).toBeGreaterThan(1000)
  })

  it('explains a refusal in the language of the page, one click from where it was shown', async () => {
    const server = await startServer()
    const page = await open(server, { language: 'pt' }, /status of 401/)
    const loaded: string[] = []
    page.context().on('request', (request) => loaded.push(request.url()))
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'token de proprietário' }).click()
    await page.locator('input[name=token]').fill('isro_wrong')
    await page.keyboard.press('Enter')
    await page.locator('.refusal a').waitFor()
    expect(loaded.filter((url) => url.endsWith('/advice.js'))).toEqual([])
    const explained = page.waitForEvent('popup')
    await page.locator('.refusal a').click()
    const reference = await explained
    await reference.locator('#error-wrong_token:focus').waitFor()
    const entry = await reference.locator('#error-wrong_token').innerText()
    expect(entry).toContain('Esse não é o token de proprietário.')
    expect(entry).toContain('O que fazer: Leia-o outra vez junto da base de dados.')
    expect(loaded.filter((url) => url.endsWith('/locales/pt/advice.js'))).toHaveLength(1)
    await reference.locator('.docs-contents input').fill('noutro inquilino nunca')
    await expect.poll(() => reference.locator('.refusals dt code').allInnerTexts()).toEqual([
      'enrolment_not_found',
    ])
  })

  it('is searched by every word, and a link leads to what the search left out', async () => {
    const server = await startServer()
    const page = await open(server)
    await page.goto('/docs')
    await page.locator('.operation').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('revoke host')
    const lines = page.locator('.operation h3')
    await expect.poll(() => lines.allInnerTexts()).toContainEqual(expect.stringContaining('/v1/hosts/{id}/revoke'))
    await expect.poll(() => page.locator('#listSettings').count()).toBe(0)
    expect(await page.locator('#revokeHost').innerText()).toContain('Needs hosts:own. In the audit as host.revoked.')
    expect(await page.locator('#revokeHost').innerText()).toContain(`${server.url}/v1/hosts/`)
    await page.locator('.docs-contents input').fill('no such words anywhere')
    await page.getByText('Nothing here has these words.').waitFor()
    await page.goto('/docs#listSettings')
    await page.locator('#listSettings:focus').waitFor()
  })
})
