/**
 * The control channel between a host and the server: WebSocket text frames, one JSON object each.
 * Unknown keys are ignored, unknown types answered and not fatal, so either side may be newer.
 */

import { cleanName, isHost, parsePort } from './host.ts'
import { type Proof, toProof } from './proof.ts'
import { Refusal } from './refusals.ts'
import { type Candidate, isService } from './session.ts'

/** Where hosts open their channel. */
export const CONTROL_PATH = '/v1/control'

/** Where both ends of a session meet. */
export const RELAY_PATH = '/v1/relay'

/** Where a client tries whether WebSockets get through; the server sends one message, then nothing. */
export const PROBE_PATH = '/v1/probe'

/** Longest message, bytes. */
export const MAX_MESSAGE_BYTES = 16 * 1024

/** The server pings this often: below nginx's 60, Cloudflare's 100 and mobile NAT's 30 seconds. */
export const HEARTBEAT_MS = 20_000

/** Silence after which a host counts as degraded, then as offline. */
export const DEGRADED_AFTER_MS = 45_000
export const OFFLINE_AFTER_MS = 65_000

/** Time for a host's first message. */
export const HELLO_WITHIN_MS = 10_000

/** Services, candidates and live sessions that one hello may name. */
const MAX_SERVICES = 16
const MAX_CANDIDATES = 8
const MAX_LIVE = 64

/** A host registers its code with `proof` and stays. */
export type Hello = {
  readonly type: 'hello'
  /** Version of the host agent. */
  readonly version: string
  readonly code: string
  /** As signed: what old controllers are given, if the host publishes it. */
  readonly address: string
  readonly port: number
  readonly name: string
  readonly proof: Proof
  /** Whether `/resolve` may tell the address to whoever knows the code. */
  readonly isPublished: boolean
  readonly services: readonly string[]
  readonly candidates: readonly Candidate[]
  /** Sessions that it carries on, having lost its last channel. */
  readonly live: readonly string[]
  /** Whether sessions may end at the server, which then shows them in a page. */
  readonly allowsBrowser: boolean
}

/** How much a session has carried, and since when, epoch milliseconds by the server's clock. */
export type Carried = { readonly bytesToHost: number; readonly bytesToController: number }

/** Why a host refuses or ends a session. */
export const HOST_REASONS = [
  'wrong_pin',
  'pin_locked',
  'service_down',
  'not_allowed',
  'busy',
  'browser_not_allowed',
] as const

export type HostReason = (typeof HOST_REASONS)[number]

export type HostMessage =
  | Hello
  /** The host will not serve the session. */
  | { readonly type: 'refuse'; readonly session: string; readonly reason: HostReason }
  /** Somebody gave a wrong PIN; the session goes on. */
  | { readonly type: 'wrong-pin'; readonly session: string }
  /** The controller proved the PIN, over this path. */
  | { readonly type: 'connected'; readonly session: string; readonly path: 'direct' | 'relay' }
  /** A session's direct path carried this so far. */
  | ({ readonly type: 'carried'; readonly session: string } & Carried)
  /** The controller is gone from every path; its direct ones carried this. */
  | ({ readonly type: 'ended'; readonly session: string } & Carried)
  | { readonly type: 'bye' }

export type ServerMessage =
  | {
      readonly type: 'welcome'
      readonly hostId: string
      readonly code: string
      readonly heartbeatMs: number
      readonly time: number
      /** The address the host appears from. */
      readonly address: string
    }
  /** The hello is refused; the channel is closed. `code` is a refusal's. */
  | {
      readonly type: 'refused'
      readonly code: string
      readonly detail?: string | undefined
      readonly retryAfterMs?: number | undefined
    }
  | {
      readonly type: 'open'
      readonly session: string
      readonly ticket: string
      readonly service: string
      readonly controller: { readonly name: string; readonly address: string }
      /** Whether the server knows the controller as somebody who may resolve codes of this tenant. */
      readonly isSignedIn: boolean
      /** Whether the server itself plays the controller, for a page, and sees what it sees. */
      readonly isBrowser: boolean
    }
  /** The session is over: whatever carries it is closed now. `reason` is a refusal's code. */
  | { readonly type: 'close'; readonly session: string; readonly reason: string }
  | { readonly type: 'restarting'; readonly reconnectInMs: number; readonly tryForMs: number }
  | { readonly type: 'replaced' }
  | { readonly type: 'locked' }
  | { readonly type: 'unknown'; readonly got: string }

type Raw = Readonly<Record<string, unknown>>

/** Reads a message as JSON. Throws `Refusal`. */
const readObject = (text: string): Raw => {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return refuse('JSON')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return refuse('JSON')
  return parsed as Raw
}

/** Reads what a host sent; a type we do not know comes back as it is. Throws `Refusal`. */
export const readHostMessage = (text: string): HostMessage | { readonly type: 'unknown'; readonly got: string } => {
  const raw = readObject(text)
  const { type } = raw
  switch (type) {
    case 'hello':
      return toHello(raw)
    case 'refuse':
      return { type, session: idOf(raw), reason: reasonOf(raw['reason']) }
    case 'wrong-pin':
      return { type, session: idOf(raw) }
    case 'connected':
      return { type, session: idOf(raw), path: raw['path'] === 'direct' ? 'direct' : 'relay' }
    case 'carried':
    case 'ended':
      return {
        type,
        session: idOf(raw),
        bytesToHost: bytesOf(raw['bytesToHost']),
        bytesToController: bytesOf(raw['bytesToController']),
      }
    case 'bye':
      return { type }
    default:
      return { type: 'unknown', got: typeof type === 'string' ? cleanName(type).slice(0, 32) : '' }
  }
}

