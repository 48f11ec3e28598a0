/** What a server answers when it says no, turned into a sentence in the reader's language. */

import { REFUSALS, type RefusalCode } from '../protocol/refusals.ts'

/** Languages in which refusals have a sentence. */
export type Language = 'en' | 'es'

/** A refusal that a server answered with. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly status: number
  /** Stable code such as `host_not_found`; empty when the answer had none. */
  readonly code: string
  readonly requestId: string
  readonly retryAfterSeconds: number | undefined

  constructor(status: number, body: unknown, retryAfter: string | null) {
    const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
    super(textOf(problem['detail']) || textOf(problem['error']) || `HTTP ${status}`)
    this.status = status
    this.code = textOf(problem['code']) || textOf(problem['error_code'])
    this.requestId = textOf(problem['requestId'])
    const seconds = Number(retryAfter ?? Number.NaN)
    this.retryAfterSeconds = Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined
  }

  /** The sentence, with the code and the request id by which the server's log can be searched. */
  sentence(language: Language): string {
    const known = Object.hasOwn(REFUSALS, this.code) ? REFUSALS[this.code as RefusalCode] : undefined
    const text = known && language !== 'en' ? this.#filled(known[language], known.en) : this.message
    const facts = [this.code, this.requestId].filter(Boolean).join(', ')
    return facts ? `${text} (${facts})` : text
  }

  /** The facts of the English sentence, which the server filled in, put into another one. */
  #filled(template: string, english: string): string {
    const names = [...english.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    const pattern = english.split(/\{\w+\}/).map(escape).join('(.*)')
    const values = new RegExp(`^${pattern}$`, 's').exec(this.message)?.slice(1) ?? []
    const facts = Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']))
    return template.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '')
  }
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Longest text of a problem that is kept, characters: it comes from somebody else's machine. */
const MAX_TEXT = 2000

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, MAX_TEXT) : '')
