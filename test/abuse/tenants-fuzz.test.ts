/**
 * Two tenants on one server. Everybody of the one asks every route for what is the other's, in an
 * order that a seed decides, while its live feed is watched: of the other's ids, names, addresses
 * and words nothing may come back, and nothing of the other's may be changed.
 *
 * Not counted: what was sent in this run (`Known`), since an answer or the own audit may repeat it;
 * of everything there is a second one that nobody ever sends. And where anybody may resolve, what is
 * behind a code whoever names it is told by contract: see `OPEN`.
 */

import { describe, expect, it } from 'vitest'
import type { Role } from '../../src/protocol/actor.ts'
import { PERMISSION_NAMES } from '../../src/protocol/actor.ts'
import { type Description, Dice, Reaching } from '../support/foreign-requests.ts'
import { AUDIT, fill, lasting, lineOf, type Marked, readAll, textsIn, wholeOf } from '../support/marked.ts'
import { routesIn } from '../support/matrix.ts'
import { openPage } from '../support/screen.ts'
import { watchFeed } from '../support/tenant-feed.ts'
import { type Answer, type Asked, type Headers, startWorld, type World } from '../support/tenants.ts'

/** Who knows a code may ask where its host is; that is what a code is for. */
const OPEN = new Set(['GET /resolve', 'GET /info', 'GET /v1/codes/{code}', 'POST /v1/resolve', 'POST /v1/sessions'])

/** Ends the asker, so it is asked last of all. */
const ENDING = 'DELETE /v1/sign-ins/current'

/** What reads a tenant's things: whoever is let in at all must be answered. */
const READS = /^GET \/v1\/(hosts|sessions|audit|audit\/export|people|tokens|invitations|enrolments|links|sign-ins|me|events)$/

/** Requests between two looks at the live feed. */
const FEED_EVERY = 40

/** How often the feed tells what changed, and that it is still there. */
const COALESCE_MS = 250
type Asker = { readonly who: string; readonly as: Headers }

type Case = {
  readonly flags: string[]
  /** Whether ours, or theirs, is the first tenant. */
  readonly first?: 'ours' | 'theirs'
  /** Roles of ours; owners of the first tenant own the server and see what tenants there are. */
  readonly roles: readonly Role[]
  readonly isOpen: boolean
}

const askersOf = async (world: World, tenantId: string, roles: readonly Role[]): Promise<Asker[]> => {
  const people: Asker[] = []
  for (const role of roles) people.push({ who: role, as: (await world.person(tenantId, role)).as })
  const [most] = people as [Asker]
  const me = await world.must(200, { method: 'GET', path: '/v1/me', as: most.as })
  const scopes = PERMISSION_NAMES.filter((name) => (me['permissions'] as string[]).includes(name))
  const owner = world.owner(tenantId)
  return [
    ...people,
    { who: 'personal token', as: (await world.token(most.as, scopes)).as },
    { who: 'tenant token', as: (await world.token(owner, scopes, { kind: 'tenant' })).as },
    { who: 'host', as: (await world.host(owner)).as },
    { who: 'anonymous', as: {} },
  ]
}

const start = async ({ flags, first, roles }: Case) => {
  const world = await startWorld(flags)
  world.network = 172
  await world.setUp('zqfirst')
  const theirs = await fill(world, first === 'theirs' ? 'tenant_default' : await world.tenant('zqtenant of theirs'), 'zqtheirs')
  world.network = 10
  const ours = await fill(world, first === 'ours' ? 'tenant_default' : await world.tenant('zqtenant of ours'), 'zqours')
  return { world, theirs, ours, askers: await askersOf(world, ours.tenantId, roles) }
}

/** What must be there to leak, or a test that finds nothing says nothing. */
const KINDS = [
  ...['host', 'person', 'tok', 'enr', 'inv', 'sig', 'aud', 'ses', 'link'].map((id) => new RegExp(`^${id}_`)),
  ...['code', 'keyed', 'host', 'login', 'name', 'token', 'shared', 'guest', 'enrolment', 'tag', 'label', 'browser', 'service', 'controller', 'note'].map(
    (what) => new RegExp(`^zqtheirshidden-${what}$`),
  ),
  /^172\./,
  /^SHA256:/,
  /^isrp_/,
  /^isrt_/,
]

/** What is theirs alone and was not sent. */
const secretsOf = async (world: World, theirs: Marked, ours: Marked): Promise<string[]> => {
  const { host: _, ...sent } = theirs.known
  const ownWords = textsIn(await readAll(world, ours)).filter((text) => !KINDS.some((kind) => kind.test(text)))
  const notSecret = new Set([...ownWords, ...textsIn(sent)])
  // The server's own words, such as the names of permissions, are in its description.
  const { text: words } = await world.ask({ method: 'GET', path: '/v1/openapi.json' })
  const isSecret = (text: string): boolean => text.length > 3 && !notSecret.has(text) && !words.includes(text)
  const secrets = [...new Set(textsIn(await readAll(world, theirs)))].filter(isSecret)
  for (const kind of KINDS) expect(secrets, `${kind} is among what is theirs`).toContainEqual(expect.stringMatching(kind))
  return secrets
}

/** What everybody of ours is told who opens a screen of each host of theirs, there or not. */
const openScreens = async (world: World, theirs: Marked, askers: readonly Asker[]): Promise<string[]> => {
  const as = world.owner(theirs.tenantId)
  const { hosts } = await world.must(200, { method: 'GET', path: '/v1/hosts?limit=500', as })
  const told: string[] = []
  for (const { id } of hosts as { id: string }[]) {
    for (const asker of askers) {
      const headers = { ...asker.as, 'X-Forwarded-For': world.address() }
      const rest = { service: `${theirs.known.names[0]}-service`, kind: 'screen', isViewOnly: false }
      const page = await openPage(world.app, headers, { type: 'open', hostId: id, ...rest })
      const { code, reason } = await page.closed
      told.push(`${asker.who} ${code} ${reason}`)
    }
  }
  return told
}

