/**
 * Who may do what, written by hand and not taken from the code: one row for each route, with those
 * who are let in and what the others are told.
 */

import { generateKeyPairSync } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { askSession, connectHost } from './host.ts'
import { PASSWORD, type Headers, type World } from './tenants.ts'

/** Everybody who asks; people are members of the first tenant, but for `other`, who owns another. */
export const WHO = [
  'anonymous',
  'expired',
  'revoked',
  'host',
  'narrow',
  'tenant-token',
  'viewer',
  'operator',
  'admin',
  'owner',
  'owner-token',
  'other',
] as const

export type Who = (typeof WHO)[number]

/** Whoever presents what is not valid is nobody, also where nobody would do. */
const INVALID: ReadonlySet<Who> = new Set(['expired', 'revoked'])

const EVERYBODY = WHO
const ANYONE = WHO.filter((who) => !INVALID.has(who))
const SIGNED_IN = ANYONE.filter((who) => who !== 'anonymous' && who !== 'host')
const PEOPLE: readonly Who[] = ['viewer', 'operator', 'admin', 'owner', 'other']
const READERS: readonly Who[] = [...PEOPLE, 'owner-token', 'tenant-token']
const OPERATORS: readonly Who[] = ['operator', 'admin', 'owner', 'owner-token', 'other']
const ADMINS: readonly Who[] = ['admin', 'owner', 'owner-token', 'other']
const SERVER: readonly Who[] = ['owner', 'owner-token']
/** `narrow` has this scope alone. */
const AUDITORS: readonly Who[] = [...ADMINS, 'narrow']

/** Who asks, and what he has for it. */
export type Asker = { readonly who: Who; readonly as: Headers; readonly signInId: string }

type Request = { readonly path?: string; readonly body?: unknown; readonly as?: Headers }

/** One row: `make` prepares what is acted upon and says what is sent, valid in every other respect. */
export type Row = {
  /** As the OpenAPI file writes it; `#…` tells apart rows of one route. */
  readonly route: string
  /** What the route is guarded with; absent for paths outside `/v1`. */
  readonly needs?: string
  readonly let: readonly Who[]
  /** Status for those who are let in. */
  readonly ok: number
  /** The object is the first tenant's: for `other` it does not exist. */
  readonly isOurs?: boolean
  /** Told to some who are not let in, where that is not 401 or 403 by rule. */
  readonly told?: Partial<Record<Who, number>>
  /** What is done ends or changes the asker, so a new one is made for it. */
  readonly isLast?: boolean
  readonly make?: (world: World, asker: Asker) => Promise<Request>
}

const nothing = async (): Promise<Request> => ({})

const hostVerb =
  (verb: string, prepare: readonly string[] = [], body?: () => unknown): NonNullable<Row['make']> =>
  async (world) => {
    const { id } = await world.openHost()
    for (const before of prepare) {
      await world.must(200, { method: 'POST', path: `/v1/hosts/${id}/${before}`, as: world.owner() })
    }
    return { path: `/v1/hosts/${id}${verb}`, ...(body ? { body: body() } : {}) }
  }

const newKey = (): string =>
  String(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x)

const codePath = async (world: World): Promise<Request> => ({
  path: `/v1/codes/${(await world.openHost()).code}`,
})

const contractQuery =
  (path: string): NonNullable<Row['make']> =>
  async (world) => ({ path: `${path}?code=${(await world.openHost()).code}` })

const memberPath =
  (rest: string, body?: unknown): NonNullable<Row['make']> =>
  async (world) => {
    const { id } = await world.person('tenant_default', 'viewer')
    return { path: `/v1/people/${id}${rest}`, ...(body === undefined ? {} : { body }) }
  }

const deviceLogin = async (world: World): Promise<Record<string, unknown>> =>
  world.must(201, { method: 'POST', path: '/v1/device-logins', body: { name: 'a program' } })

/** A login that may be asked about again. */
const waitedFor = async (world: World): Promise<unknown> => {
  const { deviceCode, intervalMs } = await deviceLogin(world)
  world.app.time.advance(Number(intervalMs))
  return deviceCode
}

