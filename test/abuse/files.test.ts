/** Every spelling of a path that could reach a file outside public/. */

import { describe, expect, it } from 'vitest'
import { exchange, request } from '../contract/raw.ts'
import { startTestApp } from '../support/app.ts'

const UP = [
  '..',
  '%2e%2e',
  '.%2e',
  '%2E.',
  '..%00',
  '..;',
  '%252e%252e',
  '..%c0%af',
  '%c0%ae%c0%ae',
  '....',
  '\\..',
  '..\\',
  '%5c..',
  '..%5c',
  '%uff0e%uff0e',
  '．．',
]

const SLASHES = ['/', '%2f', '%2F', '\\', '%5c', '%252f', '//', '/./']

const TARGETS = [
  'package.json',
  'src/config.ts',
  'data/owner-token',
  'owner-token',
  'etc/passwd',
  'registry.db',
]

const SECRET = /isro_|"dependencies"|root:x|SQLite format|export const/

describe('whoever climbs out of the public folder', () => {
  it('finds nothing, however dots and slashes are spelled', async () => {
    const app = await startTestApp()
    const paths = UP.flatMap((up) =>
      SLASHES.flatMap((slash) =>
        TARGETS.map((target) => `/assets${slash}${up}${slash}${up}${slash}${target}`),
      ),
    )
    const found: string[] = []
    for (const path of paths) {
      const bytes = Buffer.from(request('GET', path, { Connection: 'close' }))
      const { status, body } = await exchange(app.url, bytes)
      if (status === 200 || status >= 500 || SECRET.test(body)) found.push(`${status} ${path}`)
    }
    expect(found).toEqual([])
  })

  it('finds nothing by absolute paths, other roots or odd names', async () => {
    const app = await startTestApp()
    const paths = ['/etc/passwd', '//etc/passwd', '/assets//etc/passwd', '/assets/%2fetc%2fpasswd']
    const odd = [
      '/assets',
      '/assets/',
      '/assets/.',
      '/assets/%00',
      '/assets/index.html%00.js',
      '/assets/index.html/',
    ]
    for (const path of [
      ...paths,
      ...odd,
      '/.git/config',
      '/package.json',
      '/src/main.ts',
      '/data/owner-token',
    ]) {
      const { status, body } = await exchange(app.url, request('GET', path))
      expect([400, 404], path).toContain(status)
      expect(body).not.toMatch(SECRET)
    }
  })
})

describe('a browser', () => {
  it('gets the page and its files, with the type they are', async () => {
    const app = await startTestApp()
    const page = await app.call('/')
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ])
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1]
    const answer = await app.call(script ?? 'the page names no script')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ])
  })
})
