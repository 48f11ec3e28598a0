import { TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { auditOf } from '../support/audit.ts'
import {
  accept,
  browserOf,
  type Caller,
  invite,
  join,
  json,
  makeTenant,
  PASSWORD,
  told,
} from '../support/members.ts'

const DAY_MS = 86_400_000

const NEW_PASSWORD = 'another long sentence'

type Listed = { id: string; login: string; kind: string; role: string; createdBy: string }

const openOf = async (by: Caller): Promise<Listed[]> =>
  ((await (await by('/v1/invitations')).json()) as { invitations: Listed[] }).invitations

const look = (app: TestApp, secret: string): Promise<Response> =>
  app.call('/v1/invitations/look', json({ secret }))

const acceptWith = (by: Caller, body: Record<string, unknown>): Promise<Response> =>
  by('/v1/invitations/accept', json(body))

const signInAs = (app: TestApp, login: string, password: string): Promise<Response> =>
  app.call('/v1/sign-ins', json({ login, password }))

const reset = async (by: Caller, id: string): Promise<{ secret: string }> => {
  const answer = await by(`/v1/people/${id}/reset`, { method: 'POST' })
  expect(answer.status).toBe(201)
  return (await answer.json()) as { secret: string }
}

describe('an invitation', () => {
  it('makes a new person with a name and a password of their own choice', async () => {
    const app = await startTestApp()
    const { secret, invitation } = await invite(app.callAsOwner, ' Ana@Example.com', 'operator')
    expect(secret).toMatch(/^isri_[\w-]{43}$/)
    expect(await (await look(app, secret)).json()).toEqual({
      kind: 'invitation',
      login: 'ana@example.com',
      role: 'operator',
      tenantName: 'Default',
      needsPassword: true,
    })
    const answer = await acceptWith(app.call, { secret, name: ' Ana \u0007 Ñ ', password: PASSWORD })
    expect([answer.status, await answer.json()]).toMatchObject([
      201,
      { kind: 'person', role: 'operator', person: { login: 'ana@example.com', name: 'Ana Ñ' } },
    ])
    expect((await browserOf(app, answer)('/v1/hosts')).status).toBe(200)
    expect((await signInAs(app, 'ana@example.com', PASSWORD)).status).toBe(201)
    const [entry] = await auditOf(app, '?action=invitation.accepted')
    expect(entry).toMatchObject({
      actor: { kind: 'person', name: 'ana@example.com' },
      object: { kind: 'invitation', id: invitation.id },
      after: { kind: 'invitation', role: 'operator' },
    })
  })

  it('is listed while it is open, without its secret', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'owner')
    const { invitation, secret } = await invite(ana.call, 'eva', 'viewer')
    const open = await openOf(ana.call)
    expect(open).toEqual([invitation])
    expect(open[0]).toMatchObject({ login: 'eva', kind: 'invitation', createdBy: 'ana' })
    expect(JSON.stringify(open)).not.toContain(secret.slice(5))
    await accept(app, secret)
    expect(await openOf(ana.call)).toEqual([])
  })

  it('holds for a week, or as long as was said, and not a moment more', async () => {
    const app = await startTestApp()
    const week = await invite(app.callAsOwner, 'ana', 'viewer')
    expect(week.invitation.expiresAt).toBe(app.time.now() + 7 * DAY_MS)
    const month = await invite(app.callAsOwner, 'eva', 'viewer', { expiresInMs: 30 * DAY_MS })
    app.time.advance(7 * DAY_MS - 1)
    expect((await look(app, week.secret)).status).toBe(200)
    app.time.advance(1)
    expect(await told(await look(app, week.secret))).toEqual([403, 'invitation_invalid'])
    expect(await openOf(app.callAsOwner)).toMatchObject([{ login: 'eva' }])
    app.time.advance(23 * DAY_MS)
    expect(await told(await acceptWith(app.call, { secret: month.secret, password: PASSWORD }))).toEqual(
      [403, 'invitation_invalid'],
    )
    for (const expiresInMs of [0, 59_999, 30 * DAY_MS + 1, 1.5, '7d']) {
      const wanted = json({ login: 'x', role: 'viewer', expiresInMs })
      expect(await told(await app.callAsOwner('/v1/invitations', wanted))).toEqual([
        400,
        'invalid_request',
      ])
    }
  })

  it('that was withdrawn is worth nothing', async () => {
    const app = await startTestApp()
    const { secret, invitation } = await invite(app.callAsOwner, 'ana', 'viewer')
    const path = `/v1/invitations/${invitation.id}`
    expect((await app.callAsOwner(path, { method: 'DELETE' })).status).toBe(204)
    expect(await told(await look(app, secret))).toEqual([403, 'invitation_invalid'])
    expect(await told(await app.callAsOwner(path, { method: 'DELETE' }))).toEqual([
      404,
      'invitation_not_found',
    ])
  })

  it('gives way to a newer one for the same login in the same tenant', async () => {
    const app = await startTestApp()
    const inB = await makeTenant(app, 'B')
    const first = await invite(app.callAsOwner, 'ana', 'viewer')
    const elsewhere = await invite(inB, 'ana', 'viewer')
    const second = await invite(app.callAsOwner, 'ANA', 'operator')
    expect((await look(app, first.secret)).status).toBe(403)
    expect((await look(app, second.secret)).status).toBe(200)
    expect((await look(app, elsewhere.secret)).status).toBe(200)
  })

  it('is not made for whoever is a member already, nor for what is no login', async () => {
    const app = await startTestApp()
    await join(app, 'ana', 'viewer')
    const made = (login: string): Promise<Response> =>
      app.callAsOwner('/v1/invitations', json({ login, role: 'viewer' }))
    expect(await told(await made('Ana'))).toEqual([409, 'already_member'])
    for (const login of ['an a', '\u0000', '<b>', '=cmd()', 'x'.repeat(300)]) {
      expect(await told(await made(login))).toEqual([400, 'invalid_login'])
    }
  })

  it('leaves its password to be chosen again when that was too short', async () => {
    const app = await startTestApp()
    const { secret } = await invite(app.callAsOwner, 'ana', 'viewer')
    expect(await told(await acceptWith(app.call, { secret, password: 'short' }))).toEqual([
      400,
      'password_length',
    ])
    expect(await told(await acceptWith(app.call, { secret }))).toEqual([400, 'invalid_request'])
    await accept(app, secret)
  })
})

