/** Bodies that are not what they should be, at routes where nothing said means all. */

import { describe, expect, it } from 'vitest'
import { ask, setUp } from '../access/person.ts'
import { startTestApp } from '../support/app.ts'

describe('an approval of a program’s login', () => {
  it('in a body that is not read as JSON gives nothing, least of all everything', async () => {
    const app = await startTestApp()
    const cookie = await setUp(app)
    const begun = await ask(app, 'POST', '/v1/device-logins', { body: { name: 'cli' } })
    const path = `/v1/device-logins/${begun.body.userCode}/approve`
    const text = JSON.stringify({ scopes: ['hosts:read'] })
    const body = Buffer.from(text)
    const form = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']
    for (const type of [undefined, 'text/plain', 'text/json', ...form]) {
      const headers = { Cookie: cookie, ...(type === undefined ? {} : { 'Content-Type': type }) }
      const answer = await app.call(path, { method: 'POST', headers, body })
      expect(answer.status, type).toBe(415)
    }
    const { tokens } = (await ask(app, 'GET', '/v1/tokens', { cookie })).body
    expect(tokens).toEqual([])
  })
})

describe('a JSON body', () => {
  it('with odd names, deep or twice the same, is refused or means what it says', async () => {
    const app = await startTestApp()
    const cookie = await setUp(app)
    const headers = { Cookie: cookie, 'Content-Type': 'application/json' }
    const post = (path: string, body: string) => app.call(path, { method: 'POST', headers, body })
    const deep = '['.repeat(30_000) + ']'.repeat(30_000)
    const inherited = ['{"__proto__":{"token":"x"}}', '{"constructor":{"prototype":{"token":"x"}}}']
    for (const body of [deep, `{"login":${deep}}`, ...inherited, 'null', '1', '""', '[]', '']) {
      expect((await post('/v1/sign-ins', body)).status, body.slice(0, 40)).toBe(400)
    }
    expect((await post('/v1/sign-ins', '{"token":"x","token":{"a":1}}')).status).toBe(400)
    const wish = '"kind":"personal","name":"x","scopes":["hosts:read"]'
    const made = await post('/v1/tokens', `{${wish},"__proto__":{"scopes":["people:write"]}}`)
    expect(await made.json()).toMatchObject({ token: { scopes: ['hosts:read'] } })
  })
})
