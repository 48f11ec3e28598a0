/**
 * Seals what the server must be able to read again, such as a TOTP secret, with a key that does not
 * lie in the database: AES-256-GCM, bound to whom it belongs, so that a seal cannot be moved from
 * one row to another.
 */

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** Bytes of a GCM nonce and of its tag, as NIST SP 800-38D recommends. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

const CIPHER = 'aes-256-gcm'

const VERSION = 'v1.'

export type Sealer = {
  seal(text: string, owner: string): string
  /** `undefined` when it was sealed with another key, for somebody else, or was changed. */
  open(sealed: string, owner: string): string | undefined
}

/** Makes a sealer from the secret in the key file. */
export const createSealer = (secret: string): Sealer => {
  // 256 random bits in, 256 bits out: nothing needs stretching.
  const key = createHash('sha256').update(secret).digest()
  return {
    seal(text, owner) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(owner))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return VERSION + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },

    open(sealed, owner) {
      if (!sealed.startsWith(VERSION)) return undefined
      const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url')
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined
      const body = bytes.subarray(NONCE_BYTES + TAG_BYTES)
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(Buffer.from(owner))
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      try {
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}
