/**
 * A client of `/v1` for programs of this product: JSON in, JSON out, a refusal as `ProblemError`.
 * It follows no redirect, so that a token reaches the server it was meant for and no other.
 */

import { ProblemError } from './problem.ts'

export type ApiOptions = {
  /** Origin such as `http://127.0.0.1:8080`. */
  readonly server: string
  readonly token?: string | undefined
  /** Tenant the bearer of the owner token works in. */
  readonly tenantId?: string | undefined
  /** Ends what is being asked, and whatever is asked later. */
  readonly signal?: AbortSignal | undefined
}

/** The server could not be asked at all. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
  readonly server: string

  constructor(server: string, reason: string) {
    super(reason)
    this.server = server
  }
}

/** Longer than any answer but an export takes, milliseconds. */
const TIMEOUT_MS = 30_000

/** Longest answer read whole, bytes: the longest list of hosts is a tenth of it; exports are read in pieces. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024

/** Longest refusal read, bytes: one of ours is below 2 KiB. */
const MAX_PROBLEM_BYTES = 64 * 1024

/** Reads an answer's text; `undefined` when it is longer than that. */
const textOf = async (answer: Response, maxBytes: number): Promise<string | undefined> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += (chunk as Uint8Array).length
    // Leaving the loop cancels the rest.
    if (size > maxBytes) return undefined
    chunks.push(chunk as Uint8Array)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

const problemOf = async (answer: Response): Promise<unknown> => {
  try {
    return JSON.parse((await textOf(answer, MAX_PROBLEM_BYTES)) ?? '')
  } catch {
    return undefined
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export type Api = ReturnType<typeof createApi>

export const createApi = ({ server, token, tenantId, signal }: ApiOptions) => {
  const send = async (method: Method, path: string, body?: unknown, timeoutMs?: number) => {
    const headers = new Headers({ Accept: 'application/json' })
    if (token !== undefined) headers.set('Authorization', `Bearer ${token}`)
    if (tenantId !== undefined) headers.set('Isr-Tenant', tenantId)
    if (body !== undefined) headers.set('Content-Type', 'application/json')
    const init: RequestInit = { method, headers, redirect: 'manual' }
    if (body !== undefined) init.body = JSON.stringify(body)
    const limits = [signal, timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)]
    init.signal = AbortSignal.any(limits.filter((limit) => limit !== undefined))
    const answer = await fetch(new URL(path, server), init)
    if (answer.status >= 300 && answer.status < 400) {
      throw new UnreachableError(server, `redirected to ${answer.headers.get('location') ?? '?'}`)
    }
    if (!answer.ok) {
      throw new ProblemError(answer.status, await problemOf(answer), answer.headers.get('retry-after'))
    }
    return answer
  }

  const reached = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof ProblemError || error instanceof UnreachableError) throw error
      throw new UnreachableError(server, reasonOf(error))
    }
  }

  /** Asks and reads the JSON answer; `undefined` for an empty one. */
  const ask = <T>(method: Method, path: string, body?: unknown): Promise<T> =>
    reached(async () => {
      const answer = await send(method, path, body, TIMEOUT_MS)
      const text = await textOf(answer, MAX_ANSWER_BYTES)
      if (text === undefined) throw new UnreachableError(server, 'its answer has no end')
      return (text ? JSON.parse(text) : undefined) as T
    })

  return {
    server,
    get: <T>(path: string): Promise<T> => ask('GET', path),
    post: <T>(path: string, body: unknown = {}): Promise<T> => ask('POST', path, body),
    put: <T>(path: string, body: unknown): Promise<T> => ask('PUT', path, body),
    delete: (path: string): Promise<void> => ask('DELETE', path),

    /** The text of an answer of any length, piece by piece. */
    async *read(path: string): AsyncGenerator<string> {
      const answer = await reached(() => send('GET', path))
      const decoder = new TextDecoder()
      for await (const chunk of answer.body ?? []) yield decoder.decode(chunk as Uint8Array, { stream: true })
      yield decoder.decode()
    },
  }
}

const reasonOf = (error: unknown): string => {
  if (error instanceof SyntaxError) return 'its answer is not that of an isr server'
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } }
  return cause?.code ?? cause?.message ?? message
}
