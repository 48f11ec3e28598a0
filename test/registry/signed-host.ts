/** A host with a key, as a person would write one, and the doors it knocks at. */

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { TestApp } from '../support/app.ts'

/** What a host signs and sends; each part can be another than it should be. */
export type Parts = {
  serverId?: string
  code?: string
  address?: string
  port?: number
  name?: string
  at?: number
  nonce?: string
  instance?: string
  /** Enrolment token that the host agrees to. */
  token?: string
}

/** A key pair and the means to sign with it. */
export class SignedHost {
  readonly key: string
  readonly #privateKey: KeyObject

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    this.key = publicKey.export({ format: 'jwk' }).x ?? ''
    this.#privateKey = privateKey
  }

  signature(text: string): string {
    return sign(null, Buffer.from(text), this.#privateKey).toString('base64url')
  }

  /** A body for `PUT /v1/codes/{code}`; `signed` tells in what the signed text differs from it. */
  body(serverId: string, sent: Parts, signed: Parts = {}): Record<string, unknown> {
    const { code = '', address = '10.0.0.1', port = 5900, at = 0 } = sent
    const nonce = sent.nonce ?? randomBytes(12).toString('base64url')
    const whole = { serverId, code, address, port, name: sent.name ?? '', at, nonce }
    const text = { ...whole, instance: sent.instance ?? '', ...signed }
    const lines = [text.serverId, text.code, text.address, text.port, text.name]
    const { instance, token = signed.token } = sent
    const all = [...lines, text.at, text.nonce, text.instance]
    const hash = createHash('sha256').update(token ?? '').digest('hex')
    const parts = token === undefined ? ['isr-register-1', ...all] : ['isr-enrol-1', ...all, hash]
    const signature = this.signature(parts.join('\n'))
    const proof = { key: this.key, at, nonce, ...(instance === undefined ? {} : { instance }) }
    const claim = { address, port, ...(sent.name === undefined ? {} : { name: sent.name }) }
    return { ...claim, proof: { ...proof, signature } }
  }

  /** Registers, signed now unless told otherwise. */
  async register(app: TestApp, sent: Parts, signed: Parts = {}): Promise<Answer> {
    const whole = { at: app.time.now(), ...sent }
    return put(app, sent.code ?? '', this.body(await serverIdOf(app), whole, signed))
  }
}

/** A status and the code of the refusal, or the host. */
export type Answer = { status: number; code: string; body: Record<string, unknown> }

/** Reads an answer of `/v1`. */
export const toAnswer = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>
  const { code } = body
  return { status: response.status, code: typeof code === 'string' ? code : '', body }
}

export const json = (method: string, body: unknown, headers = {}): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

/** Registers through `/v1` with any body. */
export const put = async (
  app: TestApp,
  code: string,
  body: Record<string, unknown> = { address: '10.0.0.1' },
  headers = {},
): Promise<Answer> =>
  toAnswer(await app.call(`/v1/codes/${encodeURIComponent(code)}`, json('PUT', body, headers)))

/** Registers as an older host does. */
export const registerOld = async (
  app: TestApp,
  code: string,
  host = '10.9.9.9',
  headers = {},
): Promise<{ status: number; body: Record<string, unknown> }> => {
  const query = new URLSearchParams({ code, host }).toString()
  const response = await app.call(`/register?${query}`, { method: 'POST', headers })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** Where a controller is sent. */
export const resolved = async (app: TestApp, code: string): Promise<string> => {
  const response = await app.call(`/resolve?${new URLSearchParams({ code }).toString()}`)
  const body = (await response.json()) as { host?: string; error?: string }
  return body.host ?? String(response.status)
}

const ids = new WeakMap<TestApp, string>()

/** What a host asks its server once. */
export const serverIdOf = async (app: TestApp): Promise<string> => {
  const known = ids.get(app)
  if (known) return known
  const { id } = (await (await app.call('/v1/server')).json()) as { id: string }
  ids.set(app, id)
  return id
}

/** One verb of the owner's. */
export const act = async (
  app: TestApp,
  id: unknown,
  verb: string,
  body?: unknown,
): Promise<Answer> => {
  const init = body === undefined ? { method: 'POST' } : json('POST', body)
  return toAnswer(await app.callAsOwner(`/v1/hosts/${String(id)}/${verb}`, init))
}

/** The tenant's list as the owner sees it. */
export const listed = async (app: TestApp): Promise<Record<string, unknown>[]> => {
  const page = (await (await app.callAsOwner('/v1/hosts')).json()) as {
    hosts: Record<string, unknown>[]
  }
  return page.hosts
}
