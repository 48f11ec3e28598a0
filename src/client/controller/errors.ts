/** Why no way to a host came about, as an error that a program can explain to a person. */

/** The relay, or the direct path where only that was allowed, could not be taken or was ended. */
export class NoWayError extends Error {
  override readonly name = 'NoWayError'
  /** The refusal's code where the server gave one, otherwise empty. */
  readonly code: string

  constructor(code: string, detail: string) {
    super(detail)
    this.code = code
  }
}
