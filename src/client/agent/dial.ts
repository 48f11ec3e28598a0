/** One try of a host to reach its server: enrol if it must, sign, open the WebSocket. */

import type { Clock } from '../../platform/clock.ts'
import { hashSecret } from '../../platform/secrets.ts'
import { CONTROL_PATH, type Hello, MAX_MESSAGE_BYTES } from '../../protocol/control.ts'
import type { SignedClaim } from '../../protocol/proof.ts'
import { type Api, createApi } from '../api.ts'
import { type HostKey, prove } from '../host-key.ts'
import { ProblemError } from '../problem.ts'
import { dialWebSocket } from '../websocket.ts'
import type { Dialled } from './agent.ts'

/** What a host says of itself, as it is at the moment of the dial. */
export type HostFacts = SignedClaim & Pick<Hello, 'version' | 'isPublished' | 'services' | 'candidates' | 'live' | 'allowsBrowser'>

export type DialOptions = {
  readonly server: string
  readonly key: HostKey
  /** One run of the program, so that two machines with one key are told apart. */
  readonly instance: string
  readonly facts: () => HostFacts
  /** The host's own credential, once it has one. */
  readonly credential: { read(): string | undefined; write(secret: string): void }
  /** An enrolment to redeem while there is no credential. */
  readonly enrolment: string | undefined
  readonly clock: Clock
}

/** Makes the `dial` of an agent. */
export const createDial = (options: DialOptions): ((signal: AbortSignal) => Promise<Dialled>) => {
  const { server, key, instance, clock, credential, enrolment } = options
  let serverId: string | undefined
  let isEnrolled = credential.read() !== undefined

  const enrol = async (api: Api, id: string, token: string): Promise<void> => {
    const { code, address, port, name, isPublished } = options.facts()
    const claim = { code, address, port, name }
    const proof = prove(key, id, claim, { at: clock.now(), instance }, hashSecret(token))
    const body = { token, code, address, port, ...(name ? { name } : {}), proof, hasAgent: !isPublished }
    const redeemed = await api.post<{ credential: string }>('/v1/enrolments/redeem', body)
    credential.write(redeemed.credential)
    isEnrolled = true
  }

  const open = async (signal: AbortSignal): Promise<Dialled> => {
    const api = createApi({ server, signal })
    serverId ??= (await api.get<{ id: string }>('/v1/server')).id
    if (!isEnrolled && enrolment !== undefined) await enrol(api, serverId, enrolment)
    const secret = credential.read()
    const authorization = secret === undefined ? undefined : `Bearer ${secret}`
    const socket = await dialWebSocket({ server, path: CONTROL_PATH, authorization, maxBytes: MAX_MESSAGE_BYTES, signal })
    // Signed after the dial, which may have taken long: the time in it must be the time of the hello.
    const { code, address, port, name, ...rest } = options.facts()
    const proof = prove(key, serverId, { code, address, port, name }, { at: clock.now(), instance })
    return { socket, hello: { type: 'hello', code, address, port, name, proof, ...rest } }
  }

  return async (signal) => {
    try {
      return await open(signal)
    } catch (error) {
      // A server set up anew has another id, and an enrolment is the way back in for a deleted host.
      serverId = undefined
      if (error instanceof ProblemError && error.code === 'invalid_token') isEnrolled = false
      throw error
    }
  }
}
