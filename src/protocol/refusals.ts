/** The one catalogue of refusals, and the error that a verb throws to say no. */

import { ACCESS_REFUSALS } from './refusals/access.ts'
import { LINK_REFUSALS } from './refusals/links.ts'
import { REGISTRY_REFUSALS } from './refusals/registry.ts'
import { REQUEST_REFUSALS } from './refusals/requests.ts'
import { SESSION_REFUSALS } from './refusals/sessions.ts'

export const REFUSALS = {
  ...REGISTRY_REFUSALS,
  ...ACCESS_REFUSALS,
  ...SESSION_REFUSALS,
  ...LINK_REFUSALS,
  ...REQUEST_REFUSALS,
} as const

/** The stable code of a refusal, such as `rate_limited`. */
export type RefusalCode = keyof typeof REFUSALS

/** Facts that complete a refusal's sentence, and how long to wait before a retry. */
export type RefusalFacts = {
  readonly code?: string
  readonly detail?: string
  readonly limit?: number
  readonly retryAfterMs?: number
}

/** A verb's clear no. Whatever else is thrown is a bug. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly facts: RefusalFacts

  constructor(code: RefusalCode, facts: RefusalFacts = {}) {
    super(code)
    this.code = code
    this.facts = facts
  }

  /** The HTTP status of this refusal. */
  get status(): number {
    return REFUSALS[this.code].status
  }

  /** Whole seconds for the `Retry-After` header, if the caller should come back. */
  get retryAfterSeconds(): number | undefined {
    const { retryAfterMs } = this.facts
    return retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(retryAfterMs / 1000))
  }

  /** The sentence in the asked language. */
  sentence(language: 'en' | 'es'): string {
    return this.#complete(REFUSALS[this.code][language])
  }

  /** The English sentence without the clause that differs from one time to the next (RFC 9457). */
  get title(): string {
    return this.#complete(REFUSALS[this.code].en.replace(/(?:[:;,]| since) [^{]*\{.*/, ''))
  }

  #complete(text: string): string {
    const facts: Record<string, string | number | undefined> = {
      ...this.facts,
      seconds: this.retryAfterSeconds,
    }
    return text.replace(/\{(\w+)\}/g, (_, key: string) => String(facts[key] ?? ''))
  }
}
