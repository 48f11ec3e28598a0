import { once } from 'node:events'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { RelayPolicy } from '../../src/protocol/session.ts'
import { type RunningServer, startServer } from '../support/binary.ts'
import { hasChromium, useBrowser } from './console-browser.ts'
import { asOwner, enterAsOwner } from './console-owner.ts'
import { beginSession, bringOnline, endSession } from './console-sessions.ts'

/** Refusals that a browser notes on its console. */
const REFUSED = /status of 4\d\d/

const policyOf = (server: RunningServer): Promise<RelayPolicy> =>
  asOwner<RelayPolicy>(server, 'GET', '/v1/relay/policy')

const textsOf = (page: Page, selector: string): Promise<string[]> =>
  page.locator(selector).allInnerTexts()

describe.skipIf(!hasChromium)('the hosts page', () => {
  const open = useBrowser()

  it('says online while the agent is connected and offline as soon as it is not', async () => {
    const server = await startServer()
    const page = await open(server)
    await enterAsOwner(page, server)
    const host = await bringOnline(server, { name: 'LOBBY' })
    const state = page.locator('.data-table tbody .column-state')
    await expect.poll(() => state.innerText()).toMatch(/^online, since /)
    await expect.poll(() => page.locator('.number-strip dd').first().innerText()).toBe('1')
    host.socket.close()
    await expect.poll(() => state.innerText()).toMatch(/^offline, since /)
    await expect.poll(() => page.locator('.number-strip dd').first().innerText()).toBe('0')
  })

  it('shows what the agent says, the line to type elsewhere, and its sessions by keyboard', async () => {
    const server = await startServer()
    const host = await bringOnline(server, { name: 'LOBBY', services: ['vnc', 'ssh'] })
    await endSession(server, host, await beginSession(server, host, { isOwner: true }))
    await endSession(server, host, await beginSession(server, host))
    const page = await open(server)
    await enterAsOwner(page, server, `/?host=${host.hostId}`)
    const facts = page.locator('dialog .facts')
    await facts.waitFor()
    expect(await facts.innerText()).toMatch(/vnc\s+ssh[\s\S]*127\.0\.0\.1[\s\S]*isr 0\.1\.0/)
    const line = `isr connect --server ${server.url} ISR-12345678 vnc`
    await page.getByRole('button', { name: 'Copy Connect to it, from any network' }).click()
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe(line)

    await page.locator('.strip-signs a').nth(1).focus()
    await page.keyboard.press('ArrowLeft')
    const focused = await page.evaluate<string>('document.activeElement.ariaLabel')
    expect(focused).toMatch(/^completed, .*relay, .*1\.2 kB to the host, 24 kB from it$/)
    await expect.poll(() => page.locator('.strip-shown').innerText()).toBe(focused)
    await page.keyboard.press('Enter')
    await page.locator('.sessions-history tbody tr').nth(1).waitFor()
    await expect.poll(() => new URL(page.url()).search).toBe(`?host=${host.hostId}&outcome=completed`)
  })
})

