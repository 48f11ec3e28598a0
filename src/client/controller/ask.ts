/** A controller's first question: how is the host with this code reached? */

import { isCandidate } from '../../protocol/control.ts'
import { isHost } from '../../protocol/host.ts'
import { isService, type SessionOffer } from '../../protocol/session.ts'
import { type Api, UnreachableError } from '../api.ts'
import { ProblemError } from '../problem.ts'

/** What the server answered: a session with a host agent, or the address of a host without one. */
export type Asked =
  | { readonly kind: 'offer'; readonly offer: SessionOffer }
  | { readonly kind: 'old'; readonly address: string; readonly port: number }

export type Wanted = {
  readonly code: string
  /** The host's first one, unless named. */
  readonly service: string | undefined
  /** How this controller calls itself. */
  readonly controller: string
  /** One run of this program: its newer session replaces its older one. */
  readonly instance: string
  /** Of this host's last offer: the question is no guess then. */
  readonly resume?: string | undefined
}

/** A ticket goes into a header, ids and keys are compared and shown: of other shapes they are none. */
const TICKET = /^isrx_[\w-]{20,128}$/
const ID = /^ses_[\w-]{1,64}$/
const HOST_KEY = /^[\w-]{43}$/
const RESUME = /^[\w-]{1,64}$/

/** Addresses of a host that are worth a try. */
const MAX_CANDIDATES = 8

/** Asks. Throws what `Api` throws. */
export const askForSession = async (api: Api, wanted: Wanted): Promise<Asked> => {
  const { code, service } = wanted
  try {
    const offer = toOffer(await api.post<unknown>('/v1/sessions', wanted), code, service)
    if (!offer) throw strange(api)
    return { kind: 'offer', offer }
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'no_agent') throw error
    const answer = await api.post<Partial<{ address: unknown; port: unknown }> | undefined>('/v1/resolve', { code })
    const { address, port } = answer ?? {}
    if (typeof address !== 'string' || !isHost(address) || !isPort(port)) throw strange(api)
    return { kind: 'old', address, port }
  }
}

const strange = ({ server }: Api): Error =>
  new UnreachableError(server, 'its answer is not that of an isr server')

const isPort = (port: unknown): port is number =>
  Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65_535

/**
 * Reads an offer; `undefined` for what is none. Its code is the one that was asked for, whatever the
 * server calls it: under another one a key would be compared with that of another host.
 */
const toOffer = (answer: unknown, code: string, wanted: string | undefined): SessionOffer | undefined => {
  if (typeof answer !== 'object' || answer === null) return undefined
  const { id, service, ticket, hostKey, candidates, expiresAt, time, resume } = answer as Record<string, unknown>
  const texts = [id, ticket, hostKey]
  const isRight = [ID, TICKET, HOST_KEY].every((shape, at) => shape.test(String(texts[at])))
  if (!isRight || !isService(service) || (wanted !== undefined && service !== wanted)) return undefined
  const [known, secret, key] = texts.map(String) as [string, string, string]
  const list: readonly unknown[] = Array.isArray(candidates) ? candidates.slice(0, MAX_CANDIDATES) : []
  return {
    id: known,
    code,
    service,
    ticket: secret,
    hostKey: key,
    candidates: list.filter(isCandidate),
    expiresAt: Number(expiresAt),
    time: Number(time),
    resume: typeof resume === 'string' && RESUME.test(resume) ? resume : '',
  }
}