const devicePath =
  (rest: string, body?: unknown): NonNullable<Row['make']> =>
  async (world) => ({
    path: `/v1/device-logins/${String((await deviceLogin(world))['userCode'])}${rest}`,
    ...(body === undefined ? {} : { body }),
  })

const HOSTS: readonly Row[] = [
  { route: 'GET /v1/hosts', needs: 'hosts:read', let: READERS, ok: 200 },
  { route: 'GET /v1/hosts/{id}', needs: 'hosts:read', let: READERS, ok: 200, isOurs: true, make: hostVerb('') },
  { route: 'DELETE /v1/hosts/{id}', needs: 'hosts:write', let: OPERATORS, ok: 204, isOurs: true, make: hostVerb('') },
  { route: 'POST /v1/hosts/{id}/lock', needs: 'hosts:write', let: OPERATORS, ok: 200, isOurs: true, make: hostVerb('/lock') },
  { route: 'POST /v1/hosts/{id}/unlock', needs: 'hosts:write', let: OPERATORS, ok: 200, isOurs: true, make: hostVerb('/unlock', ['lock']) },
  { route: 'PUT /v1/hosts/{id}/tags', needs: 'hosts:write', let: OPERATORS, ok: 200, isOurs: true, make: hostVerb('/tags', [], () => ({ tags: ['office'] })) },
  { route: 'POST /v1/hosts/{id}/release', needs: 'hosts:own', let: ADMINS, ok: 200, isOurs: true, make: hostVerb('/release') },
  { route: 'POST /v1/hosts/{id}/revoke', needs: 'hosts:own', let: ADMINS, ok: 200, isOurs: true, make: hostVerb('/revoke') },
  { route: 'POST /v1/hosts/{id}/transfer', needs: 'hosts:own', let: ADMINS, ok: 200, isOurs: true, make: hostVerb('/transfer', [], () => ({ key: newKey() })) },
  { route: 'GET /v1/events', needs: 'hosts:read', let: READERS, ok: 200 },
]

const CODES: readonly Row[] = [
  { route: 'POST /v1/codes', needs: 'anyone', let: ANYONE, ok: 201, make: async () => ({ body: { address: '10.0.0.3' } }) },
  {
    route: 'PUT /v1/codes/{code}',
    needs: 'anyone',
    let: ANYONE.filter((who) => who !== 'host'),
    ok: 200,
    // A credential registers its own code only.
    told: { host: 403 },
    make: async (world) => ({ ...(await codePath(world)), body: { address: '10.0.0.3' } }),
  },
  { route: 'GET /v1/codes/{code}', needs: 'anyone', let: ANYONE, ok: 200, make: codePath },
  { route: 'DELETE /v1/codes/{code}', needs: 'hosts:write', let: OPERATORS, ok: 204, isOurs: true, make: codePath },
  { route: 'POST /v1/resolve', needs: 'anyone', let: ANYONE, ok: 200, make: async (world) => ({ body: { code: (await world.openHost()).code } }) },
  { route: 'GET /v1/enrolments', needs: 'enrolments:read', let: ADMINS, ok: 200 },
  { route: 'POST /v1/enrolments', needs: 'enrolments:write', let: ADMINS, ok: 201, make: async () => ({ body: { name: 'x', uses: 1, expiresInMs: 60_000, tags: [] } }) },
  { route: 'DELETE /v1/enrolments/{id}', needs: 'enrolments:write', let: ADMINS, ok: 204, isOurs: true, make: async (world) => ({ path: `/v1/enrolments/${(await world.enrolment(world.owner())).id}` }) },
  {
    route: 'POST /v1/enrolments/redeem',
    needs: 'anyone',
    let: ANYONE,
    ok: 201,
    make: async (world) => {
      const { secret: token } = await world.enrolment(world.owner())
      return { body: { token, code: world.fresh('code'), address: '10.0.0.3' } }
    },
  },
]

