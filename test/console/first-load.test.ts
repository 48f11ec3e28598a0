/** The first page as it is sent: whatever it needs is named in it, once, and is there. */

import { expect, test } from 'vitest'
import { prepareIndex } from '../../src/console/first-load.ts'
import { loadPages } from '../../src/console/pages.ts'

const pages = loadPages()
const textOf = (path: string): string => Buffer.from(pages.get(path)?.body ?? []).toString()

test('names one stylesheet, in which are all those of the file, in their order', () => {
  const linked = [...textOf('/').matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(([, path]) => path)
  expect(linked).toEqual(['/assets/styles/first.css'])
  const before = [...textOf('/assets/index.html').matchAll(/rel="stylesheet" href="([^"]+)"/g)]
  expect(before.length).toBeGreaterThan(3)
  const parts = before.map(([, path = '']) => textOf(path))
  expect(textOf('/assets/styles/first.css')).toBe(parts.join('\n'))
})

test('names every module of the start once, so that none is found in another first', () => {
  const named = [...textOf('/').matchAll(/(?:modulepreload" href|module" src)="([^"]+)"/g)].map(
    ([, path = '']) => path,
  )
  expect(new Set(named).size).toBe(named.length)
  expect(named.at(-1)).toBe('/assets/main.js')
  const imported = named.flatMap((path) =>
    [...textOf(path).matchAll(/\bfrom\s*["'](\.[^"']+)["']/g)].map(
      ([, target = '']) => new URL(target, `http://isr${path}`).pathname,
    ),
  )
  expect(imported.length).toBeGreaterThan(20)
  for (const path of [...named, ...imported]) expect(pages.has(path), path).toBe(true)
  expect(imported.filter((path) => !named.includes(path))).toEqual([])
})

test('is sent for every path of the application, and what lies in the folder stays as it is', () => {
  expect(textOf('/settings')).toBe(textOf('/'))
  expect(textOf('/assets/index.html')).not.toContain('first.css')
})

test('a page without stylesheets or modules is sent as it is', () => {
  expect(prepareIndex('<p>Here.\n', () => undefined)).toEqual({ index: '<p>Here.\n', styles: '' })
})
