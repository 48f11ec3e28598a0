/** Signing in and out under `/v1`, and the first person of all. */

import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Client } from '../http/client-address.ts'
import { audited, route } from '../http/route.ts'
import { instant, json, jsonBody, refusals } from '../http/schemas.ts'
import type { Web, WebEnv } from '../http/web.ts'
import { type Actor, ROLES } from '../protocol/actor.ts'
import { Refusal } from '../protocol/refusals.ts'
import { DEFAULT_TENANT } from '../protocol/tenant.ts'
import type { Access } from './access.ts'
import type { CredentialCheck } from './people/credentials.ts'
import type { People } from './people/people.ts'
import { actorOf, MAX_LOGIN, type Person } from './people/person.ts'
import { type SignIn, signInCookie } from './sign-ins/sign-in.ts'
import type { SignIns } from './sign-ins/sign-ins.ts'

/** A browser's sign-in as `/v1` shows it. */
export const signInShape = z
  .object({
    id: z.string().openapi({ example: 'sig_V1StGXR8_Z5jdHi6B-myT' }),
    kind: z.enum(['owner-token', 'person']),
    person: z.object({ id: z.string(), login: z.string(), name: z.string() }).nullable(),
    tenantId: z.string(),
    role: z.enum(ROLES),
    address: z.string().openapi({ example: '203.0.113.7' }),
    agent: z.string(),
    createdAt: instant,
    seenAt: instant,
    expiresAt: instant,
    isCurrent: z.boolean(),
  })
  .openapi('SignIn')

/** Longest secret, name or password as it is sent; what is kept has narrower bounds. */
const text = z.string().min(1).max(1024)

const setUp = route(
  { needs: 'anyone', audit: 'server.set-up' },
  {
    method: 'post',
    path: '/v1/set-up',
    operationId: 'setUp',
    tags: ['access'],
    summary: 'Make the first person, with the owner token; works once',
    request: { body: jsonBody(z.object({ token: text, login: text, name: z.string().max(1024), password: text })) },
    responses: {
      201: json(signInShape, 'The person is signed in and owns the server'),
      ...refusals('invalid_request', 'invalid_login', 'password_length', 'password_common'),
      ...refusals('wrong_token', 'cross_origin', 'set_up_done', 'rate_limited', 'sign_ins_busy'),
    },
  },
)

const create = route(
  { needs: 'anyone', audit: 'sign-in.started' },
  {
    method: 'post',
    path: '/v1/sign-ins',
    operationId: 'signIn',
    tags: ['access'],
    summary: 'Sign a browser in with a password or the owner token; the answer sets a cookie',
    request: {
      body: jsonBody(
        z.union([
          z.object({ token: z.string().min(1).max(256) }),
          z.object({
            login: z.string().min(1).max(MAX_LOGIN),
            password: text,
            totp: z.string().max(32).optional(),
            recoveryCode: z.string().max(64).optional(),
          }),
        ]),
      ),
    },
    responses: {
      201: json(signInShape, 'Signed in'),
      ...refusals('invalid_request', 'cross_origin', 'not_a_member', 'sign_ins_busy'),
      ...refusals('wrong_token', 'wrong_password', 'totp_required', 'wrong_totp'),
      ...refusals('rate_limited', 'sign_in_locked'),
    },
  },
)

const current = route(
  { needs: 'anyone' },
  {
    method: 'get',
    path: '/v1/sign-ins/current',
    operationId: 'currentSignIn',
    tags: ['access'],
    summary: 'Read the sign-in of this browser',
    responses: { 200: json(signInShape, 'Signed in'), ...refusals('sign_in_required') },
  },
)

const end = route(
  { needs: 'anyone', audit: 'sign-in.ended' },
  {
    method: 'delete',
    path: '/v1/sign-ins/current',
    operationId: 'signOut',
    tags: ['access'],
    summary: 'Sign this browser out',
    responses: { 204: { description: 'Signed out' }, ...refusals('sign_in_required') },
  },
)

export type SignInRouteOptions = {
  readonly access: Access
  readonly signIns: SignIns
  readonly people: People
  readonly credentials: CredentialCheck
  readonly admitSignIn: (client: Client) => Promise<void>
}