describe('an invitation for somebody who is a person already', () => {
  it('is accepted in their own browser only, which then works in that tenant', async () => {
    const app = await startTestApp()
    const eva = await join(app, 'eva', 'viewer')
    const other = await join(app, 'ian', 'viewer')
    app.time.advance(1)
    const inB = await makeTenant(app, 'B')
    const { secret } = await invite(inB, 'eva', 'admin')
    expect(await (await look(app, secret)).json()).toMatchObject({
      tenantName: 'B',
      needsPassword: false,
    })
    const body = { secret, name: 'Not me', password: NEW_PASSWORD }
    expect(await told(await acceptWith(app.call, body))).toEqual([401, 'sign_in_required'])
    expect(await told(await acceptWith(other.call, body))).toEqual([403, 'invitation_for_other'])
    expect(await told(await acceptWith(app.callAsOwner, body))).toEqual([401, 'sign_in_required'])
    const accepted = await acceptWith(eva.call, body)
    expect([accepted.status, await accepted.json()]).toMatchObject([
      201,
      { role: 'admin', person: { id: eva.id, name: 'eva' } },
    ])
    const me = await browserOf(app, accepted)('/v1/me')
    expect(await me.json()).toMatchObject({ tenant: { name: 'B' }, tenants: [{}, { name: 'B' }] })
    expect((await eva.call('/v1/me')).status).toBe(401)
    expect((await signInAs(app, 'eva', NEW_PASSWORD)).status).toBe(401)
    expect((await signInAs(app, 'eva', PASSWORD)).status).toBe(201)
  })
})

