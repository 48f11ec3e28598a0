/**
 * A tenant filled in every field with words of its own, made through the API, and all that its
 * owner can read of it: what nobody of another tenant may ever be told.
 */

import { generateKeyPairSync } from 'node:crypto'
import type { Permission } from '../../src/protocol/actor.ts'
import { connectHost, pairUp } from './host.ts'
import { type Answer, type Asked, type Headers, PASSWORD, type Person, type World } from './tenants.ts'

/** What others may come to know of a tenant and try; nothing else of it is ever sent. */
export type Known = {
  readonly tenant: string
  readonly ids: Readonly<Record<string, string>>
  readonly code: string
  readonly login: string
  readonly names: readonly string[]
  /** Cursors of its pages. */
  readonly cursors: readonly string[]
  /** All that the host is, which is told to whoever resolves its code. */
  readonly host: unknown
}

/**
 * A tenant with one thing of each kind that others know of and one that they do not; `person` is an
 * owner whom they do not know.
 */
export type Marked = { readonly tenantId: string; readonly person: Person; readonly known: Known }

export const newKey = (): string =>
  String(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x)

const TENANT_SCOPES: readonly Permission[] = ['hosts:read', 'hosts:write', 'audit:read']

/** A connected host with a guest link, a session that was ended and one that goes on. */
const fillSessions = async (world: World, owner: Headers, word: string) => {
  const { code, as: headers } = await world.host(owner, { code: `${word}-linked` })
  const channel = { headers: { ...headers }, services: [`${word}-service`] }
  const host = await connectHost(world.app, { code, ...channel })
  const pair = async (): Promise<string> => {
    const from = { ...owner, 'X-Forwarded-For': world.address() }
    const asked = { code, controller: `${word}-controller` }
    return (await pairUp(world.app, host, from, asked)).offer.id
  }
  await world.must(204, { method: 'DELETE', path: `/v1/sessions/${await pair()}`, as: owner })
  const service = `${word}-service`
  const link = await world.guestLink(owner, host.hostId, { service, note: `${word}-note` })
  return { sessions: await pair(), links: link.id }
}

/** One of everything, all of it named with `word`. */
const fillOnce = async (world: World, tenantId: string, word: string) => {
  const owner = { ...world.owner(tenantId), 'User-Agent': `${word}-agent` }
  const post = (path: string, body: unknown, status: number, as: Headers = owner) =>
    world.must(status, { method: 'POST', path, body, as })
  const given = { code: `${word}-code`, name: `${word}-host`, tags: [`${word}-tag`] }
  const host = await world.host(owner, { ...given, address: world.address() })
  const keyed = await world.host(owner, { ...given, code: `${word}-keyed`, address: world.address() })
  await post(`/v1/hosts/${keyed.id}/transfer`, { key: newKey() }, 200)
  const tags = { tags: [`${word}-tag`, `${word}-label`] }
  await world.must(200, { method: 'PUT', path: `/v1/hosts/${keyed.id}/tags`, body: tags, as: owner })
  await world.ask({ method: 'PUT', path: `/v1/codes/${keyed.code}`, body: { address: world.address() } })
  const person = await world.person(tenantId, 'owner', `${word}-login`, `${word}-name`)
  const body = { login: person.login, password: PASSWORD }
  await post('/v1/sign-ins', body, 201, { 'User-Agent': `${word}-browser` })
  const token = await world.token(person.as, TENANT_SCOPES, { name: `${word}-token` })
  await world.must(200, { method: 'GET', path: '/v1/hosts', as: token.as })
  await world.token(owner, TENANT_SCOPES, { kind: 'tenant', name: `${word}-shared` })
  const invitation = await world.invite(tenantId, 'viewer', `${word}-guest`)
  const enrolment = await world.enrolment(owner, `${word}-enrolment`, [`${word}-tag`])
  const signIn = await world.must(200, { method: 'GET', path: '/v1/sign-ins/current', as: person.as })
  const ids = {
    hosts: host.id,
    people: person.id,
    tokens: token.id,
    invitations: invitation.id,
    enrolments: enrolment.id,
    'sign-ins': String(signIn['id']),
    tenants: tenantId,
    ...(await fillSessions(world, owner, word)),
  }
  const names = [given.name, `${word}-token`, `${word}-enrolment`, `${word}-guest`]
  return { host, person, ids, names }
}

/** Fills a tenant twice over: once with what others know of, once with what they do not. */
export const fill = async (world: World, tenantId: string, word: string): Promise<Marked> => {
  const { host, person, ids, names } = await fillOnce(world, tenantId, `${word}known`)
  const hidden = await fillOnce(world, tenantId, `${word}hidden`)
  const as = world.owner(tenantId)
  const cursors: string[] = []
  for (const path of ['/v1/hosts?limit=1', '/v1/audit?limit=2']) {
    cursors.push(String((await world.must(200, { method: 'GET', path, as }))['nextCursor']))
  }
  const shown = await world.must(200, { method: 'GET', path: `/v1/hosts/${host.id}`, as })
  const known = { tenant: tenantId, ids, code: host.code, login: person.login, names, cursors, host: shown }
  return { tenantId, person: hidden.person, known }
}

/** The page of the audit, by which what was told is compared. */
export const AUDIT = 'audit?limit=500'

const PAGES = ['hosts?limit=500', 'sessions?state=live', 'sessions?state=ended', 'links', 'people', 'tokens', 'invitations', 'enrolments', AUDIT]

/** Everything that the owner of a tenant can read of it, by the page that shows it. */
export const readAll = async (
  world: World,
  { tenantId, person }: Marked,
): Promise<Record<string, unknown>> => {
  const read = async (path: string, as: Headers): Promise<unknown> =>
    world.must(200, { method: 'GET', path, as })
  const found: Record<string, unknown> = {}
  for (const page of PAGES) found[page] = await read(`/v1/${page}`, world.owner(tenantId))
  for (const page of ['sign-ins', 'me']) found[page] = await read(`/v1/${page}`, person.as)
  const { tenants } = (await read('/v1/tenants', world.owner())) as { tenants: { id: string }[] }
  return { ...found, tenant: tenants.find(({ id }) => id === tenantId) }
}

/** Every text in an answer, however deep. */
export const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}

/** The same without what passes by itself: when somebody was seen last. */
export const lasting = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, fact: unknown) =>
      ['seenAt', 'lastSeenAt', 'usedAt', 'usedFrom'].includes(key) ? undefined : fact,
    ),
  ) as unknown

/** All that an answer says, its headers too. */
export const wholeOf = ({ headers, text }: Answer): string =>
  `${[...headers].map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n${text}`

/** A request as a failing test shows it. */
export const lineOf = ({ method, path, body }: Asked): string =>
  `${method} ${path} ${body === undefined ? '' : JSON.stringify(body)}`