describe.skipIf(!hasChromium)('the sessions page', () => {
  const open = useBrowser()

  it('teaches both lines while nobody is connected, then shows who is, live', async () => {
    const server = await startServer()
    const page = await open(server)
    await enterAsOwner(page, server)
    // The second key counts for a second only; a machine that stalls between them is a slow typist.
    const goLive = async (): Promise<boolean> => {
      await page.keyboard.press('g')
      await page.keyboard.press('l')
      return page.locator('.sessions-none').isVisible()
    }
    await expect.poll(goLive).toBe(true)
    expect(await textsOf(page, '.sessions-none pre')).toEqual([
      `isr host --server ${server.url} --service vnc=127.0.0.1:5900`,
      `isr connect --server ${server.url} ISR-12345678`,
    ])
    const host = await bringOnline(server, { name: 'LOBBY' })
    await beginSession(server, host)
    const row = page.locator('.sessions-live tbody tr')
    const text = (): Promise<string> => row.innerText()
    await expect.poll(text).toMatch(/LOBBY[\s\S]*vnc[\s\S]*a stranger, “OFICINA-2”[\s\S]*127\.0\.0\.1/)
    await expect.poll(text).toMatch(/connected[\s\S]*relay[\s\S]*1\.2 kB[\s\S]*24 kB/)
  })

  it('ends a session only after a question, at both ends, and writes down by what', async () => {
    const server = await startServer()
    const host = await bringOnline(server, { name: 'LOBBY' })
    const { controllerEnd, hostEnd } = await beginSession(server, host)
    const page = await open(server)
    await enterAsOwner(page, server, '/sessions')
    await page.getByRole('button', { name: /^End the session of a stranger/ }).click()
    await page.locator('dialog button[autofocus]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('dialog').waitFor({ state: 'detached' })
    expect(controllerEnd.readyState).toBe(1)

    const closes = Promise.all([once(controllerEnd, 'close'), once(hostEnd, 'close')])
    await page.getByRole('button', { name: /^End the session of a stranger/ }).click()
    await page.locator('dialog .is-danger').click()
    expect((await closes).map(([, reason]) => String(reason))).toEqual([
      'session_killed',
      'session_killed',
    ])
    await page.locator('.sessions-none').waitFor()
    const ended = page.locator('.sessions-history tbody tr')
    await ended.waitFor()
    expect(await ended.innerText()).toMatch(/^ended by hand\s+Somebody who may ended it\./)
  })

  it('filters by outcome and host in the address, and says when nothing is left', async () => {
    const server = await startServer()
    const lobby = await bringOnline(server, { name: 'LOBBY' })
    await endSession(server, lobby, await beginSession(server, lobby))
    const page = await open(server)
    await enterAsOwner(page, server, '/sessions')
    await page.locator('.sessions-history tbody tr').waitFor()
    await page.getByRole('button', { name: 'refused' }).click()
    await page.locator('.sessions-history .no-match').waitFor()
    await expect.poll(() => new URL(page.url()).search).toBe('?outcome=refused')
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await page.locator('.sessions-history tbody tr').waitFor()
    await page.goto('/sessions?host=host_of_nobody')
    await page.locator('.sessions-history .no-match').waitFor()
  })

  it('shows the history page by page', async () => {
    const server = await startServer(['--resolves-per-minute', '1000'])
    const host = await bringOnline(server, { name: 'LOBBY' })
    for (let turn = 0; turn < 52; turn++) {
      await endSession(server, host, await beginSession(server, host, { bytes: 10, isOwner: true }))
    }
    const page = await open(server)
    await enterAsOwner(page, server, '/sessions')
    const rows = page.locator('.sessions-history tbody tr')
    await expect.poll(() => rows.count()).toBe(50)
    await page.getByRole('button', { name: 'Show more' }).click()
    await expect.poll(() => rows.count()).toBe(52)
    await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' })
  })
})

describe.skipIf(!hasChromium)('the policy of the relay', () => {
  const open = useBrowser()

  it('is saved when it makes sense, and not before', async () => {
    const server = await startServer()
    const page = await open(server, {}, REFUSED)
    await enterAsOwner(page, server, '/settings')
    const save = page.locator('.policy-end .is-primary')
    await save.waitFor()
    expect(await save.isDisabled()).toBe(true)
    await page.locator('#relay-sessions').fill('0')
    await save.click()
    await expect.poll(() => textsOf(page, '[data-policy=sessions] .wrong')).toEqual([
      'A whole number from 1 to 10,000.',
    ])
    await page.locator('#relay-sessions:focus').waitFor()
    expect((await policyOf(server)).sessions).toBe(1000)
    await page.locator('#relay-sessions').fill('50')
    await page.locator('#relay-isForStrangers').uncheck()
    await save.click()
    await page.getByText('The policy of the relay is saved and holds.').waitFor()
    expect(await policyOf(server)).toMatchObject({ sessions: 50, isForStrangers: false })
    await expect.poll(() => save.isDisabled()).toBe(true)
  })
})
