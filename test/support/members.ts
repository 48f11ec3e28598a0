/** People of a tenant, as their browsers see the server. */

import { expect } from 'vitest'
import type { Role } from '../../src/protocol/actor.ts'
import type { TestApp } from './app.ts'

export const PASSWORD = 'correct horse battery'

/** A browser's `fetch`, with its cookie. */
export type Caller = (path: string, init?: RequestInit) => Promise<Response>

/** A JSON body and its method. */
export const json = (body: unknown, method = 'POST'): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

/** Status and code of a refusal (or the body of any other answer). */
export const told = async (answer: Response): Promise<[number, string | undefined]> => {
  const text = await answer.text()
  return [answer.status, text ? (JSON.parse(text) as { code?: string }).code : undefined]
}

export type Invited = { invitation: { id: string; expiresAt: number }; secret: string }

/** Invites somebody and returns the link's secret. */
export const invite = async (by: Caller, login: string, role: Role, rest = {}): Promise<Invited> => {
  const answer = await by('/v1/invitations', json({ login, role, ...rest }))
  expect(answer.status).toBe(201)
  return (await answer.json()) as Invited
}

/** A person with a browser. */
export type Member = { readonly id: string; readonly login: string; readonly call: Caller }

/** The browser that an answer signed in. */
export const browserOf = (app: Pick<TestApp, 'call'>, answer: Response): Caller => {
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return (path, init = {}) => {
    const headers = new Headers(init.headers)
    headers.set('Cookie', cookie)
    return app.call(path, { ...init, headers })
  }
}

/** Accepts an invitation as somebody new. */
export const accept = async (app: TestApp, secret: string): Promise<Member> => {
  const answer = await app.call('/v1/invitations/accept', json({ secret, password: PASSWORD }))
  expect(answer.status).toBe(201)
  const { person } = (await answer.json()) as { person: { id: string; login: string } }
  return { ...person, call: browserOf(app, answer) }
}

/** Makes somebody a member, by default of the first tenant by the owner token. */
export const join = async (
  app: TestApp,
  login: string,
  role: Role,
  by: Caller = app.callAsOwner,
): Promise<Member> => accept(app, (await invite(by, login, role)).secret)

/** Makes a tenant and returns the owner token's way into it. */
export const makeTenant = async (app: TestApp, name: string): Promise<Caller> => {
  const answer = await app.callAsOwner('/v1/tenants', json({ name }))
  expect(answer.status).toBe(201)
  const { id } = (await answer.json()) as { id: string }
  return (path, init = {}) => {
    const headers = new Headers(init.headers)
    headers.set('Isr-Tenant', id)
    return app.callAsOwner(path, { ...init, headers })
  }
}
