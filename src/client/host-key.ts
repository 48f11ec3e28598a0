/** A host's Ed25519 key: made at the first run, kept in a 0600 file, and what it signs. */

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { newId } from '../platform/ids.ts'
import { type Proof, type SignedClaim, signedText } from '../protocol/proof.ts'
import { refuseExposed } from './credentials.ts'

/** A host's key and its public half, base64url as the server knows it. */
export type HostKey = { readonly secret: KeyObject; readonly key: string; readonly isNew: boolean }

/** Reads the key in `file`, or makes one there. Two first runs at once end with the same key. */
export const readOrMakeHostKey = (file: string): HostKey => {
  const known = readKey(file)
  if (known) return { ...known, isNew: false }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  try {
    writeFileSync(file, pem, { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const other = readKey(file)
    if (other) return { ...other, isNew: false }
  }
  const made = readKey(file)
  if (!made) throw new TypeError('no Ed25519 key in PEM')
  return { ...made, isNew: true }
}

/** Signs a claim, for an enrolment with the hash of its token. Throws `Refusal` when a part of it cannot be signed. */
export const prove = (
  { secret, key }: HostKey,
  serverId: string,
  claim: SignedClaim,
  { at, instance }: { readonly at: number; readonly instance: string },
  tokenHash?: string,
): Proof => {
  const nonce = newId('n')
  const text = signedText(serverId, claim, { at, nonce, instance }, tokenHash)
  const signature = sign(null, Buffer.from(text, 'utf8'), secret).toString('base64url')
  return { key, at, nonce, instance, signature }
}

const readKey = (file: string): { secret: KeyObject; key: string } | undefined => {
  try {
    const pem = readFileSync(file, 'utf8')
    refuseExposed(file)
    const secret = createPrivateKey(pem)
    if (secret.asymmetricKeyType !== 'ed25519') throw new TypeError('no Ed25519 key in PEM')
    const { x = '' } = createPublicKey(secret).export({ format: 'jwk' }) as { x?: string }
    return { secret, key: x }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
