/** Making, keeping and comparing secrets: random from the OS, 0600 on disk, hashed in memory. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, closeSync, fchmodSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs'

/** A secret of 256 random bits with a prefix that makes a leaked one searchable. */
export const newSecret = (prefix: string): string =>
  `${prefix}_${randomBytes(32).toString('base64url')}`

/** SHA-256 as hex; enough for secrets of 256 random bits, never for passwords people choose. */
export const hashSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('hex')

/** Compares a presented secret with a stored hash in constant time. */
export const isSecret = (presented: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(hashSecret(presented), 'hex'), Buffer.from(hash, 'hex'))

/** Said of a file with a secret that was open. */
export const OTHERS_COULD_READ = 'others on this machine could read this secret until now'

/** The bits of a file's mode that let anybody but its owner in; Windows has none of them. */
const FOR_OTHERS = process.platform === 'win32' ? 0 : 0o077

/**
 * Reads the secret in `file`, or makes one and writes it there readable by its owner only. A file
 * that others could read is closed; `wasOpen` says so, because they may have read it before.
 */
export const readOrCreateSecretFile = (
  file: string,
  prefix: string,
): { secret: string; isNew: boolean; wasOpen: boolean } => {
  const existing = readIfPresent(file)
  if (existing) return { secret: existing, isNew: false, wasOpen: closeToOthers(file) }
  const secret = newSecret(prefix)
  const descriptor = openSync(file, 'w', 0o600)
  try {
    // An empty file left behind by a full disk may carry other permissions than we would give it.
    fchmodSync(descriptor, 0o600)
    writeSync(descriptor, `${secret}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  return { secret, isNew: true, wasOpen: false }
}

const closeToOthers = (file: string): boolean => {
  if ((statSync(file).mode & FOR_OTHERS) === 0) return false
  try {
    chmodSync(file, 0o600)
  } catch {
    // Somebody else's file, or a read-only disk: whoever starts the server is told all the same.
  }
  return true
}

const readIfPresent = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