/** A connected host of the first tenant, and its code. */
const connected = async (world: World): Promise<string> => {
  const code = world.fresh('code')
  await connectHost(world.app, { code })
  return code
}

const connectedId = async (world: World): Promise<string> =>
  (await connectHost(world.app, { code: world.fresh('code') })).hostId

const sessionPath = async (world: World): Promise<Request> => {
  const code = await connected(world)
  const headers = { ...world.owner(), 'X-Forwarded-For': world.address() }
  const { id } = (await (await askSession(world.app, { code }, headers)).json()) as { id: string }
  return { path: `/v1/sessions/${id}` }
}

const SESSIONS: readonly Row[] = [
  { route: 'POST /v1/sessions', needs: 'anyone', let: ANYONE, ok: 201, make: async (world) => ({ body: { code: await connected(world) } }) },
  { route: 'GET /v1/sessions', needs: 'hosts:read', let: READERS, ok: 200 },
  { route: 'GET /v1/sessions/{id}', needs: 'hosts:read', let: READERS, ok: 200, isOurs: true, make: sessionPath },
  { route: 'DELETE /v1/sessions/{id}', needs: 'hosts:write', let: OPERATORS, ok: 204, isOurs: true, make: sessionPath },
  // These speak WebSocket; test/abuse/upgrades.test.ts asks them so.
  { route: 'GET /v1/control', needs: 'anyone', let: ANYONE, ok: 426 },
  { route: 'GET /v1/relay', needs: 'anyone', let: ANYONE, ok: 426 },
  { route: 'GET /v1/probe', needs: 'anyone', let: ANYONE, ok: 426 },
  { route: 'GET /v1/screen', needs: 'anyone', let: ANYONE, ok: 426 },
]

/** A link to a connected host of the first tenant. */
const guestLink = async (world: World): Promise<{ id: string; secret: string }> =>
  world.guestLink(world.owner(), await connectedId(world))

const LINKS: readonly Row[] = [
  { route: 'GET /v1/links', needs: 'links:read', let: OPERATORS, ok: 200 },
  {
    route: 'POST /v1/links',
    needs: 'links:write',
    let: OPERATORS,
    ok: 201,
    isOurs: true,
    make: async (world) => ({ body: world.wantedLink(await connectedId(world)) }),
  },
  { route: 'DELETE /v1/links/{id}', needs: 'links:write', let: OPERATORS, ok: 204, isOurs: true, make: async (world) => ({ path: `/v1/links/${(await guestLink(world)).id}` }) },
  { route: 'POST /v1/links/look', needs: 'anyone', let: ANYONE, ok: 200, make: async (world) => ({ body: { link: (await guestLink(world)).secret } }) },
]

const SERVER_ROWS: readonly Row[] = [
  { route: 'GET /v1/relay/policy', needs: 'server:read', let: SERVER, ok: 200 },
  {
    route: 'PUT /v1/relay/policy',
    needs: 'server:write',
    let: SERVER,
    ok: 200,
    make: async (world) => ({
      body: await world.must(200, { method: 'GET', path: '/v1/relay/policy', as: world.owner() }),
    }),
  },
  { route: 'GET /v1/screens/policy', needs: 'server:read', let: SERVER, ok: 200 },
  {
    route: 'PUT /v1/screens/policy',
    needs: 'server:write',
    let: SERVER,
    ok: 200,
    make: async () => ({ body: { isOn: true, isForGuests: true } }),
  },
  { route: 'GET /v1/server', needs: 'anyone', let: ANYONE, ok: 200 },
  { route: 'GET /v1/openapi.json', needs: 'anyone', let: ANYONE, ok: 200 },
  { route: 'GET /v1/settings', needs: 'server:read', let: SERVER, ok: 200 },
  { route: 'GET /v1/bans', needs: 'server:read', let: SERVER, ok: 200 },
  {
    route: 'DELETE /v1/bans/{address}',
    needs: 'server:write',
    let: SERVER,
    ok: 204,
    make: async (world) => {
      const address = world.address()
      await world.ask({ method: 'GET', path: '/resolve?code=ISR-00000000', as: { 'X-Forwarded-For': address } })
      return { path: `/v1/bans/${address}` }
    },
  },
  { route: 'GET /v1/tenants', needs: 'server:read', let: SERVER, ok: 200 },
  { route: 'POST /v1/tenants', needs: 'server:write', let: SERVER, ok: 201, make: async (world) => ({ body: { name: world.fresh('tenant') } }) },
  { route: 'PUT /v1/tenants/{id}', needs: 'server:write', let: SERVER, ok: 200, make: async (world) => ({ path: `/v1/tenants/${await world.tenant(world.fresh('tenant'))}`, body: { name: world.fresh('tenant') } }) },
  { route: 'GET /metrics', let: SERVER, ok: 200 },
  { route: 'GET /livez', let: EVERYBODY, ok: 200 },
  { route: 'GET /readyz', let: EVERYBODY, ok: 200 },
  { route: 'GET /v1/audit', needs: 'audit:read', let: AUDITORS, ok: 200 },
  { route: 'GET /v1/audit/export', needs: 'audit:read', let: AUDITORS, ok: 200 },
]

