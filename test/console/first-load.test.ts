/** The first page as it is sent: whatever it needs is named in it, once, and is there. */

import { expect, it, test } from 'vitest'
import { prepareIndex } from '../../src/console/first-load.ts'
import { APP_PATHS, loadPages } from '../../src/console/pages.ts'
import { startTestApp } from '../support/app.ts'

const pages = loadPages()
const textOf = (path: string): string => Buffer.from(pages.file(path)?.body ?? []).toString()
const appPage = (path: string, isSignedIn = false): string =>
  Buffer.from(pages.appPage(path, isSignedIn)?.body ?? []).toString()
const stylesIn = (text: string): string[] =>
  [...text.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(([, path = '']) => path)
const modulesIn = (text: string): string[] =>
  [...text.matchAll(/(?:modulepreload" href|module" src)="([^"]+)"/g)].map(([, path = '']) => path)

/** Without the version, which the tests cannot know. */
const plain = (path: string): string => path.replace(/\/v-[\w-]{12}\//, '/')

test('names one stylesheet, in which are all those of the file, in their order', () => {
  const linked = stylesIn(appPage('/'))
  expect(linked.map(plain)).toEqual(['/assets/styles/first.css'])
  const before = stylesIn(textOf('/assets/index.html'))
  expect(before.length).toBeGreaterThan(3)
  expect(textOf(linked[0] ?? '')).toBe(before.map(textOf).join('\n'))
})

test.each(APP_PATHS.flatMap((path) => [[path, 'signed in'] as const, [path, 'a stranger'] as const]))(
  'names for %s and %s every module of the start and of the page once, so that none is found in another first',
  (path, who) => {
    const named = modulesIn(appPage(path, who === 'signed in'))
    expect(new Set(named).size).toBe(named.length)
    expect(plain(named.at(-1) ?? '')).toBe('/assets/main.js')
    expect(named.some((module) => module.includes('/pages/'))).toBe(true)
    const imported = named.flatMap((module) =>
      [...textOf(module).matchAll(/\bfrom\s*["'](\.[^"']+)["']/g)].map(
        ([, target = '']) => new URL(target, `http://isr${module}`).pathname,
      ),
    )
    expect(imported.length).toBeGreaterThan(20)
    for (const module of [...named, ...imported]) expect(pages.file(module), module).toBeDefined()
    expect(imported.filter((module) => !named.includes(module))).toEqual([])
  },
)

test('names the page that somebody will see: who is signed in another than a stranger', () => {
  const names = (path: string, isSignedIn: boolean, module: string): boolean =>
    modulesIn(appPage(path, isSignedIn)).some((named) => named.endsWith(module))
  expect(names('/', true, '/hosts-page.js')).toBe(true)
  expect(names('/', false, '/hosts-page.js')).toBe(false)
  expect(names('/', false, '/start-page.js')).toBe(true)
  expect(names('/audit', true, '/audit-page.js')).toBe(true)
  expect(names('/audit', false, '/sign-in-page.js')).toBe(true)
  expect(names('/docs', true, '/docs-page.js')).toBe(true)
})

test('what lies in the folder stays as it is', () => {
  expect(textOf('/assets/index.html')).not.toContain('first.css')
  expect(textOf('/assets/index.html')).toContain('"/assets/main.js"')
})

test('a page without stylesheets or modules is sent as it is', () => {
  expect(prepareIndex('<p>Here.\n', () => undefined)).toBe('<p>Here.\n')
})

it('sends files that browsers keep, and pages about which they ask each time', async () => {
  const app = await startTestApp()
  const cachingOf = async (path: string): Promise<(string | number | null)[]> => {
    const { status, headers } = await app.call(path)
    return [status, headers.get('cache-control')]
  }
  const index = await (await app.call('/')).text()
  const main = modulesIn(index).find((path) => path.endsWith('/main.js')) ?? ''
  expect(main).toMatch(/^\/assets\/v-[\w-]{12}\/main\.js$/)
  expect(await cachingOf(main)).toEqual([200, 'public, max-age=31536000, immutable'])
  expect(await cachingOf('/')).toEqual([200, 'no-cache'])
  expect(await cachingOf('/assets/main.js')).toEqual([200, 'no-cache'])
  // A page that was opened before an update still finds its files, but nobody keeps them under that name.
  expect(await cachingOf('/assets/v-aaaaaaaaaaaa/main.js')).toEqual([200, 'no-cache'])
  expect((await cachingOf(main.replace('main.js', 'nothing.js')))[0]).toBe(404)
})

it('shows the console to a person who mistyped an address, and refuses a program', async () => {
  const app = await startTestApp()
  const ask = async (path: string, accept: string): Promise<[number, string | null]> => {
    const answer = await app.call(path, { headers: { accept } })
    return [answer.status, answer.headers.get('content-type')]
  }
  const browser = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8'
  expect(await ask('/sesions', browser)).toEqual([404, 'text/html; charset=utf-8'])
  expect(await ask('/sesions', '*/*')).toEqual([404, 'application/json'])
  expect(await ask('/v1/sesions', browser)).toEqual([404, 'application/problem+json'])
  expect(await ask('/register', browser)).toEqual([404, 'application/json'])
})

it('is told who is signed in by the cookie that signing in gives', async () => {
  const app = await startTestApp()
  const signedIn = await app.call('/v1/sign-ins', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: app.url },
    body: JSON.stringify({ token: app.ownerToken }),
  })
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const answer = await app.call('/', { headers: { cookie } })
  expect(answer.headers.get('vary')).toContain('Cookie')
  expect(await answer.text()).toContain('hosts-page.js')
  expect(await (await app.call('/')).text()).not.toContain('hosts-page.js')
})
