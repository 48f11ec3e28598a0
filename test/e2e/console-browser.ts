/**
 * A real Chromium on the real server, for the tests of the console.
 *
 * Everything that a browser reports as wrong (console errors and warnings, exceptions, refused
 * content, alert boxes) is collected, and a test that ends with something in that list fails.
 */

import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type APIRequestContext, type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest'
import { type RunningServer, useServer } from '../support/binary.ts'
import { hasProgram } from '../support/machine.ts'

const ARTIFACTS = fileURLToPath(new URL('../artifacts/console/', import.meta.url))

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Widths that the console is looked at, px: a desktop, a small window, a phone. */
export const WIDTHS = { desktop: 1280, window: 900, phone: 390 } as const

export type View = {
  readonly language?: 'en' | 'es' | 'pt'
  readonly theme?: 'light' | 'dark'
  readonly width?: number
}

/** Whether the tests of the console can run here; in CI they must. */
export const hasChromium = hasProgram('chromium')

/** Starts one browser for the file and returns how to get it. */
const startBrowser = (): (() => Browser) => {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS })
  })
  afterAll(() => browser?.close())
  return () => {
    if (!browser) throw new Error('the browser did not start')
    return browser
  }
}

/** Starts one browser for the file and returns how to open the console in it. */
export const useBrowser = () => opening(startBrowser())

const opening =
  (browser: () => Browser) =>
  /**
   * Opens a page in a profile of its own: where a stranger begins, or a path as the owner. Allowed
   * problems are those that the test provokes.
   */
  async (
    server: RunningServer,
    view: View = {},
    allowed: RegExp = /^$/,
    ownersPath?: string,
  ): Promise<Page> => {
    const { context, problems } = await newProfile(browser(), server, view, allowed)
    onTestFinished(async () => {
      await context.close()
      expect(problems).toEqual([])
    })
    if (ownersPath !== undefined) return openAsOwner(context, server, ownersPath)
    const page = await context.newPage()
    await page.goto('/')
    await page.locator('main h1').waitFor()
    return page
  }

/**
 * Starts one server and one browser for a `describe`, whose tests follow each other in one page
 * that is the owner's; returns how a test gets both, and how it opens another page. A test goes to
 * where it begins with `follow`, which does not load the console again.
 */
export const useOwnerPage = ({
  flags = [],
  view = {},
  allowed = /^$/,
}: { flags?: string[]; view?: View; allowed?: RegExp } = {}) => {
  const server = useServer(flags)
  const browser = startBrowser()
  let page: Page | undefined
  let problems: string[] = []
  beforeAll(async () => {
    const profile = await newProfile(browser(), server(), view, allowed)
    problems = profile.problems
    page = await openAsOwner(profile.context, server(), '/')
  })
  afterEach(async () => {
    expect(problems.splice(0)).toEqual([])
    if (!page) return
    // What was open or chosen on a page ends when another takes its place.
    await follow(page, '/sessions')
    await page.locator('.sessions-history').waitFor()
    // Where the next test's rows come, they would come under the pointer and hold still.
    await page.mouse.move(2, 2)
  })
  const shared = (): { server: RunningServer; page: Page } => {
    if (!page) throw new Error('the page did not open')
    return { server: server(), page }
  }
  return { shared, open: opening(browser) }
}

/** Goes to another page of the console as a link does, without loading the console again. */
export const follow = async (page: Page, path: string): Promise<void> => {
  await page.evaluate(`{
    const link = document.createElement('a')
    link.href = ${JSON.stringify(path)}
    document.body.append(link)
    link.click()
    link.remove()
  }`)
}

/** Gives a browser the owner's cookie; its pages are told by what they keep of it themselves. */
export const takeCookie = async (request: APIRequestContext, server: RunningServer): Promise<void> => {
  const answer = await request.post('/v1/sign-ins', {
    data: { token: ownerToken(server) },
    headers: { Origin: server.url },
  })
  expect(answer.status()).toBe(201)
}

