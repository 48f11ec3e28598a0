/** A controller's first question: how is the host with this code reached? */

import type { SessionOffer } from '../../protocol/session.ts'
import type { Api } from '../api.ts'
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
}

/** Asks. Throws what `Api` throws. */
export const askForSession = async (api: Api, { code, service, controller, instance }: Wanted): Promise<Asked> => {
  try {
    const body = { code, controller, instance, ...(service === undefined ? {} : { service }) }
    return { kind: 'offer', offer: await api.post<SessionOffer>('/v1/sessions', body) }
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'no_agent') throw error
    const { address, port } = await api.post<{ address: string; port: number }>('/v1/resolve', { code })
    return { kind: 'old', address, port }
  }
}