describe('a link that resets a password', () => {
  it('sets a new one, removes the second factor and ends every sign-in', async () => {
    const app = await startTestApp()
    const eva = await join(app, 'eva', 'operator')
    const { secret } = await reset(app.callAsOwner, eva.id)
    expect((await eva.call('/v1/me')).status).toBe(200)
    expect(await (await look(app, secret)).json()).toMatchObject({
      kind: 'reset',
      login: 'eva',
      needsPassword: true,
    })
    const answer = await acceptWith(app.call, { secret, password: NEW_PASSWORD })
    expect([answer.status, await answer.json()]).toMatchObject([
      201,
      { role: 'operator', person: { id: eva.id } },
    ])
    expect((await eva.call('/v1/me')).status).toBe(401)
    expect((await browserOf(app, answer)('/v1/me')).status).toBe(200)
    expect(await told(await signInAs(app, 'eva', PASSWORD))).toEqual([401, 'wrong_password'])
    expect((await signInAs(app, 'eva', NEW_PASSWORD)).status).toBe(201)
    expect(await told(await acceptWith(app.call, { secret, password: PASSWORD }))).toEqual([
      403,
      'invitation_invalid',
    ])
    const [entry] = await auditOf(app, '?action=person.reset')
    expect(entry).toMatchObject({ object: { kind: 'person', id: eva.id, name: 'eva' } })
  })

  it('lets somebody in again who lost the authenticator', async () => {
    const app = await startTestApp()
    const eva = await join(app, 'eva', 'operator')
    const started = await eva.call('/v1/me/totp', json({ password: PASSWORD }))
    const { secret: key } = (await started.json()) as { secret: string }
    const code = new TOTP({ secret: key }).generate({ timestamp: app.time.now() })
    expect((await eva.call('/v1/me/totp', json({ code }, 'PUT'))).status).toBe(200)
    expect(await told(await signInAs(app, 'eva', PASSWORD))).toEqual([401, 'totp_required'])
    const { secret } = await reset(app.callAsOwner, eva.id)
    expect((await acceptWith(app.call, { secret, password: NEW_PASSWORD })).status).toBe(201)
    const signedIn = await signInAs(app, 'eva', NEW_PASSWORD)
    expect(signedIn.status).toBe(201)
    const me = await browserOf(app, signedIn)('/v1/me')
    expect(await me.json()).toMatchObject({ person: { hasTotp: false, recoveryCodesLeft: 0 } })
  })

  it('holds for a day', async () => {
    const app = await startTestApp()
    const eva = await join(app, 'eva', 'operator')
    const { secret } = await reset(app.callAsOwner, eva.id)
    app.time.advance(DAY_MS)
    expect((await look(app, secret)).status).toBe(403)
  })

  it('is not made for a member of other tenants, except by an owner of the server', async () => {
    const app = await startTestApp()
    const inB = await makeTenant(app, 'B')
    const olga = await join(app, 'olga', 'owner', inB)
    const eva = await join(app, 'eva', 'viewer')
    await acceptWith(eva.call, { secret: (await invite(inB, 'eva', 'viewer')).secret })
    const refused = await olga.call(`/v1/people/${eva.id}/reset`, { method: 'POST' })
    const problem = (await refused.json()) as { code: string; detail: string }
    expect([refused.status, problem.code]).toEqual([403, 'reset_needs_server'])
    expect(problem.detail).toContain('an owner of the server')
    const { secret } = await reset(app.callAsOwner, eva.id)
    expect((await acceptWith(app.call, { secret, password: NEW_PASSWORD })).status).toBe(201)
  })

  it('is not made for oneself: that is what the current password is for', async () => {
    const app = await startTestApp()
    const ana = await join(app, 'ana', 'owner')
    const own = await ana.call(`/v1/people/${ana.id}/reset`, { method: 'POST' })
    expect(await told(own)).toEqual([403, 'forbidden'])
  })
})
