/**
 * Requests by which somebody reaches for another tenant's things: any route, filled in by its own
 * OpenAPI schema with what is known of the other tenant. No secret of that tenant is ever sent:
 * whoever has one acts for it by right.
 */

import { sample, nat } from 'fast-check'
import { START } from './manual-time.ts'
import { type Known, newKey } from './marked.ts'
import type { Asked } from './tenants.ts'

type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly minimum?: number
}

type Operation = {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

/** The part of the OpenAPI file that is read here. */
export type Description = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** Chance that can be thrown again: the same seed gives the same numbers. */
export class Dice {
  readonly #numbers: readonly number[]
  #at = 0

  constructor(seed: number) {
    this.#numbers = sample(nat(), { seed, numRuns: 4096 })
  }

  roll(sides: number): number {
    return (this.#numbers[this.#at++ % this.#numbers.length] ?? 0) % sides
  }

  pick<T>(of: readonly [T, ...T[]] | readonly T[]): T {
    return of[this.roll(of.length)] as T
  }

  shuffled<T>(things: readonly T[]): T[] {
    const left = [...things]
    return things.map(() => left.splice(this.roll(left.length), 1)[0] as T)
  }
}

/** Guesses without knowing: parts of words, what SQL and patterns make something of. */
const GUESSES = ['zq', 'idden', '%', '_', "' OR 1=1 --", 'tenant_', '*']

/** An instant that is a while away, by the clock of these tests. */
const SOON = START + 7 * 86_400_000

const NOT_THE_PASSWORD = 'not the password of anybody'

/** Texts by the name of their field or parameter. */
const texts = (known: Known, dice: Dice): Record<string, () => string> => {
  const { ids } = known
  const guess = () => dice.pick([...known.names, known.code, known.login, ...GUESSES])
  return {
    tenantId: () => known.tenant,
    hostId: () => ids['hosts'] ?? '',
    service: () => 'vnc',
    login: () => known.login,
    code: () => known.code,
    address: () => '10.200.0.1',
    host: () => '10.200.0.1',
    name: guess,
    q: guess,
    actor: () => dice.pick([known.login, ids['people'] ?? '', ids['tokens'] ?? '', 'owner token']),
    object: () => dice.pick([...Object.values(ids), known.code, known.login]),
    action: () => dice.pick(['host.registered', 'enrolment.redeemed', 'sign-in.started', '%']),
    cursor: () => dice.pick(known.cursors),
    key: newKey,
    // What nobody has; the prefixes are those of this product's secrets.
    token: () => `isre_${'x'.repeat(43)}`,
    link: () => `isrg_${'x'.repeat(43)}`,
    secret: () => `isri_${'x'.repeat(43)}`,
    password: () => NOT_THE_PASSWORD,
    current: () => NOT_THE_PASSWORD,
    next: () => `${NOT_THE_PASSWORD} at all`,
  }
}

/** Makes requests for one who knows `known` of another tenant and has `own` things to spare. */
export class Reaching {
  readonly #api: Description
  readonly #known: Known
  readonly #own: Known
  readonly #dice: Dice

  constructor(api: Description, known: Known, own: Known, dice: Dice) {
    this.#api = api
    this.#known = known
    this.#own = own
    this.#dice = dice
  }

  /** A request for a route such as `GET /v1/hosts/{id}`. */
  request(route: string): Asked {
    const [method = '', path = ''] = route.split(' ')
    const operation = this.#api.paths[path]?.[method.toLowerCase()] ?? {}
    const schema = operation.requestBody?.content['application/json']?.schema
    const query = this.#query(operation)
    return {
      method,
      path: `${this.#path(path)}${query && `?${query}`}`,
      ...(schema && method !== 'GET' ? { body: this.#body(schema) } : {}),
      ...(this.#dice.roll(3) === 0 ? { as: { 'Isr-Tenant': this.#known.tenant } } : {}),
    }
  }

  /** Mostly what is foreign; sometimes something own, so that only the body is foreign. */
  #path(path: string): string {
    const { ids, code } = this.#dice.roll(4) === 0 ? this.#own : this.#known
    const kind = path.split('/')[2] ?? ''
    const wrongKind = this.#dice.pick(Object.values(this.#known.ids))
    const id = this.#dice.roll(6) === 0 ? wrongKind : (ids[kind] ?? wrongKind)
    return path
      .replace('{id}', encodeURIComponent(id))
      .replace('{code}', encodeURIComponent(code))
      .replace('{address}', '10.200.0.2')
      .replace('{userCode}', 'AAAA-AAAA')
  }

  #query({ parameters = [] }: Operation): string {
    const query = new URLSearchParams()
    for (const parameter of parameters) {
      const isWanted = parameter.name === 'code' || this.#dice.roll(2) === 0
      if (parameter.in !== 'query' || !isWanted) continue
      query.set(parameter.name, String(this.#value(parameter.schema, parameter.name)))
    }
    return String(query)
  }

  #body(given: Schema): Record<string, unknown> {
    const schema = this.#resolved(given)
    const fields = Object.entries(schema.properties ?? {})
    const isComplete = this.#dice.roll(3) > 0
    // A proof would have to be signed, and a transfer takes one of two.
    const sent = fields.filter(([name]) => {
      if (name === 'proof') return false
      if (fields.length === 2 && name === 'key') return !isComplete
      return isComplete || this.#dice.roll(2) === 0
    })
    return Object.fromEntries(sent.map(([name, field]) => [name, this.#value(field, name)]))
  }

  #value(given: Schema, name: string): unknown {
    const schema = this.#resolved(given)
    if (schema.enum) return this.#dice.pick(schema.enum)
    if (schema.items) return [this.#value(schema.items, name)]
    if (name === 'expiresAt') return SOON
    if (String(schema.type).includes('integer')) return name === 'port' ? 5900 : Math.max(1, schema.minimum ?? 1)
    if (schema.properties) return this.#body(schema)
    return texts(this.#known, this.#dice)[name]?.() ?? this.#dice.pick(GUESSES)
  }

  #resolved(schema: Schema): Schema {
    if (schema.anyOf) return this.#resolved(this.#dice.pick(schema.anyOf))
    const name = schema.$ref?.split('/').at(-1)
    return name === undefined ? schema : this.#resolved(this.#api.components.schemas[name] ?? {})
  }
}
