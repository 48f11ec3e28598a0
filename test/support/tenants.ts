/** Two tenants with people, tokens and hosts in them, all made through the API. */

import type { Role } from '../../src/protocol/actor.ts'
import { DEFAULT_TENANT } from '../../src/protocol/tenant.ts'
import { startTestApp, type TestApp } from './app.ts'

export type Headers = Readonly<Record<string, string>>

export type Asked = {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly as?: Headers
}

export type Answer = {
  readonly status: number
  readonly headers: globalThis.Headers
  readonly text: string
  /** The body as JSON; an empty object when it is none. */
  readonly json: Record<string, unknown>
}

/** A password that the rules take. */
export const PASSWORD = 'correct horse battery'

/** What somebody has who made or joined something. */
export type Person = { readonly id: string; readonly login: string; readonly as: Headers }

/** An app and the means to ask it as anybody, each request from an address of its own. */
export class World {
  readonly app: TestApp
  /** First number of the addresses that requests come from. */
  network = 10
  #requests = 0
  #names = 0

  constructor(app: TestApp) {
    this.app = app
  }

  /** A text that was not used before, and is no part of another. */
  fresh(what: string): string {
    return `${what}-${String(++this.#names).padStart(4, '0')}`
  }

  /** An address that did not ask before, so that no limit is anybody else's. */
  address(): string {
    const number = ++this.#requests
    return `${this.network}.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
  }

  /** The owner token, working in a tenant. */
  owner(tenantId = DEFAULT_TENANT): Headers {
    return { Authorization: `Bearer ${this.app.ownerToken}`, 'Isr-Tenant': tenantId }
  }

  /** Sends a request; an event stream is read no further than its beginning. */
  async ask({ method, path, body, as = {} }: Asked): Promise<Answer> {
    const stop = new AbortController()
    const response = await this.app.call(path, {
      method,
      redirect: 'manual',
      signal: stop.signal,
      headers: {
        'X-Forwarded-For': this.address(),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...as,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const { status, headers } = response
    const isStream = headers.get('content-type') === 'text/event-stream'
    const text = isStream ? await firstEvent(response) : await response.text()
    if (isStream) stop.abort()
    return { status, headers, text, json: jsonOf(text) }
  }

  /** The same for a request that has to be answered with `status`. */
  async must(status: number, asked: Asked): Promise<Record<string, unknown>> {
    const answer = await this.ask(asked)
    if (answer.status === status) return answer.json
    throw new Error(`${asked.method} ${asked.path}: ${answer.status} ${answer.text}`)
  }

  async tenant(name: string): Promise<string> {
    const made = await this.must(201, { method: 'POST', path: '/v1/tenants', body: { name }, as: this.owner() })
    return String(made['id'])
  }

  /** The first person of all, who owns the server. */
  async setUp(login: string): Promise<Person> {
    const body = { token: this.app.ownerToken, login, name: login, password: PASSWORD }
    return this.#signedIn({ method: 'POST', path: '/v1/set-up', body })
  }

  async invite(tenantId: string, role: Role, login: string): Promise<{ id: string; secret: string }> {
    const as = this.owner(tenantId)
    const made = await this.must(201, { method: 'POST', path: '/v1/invitations', body: { login, role }, as })
    return { id: idIn(made['invitation']), secret: String(made['secret']) }
  }

  async person(tenantId: string, role: Role, login = this.fresh('person'), name = login): Promise<Person> {
    const { secret } = await this.invite(tenantId, role, login)
    const body = { secret, name, password: PASSWORD }
    return this.#signedIn({ method: 'POST', path: '/v1/invitations/accept', body })
  }

  async #signedIn(asked: Asked): Promise<Person> {
    const answer = await this.ask(asked)
    if (answer.status !== 201) throw new Error(`${asked.path}: ${answer.status} ${answer.text}`)
    const person = answer.json['person'] as { id: string; login: string }
    return { id: person.id, login: person.login, as: { Cookie: cookieIn(answer) } }
  }

  /** A token that `as` makes. */
  async token(
    as: Headers,
    scopes: readonly string[],
    { kind = 'personal', name = this.fresh('token'), expiresInMs = null as number | null } = {},
  ): Promise<{ id: string; as: Headers }> {
    const body = { kind, name, scopes, expiresInMs }
    const made = await this.must(201, { method: 'POST', path: '/v1/tokens', body, as })
    return { id: idIn(made['token']), as: { Authorization: `Bearer ${String(made['secret'])}` } }
  }

  async enrolment(as: Headers, name = this.fresh('enrolment'), tags: readonly string[] = []) {
    const body = { name, uses: 5, expiresInMs: 3_600_000, tags }
    const made = await this.must(201, { method: 'POST', path: '/v1/enrolments', body, as })
    return { id: idIn(made['enrolment']), secret: String(made['secret']) }
  }

  /** What is asked for who makes a guest link. */
  wantedLink(hostId: string, rest: { service?: string; note?: string } = {}) {
    const expiresAt = this.app.time.now() + 3_600_000
    return { hostId, service: 'vnc', kind: 'screen', expiresAt, ...rest }
  }

  /** A guest link to a host that has been connected. */
  async guestLink(as: Headers, hostId: string, rest: { service?: string; note?: string } = {}) {
    const body = this.wantedLink(hostId, rest)
    const made = await this.must(201, { method: 'POST', path: '/v1/links', body, as })
    return { id: idIn(made['link']), secret: String(made['secret']) }
  }

  /** A host of a tenant, which has a credential. */
  async host(
    as: Headers,
    given: { code?: string; address?: string; name?: string; tags?: readonly string[] } = {},
  ): Promise<{ id: string; code: string; as: Headers }> {
    const { code = this.fresh('code'), address = '10.0.0.1', tags = [] } = given
    const { secret: token } = await this.enrolment(as, undefined, tags)
    const body = { token, code, address, name: given.name ?? code }
    const made = await this.must(201, { method: 'POST', path: '/v1/enrolments/redeem', body })
    const bearer = { Authorization: `Bearer ${String(made['credential'])}` }
    return { id: await this.hostId(as, code), code, as: bearer }
  }

  /** A host that anybody could have registered. */
  async openHost(code = this.fresh('code')): Promise<{ id: string; code: string }> {
    const path = `/v1/codes/${encodeURIComponent(code)}`
    await this.must(200, { method: 'PUT', path, body: { address: '10.0.0.2' } })
    return { id: await this.hostId(this.owner(), code), code }
  }

  async hostId(as: Headers, code: string): Promise<string> {
    const page = await this.must(200, { method: 'GET', path: `/v1/hosts?q=${encodeURIComponent(code)}`, as })
    const found = (page['hosts'] as { id: string; code: string }[]).find((host) => host.code === code)
    if (!found) throw new Error(`no host ${code}`)
    return found.id
  }
}

/** Starts an app of which every request may say where it comes from. */
export const startWorld = async (flags: string[] = []): Promise<World> =>
  new World(await startTestApp(['--trusted-proxies', '127.0.0.1', ...flags]))

const idIn = (thing: unknown): string => (thing as { id: string }).id

/** The cookie that an answer sets. */
export const cookieIn = ({ headers }: Answer): string =>
  (headers.get('set-cookie') ?? '').split(';')[0] ?? ''

const jsonOf = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** A stream's text until its first event is whole. */
const firstEvent = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    if (/^data: .*\n\n/m.test(text)) break
  }
  return text
}
