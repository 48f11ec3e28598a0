/** Hostile strings in code, name and host: refused or cleaned on the way in, inert on the way out. */

import { describe, expect, it } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "';DROP TABLE leases;--",
  '{{constructor.constructor("alert(1)")()}}',
  '=HYPERLINK("http://evil.example","x")',
  '../../../../etc/passwd',
  '__proto__',
  'constructor',
  '%00%0d%0aSet-Cookie: a=b',
]

/** Never kept: they drive terminals, hide text, or break lines. */
const UNPRINTABLE = [
  'a\u0000b',
  'a\nb',
  'a\r\nSet-Cookie: x=y',
  '\u001b[2J\u001b]0;owned\u0007',
  'a\u009b31mb',
  '\u202egnp.exe',
  'a\u2066b\u2069',
  'a\u2028b',
  '\ufeffa',
  'a\u200fb',
  '\u061cabc',
]

const register = (app: TestApp, params: Record<string, string>): Promise<Response> =>
  app.call(`/register?${new URLSearchParams(params).toString()}`, { method: 'POST' })

const hostsOf = async (app: TestApp): Promise<Host[]> =>
  ((await (await app.callAsOwner('/v1/hosts')).json()) as { hosts: Host[] }).hosts

describe('a rogue host', () => {
  it('gets a hostile code and name back as inert JSON', async () => {
    const app = await startTestApp()
    for (const text of HOSTILE) {
      expect((await register(app, { code: text, host: '10.0.0.1', name: text })).status).toBe(200)
      const info = await app.call(`/info?${new URLSearchParams({ code: text }).toString()}`)
      expect(info.headers.get('content-type')).toBe('application/json')
      expect(info.headers.has('set-cookie')).toBe(false)
      expect(await info.json()).toMatchObject({ code: text, name: text })
    }
    const shown = (await hostsOf(app)).map(({ code, name }) => `${code} ${name}`)
    expect(shown.sort()).toEqual(HOSTILE.map((text) => `${text} ${text}`).sort())
  })

  it('cannot register a code that cannot be printed', async () => {
    const app = await startTestApp()
    const taken: string[] = []
    for (const text of UNPRINTABLE) {
      const answer = await register(app, { code: text, host: '10.0.0.1' })
      const { error_code: why } = (await answer.json()) as { error_code?: string }
      if (why !== 'invalid_code') taken.push(`${JSON.stringify(text)}: ${answer.status} ${why}`)
    }
    expect(taken).toEqual([])
  })

  it('is shown without what cannot be printed in its name', async () => {
    const app = await startTestApp()
    for (const [index, name] of UNPRINTABLE.entries()) {
      const code = `c${index}`
      expect((await register(app, { code, host: '10.0.0.1', name })).status).toBe(200)
    }
    const bad = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/u
    const names = (await hostsOf(app)).map(({ name }) => name)
    expect(names.length).toBe(UNPRINTABLE.length)
    expect(names.filter((name) => name === '' || bad.test(name))).toEqual([])
  })

  it('cannot register an address that is none', async () => {
    const app = await startTestApp()
    // Names that a resolver takes, however odd; and a byte order mark is trimmed like a blank.
    const names = ['__proto__', 'constructor', '\ufeffa']
    const wrong = ['http://10.0.0.1', '10.0.0.1:22', 'a b', '[::1]', '::1']
    const taken: string[] = []
    for (const host of [...HOSTILE, ...UNPRINTABLE, ...wrong]) {
      const answer = await register(app, { code: 'X', host })
      const { error_code: why } = (await answer.json()) as { error_code?: string }
      if (why !== 'invalid_host') taken.push(host)
    }
    expect(taken).toEqual(names)
  })

  it('cannot store more than a person reads out', async () => {
    const app = await startTestApp()
    expect((await register(app, { code: 'x'.repeat(65), host: '10.0.0.1' })).status).toBe(400)
    expect((await register(app, { code: 'X', host: 'x'.repeat(254) })).status).toBe(400)
    await register(app, { code: 'X', host: '10.0.0.1', name: '🖥️'.repeat(200).slice(0, 599) })
    const [host] = await hostsOf(app)
    expect(host?.name.length).toBeLessThanOrEqual(128)
    expect(host?.name.isWellFormed()).toBe(true)
  })

  it.each(['code', 'name', 'host'])('cannot send a megabyte of %s', async (key) => {
    const app = await startTestApp()
    const body = { code: 'X', host: '10.0.0.1', [key]: 'x'.repeat(2 ** 20) }
    const headers = { 'Content-Type': 'application/json' }
    // The server may hang up before all of it is written, which is an answer too.
    const answer = await app
      .call('/register', { method: 'POST', headers, body: JSON.stringify(body) })
      .catch(() => undefined)
    expect([undefined, 413]).toContain(answer?.status)
    expect(await hostsOf(app)).toEqual([])
  })

  it('cannot smuggle lone surrogates through JSON', async () => {
    const app = await startTestApp()
    const headers = { 'Content-Type': 'application/json' }
    const legacy = '{"code":"X","host":"10.0.0.1","name":"a\\ud800b"}'
    expect((await app.call('/register', { method: 'POST', headers, body: legacy })).status).toBe(
      200,
    )
    const body = '{"address":"10.0.0.1","name":"\\udfff\\ud800"}'
    expect((await app.call('/v1/codes/Y', { method: 'PUT', headers, body })).status).toBe(200)
    for (const { name } of await hostsOf(app)) expect(name.isWellFormed()).toBe(true)
  })

  it('cannot hide in the order of the list or break its JSON', async () => {
    const app = await startTestApp(['--public-list'])
    for (const code of HOSTILE) await register(app, { code, host: '10.0.0.1' })
    const list = JSON.parse(await (await app.call('/list')).text()) as {
      codes: object
      count: number
    }
    expect(list.count).toBe(HOSTILE.length)
    expect(Object.keys(list.codes).sort()).toEqual([...HOSTILE].sort())
  })
})

describe('an honest host', () => {
  it('keeps its name in any alphabet, emoji included', async () => {
    const app = await startTestApp()
    const names = ['Recepción Ñ', '受付 PC', 'مكتب', 'Büro-3', '👩‍💻 Laptop', "O'Brien & Sons <3"]
    for (const [index, name] of names.entries()) {
      await register(app, { code: `c${index}`, host: '10.0.0.1', name })
      const info = (await (await app.call(`/info?code=c${index}`)).json()) as { name: string }
      expect(info.name).toBe(name)
    }
  })

  it('is not lost for a name of blanks or of 10 000 characters', async () => {
    const app = await startTestApp()
    expect((await register(app, { code: 'X', host: '10.0.0.1', name: '  \t ' })).status).toBe(200)
    expect(await (await app.call('/info?code=X')).json()).toMatchObject({ name: 'X' })
    const name = 'n'.repeat(10_000)
    expect((await register(app, { code: 'X', host: '10.0.0.1', name })).status).toBe(200)
    expect(await (await app.call('/info?code=X')).json()).toMatchObject({ name: 'n'.repeat(128) })
  })
})
