/**
 * Sign-ins that are under way at the provider. Each belongs to the browser that began it (which
 * keeps a secret in a cookie), is used once and lasts ten minutes. Bounded: no address may hold more
 * than its part, and when all is full the oldest goes.
 */

import { hashSecret, newSecret } from '../../platform/secrets.ts'
import { Refusal } from '../../protocol/refusals.ts'

/** How long somebody may take at the provider, milliseconds. */
export const ATTEMPT_MS = 10 * 60 * 1000

/** Attempts held at once in all, about 1 KiB each, and of one address (an office has one). */
const MAX_ATTEMPTS = 10_000
const MAX_OF_ADDRESS = 300

/** What the answer of the provider is compared with. */
export type Attempt = {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

type Held = Attempt & { readonly bucket: string; readonly expiresAt: number }

export type Attempts = ReturnType<typeof createAttempts>

export const createAttempts = () => {
  /** In the order in which they run out, by the hash of the browser's secret. */
  const held = new Map<string, Held>()
  const countOf = new Map<string, number>()

  const drop = (key: string, { bucket }: Held): void => {
    held.delete(key)
    const count = (countOf.get(bucket) ?? 1) - 1
    if (count > 0) countOf.set(bucket, count)
    else countOf.delete(bucket)
  }

  const dropOld = (now: number): void => {
    for (const [key, attempt] of held) {
      if (attempt.expiresAt > now && held.size < MAX_ATTEMPTS) return
      drop(key, attempt)
    }
  }

  return {
    /** Attempts that are held; never more than the bound. */
    get size(): number {
      return held.size
    },

    /** Keeps an attempt and returns the secret that its browser keeps. Throws `Refusal`. */
    begin(attempt: Attempt, bucket: string, now: number): string {
      dropOld(now)
      const count = countOf.get(bucket) ?? 0
      if (count >= MAX_OF_ADDRESS) throw new Refusal('rate_limited', { retryAfterMs: ATTEMPT_MS })
      countOf.set(bucket, count + 1)
      const secret = newSecret('isrq')
      held.set(hashSecret(secret), { ...attempt, bucket, expiresAt: now + ATTEMPT_MS })
      return secret
    },

    /** Takes the attempt that this browser began with this state, once. Throws `Refusal`. */
    take(secret: string, state: string, now: number): Attempt {
      const key = hashSecret(secret)
      const found = held.get(key)
      // Whoever sends a browser here with a state of his own must not spoil what is under way.
      if (!found || found.state !== state) throw new Refusal('oidc_expired')
      drop(key, found)
      if (found.expiresAt <= now) throw new Refusal('oidc_expired')
      return found
    },
  }
}
