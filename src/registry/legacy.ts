/**
 * The contract of the older Python server, byte for byte, straight on Node's request and response.
 *
 * A framework and its middleware cost up to four fifths of the resolves per second, and the quoted
 * answers leave nothing for it to do; so these paths never reach it. Everything else here is a
 * detail of what shipped hosts and controllers were seen to depend on.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendJson, sendOpenJson, sendOwnJson } from '../http/answer.ts'
import { hasBody, readBody } from '../http/body.ts'
import type { Client, ClientOf } from '../http/client-address.ts'
import { codeOf, type Params, paramsOf } from '../http/params.ts'
import type { Log } from '../platform/log.ts'
import { type Actor, ANONYMOUS, may, type Permission, type Scope } from '../protocol/actor.ts'
import type { RecordAct } from '../protocol/audit.ts'
import { canonicalCode } from '../protocol/code.ts'
import { Refusal, REFUSALS } from '../protocol/refusals.ts'
import { DEFAULT_TENANT } from '../protocol/tenant.ts'
import { StorageError } from '../store/database.ts'
import { sendList, toSeconds } from './legacy-list.ts'
import type { Lease } from './lease.ts'
import type { Registry } from './registry.ts'
import type { Target } from './store.ts'

/** What the contract calls itself; clients compare it. */
const CONTRACT_VERSION = '2.2'

/** The old clients send no body; people who try forms or JSON do not need more. */
const MAX_BODY_BYTES = 4096

/** Any page may read what these answer. */
const OPEN_PATHS = new Set(['/resolve', '/info', '/status'])

const PREFLIGHT_HEADERS = [
  'Access-Control-Allow-Origin',
  '*',
  'Access-Control-Allow-Methods',
  'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers',
  'Content-Type',
  'Content-Length',
  '0',
]

export type LegacyOptions = {
  readonly registry: Registry
  readonly clientOf: ClientOf
  /** Throws `Refusal` when a token is presented that is not valid. */
  readonly authenticate: (request: IncomingMessage) => Promise<Actor>
  /** Keeps what somebody did in the audit; these paths have no guard that would. */
  readonly record: RecordAct
  readonly registration: 'open' | 'enrolled'
  readonly resolve: 'open' | 'signed-in'
  readonly isListPublic: boolean
  readonly serverVersion: string
  readonly log: Log
}

/** Answers a request of the contract and returns true, or leaves it alone and returns false. */
export type LegacyHandler = (request: IncomingMessage, response: ServerResponse) => boolean

type Call = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly query: string
  readonly client: Client
}