/** What the page says to whoever may open screens of his own, and to the others. */
const SCREEN_REFUSALS = ['4401 sign_in_required', '4403 forbidden', '4404 host_not_found']

/** What happens to theirs meanwhile, of which our feed must not hear. */
const stir = async (world: World, theirs: Marked): Promise<void> => {
  const owner = world.owner(theirs.tenantId)
  for (const verb of ['lock', 'unlock']) {
    const path = `/v1/hosts/${theirs.known.ids['hosts']}/${verb}`
    await world.must(200, { method: 'POST', path, as: owner })
  }
  const path = `/v1/hosts/${theirs.known.ids['hosts']}/tags`
  const { tags } = theirs.known.host as { tags: readonly string[] }
  await world.must(200, { method: 'PUT', path, body: { tags }, as: owner })
}

/** Theirs is as it was, but for what their own audit tells them of the attempts and of `stir`. */
const expectSame = (after: Readable, before: Readable): void => {
  const { [AUDIT]: told, ...rest } = after
  const { [AUDIT]: known, ...were } = before
  expect(lasting(rest)).toEqual(lasting(were))
  const [entries, old] = [entriesOf(told), entriesOf(known)]
  expect(entries.slice(-old.length)).toEqual(old)
  const allowed = entries.slice(0, -old.length).filter(({ outcome }) => outcome === 'allowed')
  expect(new Set(allowed.map(({ actor, action }) => `${actor.kind} ${action}`))).toEqual(
    new Set(['owner-token host.locked', 'owner-token host.unlocked', 'owner-token host.tagged']),
  )
}

type Readable = Awaited<ReturnType<typeof readAll>>

type Entry = { readonly actor: { readonly kind: string }; readonly action: string; readonly outcome: string }

const entriesOf = (page: unknown): readonly Entry[] => (page as { entries: readonly Entry[] }).entries

const CASES: readonly (readonly [string, Case])[] = [
  [
    'between two that were made later',
    { flags: [], roles: ['owner', 'admin', 'operator', 'viewer'], isOpen: true },
  ],
  [
    'from the first tenant, short of its owners',
    { flags: ['--resolve', 'signed-in'], first: 'ours', roles: ['admin', 'operator', 'viewer'], isOpen: false },
  ],
  [
    'from the first tenant, to others',
    { flags: ['--resolve', 'signed-in', '--registration', 'enrolled'], first: 'theirs', roles: ['owner', 'admin', 'operator', 'viewer'], isOpen: false },
  ],
]

describe('nothing of a tenant gets', { timeout: 120_000 }, () => {
  it.each(CASES)('%s', async (name, given) => {
    const { world, theirs, ours, askers } = await start(given)
    const secrets = await secretsOf(world, theirs, ours)
    const told = new Set(textsIn(theirs.known.host))
    const routes = (await routesIn(world)).filter((route) => route !== ENDING)
    const api = (await world.ask({ method: 'GET', path: '/v1/openapi.json' })).json as Description
    const dice = new Dice(name.length)
    const reaching = new Reaching(api, theirs.known, ours.known, dice)
    const feed = await watchFeed(world, ours.tenantId)
    const before = await readAll(world, theirs)

    const leaks: string[] = []
    const statuses = new Map<string, Set<number>>()
    const check = (what: string, text: string, isOpen: boolean): void => {
      for (const secret of secrets) {
        if (text.includes(secret) && !(isOpen && told.has(secret))) leaks.push(`${what}: ${secret}`)
      }
    }
    const askAs = async ({ who, as }: Asker, route: string): Promise<void> => {
      const asked: Asked = reaching.request(route)
      const answer: Answer = await world.ask({ ...asked, as: { ...asked.as, ...as } })
      const seen = statuses.get(`${who} ${route}`) ?? new Set()
      statuses.set(`${who} ${route}`, seen.add(answer.status))
      check(`${who} ${lineOf(asked)}`, wholeOf(answer), given.isOpen && OPEN.has(route))
    }

    const pairs = askers.flatMap((asker) => routes.map((route) => ({ asker, route })))
    // What reads has more ways to be asked.
    const reads = pairs.filter(({ route }) => READS.test(route))
    let count = 0
    for (const { asker, route } of dice.shuffled([...pairs, ...reads])) {
      await askAs(asker, route)
      if (++count % FEED_EVERY > 0) continue
      await stir(world, theirs)
      world.app.time.advance(COALESCE_MS)
    }
    for (const { who, as } of askers) {
      const { status } = await world.ask({ method: 'GET', path: '/v1/me', as })
      expect([who, status]).toEqual([who, who === 'anonymous' ? 401 : who === 'host' ? 403 : 200])
    }
    for (const answer of await openScreens(world, theirs, askers)) {
      expect(SCREEN_REFUSALS.some((refusal) => answer.endsWith(refusal)), answer).toBe(true)
    }
    for (const asker of askers) await askAs(asker, ENDING)

    await world.host(world.owner(ours.tenantId), { code: 'zqlast' })
    check('the feed', await feed.until('zqlast'), false)
    const [most] = askers as [Asker]
    for (const route of routes.filter((one) => READS.test(one))) {
      expect([route, ...(statuses.get(`${most.who} ${route}`) ?? [])]).toEqual([route, 200])
    }
    expect([...statuses].filter(([, seen]) => [...seen].some((status) => status >= 500))).toEqual([])
    expect(leaks).toEqual([])
    expectSame(await readAll(world, theirs), before)
  })
})