/** Adds the routes of signing in and out to the application. */
export const addSignInRoutes = (web: Web, options: SignInRouteOptions): void => {
  const { access, signIns, people, credentials } = options

  const requireOwnerToken = async (client: Client, token: string): Promise<void> => {
    await options.admitSignIn(client)
    if (!access.isOwnerToken(token.trim())) throw new Refusal('wrong_token')
  }

  const welcomeOwner = async (c: Context<WebEnv>) => {
    const made = await signIns.start(c.get('client'), agentOf(c))
    return welcome(c, made, access.owner, null)
  }

  /** Signs a proven person in, in the tenant they joined first. */
  const welcomePerson = async (c: Context<WebEnv>, person: Shown, passwordChangedAt: number | null) => {
    const [membership] = await people.membershipsOf(person.id)
    if (!membership) throw new Refusal('not_a_member')
    const whose = { id: person.id, tenantId: membership.tenantId, passwordChangedAt }
    const made = await signIns.start(c.get('client'), agentOf(c), whose)
    return welcome(c, made, actorOf(person, membership), person)
  }

  web.openapi(setUp, async (c) => {
    const { token, login, name, password } = c.req.valid('json')
    if (await people.hasAny()) throw new Refusal('set_up_done')
    await requireOwnerToken(c.get('client'), token)
    const passwordHash = await credentials.hashNew(login, password)
    const person = await people.createFirst({ login, name, passwordHash })
    return c.json(await welcomePerson(c, person, null), 201)
  })

  web.openapi(create, async (c) => {
    const typed = c.req.valid('json')
    if ('token' in typed) {
      await requireOwnerToken(c.get('client'), typed.token)
      return c.json(await welcomeOwner(c), 201)
    }
    const wanted = await credentials.personOf(typed.login)
    if (wanted) {
      // A refused attempt concerns those whose member it is, and is nobody else's to see.
      const tenantIds = (await people.membershipsOf(wanted.id)).map(({ tenantId }) => tenantId)
      audited(c, { kind: 'person', id: wanted.id, name: wanted.login }, { tenantIds })
    }
    const { person, passwordChangedAt } = await credentials.prove(typed, c.get('client'))
    return c.json(await welcomePerson(c, person, passwordChangedAt), 201)
  })

  web.openapi(current, async (c) => {
    const { signIn, actor } = await access.requireSignIn(c.env.incoming)
    const person = signIn.personId === undefined ? undefined : await people.find(signIn.personId)
    return c.json(shownSignIn(signIn, actor, person ?? null, true), 200)
  })

  web.openapi(end, async (c) => {
    const { signIn, actor } = await access.requireSignIn(c.env.incoming)
    audited(c, { kind: 'sign-in', id: signIn.id, name: '' }, { actor })
    await signIns.end(signIn.id)
    c.header('Set-Cookie', signInCookie('', c.get('client').isSecure))
    return c.body(null, 204)
  })
}

type Shown = Pick<Person, 'id' | 'login' | 'name'>

const agentOf = (c: Context<WebEnv>): string => c.req.header('user-agent') ?? ''

/** Gives the browser its cookie and tells the audit who came; returns what the page is told. */
export const welcome = (
  c: Context<WebEnv>,
  { signIn, secret }: { readonly signIn: SignIn; readonly secret: string },
  actor: Actor,
  person: Shown | null,
) => {
  audited(c, { kind: 'sign-in', id: signIn.id, name: '' }, { actor })
  c.header('Set-Cookie', signInCookie(secret, c.get('client').isSecure))
  return shownSignIn(signIn, actor, person, true)
}

/** A sign-in as `/v1` shows it. */
export const shownSignIn = (
  signIn: SignIn,
  actor: Pick<Actor, 'role'>,
  person: Shown | null,
  isCurrent: boolean,
) => {
  const { id, tenantId, address, agent, createdAt, seenAt, expiresAt } = signIn
  const isOfPerson = signIn.personId !== undefined
  return {
    id,
    kind: isOfPerson ? ('person' as const) : ('owner-token' as const),
    person: person && { id: person.id, login: person.login, name: person.name },
    tenantId: tenantId || DEFAULT_TENANT,
    role: actor.role ?? ('viewer' as const),
    address,
    agent,
    createdAt,
    seenAt,
    expiresAt,
    isCurrent,
  }
}
