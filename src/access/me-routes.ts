/** What people read and change about themselves: who they are, their sign-ins, their secrets. */

import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { audited, route } from '../http/route.ts'
import { json, jsonBody, refusals } from '../http/schemas.ts'
import type { Web, WebEnv } from '../http/web.ts'
import { PERMISSION_NAMES, ROLES } from '../protocol/actor.ts'
import { Refusal } from '../protocol/refusals.ts'
import type { CredentialCheck } from './people/credentials.ts'
import type { SecondFactor } from './people/factors/second-factor.ts'
import type { People } from './people/people.ts'
import type { Person } from './people/person.ts'
import { shownSignIn, signInShape } from './sign-in-routes.ts'
import type { SignIns } from './sign-ins/sign-ins.ts'
import { endingOthers, idsOf } from './sign-ins/store.ts'

const text = z.string().min(1).max(1024)

const password = jsonBody(z.object({ password: text }))

const tenant = z.object({ id: z.string(), name: z.string() })

const me = z
  .object({
    kind: z.enum(['owner-token', 'person', 'token']),
    id: z.string(),
    name: z.string(),
    person: z
      .object({
        id: z.string(),
        login: z.string(),
        name: z.string(),
        hasPassword: z.boolean(),
        hasTotp: z.boolean(),
        recoveryCodesLeft: z.number().int(),
      })
      .nullable(),
    tenant,
    tenants: z.array(tenant.extend({ role: z.enum(ROLES) })),
    role: z.enum(ROLES).nullable(),
    permissions: z.array(z.enum(PERMISSION_NAMES)),
  })
  .openapi('Me')

const codes = z.object({ recoveryCodes: z.array(z.string()) }).openapi('RecoveryCodes')

/** What a person is refused with who is asked for the password again. */
const REASKED = refusals('invalid_request', 'sign_in_required', 'wrong_password', 'forbidden')

const common = { tags: ['access'] }

const readMe = route(
  { needs: 'signed-in' },
  {
    ...common,
    method: 'get',
    path: '/v1/me',
    operationId: 'getMe',
    summary: 'Read who you are and what you may do here',
    responses: { 200: json(me, 'You'), ...refusals('sign_in_required', 'invalid_token', 'forbidden') },
  },
)

const list = route(
  { needs: 'person' },
  {
    ...common,
    method: 'get',
    path: '/v1/sign-ins',
    operationId: 'listSignIns',
    summary: 'List your sign-ins, newest first',
    responses: {
      200: json(z.object({ signIns: z.array(signInShape) }), 'Your sign-ins'),
      ...refusals('sign_in_required', 'forbidden'),
    },
  },
)

const endOne = route(
  { needs: 'person', audit: 'sign-in.ended' },
  {
    ...common,
    method: 'delete',
    path: '/v1/sign-ins/{id}',
    operationId: 'endSignIn',
    summary: 'End one of your sign-ins; what it has open is cut',
    request: { params: z.object({ id: z.string().max(64) }) },
    responses: {
      204: { description: 'Ended' },
      ...refusals('sign_in_required', 'forbidden', 'sign_in_not_found'),
    },
  },
)

const switchTenant = route(
  { needs: 'signed-in' },
  {
    ...common,
    method: 'put',
    path: '/v1/sign-ins/current/tenant',
    operationId: 'switchTenant',
    summary: 'Work in another tenant with this browser',
    request: { body: jsonBody(z.object({ tenantId: z.string().max(64) })) },
    responses: {
      204: { description: 'Switched' },
      ...refusals('invalid_request', 'sign_in_required', 'forbidden', 'tenant_not_found'),
    },
  },
)

const changePassword = route(
  { needs: 'person', audit: 'password.changed' },
  {
    ...common,
    method: 'put',
    path: '/v1/me/password',
    operationId: 'changePassword',
    summary: 'Change your password; your other sign-ins end',
    request: { body: jsonBody(z.object({ current: text, next: text })) },
    responses: {
      204: { description: 'Changed' },
      ...REASKED,
      ...refusals('invalid_request', 'password_length', 'password_common', 'sign_in_locked'),
    },
  },
)

const startTotp = route(
  { needs: 'person', audit: 'totp.started' },
  {
    ...common,
    method: 'post',
    path: '/v1/me/totp',
    operationId: 'startTotp',
    summary: 'Get a secret for an authenticator; it counts once it is confirmed',
    request: { body: password },
    responses: {
      200: json(z.object({ secret: z.string(), uri: z.string() }).openapi('Totp'), 'The secret'),
      ...REASKED,
      ...refusals('totp_on', 'sign_in_locked'),
    },
  },
)

const confirmTotp = route(
  { needs: 'person', audit: 'totp.confirmed' },
  {
    ...common,
    method: 'put',
    path: '/v1/me/totp',
    operationId: 'confirmTotp',
    summary: 'Show that the authenticator works; the recovery codes are told once',
    request: { body: jsonBody(z.object({ code: z.string().max(32) })) },
    responses: {
      200: json(codes, 'From now on signing in asks for digits'),
      ...refusals('invalid_request', 'forbidden', 'totp_on', 'totp_off'),
      ...refusals('sign_in_required', 'wrong_totp'),
    },
  },
)

