/**
 * Passes: by one of them a controller shows that it proved the PIN of this host before, so that it
 * gets a try while strangers have used up theirs. A pass lets nobody in; the PIN is asked for all the
 * same. Nothing is kept: a pass is a number and the host's own seal on it, so it outlives a restart
 * of the host and filling a list of them pushes nobody out. It ends with the host's key.
 */

import { createHmac, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'

const PREFIX = 'isrv_'

/** Bytes of a pass's number, and of its seal, HMAC-SHA-256. */
const ID_BYTES = 16
const SEAL_BYTES = 32

/** 48 bytes as base64url after the prefix. */
const SHAPE = /^isrv_[\w-]{64}$/

export type Passes = ReturnType<typeof createPasses>

/** Makes and knows the passes of the host with this private key. */
export const createPasses = (key: KeyObject) => {
  const secret = key.export({ type: 'pkcs8', format: 'der' })
  // A key of its own: what is sealed here must never be a signature of the host's.
  const sealing = Buffer.from(hkdfSync('sha256', secret, '', 'isr visitor pass 1', SEAL_BYTES))
  const sealOf = (id: Uint8Array): Buffer => createHmac('sha256', sealing).update(id).digest()

  return {
    /** Makes one for whoever just proved the PIN. */
    give(): string {
      const id = randomBytes(ID_BYTES)
      return PREFIX + Buffer.concat([id, sealOf(id)]).toString('base64url')
    },

    /** Which of this host's passes it is; `undefined` for anything else. */
    idOf(pass: unknown): string | undefined {
      if (typeof pass !== 'string' || !SHAPE.test(pass)) return undefined
      const bytes = Buffer.from(pass.slice(PREFIX.length), 'base64url')
      const id = bytes.subarray(0, ID_BYTES)
      return timingSafeEqual(bytes.subarray(ID_BYTES), sealOf(id)) ? id.toString('hex') : undefined
    },
  }
}

/** Whether a controller may keep this as a host's pass. */
export const isPass = (value: unknown): value is string =>
  typeof value === 'string' && SHAPE.test(value)
