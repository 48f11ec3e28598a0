/**
 * How WebSockets of this product end: a named reason, never a bare number. The close code of a
 * refusal is 4000 + its HTTP status (RFC 6455, 7.4.2: private use), the reason its code.
 */

import { REFUSALS, type RefusalCode } from './refusals.ts'

/** Both ends are done. */
export const DONE = 1000

/** The server is being restarted; come back (IANA: Service Restart). */
export const RESTARTING = 1012

/** Where private close codes begin. */
const PRIVATE = 4000

/** The close code that says this refusal. */
export const closeCodeOf = (code: RefusalCode): number =>
  code === 'restarting' ? RESTARTING : PRIVATE + REFUSALS[code].status

/** The refusal that a close frame names; `undefined` for a reason that is none of ours. */
export const refusalOfClose = (closeCode: number, reason: string): RefusalCode | undefined =>
  Object.hasOwn(REFUSALS, reason) && closeCodeOf(reason as RefusalCode) === closeCode
    ? (reason as RefusalCode)
    : undefined
