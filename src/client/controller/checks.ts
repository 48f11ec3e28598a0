/**
 * The checks of `isr doctor`, each a name, a word and facts; sentences are made elsewhere. A check
 * that cannot be made says so, and none stops those after it.
 */

import { once } from 'node:events'
import { connect } from 'node:net'
import type { WebSocket } from 'ws'
import type { Clock } from '../../platform/clock.ts'
import { sleep, type Ticker } from '../../platform/ticker.ts'
import { PROBE_PATH } from '../../protocol/control.ts'
import type { Host } from '../../protocol/api.ts'
import type { Session } from '../../protocol/session.ts'
import { type Api, UnreachableError } from '../api.ts'
import { ProblemError } from '../problem.ts'
import { dialWebSocket, ProxyInTheWayError } from '../websocket.ts'

export const CHECKS = [
  'server',
  'https',
  'websocket',
  'clock',
  'address',
  'idle',
  'code',
  'owner',
  'presence',
  'last-session',
  'direct',
  'relay',
] as const

export type Check = {
  readonly name: (typeof CHECKS)[number]
  readonly word: 'ok' | 'warn' | 'bad' | 'skipped'
  readonly facts: Readonly<Record<string, string | number | boolean | null>>
}

export type ExamineOptions = {
  readonly api: Api
  readonly isSignedIn: boolean
  readonly code: string | undefined
  /** How long to leave a connection silent; 0 does not. */
  readonly idleMs: number
  readonly clock: Clock
  readonly ticker: Ticker
}

/** Beyond this a clock is worth a word; proofs are refused beyond five minutes, milliseconds. */
const CLOCK_WARN_MS = 30_000
const CLOCK_BAD_MS = 300_000

/** A host on the next desk answers in one millisecond; the race for a direct path takes 2 s. */
const DIAL_WITHIN_MS = 2000

/** Makes all of them, in order. */
export const examine = async (options: ExamineOptions): Promise<readonly Check[]> => {
  const reached = await checkServer(options)
  if (reached.word === 'bad') return [reached]
  const probed = await checkProbe(options)
  const code = options.code
  const about = code === undefined ? [] : await checkHost(code, options, probed)
  return [reached, checkHttps(options), ...probed, ...about]
}

const checkServer = async ({ api, clock }: ExamineOptions): Promise<Check> => {
  const from = clock.now()
  try {
    await api.get('/v1/server')
    return { name: 'server', word: 'ok', facts: { server: api.server, ms: clock.now() - from } }
  } catch (error) {
    return { name: 'server', word: 'bad', facts: { server: api.server, reason: reasonOf(error) } }
  }
}

const checkHttps = ({ api }: ExamineOptions): Check => {
  const isSecure = api.server.startsWith('https:')
  return { name: 'https', word: isSecure ? 'ok' : 'warn', facts: { isSecure } }
}

type Probe = { time: number; address: string; version: string }

const checkProbe = async (options: ExamineOptions): Promise<readonly Check[]> => {
  const { api, clock, ticker, idleMs } = options
  const from = clock.now()
  let socket: WebSocket | undefined
  try {
    socket = await dialWebSocket({ server: api.server, path: PROBE_PATH })
    socket.on('error', () => undefined)
    const late = new AbortController()
    const stop = ticker.after(DIAL_WITHIN_MS * 5, () => late.abort())
    const [data] = (await once(socket, 'message', { signal: late.signal })) as [Buffer]
    stop()
    const ms = clock.now() - from
    const probe = JSON.parse(data.toString('utf8')) as Probe
    const offMs = Math.round(clock.now() - ms / 2 - probe.time)
    const isOff = Math.abs(offMs)
    return [
      { name: 'websocket', word: 'ok', facts: { ms, version: probe.version } },
      { name: 'clock', word: isOff > CLOCK_BAD_MS ? 'bad' : isOff > CLOCK_WARN_MS ? 'warn' : 'ok', facts: { offMs } },
      { name: 'address', word: 'ok', facts: { address: probe.address } },
      await checkIdle(socket, idleMs, options),
    ]
  } catch (error) {
    const by = error instanceof ProxyInTheWayError ? 'proxy' : 'failed'
    return [{ name: 'websocket', word: 'bad', facts: { reason: reasonOf(error), by } }]
  } finally {
    socket?.terminate()
  }
}

const checkIdle = async (
  socket: WebSocket,
  idleMs: number,
  { clock, ticker }: ExamineOptions,
): Promise<Check> => {
  if (idleMs === 0) return { name: 'idle', word: 'skipped', facts: {} }
  const from = clock.now()
  const cut = new Promise<void>((resolve) => void socket.once('close', resolve))
  await Promise.race([cut, sleep(ticker, idleMs)])
  const isCut = socket.readyState !== socket.OPEN
  return { name: 'idle', word: isCut ? 'bad' : 'ok', facts: { seconds: Math.round((clock.now() - from) / 1000) } }
}