const removeTotp = route(
  { needs: 'person', audit: 'totp.removed' },
  {
    ...common,
    method: 'delete',
    path: '/v1/me/totp',
    operationId: 'removeTotp',
    summary: 'Sign in without an authenticator again',
    request: { body: password },
    responses: {
      204: { description: 'Removed' },
      ...REASKED,
      ...refusals('totp_off', 'sign_in_locked'),
    },
  },
)

const newCodes = route(
  { needs: 'person', audit: 'recovery-codes.made' },
  {
    ...common,
    method: 'post',
    path: '/v1/me/recovery-codes',
    operationId: 'newRecoveryCodes',
    summary: 'Get ten new recovery codes; the old ones end',
    request: { body: password },
    responses: { 200: json(codes, 'The codes'), ...REASKED, ...refusals('totp_off', 'sign_in_locked') },
  },
)

export type MeRouteOptions = {
  readonly signIns: SignIns
  readonly people: People
  readonly credentials: CredentialCheck
  readonly secondFactor: SecondFactor
}

/** Adds the routes about oneself to the application. */
export const addMeRoutes = (web: Web, options: MeRouteOptions): void => {
  const { signIns, people, credentials, secondFactor } = options

  /** The person in front of the browser and the sign-in they use; also what the audit names. */
  const self = async (c: Context<WebEnv>): Promise<{ person: Person; signInId: string }> => {
    const { personId, signInId } = c.get('actor')
    const person = personId === undefined ? undefined : await people.find(personId)
    if (!person || signInId === undefined) throw new Refusal('sign_in_required')
    audited(c, { kind: 'person', id: person.id, name: person.login })
    return { person, signInId }
  }

  const reask = async (c: Context<WebEnv>, typed: string): Promise<Person> => {
    const { person, signInId } = await self(c)
    await credentials.confirm({ login: person.login, signInId }, typed, c.get('client'))
    return person
  }

  const aboutPerson = async (personId: string | undefined) => {
    const person = personId === undefined ? undefined : await people.find(personId)
    if (!person) return null
    const { id, login, name, hasPassword, hasTotp } = person
    const recoveryCodesLeft = hasTotp ? await secondFactor.codesLeft(id) : 0
    return { id, login, name, hasPassword, hasTotp, recoveryCodesLeft }
  }

  web.openapi(readMe, async (c) => {
    const actor = c.get('actor')
    const { kind, id, name, tenantId, role, permissions, personId } = actor
    if (kind === 'anonymous' || kind === 'host' || kind === 'guest') throw new Refusal('sign_in_required')
    const tenants = (await people.tenantsOf(actor)).map((found) => ({
      id: found.tenantId,
      name: found.tenantName,
      role: kind === 'token' ? (role ?? found.role) : found.role,
    }))
    const here = { id: tenantId, name: tenants.find((one) => one.id === tenantId)?.name ?? '' }
    const person = await aboutPerson(personId)
    const may = [...permissions]
    return c.json({ kind, id, name, person, tenant: here, tenants, role: role ?? null, permissions: may }, 200)
  })

  web.openapi(list, async (c) => {
    const { person, signInId } = await self(c)
    const found = await signIns.listOf(person.id)
    return c.json({ signIns: found.map((one) => shownSignIn(one, one, person, one.id === signInId)) }, 200)
  })

  web.openapi(endOne, async (c) => {
    const { person } = await self(c)
    const { id } = c.req.valid('param')
    audited(c, { kind: 'sign-in', id, name: '' })
    await signIns.endOf(id, person.id)
    return c.body(null, 204)
  })

  web.openapi(switchTenant, async (c) => {
    const { signInId, tenantId } = c.get('actor')
    if (signInId === undefined) throw new Refusal('forbidden', { detail: 'sign-in' })
    await signIns.switch(signInId, tenantId, c.req.valid('json').tenantId)
    return c.body(null, 204)
  })

  web.openapi(changePassword, async (c) => {
    const { person, signInId } = await self(c)
    const [ended = []] = await credentials.changePassword(
      { login: person.login, signInId },
      c.req.valid('json'),
      c.get('client'),
      (newHash) => [endingOthers(person.id, signInId, newHash)],
    )
    signIns.tell(idsOf(ended))
    return c.body(null, 204)
  })

  web.openapi(startTotp, async (c) => {
    const { id, login } = await reask(c, c.req.valid('json').password)
    return c.json(await secondFactor.start(id, login), 200)
  })

  web.openapi(confirmTotp, async (c) => {
    const { person } = await self(c)
    return c.json({ recoveryCodes: await secondFactor.confirm(person.id, c.req.valid('json').code) }, 200)
  })

  web.openapi(removeTotp, async (c) => {
    const { id } = await reask(c, c.req.valid('json').password)
    await secondFactor.remove(id)
    return c.body(null, 204)
  })

  web.openapi(newCodes, async (c) => {
    const { id } = await reask(c, c.req.valid('json').password)
    return c.json({ recoveryCodes: await secondFactor.newCodes(id) }, 200)
  })
}
