/** Why a screen did not open or broke. Pure; what a host says of it is hostile until it was read here. */

import { HostKeyError, ImpostorError, PinError, ServiceError, TunnelError } from '../client/tunnel/errors.ts'
import { Refusal, type RefusalCode } from '../protocol/refusals.ts'

/** What went wrong, as a refusal. */
export const toRefusal = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error
  if (error instanceof PinError) return new Refusal(error.code, { retryAfterMs: error.retryAfterMs })
  if (error instanceof HostKeyError || error instanceof ImpostorError) return new Refusal('host_not_proved')
  if (error instanceof ServiceError) return new Refusal(SAID_BY_HOSTS.get(error.code) ?? 'host_refused')
  return new Refusal(error instanceof TunnelError ? 'peer_gone' : 'internal_error')
}

/** What a host may say; of people who killed or forbade something only the server speaks. */
const SAID_BY_HOSTS: ReadonlyMap<string, RefusalCode> = new Map<string, RefusalCode>([
  ['service_down', 'service_down'],
  ['service_silent', 'service_down'],
  ['service_not_found', 'service_not_found'],
  ['pin_locked', 'pin_locked'],
  ['session_not_found', 'peer_gone'],
  ['busy', 'host_busy'],
])

/** Why a tunnel broke: what its other end says of it by its last words is believed by nobody. */
export const toBreak = (reason: RefusalCode): RefusalCode =>
  reason === 'channel_lost' ? reason : 'peer_gone'
