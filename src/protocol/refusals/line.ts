/**
 * What a refusal says: `status` is the HTTP status, `en`/`es` the sentence a person reads (the older
 * hosts and controllers print the Spanish one). `{…}` is filled in. `isContract` marks those quoted
 * in the older server's contract, whose answers have two keys only.
 */

/** One refusal. */
export type Line = {
  readonly status: 400 | 401 | 403 | 404 | 405 | 408 | 409 | 410 | 413 | 415 | 421 | 426 | 429 | 431 | 500 | 503
  readonly en: string
  readonly es: string
  readonly isContract?: true
}
