/** Ed25519 keys of hosts: their short name for people, and the check of what they signed. */

import { createHash, createPublicKey, verify } from 'node:crypto'
import { promisify } from 'node:util'

/** Runs on a thread of its own pool: 100 µs that resolves need not wait for. */
const verifyOffLoop = promisify(verify)

/** The key as people compare it, as `ssh-keygen -l` would write it. */
export const fingerprintOf = (key: string): string => {
  const digest = createHash('sha256').update(key, 'base64url').digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}

/** Whether `signature` is one of `key` over `text`; key and signature are base64url. */
export const isSignedBy = async (
  key: string,
  text: string,
  signature: string,
): Promise<boolean> => {
  const publicKey = toPublicKey(key)
  if (!publicKey) return false
  return verifyOffLoop(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'))
}

/** 32 bytes that are no point of the curve are no key. */
const toPublicKey = (key: string): ReturnType<typeof createPublicKey> | undefined => {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' })
  } catch {
    return undefined
  }
}