const checkHost = async (code: string, options: ExamineOptions, probed: readonly Check[]): Promise<readonly Check[]> => {
  const relay: Check = {
    name: 'relay',
    word: probed[0]?.word === 'ok' ? 'ok' : 'bad',
    facts: { server: options.api.server },
  }
  if (!options.isSignedIn) return [...(await lookFromOutside(code, options)), relay]
  try {
    const host = await findHost(code, options)
    if (!host) return [{ name: 'code', word: 'bad', facts: { code } }, relay]
    return [...(await lookFromInside(host, options)), relay]
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 403) {
      return [{ name: 'code', word: 'bad', facts: { code, reason: reasonOf(error) } }, relay]
    }
    return [...(await lookFromOutside(code, options)), relay]
  }
}

const findHost = async (code: string, { api }: ExamineOptions): Promise<Host | undefined> => {
  const query = new URLSearchParams({ q: code, limit: '100' })
  const { hosts } = await api.get<{ hosts: readonly Host[] }>(`/v1/hosts?${query.toString()}`)
  return hosts.find((host) => host.code === code)
}

/** What anybody who knows a code may ask. */
const lookFromOutside = async (code: string, options: ExamineOptions): Promise<readonly Check[]> => {
  try {
    const { address, port } = await options.api.post<{ address: string; port: number }>('/v1/resolve', { code })
    return [{ name: 'code', word: 'ok', facts: { code } }, await checkDirect(address, port, options)]
  } catch (error) {
    // A host with an agent tells nobody its address.
    const isHidden = error instanceof ProblemError && error.status === 404
    return [{ name: 'code', word: isHidden ? 'skipped' : 'bad', facts: { code, reason: reasonOf(error) } }]
  }
}

const lookFromInside = async (host: Host, options: ExamineOptions): Promise<readonly Check[]> => {
  const { presence, presenceAt, agent, keyFingerprint, ownership } = host
  const word = presence === 'online' || presence === 'registered' ? 'ok' : presence === 'degraded' ? 'warn' : 'bad'
  return [
    { name: 'code', word: host.state === 'revoked' ? 'bad' : 'ok', facts: { code: host.code, name: host.name, state: host.state } },
    { name: 'owner', word: ownership === 'none' ? 'warn' : 'ok', facts: { ownership, fingerprint: keyFingerprint } },
    { name: 'presence', word, facts: { presence, since: presenceAt, seen: host.updatedAt, address: agent?.address ?? null } },
    await checkLastSession(host, options),
    await checkDirect(host.address, host.port, options),
  ]
}

const checkLastSession = async ({ id }: Host, { api }: ExamineOptions): Promise<Check> => {
  try {
    const query = new URLSearchParams({ state: 'ended', hostId: id, limit: '1' })
    const { sessions } = await api.get<{ sessions: readonly Session[] }>(`/v1/sessions?${query.toString()}`)
    const [last] = sessions
    if (!last) return { name: 'last-session', word: 'skipped', facts: { outcome: null } }
    const isGood = last.outcome === null || last.outcome === 'completed'
    const { outcome, reason, path, askedAt } = last
    return { name: 'last-session', word: isGood ? 'ok' : 'warn', facts: { outcome, reason, path, askedAt } }
  } catch (error) {
    return { name: 'last-session', word: 'skipped', facts: { outcome: null, reason: reasonOf(error) } }
  }
}

/** Whether anything listens there: who it is, only a session can prove. */
const checkDirect = async (address: string, port: number, { ticker, clock }: ExamineOptions): Promise<Check> => {
  const from = clock.now()
  const late = new AbortController()
  const stop = ticker.after(DIAL_WITHIN_MS, () => late.abort())
  const socket = connect({ host: address, port })
  socket.on('error', () => undefined)
  try {
    await once(socket, 'connect', { signal: late.signal })
    return { name: 'direct', word: 'ok', facts: { address, port, ms: clock.now() - from } }
  } catch (error) {
    const reason = late.signal.aborted ? 'ETIMEDOUT' : reasonOf(error)
    return { name: 'direct', word: 'warn', facts: { address, port, reason } }
  } finally {
    stop()
    socket.destroy()
  }
}

const reasonOf = (error: unknown): string => {
  if (error instanceof ProblemError) return error.code || error.message
  if (error instanceof UnreachableError) return error.message
  const { code, message } = error as NodeJS.ErrnoException
  return code ?? message
}
