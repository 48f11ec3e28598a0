/** Why a tunnel could not be opened or used, as errors that a program can explain to a person. */

/** The other end showed another key than the host's; nothing was said to it. */
export class HostKeyError extends Error {
  override readonly name = 'HostKeyError'
  /** Ed25519 public keys, base64url; empty when the other end showed none. */
  readonly presented: string
  readonly expected: string

  constructor(presented: string, expected: string) {
    super('the other end is not the host')
    this.presented = presented
    this.expected = expected
  }
}

/** The host did not let us in by the PIN. */
export class PinError extends Error {
  override readonly name = 'PinError'
  readonly code: 'wrong_pin' | 'pin_locked'
  /** When the host takes PINs again; 0 when it said nothing. */
  readonly retryAfterMs: number

  constructor(code: 'wrong_pin' | 'pin_locked', retryAfterMs = 0) {
    super(code)
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

/** The other end let us in without knowing the PIN: it is somebody in between. */
export class ImpostorError extends Error {
  override readonly name = 'ImpostorError'
}

/** The host does not serve this: `service_down`, `service_not_found`, `session_not_found`… */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** The tunnel broke, or did not come about in time. */
export class TunnelError extends Error {
  override readonly name = 'TunnelError'
}
