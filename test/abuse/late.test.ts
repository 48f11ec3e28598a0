/** Requests that begin under an authority and end after it: the answer is that of the end. */

import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { Role } from '../../src/protocol/actor.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { invite, json, PASSWORD } from '../support/members.ts'

/** A new member and the cookie of their browser. */
const join = async (app: TestApp, login: string, role: Role) => {
  const { secret } = await invite(app.callAsOwner, login, role)
  const answer = await app.call('/v1/invitations/accept', json({ secret, password: PASSWORD }))
  const { person } = (await answer.json()) as { person: { id: string } }
  return { id: person.id, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
}

/** Sends the head and half of a JSON body; `finish` sends the rest and reads the answer. */
const begin = async (app: TestApp, method: string, path: string, cookie: string, body: unknown) => {
  const bytes = Buffer.from(JSON.stringify(body))
  const half = Math.floor(bytes.length / 2)
  const headers = { Cookie: cookie, 'Content-Type': 'application/json', 'Content-Length': bytes.length }
  const sending = request(new URL(path, app.url), { method, headers })
  const answered = new Promise<[number, string]>((done, fail) => {
    sending.on('error', fail)
    sending.once('response', (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('end', () => {
        const { code = '' } = JSON.parse(Buffer.concat(chunks).toString()) as { code?: string }
        done([answer.statusCode ?? 0, code])
      })
    })
  })
  await new Promise<void>((done) => sending.write(bytes.subarray(0, half), () => done()))
  // By the time this is answered, the server has seen what was sent before it.
  await (await app.call('/v1/server')).text()
  return {
    finish: (): Promise<[number, string]> => {
      sending.end(bytes.subarray(half))
      return answered
    },
  }
}

describe('a request that arrives slowly', () => {
  it('makes no token, invitation or owner for an admin who was removed meanwhile', async () => {
    const app = await startTestApp()
    await join(app, 'eva', 'owner')
    const ana = await join(app, 'ana', 'owner')
    const luis = await join(app, 'luis', 'viewer')
    const kinds = ['tenant', 'personal']
    const late = await Promise.all([
      ...kinds.map((kind) =>
        begin(app, 'POST', '/v1/tokens', ana.cookie, { kind, name: 'x', scopes: ['hosts:read'] }),
      ),
      begin(app, 'POST', '/v1/invitations', ana.cookie, { login: 'accomplice', role: 'owner' }),
      begin(app, 'PUT', `/v1/people/${luis.id}/role`, ana.cookie, { role: 'owner' }),
    ])
    expect((await app.callAsOwner(`/v1/people/${ana.id}`, { method: 'DELETE' })).status).toBe(204)
    for (const { finish } of late) expect(await finish()).toEqual([401, 'sign_in_required'])
    expect(await (await app.callAsOwner('/v1/tokens')).json()).toEqual({ tokens: [] })
    expect(await (await app.callAsOwner('/v1/invitations')).json()).toEqual({ invitations: [] })
  })

  it('is judged by what its sender is when it has arrived', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'admin')
    const { finish } = await begin(app, 'POST', '/v1/tokens', ana.cookie, {
      kind: 'tenant',
      name: 'x',
      scopes: ['people:write'],
    })
    await app.callAsOwner(`/v1/people/${ana.id}/role`, json({ role: 'viewer' }, 'PUT'))
    expect(await finish()).toEqual([403, 'forbidden'])
  })
})
