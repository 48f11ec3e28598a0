/**
 * Calls to the server's own API, and the sentence for each way they can fail.
 *
 * Promises: a call returns the parsed answer or throws a Refused; nothing else is thrown. The
 * sentence is made from the refusal's code in the reader's language, never from a server's English
 * text unless the code is one this page does not know.
 */

/** @typedef {import('./i18n.js').Words} Words */

/** How long a call may take before the page says that the server does not answer, in ms. */
const patienceMs = 15_000

/** A call that the server refused, or that never reached it (code 'unreachable'). */
export class Refused extends Error {
  /**
   * @param {string} code
   * @param {{ status?: number, detail?: string, requestId?: string, retryAfterMs?: number }}
   *   [facts]
   */
  constructor(code, facts = {}) {
    super(facts.detail ?? code)
    this.name = 'Refused'
    this.code = code
    this.status = facts.status ?? 0
    this.detail = facts.detail
    this.requestId = facts.requestId
    this.retryAfterMs = facts.retryAfterMs
  }
}

/** @type {Set<() => void>} */
const signOutListeners = new Set()

/**
 * Is told when any call finds that the sign-in has ended.
 * @param {() => void} listener
 */
export function onSignInEnded(listener) {
  signOutListeners.add(listener)
  return () => signOutListeners.delete(listener)
}

/** @param {Response} response */
async function refusalOf(response) {
  const retryAfter = Number(response.headers.get('retry-after'))
  const retryAfterMs = retryAfter > 0 ? retryAfter * 1_000 : undefined
  try {
    const { code, detail, title, requestId } = await response.json()
    if (typeof code !== 'string') throw new TypeError('not a problem document')
    const facts = { status: response.status, detail: detail ?? title, requestId }
    return new Refused(code, retryAfterMs ? { ...facts, retryAfterMs } : facts)
  } catch {
    // A proxy between us and the server answers in its own shape.
    return new Refused('unexpected_answer', { status: response.status })
  }
}

/**
 * Calls the API and returns the parsed answer, or null where there is none.
 * @param {'GET' | 'POST' | 'PUT' | 'DELETE'} method
 * @param {string} path
 * @param {{ body?: unknown, keepalive?: boolean, signal?: AbortSignal }} [options]
 * @returns {Promise<any>}
 */
export async function call(method, path, { body, keepalive = false, signal } = {}) {
  /** @type {Response} */
  let response
  try {
    const patience = AbortSignal.timeout(patienceMs)
    response = await fetch(path, {
      method,
      keepalive,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    })
  } catch {
    throw new Refused(signal?.aborted ? 'aborted' : 'unreachable')
  }
  if (!response.ok) {
    const refused = await refusalOf(response)
    if (refused.code === 'sign_in_required') for (const listener of signOutListeners) listener()
    throw refused
  }
  if (response.status === 204) return null
  return response.json().catch(() => {
    throw new Refused('unexpected_answer', { status: response.status })
  })
}

/**
 * Returns the sentence for anything a call threw, in the reader's language.
 * @param {Words} words
 * @param {unknown} error
 */
export function sentenceFor(words, error) {
  if (!(error instanceof Refused)) return words.t('error.unexpected_answer', { status: 0 })
  const wait = words.duration(error.retryAfterMs ?? 60_000)
  const key = `error.${error.code}`
  if (!words.has(key)) return words.t('error.unknown', { detail: error.detail ?? error.code })
  return words.t(/** @type {import('./i18n.js').MessageKey} */ (key), {
    wait,
    status: error.status,
  })
}