export const createLegacyHandler = (options: LegacyOptions): LegacyHandler => {
  const { registry, clientOf, log } = options

  const recordRefused = (request: IncomingMessage, actor: Actor, reason: string): Promise<void> => {
    const [id = ''] = pathAndQuery(request.url ?? '/').split('?')
    return options.record({
      actor,
      address: clientOf(request).address,
      action: 'request',
      object: { kind: 'path', id, name: request.method ?? '' },
      reason,
    })
  }

  /** Who asks. Throws `Refusal`, and keeps it, for what is presented and not valid. */
  const authenticate = async (request: IncomingMessage): Promise<Actor> => {
    try {
      return await options.authenticate(request)
    } catch (error) {
      const isWrong = error instanceof Refusal && error.status === 401
      if (isWrong) await recordRefused(request, ANONYMOUS, error.code)
      throw error
    }
  }

  /** Who asks, if he may. Throws `Refusal`. */
  const admit = async (request: IncomingMessage, permission: Permission): Promise<Actor> => {
    const actor = await authenticate(request)
    if (may(actor, permission)) return actor
    if (actor.kind === 'anonymous') throw new Refusal('sign_in_required')
    await recordRefused(request, actor, 'forbidden')
    throw new Refusal('forbidden', { detail: permission })
  }

  const resolve = (call: Call): void | Promise<void> => {
    if (options.resolve === 'open') return resolveAdmitted(call)
    return admit(call.request, 'codes:resolve').then((actor) => resolveAdmitted(call, actor))
  }

  const resolveAdmitted = (
    { request, response, query, client }: Call,
    within?: Scope,
  ): void | Promise<void> => {
    const typed = required(codeOf(query))
    const found = registry.resolve(client, typed, within)
    const answer = (target: Target): void =>
      sendOpenJson(request, response, targetJson(canonicalCode(typed), target))
    return found instanceof Promise ? found.then(answer) : answer(found)
  }

  const info = async ({ request, response, query, client }: Call): Promise<void> => {
    const isOpen = options.resolve === 'open'
    const within = isOpen ? undefined : await admit(request, 'codes:resolve')
    const lease = await registry.info(client, required(codeOf(query)), within)
    sendOpenJson(request, response, infoJson(lease))
  }

  const register = async (call: Call): Promise<void> => {
    const actor = isHost(call.request) ? await authenticate(call.request) : undefined
    if (options.registration === 'enrolled' && !actor) throw new Refusal('registration_closed')
    const param = await readParams(call)
    const [code, address] = [param('code'), param('host')]
    if (code === undefined || address === undefined) throw new Refusal('missing_code_and_host')
    const claim = { code, address, port: param('port'), name: param('name') }
    const host = await registry.register(call.client, claim, actor && { actor })
    const message = JSON.stringify(`Código ${host.code} registrado correctamente`)
    const body =
      `{"success":true,"message":${message},"code":${JSON.stringify(host.code)},` +
      `"host":${JSON.stringify(host.address)},"port":${host.port}}`
    sendOwnJson(call.request, call.response, body)
  }

  const remove = async (call: Call): Promise<void> => {
    const actor = await admit(call.request, 'hosts:write')
    const typed = required((await readParams(call))('code'))
    const { id, code } = await registry.deleteCode(actor, typed)
    await options.record({
      actor,
      address: call.client.address,
      action: 'host.deleted',
      object: { kind: 'host', id, name: code },
    })
    const message = `Código ${typed} eliminado`
    sendJson(call.response, 200, JSON.stringify({ success: true, message }))
  }

  const list = async ({ request, response }: Call): Promise<void> => {
    const { tenantId } = options.isListPublic
      ? { tenantId: DEFAULT_TENANT }
      : await admit(request, 'hosts:read')
    return sendList(response, registry, { tenantId, isOwn: !options.isListPublic })
  }

  const status = async ({ request, response }: Call): Promise<void> => {
    const body = {
      success: true,
      status: 'running',
      registered_codes: await registry.count(),
      version: CONTRACT_VERSION,
      server_version: options.serverVersion,
    }
    sendOpenJson(request, response, JSON.stringify(body))
  }

  const fail = (path: string, response: ServerResponse, error: unknown): void => {
    if (response.headersSent) return void response.destroy()
    const refusal = toRefusal(error)
    if (refusal.code === 'internal_error') log.error({ err: error }, 'a request failed')
    sendRefusal(response, refusal, OPEN_PATHS.has(path))
  }

  const run = (
    path: string,
    verb: (call: Call) => void | Promise<void>,
    call: Omit<Call, 'client'>,
  ): void => {
    try {
      const done = verb({ ...call, client: clientOf(call.request) })
      if (done instanceof Promise) done.catch((error: unknown) => fail(path, call.response, error))
    } catch (error) {
      fail(path, call.response, error)
    }
  }

  const gets: Record<string, typeof resolve> = {
    '/resolve': resolve,
    '/info': info,
    '/list': list,
    '/status': status,
  }
  const posts: Record<string, typeof register> = { '/register': register, '/delete': remove }

  return (request, response) => {
    const url = pathAndQuery(request.url ?? '/')
    const mark = url.indexOf('?')
    const path = mark < 0 ? url : url.slice(0, mark)
    const query = mark < 0 ? '' : url.slice(mark + 1)
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const verbs = isRead ? gets : request.method === 'POST' ? posts : {}
    const verb = Object.hasOwn(verbs, path) ? verbs[path] : undefined
    if (verb) {
      run(path, verb, { request, response, query })
      return true
    }
    if (path.startsWith('/v1/')) return false
    if (request.method === 'OPTIONS') {
      response.writeHead(200, PREFLIGHT_HEADERS).end()
      return true
    }
    if (!Object.hasOwn(gets, path) && !Object.hasOwn(posts, path)) return false
    sendRefusal(response, new Refusal('endpoint_not_found'), false)
    return true
  }
}