/** What the asker's authenticator shows. */
const shownDigits = async (world: World, { who, as }: Asker): Promise<Request> => {
  if (!PEOPLE.includes(who)) return { body: { code: '000000' } }
  const body = { password: PASSWORD }
  const { secret } = await world.must(200, { method: 'POST', path: '/v1/me/totp', body, as })
  const totp = new TOTP({ secret: Secret.fromBase32(String(secret)) })
  return { body: { code: totp.generate({ timestamp: world.app.time.now() }) } }
}

const ACCESS: readonly Row[] = [
  { route: 'POST /v1/set-up', needs: 'anyone', let: ANYONE, ok: 409, make: async (world) => ({ body: { token: world.app.ownerToken, login: 'eve', name: 'Eve', password: PASSWORD } }) },
  { route: 'POST /v1/sign-ins', needs: 'anyone', let: ANYONE, ok: 201, make: async (world) => ({ body: { token: world.app.ownerToken } }) },
  { route: 'GET /v1/sign-ins', needs: 'person', let: PEOPLE, ok: 200 },
  { route: 'DELETE /v1/sign-ins/{id}', needs: 'person', let: PEOPLE, ok: 204, isLast: true, make: async (_, { signInId }) => ({ path: `/v1/sign-ins/${signInId}` }) },
  { route: 'GET /v1/sign-ins/current', needs: 'anyone', let: PEOPLE, ok: 200, told: { host: 401, narrow: 401, 'tenant-token': 401, 'owner-token': 401 } },
  { route: 'DELETE /v1/sign-ins/current', needs: 'anyone', let: PEOPLE, ok: 204, isLast: true, told: { host: 401, narrow: 401, 'tenant-token': 401, 'owner-token': 401 } },
  {
    route: 'PUT /v1/sign-ins/current/tenant',
    needs: 'signed-in',
    let: PEOPLE,
    ok: 204,
    isOurs: true,
    make: async () => ({ body: { tenantId: 'tenant_default' } }),
  },
  { route: 'GET /v1/me', needs: 'signed-in', let: SIGNED_IN, ok: 200 },
  { route: 'PUT /v1/me/password', needs: 'person', let: PEOPLE, ok: 204, isLast: true, make: async () => ({ body: { current: PASSWORD, next: `${PASSWORD} next` } }) },
  { route: 'POST /v1/me/totp', needs: 'person', let: PEOPLE, ok: 200, make: async () => ({ body: { password: PASSWORD } }) },
  { route: 'PUT /v1/me/totp', needs: 'person', let: PEOPLE, ok: 200, make: shownDigits },
  { route: 'POST /v1/me/recovery-codes', needs: 'person', let: PEOPLE, ok: 200, make: async () => ({ body: { password: PASSWORD } }) },
  { route: 'DELETE /v1/me/totp', needs: 'person', let: PEOPLE, ok: 204, make: async () => ({ body: { password: PASSWORD } }) },
  { route: 'GET /v1/tokens', needs: 'signed-in', let: SIGNED_IN, ok: 200 },
  { route: 'POST /v1/tokens #personal', needs: 'signed-in', let: PEOPLE, ok: 201, make: async () => ({ body: { kind: 'personal', name: 'x', scopes: ['hosts:read'], expiresInMs: null } }) },
  { route: 'POST /v1/tokens #tenant', needs: 'signed-in', let: ADMINS, ok: 201, make: async () => ({ body: { kind: 'tenant', name: 'x', scopes: ['hosts:read'], expiresInMs: null } }) },
  { route: 'POST /v1/tokens #beyond', needs: 'signed-in', let: SERVER.filter((who) => who !== 'owner-token'), ok: 201, make: async () => ({ body: { kind: 'personal', name: 'x', scopes: ['server:write'], expiresInMs: null } }) },
  {
    route: 'DELETE /v1/tokens/{id}',
    needs: 'signed-in',
    let: ADMINS,
    ok: 204,
    isOurs: true,
    // A token that one may not see does not exist.
    told: { viewer: 404, operator: 404, narrow: 404, 'tenant-token': 404 },
    make: async (world) => ({ path: `/v1/tokens/${(await world.token(world.owner(), ['hosts:read'], { kind: 'tenant' })).id}` }),
  },
  { route: 'POST /v1/device-logins', needs: 'anyone', let: ANYONE, ok: 201, make: async () => ({ body: { name: 'x' } }) },
  { route: 'POST /v1/device-logins/token', needs: 'anyone', let: ANYONE, ok: 409, make: async (world) => ({ body: { deviceCode: await waitedFor(world) } }) },
  { route: 'GET /v1/device-logins/{userCode}', needs: 'person', let: PEOPLE, ok: 200, make: devicePath('') },
  { route: 'POST /v1/device-logins/{userCode}/approve', needs: 'person', let: PEOPLE, ok: 200, make: devicePath('/approve', {}) },
  { route: 'POST /v1/device-logins/{userCode}/deny', needs: 'person', let: PEOPLE, ok: 204, make: devicePath('/deny') },
  { route: 'GET /v1/oidc/start', needs: 'anyone', let: ANYONE, ok: 404 },
  { route: 'GET /v1/oidc/callback', needs: 'anyone', let: ANYONE, ok: 404 },
]

