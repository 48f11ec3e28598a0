/**
 * The proof with which a host shows that a code is its own: what it sends and the one text it signs.
 * Pure: nothing here verifies; the registry does.
 */

import { UNPRINTABLE } from './code.ts'
import { Refusal } from './refusals.ts'

/** How far a host's clock may be from the server's, milliseconds. */
export const MAX_SKEW_MS = 5 * 60_000

/** First line of the signed text: a signature for this is one for nothing else. */
const TO_REGISTER = 'isr-register-1'

/** The same for an enrolment, so that nobody enrols a host with what it signed to register. */
const TO_ENROL = 'isr-enrol-1'

/** An Ed25519 public key has 32 bytes: 43 base64url digits, of which the last carries 4 bits. */
const KEY = /^[\w-]{42}[AEIMQUYcgkosw048]$/

/** An Ed25519 signature has 64 bytes: 86 base64url digits, of which the last carries 2 bits. */
const SIGNATURE = /^[\w-]{85}[AQgw]$/

/** Enough that no two proofs share one, short enough to be stored and logged. */
const NONCE = /^[\w-]{8,64}$/

const INSTANCE = /^[\w-]{1,64}$/

/** What a host sends beside its claim; key and signature are base64url. */
export type Proof = {
  /** Ed25519 public key. */
  readonly key: string
  /** When the host signed, epoch milliseconds by its own clock. */
  readonly at: number
  /** Random; makes each proof unlike every other. */
  readonly nonce: string
  /** One run of the host program, so that two machines with one key are told apart; or empty. */
  readonly instance: string
  readonly signature: string
}

/** What a proof is about, as the host sent it: the code canonical, the name empty if there is none. */
export type SignedClaim = {
  readonly code: string
  readonly address: string
  readonly port: number
  readonly name: string
}

/** Checks the shape of a proof. Throws `Refusal`. */
export const toProof = (raw: unknown): Proof => {
  if (typeof raw !== 'object' || raw === null) return refuse('proof')
  const { key, at, nonce, instance = '', signature } = raw as Record<string, unknown>
  if (!isKey(key)) return refuse('proof.key')
  if (typeof at !== 'number' || !Number.isSafeInteger(at) || at < 0) return refuse('proof.at')
  if (typeof nonce !== 'string' || !NONCE.test(nonce)) return refuse('proof.nonce')
  if (typeof instance !== 'string' || (instance !== '' && !INSTANCE.test(instance))) {
    return refuse('proof.instance')
  }
  if (typeof signature !== 'string' || !SIGNATURE.test(signature)) return refuse('proof.signature')
  return { key, at, nonce, instance, signature }
}

/** Whether a text is an Ed25519 public key in base64url, in its only spelling. */
export const isKey = (text: unknown): text is string => typeof text === 'string' && KEY.test(text)

/**
 * The text a host signs, as UTF-8. No two claims or proofs have the same text: no part can contain
 * a line end. To enrol, `tokenHash` is the SHA-256 of the enrolment token in hexadecimal: the host
 * then agrees to that enrolment and to no other. Throws `Refusal` for a part that has a line end.
 */
export const signedText = (
  serverId: string,
  claim: SignedClaim,
  { at, nonce, instance }: Pick<Proof, 'at' | 'nonce' | 'instance'>,
  tokenHash?: string,
): string => {
  for (const part of ['code', 'address', 'name'] as const) {
    if (UNPRINTABLE.test(claim[part]) || !claim[part].isWellFormed()) refuse(part)
  }
  const { code, address, port, name } = claim
  const lines = [serverId, code, address, port, name, at, nonce, instance]
  const all = tokenHash === undefined ? [TO_REGISTER, ...lines] : [TO_ENROL, ...lines, tokenHash]
  return all.join('\n')
}

const refuse = (detail: string): never => {
  throw new Refusal('invalid_request', { detail })
}