/** Answers in the contract's shape; quoted refusals have two keys, newer ones add their code. */
const sendRefusal = (response: ServerResponse, refusal: Refusal, isOpen: boolean): void => {
  const isContract = 'isContract' in REFUSALS[refusal.code]
  const error = refusal.sentence('es')
  const body = isContract
    ? { error, success: false }
    : { error, success: false, error_code: refusal.code }
  const retryAfter = refusal.retryAfterSeconds
  const headers = isOpen ? ['Access-Control-Allow-Origin', '*'] : []
  if (retryAfter !== undefined) headers.push('Retry-After', String(retryAfter))
  // What is left of an oversize body is not worth reading.
  if (refusal.code === 'body_too_large') headers.push('Connection', 'close')
  sendJson(response, refusal.status, JSON.stringify(body), headers)
}

const toRefusal = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error
  if (error instanceof StorageError) return new Refusal('storage_unavailable', { retryAfterMs: 5000 })
  return new Refusal('internal_error')
}

/** Older hosts present nothing; whatever else is presented has never mattered here. */
const isHost = ({ headers }: IncomingMessage): boolean =>
  headers.authorization !== undefined && /^Bearer +isrh_/i.test(headers.authorization)

/** `GET http://host/resolve?…` is how a request to a proxy is spelled; Python accepted it. */
const pathAndQuery = (url: string): string => {
  if (url.startsWith('/')) return url
  const absolute = /^https?:\/\/[^/?#]*/i.exec(url)?.[0]
  return absolute === undefined ? url : url.slice(absolute.length) || '/'
}

const required = (code: string | undefined): string => {
  if (code === undefined) throw new Refusal('missing_code')
  return code
}

const readParams = async ({ request, query }: Call): Promise<Params> => {
  if (!hasBody(request)) return paramsOf(query)
  const body = await readBody(request, MAX_BODY_BYTES)
  const type = request.headers['content-type'] ?? 'application/x-www-form-urlencoded'
  if (/^application\/json\b/i.test(type)) return paramsOf(query, jsonAsQuery(body))
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return paramsOf(query, body)
  throw new Refusal('unsupported_media_type')
}

const PARAMETERS = new Set(['code', 'host', 'name'])

const jsonAsQuery = (body: string): string => {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    throw new Refusal('invalid_request', { detail: 'JSON' })
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Refusal('invalid_request', { detail: 'JSON' })
  }
  const pairs = new URLSearchParams()
  for (const [key, value] of Object.entries(parsed)) {
    if (value === null) continue
    if (typeof value === 'string' || typeof value === 'number') pairs.append(key, String(value))
    else if (key === 'port') throw new Refusal('invalid_port')
    else if (PARAMETERS.has(key)) throw new Refusal('invalid_request', { detail: key })
  }
  return pairs.toString()
}

const targetJson = (code: string, { address, port }: Target): string =>
  `{"success":true,"code":${JSON.stringify(code)},"host":${JSON.stringify(address)},"port":${port}}`

const infoJson = (lease: Lease): string =>
  `{"success":true,"code":${JSON.stringify(lease.code)},"host":${JSON.stringify(lease.address)},` +
  `"port":${lease.port},"name":${JSON.stringify(lease.name)},` +
  `"last_update":${toSeconds(lease.updatedAt)},"registered_at":${toSeconds(lease.registeredAt)}}`