const MEMBERS: readonly Row[] = [
  { route: 'GET /v1/people', needs: 'people:read', let: ADMINS, ok: 200 },
  { route: 'PUT /v1/people/{id}/role', needs: 'people:write', let: ADMINS, ok: 200, isOurs: true, make: memberPath('/role', { role: 'operator' }) },
  { route: 'PUT /v1/people/{id}/role #owner', needs: 'people:write', let: ['owner', 'owner-token', 'other'], ok: 200, isOurs: true, make: memberPath('/role', { role: 'owner' }) },
  { route: 'DELETE /v1/people/{id}', needs: 'people:write', let: ADMINS, ok: 204, isOurs: true, make: memberPath('') },
  { route: 'POST /v1/people/{id}/reset', needs: 'people:write', let: ADMINS, ok: 201, isOurs: true, make: memberPath('/reset') },
  { route: 'GET /v1/invitations', needs: 'people:read', let: ADMINS, ok: 200 },
  { route: 'POST /v1/invitations', needs: 'people:write', let: ADMINS, ok: 201, make: async (world) => ({ body: { login: world.fresh('guest'), role: 'viewer' } }) },
  { route: 'POST /v1/invitations #owner', needs: 'people:write', let: ['owner', 'owner-token', 'other'], ok: 201, make: async (world) => ({ body: { login: world.fresh('guest'), role: 'owner' } }) },
  { route: 'DELETE /v1/invitations/{id}', needs: 'people:write', let: ADMINS, ok: 204, isOurs: true, make: async (world) => ({ path: `/v1/invitations/${(await world.invite('tenant_default', 'viewer', world.fresh('guest'))).id}` }) },
  { route: 'POST /v1/invitations/look', needs: 'anyone', let: ANYONE, ok: 200, make: async (world) => ({ body: { secret: (await world.invite('tenant_default', 'viewer', world.fresh('guest'))).secret } }) },
  {
    route: 'POST /v1/invitations/accept',
    needs: 'anyone',
    let: ANYONE,
    ok: 201,
    make: async (world) => {
      const { secret } = await world.invite('tenant_default', 'viewer', world.fresh('guest'))
      return { body: { secret, name: 'Guest', password: PASSWORD } }
    },
  },
]