/** Signs a profile in before it loads anything, so that it loads the console only once. */
const openAsOwner = async (
  context: BrowserContext,
  server: RunningServer,
  path: string,
): Promise<Page> => {
  await takeCookie(context.request, server)
  const page = await context.newPage()
  await page.addInitScript(`localStorage['isr.signed-in'] ??= 'yes'`)
  await page.goto(path)
  await page.locator('.feed-word.is-live').waitFor()
  // The pointer would otherwise rest on a row, and rows under a pointer hold still.
  await page.mouse.move(2, 2)
  return page
}

const newProfile = async (
  browser: Browser,
  server: RunningServer,
  { language = 'en', theme = 'light', width = WIDTHS.desktop }: View,
  allowed: RegExp,
): Promise<{ context: BrowserContext; problems: string[] }> => {
  const isPhone = width === WIDTHS.phone
  const context = await browser.newContext({
    baseURL: server.url,
    locale: { en: 'en-GB', es: 'es-ES', pt: 'pt-AO' }[language],
    colorScheme: theme,
    reducedMotion: 'reduce',
    viewport: { width, height: isPhone ? 844 : 800 },
    deviceScaleFactor: isPhone ? 2 : 1,
    isMobile: isPhone,
    hasTouch: isPhone,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const problems: string[] = []
  const note = (problem: string): void => void (allowed.test(problem) || problems.push(problem))
  context.on('page', (page) => {
    page.on('pageerror', (error) => note(`exception: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return
      note(`${message.type()}: ${message.text()} ${message.location().url}`)
    })
    page.on('dialog', (dialog) => {
      note(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
  })
  return { context, problems }
}

/** The owner token of a server, from its file. */
export const ownerToken = (server: RunningServer): string =>
  readFileSync(join(server.folder, 'owner-token'), 'utf8').trim()

/** Types an owner token into the sign-in, which asks for a password first. */
export const typeToken = async (page: Page, token: string): Promise<void> => {
  const field = page.locator('.sign-in input[name=token]')
  if (!(await field.isVisible())) await page.locator('.sign-in .to-token').click()
  await field.fill(token)
}

/** Signs the page in with the owner token. */
export const signIn = async (page: Page, server: RunningServer): Promise<void> => {
  await typeToken(page, ownerToken(server))
  await page.locator('.sign-in button[type=submit]').click()
  await page.locator('.number-strip').waitFor()
  await page.locator('.feed-word.is-live').waitFor()
  // The pointer would otherwise rest on a row, and rows under a pointer hold still.
  await page.mouse.move(2, 2)
}

/** Registers a host as the older programs do: parameters in the query, an empty body. */
export const register = async (
  server: RunningServer,
  host: { code: string; host?: string; port?: number; name?: string },
): Promise<void> => {
  const { code, host: address = '192.168.1.20', port = 5900, name = code } = host
  const query = new URLSearchParams({ code, host: address, port: String(port), name })
  const answer = await fetch(`${server.url}/register?${query.toString()}`, { method: 'POST' })
  expect(answer.status).toBe(200)
}

/** Keeps a picture of the page for people to look at. */
export const shoot = async (page: Page, name: string, isWhole = false): Promise<void> => {
  const path = join(ARTIFACTS, `${name}.png`)
  mkdirSync(dirname(path), { recursive: true })
  await page.screenshot({ path, fullPage: isWhole })
}

type AxeResult = { id: string; nodes: { html: string; failureSummary: string }[] }

/** Returns what axe finds wrong with the page as it is now, one line per element. */
export const axeFindings = (page: Page): Promise<string[]> =>
  findingsOf(page, ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])

/** Returns what is too faint on the page in the other theme; a theme changes colours and no more. */
export const faintIn = async (page: Page, theme: Required<View>['theme']): Promise<string[]> => {
  await page.emulateMedia({ colorScheme: theme })
  const findings = await findingsOf(page, { type: 'rule', values: ['color-contrast'] })
  await page.emulateMedia({ colorScheme: theme === 'dark' ? 'light' : 'dark' })
  return findings.map((finding) => `${theme}: ${finding}`)
}

const findingsOf = async (page: Page, runOnly: string[] | object): Promise<string[]> => {
  // A page that was asked before has it already, and it is half a megabyte.
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(AXE)
  const violations = await page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: AxeResult[] }> }
    }
    return (await axe.run({ runOnly: only, resultTypes: ['violations'] })).violations
  }, runOnly)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary}`),
  )
}