/**
 * Reads what a server sent; types we do not know and messages without what they need come back as
 * `undefined`. The server is whom we dialled, and may have been taken over since.
 */
export const readServerMessage = (text: string): ServerMessage | undefined => {
  try {
    return toServerMessage(readObject(text))
  } catch {
    return undefined
  }
}

const toServerMessage = (raw: Raw): ServerMessage | undefined => {
  const { type } = raw
  switch (type) {
    case 'welcome':
      return {
        type,
        hostId: textOf(raw['hostId']),
        code: textOf(raw['code']),
        heartbeatMs: millisecondsOf(raw['heartbeatMs']),
        time: millisecondsOf(raw['time']),
        address: textOf(raw['address']),
      }
    case 'refused':
      return {
        type,
        code: wordOf(raw['code']),
        detail: raw['detail'] === undefined ? undefined : textOf(raw['detail']),
        retryAfterMs: millisecondsOf(raw['retryAfterMs']),
      }
    case 'open':
      return toOpen(raw)
    case 'close':
      return { type, session: idOf(raw), reason: wordOf(raw['reason']) }
    case 'restarting':
      return { type, reconnectInMs: millisecondsOf(raw['reconnectInMs']), tryForMs: millisecondsOf(raw['tryForMs']) }
    case 'unknown':
      return { type, got: textOf(raw['got']) }
    case 'replaced':
    case 'locked':
      return { type }
    default:
      return undefined
  }
}

const TICKET = /^isrx_[\w-]{20,128}$/

const toOpen = (raw: Raw): ServerMessage | undefined => {
  const { service, ticket, controller } = raw
  if (!isService(service) || typeof ticket !== 'string' || !TICKET.test(ticket)) return undefined
  const { name, address } = (controller ?? {}) as Raw
  return {
    type: 'open',
    session: idOf(raw),
    ticket,
    service,
    controller: { name: textOf(name), address: textOf(address) },
    isSignedIn: raw['isSignedIn'] === true,
    isBrowser: raw['isBrowser'] === true,
  }
}

/** A text to be shown to a person; empty for what is none. */
const textOf = (value: unknown): string => (typeof value === 'string' ? cleanName(value) : '')

/** The code of a refusal, which may be one of a newer server. */
const wordOf = (value: unknown): string =>
  typeof value === 'string' && /^\w{1,64}$/.test(value) ? value : 'unknown'

/** A number to calculate with; 0 for what is none. */
const millisecondsOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.max(value, 0) : 0

const toHello = (raw: Raw): Hello => {
  const { code, address, name, version } = raw
  const port = parsePort(raw['port'] as string | number | undefined)
  if (typeof code !== 'string' || code.length > 256) return refuse('code')
  if (typeof address !== 'string' || !isHost(address)) throw new Refusal('invalid_host')
  if (port === undefined) throw new Refusal('invalid_port')
  if (typeof name !== 'string' || name.length > 256) return refuse('name')
  return {
    type: 'hello',
    version: typeof version === 'string' ? cleanName(version).slice(0, 32) : '',
    code,
    address,
    port,
    name,
    proof: toProof(raw['proof']),
    isPublished: raw['isPublished'] === true,
    services: listOf(raw['services'], MAX_SERVICES, isService, 'services'),
    candidates: listOf(raw['candidates'], MAX_CANDIDATES, isCandidate, 'candidates').map(
      ({ address: at, port: on }) => ({ address: at, port: on }),
    ),
    live: listOf(raw['live'], MAX_LIVE, isId, 'live'),
    // Hosts of the time before there was a page for it say nothing.
    allowsBrowser: raw['allowsBrowser'] !== false,
  }
}

const listOf = <T>(
  value: unknown,
  max: number,
  isItem: (item: unknown) => item is T,
  what: string,
): readonly T[] => {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length > max || !value.every(isItem)) return refuse(what)
  return value
}

/** IPv6 in its plain spelling; a controller dials it as it stands. */
const ADDRESS = /^[0-9a-f:.]{2,45}$/i

/** Whether something is an address and port that a controller could dial. */
export const isCandidate = (item: unknown): item is Candidate => {
  if (typeof item !== 'object' || item === null) return false
  const { address, port } = item as Partial<Candidate>
  return (
    typeof address === 'string' &&
    (isHost(address) || ADDRESS.test(address)) &&
    typeof port === 'number' &&
    Number.isInteger(port) &&
    port >= 1 &&
    port <= 65_535
  )
}

const SESSION_ID = /^ses_[\w-]{21}$/

const isId = (item: unknown): item is string => typeof item === 'string' && SESSION_ID.test(item)

const idOf = ({ session }: Raw): string => (isId(session) ? session : refuse('session'))

const reasonOf = (reason: unknown): HostReason =>
  HOST_REASONS.find((known) => known === reason) ?? 'not_allowed'

const bytesOf = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0

const refuse = (detail: string): never => {
  throw new Refusal('invalid_request', { detail })
}