const CONTRACT: readonly Row[] = [
  { route: 'GET /status', let: EVERYBODY, ok: 200 },
  { route: 'GET /resolve', let: EVERYBODY, ok: 200, make: contractQuery('/resolve') },
  { route: 'GET /info', let: EVERYBODY, ok: 200, make: contractQuery('/info') },
  { route: 'GET /list', let: READERS, ok: 200 },
  {
    route: 'POST /register',
    let: EVERYBODY.filter((who) => who !== 'host'),
    ok: 200,
    told: { host: 403 },
    make: async (world) => ({ path: `/register?code=${world.fresh('code')}&host=10.0.0.4` }),
  },
  { route: 'POST /delete', let: OPERATORS, ok: 200, isOurs: true, make: contractQuery('/delete') },
]

/** What is answered where only those who signed in may resolve, and within their tenant. */
export const RESOLVE_ROWS: readonly Row[] = [
  { route: 'GET /resolve', let: OPERATORS, ok: 200, isOurs: true, make: contractQuery('/resolve') },
  { route: 'GET /info', let: OPERATORS, ok: 200, isOurs: true, make: contractQuery('/info') },
  { route: 'GET /v1/codes/{code}', let: OPERATORS, ok: 200, isOurs: true, make: codePath },
  { route: 'POST /v1/resolve', let: OPERATORS, ok: 200, isOurs: true, make: async (world) => ({ body: { code: (await world.openHost()).code } }) },
  { route: 'POST /v1/sessions', let: OPERATORS, ok: 201, isOurs: true, make: async (world) => ({ body: { code: await connected(world) } }) },
]

export const ROWS: readonly Row[] = [...CONTRACT, ...HOSTS, ...CODES, ...SESSIONS, ...LINKS, ...SERVER_ROWS, ...ACCESS, ...MEMBERS]

/** Anybody may read a page and what it is made of; what is in them comes from /v1. */
const PAGES =
  /^GET (\/|\/(docs|sign-in|set-up|invite|device|account|access|audit|sessions|settings|diagnose|guest|hosts\/\{id\}|screen\/\{hostId\}\/\{service\})|\/favicon\.svg|\/assets\/\*|\/\*)$/

/** Every route that the server answers, those of the contract too, but for the pages' files. */
export const routesIn = async (world: World): Promise<string[]> => {
  const live = (await world.app.load()).map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  const { paths } = (await world.ask({ method: 'GET', path: '/v1/openapi.json' })).json as {
    paths: Record<string, Record<string, unknown>>
  }
  const described = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
  )
  return [...new Set([...live.filter((route) => !PAGES.test(route)), ...described])].sort()
}

/** The route of a row, as the OpenAPI file writes it. */
export const routeOf = (row: Row): string => row.route.replace(/ #.*/, '')

/** What the table says that somebody is answered. */
export const expected = (row: Row, who: Who): number => {
  if (row.isOurs && who === 'other' && row.let.includes('other')) return 404
  if (row.let.includes(who)) return row.ok
  const told = row.told?.[who]
  if (told !== undefined) return told
  return who === 'anonymous' || INVALID.has(who) ? 401 : 403
}

/** Prepares a row's request for somebody. */
export const requestOf = async (row: Row, world: World, asker: Asker) => {
  const [method = '', path = ''] = routeOf(row).split(' ')
  const made = await (row.make ?? nothing)(world, asker)
  return { method, path, as: asker.as, ...made }
}
