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

/**
 * Points of small order, without their sign bit (RFC 7748, libsodium): for these one signature fits
 * many texts, so they are nobody's.
 */
const WEAK_POINTS = new Set([
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
])

const SIGN_BIT = 0x80

const isWeak = (key: string): boolean => {
  const bytes = Buffer.from(key, 'base64url')
  bytes.writeUInt8(bytes.readUInt8(31) & ~SIGN_BIT, 31)
  return WEAK_POINTS.has(bytes.toString('hex'))
}

/** Whether anything can be signed with the key; one that is no key would close a code for ever. */
export const isUsable = (key: string): boolean => toPublicKey(key) !== undefined

/** 32 bytes that are no point of the curve are no key, nor is a point of small order. */
const toPublicKey = (key: string): ReturnType<typeof createPublicKey> | undefined => {
  if (isWeak(key)) return undefined
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' })
  } catch {
    return undefined
  }
}
